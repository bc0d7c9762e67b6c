"""From a record's mentions to matches: what the matcher is told of the surroundings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from monitor.model import Category, Match, MatchContext, Mention, Role


class Finder(Protocol):
    """The part of the matcher the pipeline uses."""

    @property
    def version(self) -> str: ...

    def find(self, text: str, context: MatchContext = ...) -> list[Match]: ...


def score_mentions(
    mentions: Sequence[Mention], category: Category, matcher: Finder
) -> tuple[tuple[Mention, Match], ...]:
    """Every (mention, match) of one record. Names printed beside a party (d/b/a) count in that party's role."""
    owners = tuple(m.text for m in mentions if m.role is Role.APPLICANT)
    countries = tuple(dict.fromkeys(m.country for m in mentions if m.role is Role.APPLICANT and m.country))
    classes = tuple(sorted({c for m in mentions for c in m.nice_classes}))
    found: list[tuple[Mention, Match]] = []
    for mention in mentions:
        context = MatchContext(
            role=mention.role,
            field=mention.field,
            nice_classes=mention.nice_classes or classes,
            country=mention.country,
            owners=owners,
            owner_countries=countries,
            category=category,
        )
        for text in (mention.text, *mention.aliases):
            found.extend((mention, match) for match in matcher.find(text, context))
    return tuple(found)
