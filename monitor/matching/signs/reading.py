"""Reading a cell from left to right."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from monitor.legal_forms import Use, han_endings
from monitor.matching.normalise.folding import key
from monitor.matching.signs import notes
from monitor.matching.signs.described import Description, Sign, SignKind, Spelling, is_han
from monitor.matching.signs.notes import SEPARATORS
from monitor.matching.signs.runs import Run, runs_of
from monitor.matching.signs.spelt import spellings_of

LONGEST = 200  # letters of a cell that is taken apart; longer ones are texts
_ENCLOSED = re.compile(r"[\u2460-\u249b\u24ea-\u24ff\u2776-\u2793\u3220-\u3229\u3280-\u3289]")  # ① ⑴ ⒈ ❶ ㈠ ㊀
_MARKS = re.compile(r"[®™℠©]|(?<=[\u4e00-\u9fff])tm\s*$|\((?:r|tm|c)\)|（(?:r|tm|c)）", re.IGNORECASE)
_BRACKETS = str.maketrans("（）【】〔〕［］｛｝[]{}", "()()()()()()()")
_QUOTES = re.compile('[“”„‟「」『』《》〈〉〖〗«»"]')
_QUOTED = re.compile(
    '(?P<before>[^“”„「」『』《》〖〗‘"]{4,})[“„「『《〖‘"](?P<inside>[^“”„「」『』《》〖〗’"]+)[”“」』》〗’"](?P<after>.*)'
)
_QUOTED_BEFORE_NOTE = re.compile('([”“」』》"])\\s*(?=(?:及)?(?:图|文字|拼音|字母|英文|中文|商标|logo))', re.IGNORECASE)
_LINKED = re.compile('(?<=[\u4e00-\u9fff]{2})[及和与]\\s*(?=["“「『]?[A-Za-z]{2})')  # 岚谷禾及"VELMORA"
_FIRM = re.compile(r"(?P<firm>.{2,}?(?:公司|集团|合作社))(?P<rest>[^公司()]{2,})(?P<after>(?:注册)?商标)")
_NUMBERING = re.compile(
    r"\s*(?:\(?\d{1,3}\s*\)|\d{1,3}\s*[.、:](?!\d)|\(?[一二三四五六七八九十]{1,3}\)|[一二三四五六七八九十]{1,3}、)\s*(?=\S)"
)


@lru_cache(maxsize=20_000)
def describe(cell: str) -> Description:
    """Takes a cell apart. Pure; a cell in which nothing is understood is one word, as it stands."""
    if len(cell) > LONGEST:
        return Description(cell, (Sign(SignKind.WORD, cell),), (Spelling(cell),))
    text = _MARKS.sub(" ", cell).translate(_BRACKETS)
    reader = _Reader(text)
    reader.read(text)
    found = tuple(reader.signs)
    if not any(s.kind in (SignKind.WORD, SignKind.LETTER, SignKind.DIGITS) for s in found):
        return Description(cell, found, () if found else (Spelling(cell),), tuple(dict.fromkeys(reader.classes)))
    spellings = tuple(spellings_of(reader.runs, cell, doubtful=reader.doubtful))
    return Description(cell, found, spellings, tuple(dict.fromkeys(reader.classes)), reader.firm)


def han_word(cell: str) -> str:
    """The first Han word of a cell, in simplified characters; "" where there is none: 汉狮HANS及图 → 汉狮."""
    for spelling in describe(cell).spellings:
        folded = key(spelling.text)
        if spelling.derives and folded and all(map(is_han, folded)):
            return folded
    return ""


class _Reader:
    """One cell being read from left to right."""

    def __init__(self, cell: str) -> None:
        self._cell = cell.strip(SEPARATORS).casefold()
        self.signs: list[Sign] = []
        self.classes: list[int] = []
        self.runs: list[Run] = []
        self.firm = ""
        self.doubtful = False  # a note was cut off that may be the end of a name

    def read(self, text: str) -> None:
        text = self._behind_firm(self._numbered(text))
        text = _LINKED.sub("+", _QUOTED_BEFORE_NOTE.sub(r"\1+", text))
        self._parts(_QUOTES.sub("", text))

    def _parts(self, text: str) -> None:
        for inside, bracketed in _bracketed(text):
            if not bracketed:
                self._segment(inside)
            elif not self._notes(inside):
                known = len(self.runs)
                labelled = notes.labels().match(inside.strip())
                self._parts(inside.strip()[labelled.end() :] if labelled else inside)
                if labelled and labelled["former"]:
                    self.runs[known:] = [replace(run, aside=True) for run in self.runs[known:]]

    def _notes(self, text: str) -> bool:
        """Takes one note or several: 第33类，注册号138128. False where any of it is none; nothing is taken then."""
        if self._note(text):
            return True
        pieces = [p for p in re.split(r"[,，;；/、\s]+", text) if p]
        before = len(self.signs), len(self.classes)
        if len(pieces) > 1 and all(self._note(p) for p in pieces):
            return True
        del self.signs[before[0] :], self.classes[before[1] :]
        return False

    def _numbered(self, text: str) -> str:
        found = _ENCLOSED.match(text.strip()) or _NUMBERING.match(text)
        if not found:
            return unicodedata.normalize("NFKC", text)
        text = text.strip() if found.re is _ENCLOSED else text
        rest = text[found.end() :]
        if not any(c.isalnum() for c in rest):
            return unicodedata.normalize("NFKC", text)
        self.signs.append(Sign(SignKind.NUMBERING, found[0].strip()))
        self.doubtful = found[0].strip().endswith(".") and not is_han(key(rest))  # 7.SEVEN
        return unicodedata.normalize("NFKC", rest)

    def _behind_firm(self, text: str) -> str:
        """太原…有限公司“六味斋”商标: the firm in front is not part of the mark."""
        quoted = _QUOTED.fullmatch(text.strip())
        if quoted and quoted["before"].strip().endswith((*han_endings(Use.ORGANISATION), "的")):
            self.firm = quoted["before"].strip().removesuffix("的")
            self.signs.append(Sign(SignKind.NOTE, self.firm))
            return f"{quoted['inside']} {quoted['after'].strip()}"
        named = _FIRM.fullmatch(text.strip())
        if named:
            self.firm = named["firm"]
            self.signs.append(Sign(SignKind.NOTE, self.firm))
            return f"{named['rest']} {named['after']}"
        return text

    def _note(self, text: str) -> bool:
        """Takes a text that is a note from beginning to end. False where it is none."""
        bare = text.strip(SEPARATORS)
        folded = bare.lower()
        if found := notes.CLASS.fullmatch(bare):
            classes = [int(n) for n in re.findall(r"\d+", next(g for g in found.groups() if g))]
            if all(1 <= c <= 45 for c in classes):
                self.classes += classes
                self.signs.append(Sign(SignKind.CLASS, bare))
                return True
        if notes.NUMBER.fullmatch(bare) or notes.BARE_NUMBER.fullmatch(bare):
            self.signs.append(Sign(SignKind.NUMBER, bare))
        elif kind := notes.note_kind(folded):
            self.signs.append(Sign(kind, bare))
        elif notes.YEAR.fullmatch(bare):
            self.signs.append(Sign(SignKind.NOTE, bare))
        else:
            return False
        return True

    def _segment(self, text: str) -> None:
        text = text.strip(SEPARATORS)
        if not text or self._is_all_note(text):
            return
        linked = re.split(r"\s*[+;；、/]\s*", text)
        if len(linked) > 1 and any(notes.note_kind(piece.lower()) is SignKind.DEVICE for piece in linked[1:-1]):
            for piece in linked:  # 晋+图形+JIN
                self._segment(piece)
            return
        while (lead := notes.leading().match(text)) and text[lead.end() :].strip(SEPARATORS):
            if lead["note"]:
                self._note(lead["note"])
            text = text[lead.end() :].strip(SEPARATORS)
        behind: list[tuple[str, bool]] = []
        while (cut := notes.note_behind(text)) is not None:
            text, note, sure = cut
            behind.append((note, sure))
        self._words(text)
        for note, sure in reversed(behind):
            self.doubtful |= not sure
            if not self._note(note):
                kind = SignKind.NOTE if note in notes.words_of("lines") else SignKind.DEVICE
                self.signs.append(Sign(kind, note.strip(SEPARATORS)))

    def _is_all_note(self, text: str) -> bool:
        """Takes a stretch that is a note. What stands alone in its cell must be one beyond doubt: 组合 may be a mark."""
        alone = text.casefold() == self._cell
        return not (alone and not notes.alone().fullmatch(text.lower())) and self._note(text)

    def _words(self, text: str) -> None:
        for run in runs_of(text):
            self.runs.append(run)
            letters = key(run.text)
            if run.kind == "digit":
                self.signs.append(Sign(SignKind.DIGITS, run.text))
            elif len(letters) == 1:
                self.signs.append(Sign(SignKind.LETTER, run.text))
            elif letters:
                self.signs.append(Sign(SignKind.WORD, run.text))


def _bracketed(text: str) -> Iterator[tuple[str, bool]]:
    """(text, whether it stands in brackets), outermost brackets only; a bracket without its fellow parts words."""
    depth, start = 0, 0
    opened = text.count("(") == text.count(")")
    for at, sign in enumerate(text):
        if sign not in "()":
            continue
        if not opened:
            yield text[start:at], False
            start = at + 1
        elif sign == "(":
            if not depth:
                yield text[start:at], False
                start = at + 1
            depth += 1
        else:
            depth -= 1
            if not depth:
                yield text[start:at], True
                start = at + 1
    yield text[start:], False
