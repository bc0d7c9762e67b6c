"""What is known around each text of a record when the matcher judges it. The only place where it is put together."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.model import Category, MatchContext, Mention, Role

ALONE = MatchContext()
"""Nothing is known around a text."""


def contexts_of(mentions: Sequence[Mention], category: Category | None = None) -> tuple[MatchContext, ...]:
    """One context for each of the mentions of one record, in their order.

    Owners are the applicants the record names, and their countries; a text without classes of its own, such as an
    owner, has all classes of the record."""
    applicants = [m for m in mentions if m.role is Role.APPLICANT]
    owners = tuple(m.text for m in applicants)
    countries = tuple(dict.fromkeys(m.country for m in applicants if m.country))
    classes = tuple(sorted({c for m in mentions for c in m.nice_classes}))
    return tuple(
        MatchContext(
            role=m.role,
            field=m.field,
            nice_classes=m.nice_classes or classes,
            country=m.country,
            owners=owners,
            owner_countries=countries,
            category=category,
        )
        for m in mentions
    )
