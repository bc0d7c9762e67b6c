"""What the sources state of a matter, in words: the facts nobody else tells, each with its name in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from monitor.model.facts import FACTS, Fact, FactType
from monitor.texts import Texts

READER = "hit show"


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
