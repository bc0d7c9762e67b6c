"""Texts that come again and again (codes, sources, roles, the sentences a register prints of what happened), kept once.

What repeats them holds the number. Numbers never change and none is given out twice, so that whoever has read one may keep it.
"""

from __future__ import annotations

from monitor.store.database import Database

_SEEN_UP_TO = 10_000  # texts that came once, remembered to tell when one comes again


class Phrases:
    """Number ↔ text, read once in a process.

    Owns: phrases.
    """

    def __init__(self, db: Database) -> None:
        self._db = db
        self._numbers: dict[str, int] = {}
        self._texts: dict[int, str] = {}
        self._once: set[str] = set()
        db.when_undone(self._forget)

    def text(self, number: int) -> str:
        """The text of a number that a row holds."""
        found = self._texts.get(number)
        if found is None:
            found = self._know(number, str(self._db.value("select text from phrases where id = ?", [number])))
        return found

    def known(self, text: str) -> int | None:
        """The number of a text, None if it has none: then no row holds it as a number."""
        found = self._numbers.get(text)
        if found is None and (kept := self._db.value("select id from phrases where text = ?", [text])) is not None:
            self._know(found := int(kept), text)
        return found

    def number(self, text: str) -> int:
        """The number of a text of a small vocabulary, given to it if need be, in the caller's transaction."""
        found = self.known(text)
        if found is None:
            found = self._db.insert("insert into phrases (text) values (?)", [text])
            self._know(found, text)
        return found

    def packed(self, text: str) -> int | str:
        """A text that may be one of its kind: its number once it comes a second time, else the text itself. In the caller's
        transaction. A vocabulary of titles is learnt this way, and the titles of a docket do not fill it."""
        found = self._numbers.get(text)
        if found is not None:
            return found
        if not text:
            return text
        if text in self._once:
            return self.number(text)
        if (found := self.known(text)) is not None:
            return found
        if len(self._once) >= _SEEN_UP_TO:
            self._once.clear()
        self._once.add(text)
        return text

    def unpacked(self, value: int | str) -> str:
        """The text of what `packed` gave."""
        return value if isinstance(value, str) else self.text(value)

    def _know(self, number: int, text: str) -> str:
        self._numbers[text] = number
        self._texts[number] = text
        return text

    def _forget(self) -> None:
        """A transaction was undone, and with it the numbers it gave."""
        self._numbers.clear()
        self._texts.clear()
