"""The closed vocabulary: whether what is shipped keeps to it, and all of it for whoever works on the program."""

from __future__ import annotations

from functools import cache
from typing import Any

from monitor.cases import states
from monitor.forums import SHIPPED
from monitor.model import HitKind, RecordKind, State
from monitor.model.events import EVENTS
from monitor.model.facts import FACTS
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
    risk_book()


def unread() -> tuple[str, ...]:
    """Facts that nobody reads and that no reason is given for."""
    return tuple(name for name, fact in FACTS.items() if not fact.readers and not fact.no_reader)


def vocabulary() -> dict[str, Any]:
    """All of it, as `monitor doctor --developer --json` prints it. Words are by language."""
    return {
        "facts": [
            {
                "name": fact.name,
                "type": fact.type.value,
                "sticky": fact.sticky,
                "words": dict(fact.words),
                "writers": list(fact.writers),
                "no_writer": dict(fact.no_writer),
                "readers": list(fact.readers),
                "no_reader": dict(fact.no_reader),
            }
            for fact in FACTS.values()
        ],
        "events": [{"code": event.code, "words": dict(event.words)} for event in EVENTS.values()],
        "kinds": [{"kind": k.value, "words": _words(f"bulletin.kind.{k}")} for k in HitKind],
        "states": [
            {
                "state": s.value,
                "words": _words(f"bulletin.state.{s}"),
                "groups": [name for name, group in GROUPS.items() if s in group],
            }
            for s in State
        ],
        "record_kinds": [k.value for k in RecordKind],
        "unread": list(unread()),
    }


def _words(key: str) -> dict[str, str]:
    return {lang: Texts(lang)(key) for lang in LANGUAGES}
