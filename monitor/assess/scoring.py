"""From a record's mentions to matches: what the matcher is told of the surroundings, and which of two names of one
family is reported.

A mark and the firm that owns it are one family. Where both are found in one record, one of them says it all: the mark
in a mark, the firm in a party. And where the firm itself is the applicant, the filing is the family's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from monitor.assess.contexts import contexts_of
from monitor.matching.normalise import squash
from monitor.model import Band, Category, Match, MatchContext, Mention, Role, WatchedKind, WatchedName


class Finder(Protocol):
    """The part of the matcher a run uses."""

    @property
    def version(self) -> str: ...

    def find(self, text: str, context: MatchContext = ...) -> list[Match]: ...


@dataclass(frozen=True, slots=True)
class Families:
    """Which watched names belong to one owner, and which of them are firms."""

    of: Mapping[str, str]
    firms: frozenset[str]


def families_of(watched: Iterable[WatchedName]) -> Families:
    """Families of a list: a mark's registrant, a firm's own name."""
    names = tuple(watched)
    firms = frozenset(w.id for w in names if w.kind is WatchedKind.COMPANY)
    owners = {w.id: squash(w.name if w.id in firms else w.owner) for w in names}
    return Families({i: owner or i for i, owner in owners.items()}, firms)


def score_mentions(
    mentions: Sequence[Mention], category: Category | None, matcher: Finder, families: Families
) -> tuple[tuple[Mention, Match], ...]:
    """Every (mention, match) of one record. Names printed beside a party (d/b/a) count in that party's role."""
    seen = sightings(mentions, category, matcher)
    return reported([(s.mention, s.match) for s in seen], families) if seen else ()


@dataclass(frozen=True, slots=True)
class Sighting:
    """A watched name in one text of a mention: the mention's own, or one printed beside it."""

    mention: Mention
    text: str
    match: Match


def sightings(mentions: Sequence[Mention], category: Category | None, matcher: Finder) -> list[Sighting]:
    """Everything the matcher finds in one record, before the family is asked what of it is reported."""
    if len(mentions) > 1 and len({(m.role, m.field, m.text) for m in mentions}) < len(mentions):
        from monitor.store.mentions import distinct_mentions

        mentions = distinct_mentions(mentions)  # matched as they are stored, and will be matched again
    found: list[Sighting] = []
    for mention, context in zip(mentions, contexts_of(mentions, category), strict=True):
        for text in (mention.text, *mention.aliases) if mention.aliases else (mention.text,):
            found += [Sighting(mention, text, match) for match in matcher.find(text, context)]
    return found


def reported(found: Sequence[tuple[Mention, Match]], families: Families) -> tuple[tuple[Mention, Match], ...]:
    """Of everything found in one record what is told, and whether it is a family's own filing."""
    return tuple(_told_once(_own(found, families), families))


def kept(found: Iterable[tuple[Mention, Match]]) -> tuple[tuple[Mention, Match], ...]:
    """Of several matches of one name in one text (its own, and names printed beside it) the one that is kept as evidence."""
    best: dict[tuple[str, Role, str, str], tuple[Mention, Match]] = {}
    for mention, match in found:
        spot = (match.watched_id, mention.role, mention.field, mention.text)
        if spot not in best or _stronger(match, best[spot][1]):
            best[spot] = (mention, match)
    return tuple(best.values())


def _stronger(match: Match, known: Match) -> bool:
    if match.score != known.score:
        return match.score > known.score
    from monitor.store.as_json import match_to_json

    return match_to_json(match) > match_to_json(known)


def _told_once(found: list[tuple[Mention, Match]], families: Families) -> list[tuple[Mention, Match]]:
    in_marks = {
        families.of.get(match.watched_id)
        for mention, match in found
        if mention.role.is_mark and match.watched_id not in families.firms
    }
    in_parties = {
        (id(mention), families.of.get(match.watched_id))
        for mention, match in found
        if mention.role.is_party and match.watched_id in families.firms
    }

    def told(mention: Mention, match: Match) -> bool:
        family = families.of.get(match.watched_id)
        if match.watched_id in families.firms:
            says_more = mention.role.is_party and mention.role is not Role.APPLICANT
            return says_more or family not in in_marks
        return not mention.role.is_party or (id(mention), family) not in in_parties

    return [(mention, match) for mention, match in found if told(mention, match)]


def _own(found: Sequence[tuple[Mention, Match]], families: Families) -> list[tuple[Mention, Match]]:
    """Everything of a family is its own filing where its firm is, beyond doubt, the applicant."""
    filers = {
        families.of.get(match.watched_id)
        for mention, match in found
        if mention.role is Role.APPLICANT and match.watched_id in families.firms and match.band is Band.ALERT
    }
    return [
        (mention, replace(match, own_filing=True) if families.of.get(match.watched_id) in filers else match)
        for mention, match in found
    ]
