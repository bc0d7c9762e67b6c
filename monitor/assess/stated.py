"""What the sources state of a matter, in words: the lines of the case first, then the facts nobody else tells, each with its name
in the reader's language. And what one act prints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from monitor.assess.case import Stated, case_lines, in_words, listed
from monitor.bulletin.safe import one_line
from monitor.model.facts import FACTS, Fact
from monitor.texts import Texts

READER = "hit show"
_NAMED = 5  # parties of an act that are written out
_SHOWN, _LENGTH = 20, 600  # items of a list told to a person who asks, characters of one


def stated(facts: Mapping[str, object], texts: Texts) -> tuple[Stated, ...]:
    """What is told of one hit: the lines of its case in their order, then the other facts in the order of the table. What is
    empty, or a flag that is not set, is left out."""
    found = list(case_lines(facts, texts))
    for fact in FACTS.values():
        if READER in fact.readers:
            words = in_words(fact, facts.get(fact.name), texts)
            if value := listed(words, texts, shown=_SHOWN, length=_LENGTH):
                found.append(Stated(fact.name, texts(f"fact.{fact.name}"), value))
    return tuple(found)


def printed(says: Mapping[str, object], parties: Sequence[str], texts: Texts) -> str:
    """What one act prints and whom it names, in one phrase: "写明：答辩截止日 2026-12-11；涉及：A、B". "" where it says neither."""
    said = [
        texts("cli.act.fact", title=texts(f"fact.{fact.name}"), value=value)
        for fact in FACTS.values()
        if (value := _as_printed(fact, says.get(fact.name), texts))
    ]
    parts = [texts("cli.act.prints", said=texts("cli.list.and").join(said))] if said else []
    if parties:
        named = texts("cli.list.and").join(one_line(p) for p in parties[:_NAMED])
        more = len(parties) - _NAMED
        parts.append(
            texts("cli.act.names_more", named=named, count=len(parties))
            if more > 0
            else texts("cli.act.names", named=named)
        )
    return texts("cli.act.separator").join(parts)


def _as_printed(fact: Fact, value: object, texts: Texts) -> str:
    """A day beside an act is written like the day of the act."""
    if isinstance(value, str) and fact.takes(value) and not fact.shown:
        return value
    return listed(in_words(fact, value, texts), texts, shown=_SHOWN, length=_LENGTH)
