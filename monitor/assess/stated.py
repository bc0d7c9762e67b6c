"""What the sources state of a matter, in words: the facts nobody else tells, each with its name in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from monitor.model.facts import FACTS, Fact, FactType
from monitor.texts import Texts

READER = "hit show"
_NAMED = 5  # parties of an act that are written out


@dataclass(frozen=True, slots=True)
class Stated:
    """`name` is the fact's own, `title` and `value` are for people."""

    name: str
    title: str
    value: str


def stated(facts: Mapping[str, object], texts: Texts) -> tuple[Stated, ...]:
    """The facts that are told of one hit, in the order of the table. What is empty, or a flag that is not set, is left out."""
    found = []
    for fact in FACTS.values():
        if READER in fact.readers and (value := _shown(fact, facts.get(fact.name), texts)):
            found.append(Stated(fact.name, texts(f"fact.{fact.name}"), value))
    return tuple(found)


def printed(says: Mapping[str, object], parties: Sequence[str], texts: Texts) -> str:
    """What one act prints and whom it names, in one phrase: "写明：答辩截止日 2026-12-11；涉及：A、B". "" where it says neither."""
    said = [
        texts("cli.act.fact", title=texts(f"fact.{fact.name}"), value=value)
        for fact in FACTS.values()
        if (value := _shown(fact, says.get(fact.name), texts))
    ]
    parts = [texts("cli.act.prints", said=texts("cli.list.and").join(said))] if said else []
    if parties:
        named = texts("cli.list.and").join(parties[:_NAMED])
        more = len(parties) - _NAMED
        parts.append(
            texts("cli.act.names_more", named=named, count=len(parties))
            if more > 0
            else texts("cli.act.names", named=named)
        )
    return texts("cli.act.separator").join(parts)


def _shown(fact: Fact, value: object, texts: Texts) -> str:
    if not value or not fact.takes(value):
        return ""
    return texts("cli.list.and").join(_each(fact, value, texts))


def _each(fact: Fact, value: object, texts: Texts) -> Iterator[str]:
    if isinstance(value, Mapping):
        yield from (f"{k}: {v}" for k, v in value.items())
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _each(fact, item, texts) if not isinstance(item, Mapping) else (str(item.get(texts.lang, "")),)
    elif fact.type is FactType.FLAG:
        yield texts("cli.hit.yes")
    elif fact.type is FactType.EVENTS:
        yield texts.find(f"event.{value}") or str(value)
    else:
        yield (texts.find(f"{fact.shown}.{value}") if fact.shown else None) or str(value)
