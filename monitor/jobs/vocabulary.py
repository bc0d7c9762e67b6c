"""The closed vocabulary: whether what is shipped keeps to it, and all of it for whoever works on the program."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from typing import Any

from monitor import sources
from monitor.cases import states
from monitor.config import load_sources
from monitor.errors import BrokenSource
from monitor.forums import SHIPPED
from monitor.forums.neutral import check_categories
from monitor.model import HitKind, RecordKind, State
from monitor.model.events import EVENTS
from monitor.model.facts import FACTS
from monitor.resources import shipped
from monitor.rules.risk_book import risk_book
from monitor.texts import LANGUAGES, Texts
from monitor.texts.checking import check_texts

GROUPS = {
    "confirmed": states.CONFIRMED,
    "reviewed": states.REVIEWED,
    "settled": states.SETTLED,
    "set_aside": states.SET_ASIDE,
}
"""The groups of states, by the name of their words."""


@cache
def check_words() -> None:
    """Raises ConfigError naming file, line and key where texts, forums or ranks use a word nobody declared. Asked before anything is
    queried, built or sent; a second time it costs nothing."""
    check_texts()
    SHIPPED.check_all()
    check_categories()
    risk_book()


def written_by(part: str) -> Mapping[str, tuple[str, ...]]:
    """For each fact ("writes") or event code ("events") the shipped sources that say they give it, in the order of their
    file. A source that cannot be loaded says nothing; `doctor` names it."""
    found: dict[str, list[str]] = {}
    for config in load_sources(shipped("sources.yaml")).values():
        with suppress(BrokenSource):
            for word in sorted(getattr(sources.load(config.format), part)):
                found.setdefault(word, []).append(config.id)
    return {word: tuple(ids) for word, ids in found.items()}


def unread() -> tuple[str, ...]:
    """Facts that nobody reads and that no reason is given for."""
    return tuple(name for name, fact in FACTS.items() if not fact.readers and not fact.no_reader)


def vocabulary() -> dict[str, Any]:
    """All of it, as `monitor doctor --developer --json` prints it. Words are by language."""
    facts, events = written_by("writes"), written_by("events")
    return {
        "facts": [
            {
                "name": fact.name,
                "type": fact.type.value,
                "sticky": fact.sticky,
                "words": dict(fact.words),
                "writers": [*fact.writers, *facts.get(fact.name, ())],
                "no_writer": dict(fact.no_writer),
                "readers": list(fact.readers),
                "no_reader": dict(fact.no_reader),
            }
            for fact in FACTS.values()
        ],
        "events": [
            {"code": event.code, "words": dict(event.words), "writers": list(events.get(event.code, ()))}
            for event in EVENTS.values()
        ],
        "kinds": [{"kind": k.value, "words": _words(f"word.kind.{k}")} for k in HitKind],
        "states": [
            {
                "state": s.value,
                "words": _words(f"word.state.{s}"),
                "groups": [name for name, group in GROUPS.items() if s in group],
            }
            for s in State
        ],
        "record_kinds": [k.value for k in RecordKind],
        "unread": list(unread()),
    }


def _words(key: str) -> dict[str, str]:
    return {lang: Texts(lang)(key) for lang in LANGUAGES}
