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
    owners: list[str] = []
    countries: dict[str, None] = {}
    found: set[int] = set()
    for m in mentions:
        found.update(m.nice_classes)
        if m.role is Role.APPLICANT:
            owners.append(m.text)
            if m.country:
                countries[m.country] = None
    classes, owned, from_where = tuple(sorted(found)), tuple(owners), tuple(countries)
    return tuple(
        [
            MatchContext(m.role, m.field, m.nice_classes or classes, m.country, owned, from_where, category)
            for m in mentions
        ]
    )
