"""From a record's mentions to matches: what the matcher is told of the surroundings, and which of two names of one
family is reported.

A mark and the firm that owns it are one family. Where both are found in one record, one of them says it all: the mark
in a mark, the firm in a party. Whose right it is, the room's whose.py says.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from monitor.assess.contexts import contexts_of
from monitor.assess.shared import under_one_name
from monitor.assess.verdicts import NOTHING_REJECTED, Rejected, demoted
from monitor.assess.whose import NOBODY, Confirmed, judged
from monitor.matching.bands import BELOW_REVIEW
from monitor.matching.normalise import squash
from monitor.model import Band, Category, Match, MatchContext, Mention, Reason, Role, WatchedKind, WatchedName


class Finder(Protocol):
    """The part of the matcher a run uses."""

    @property
    def version(self) -> str: ...

    def find(self, text: str, context: MatchContext = ...) -> list[Match]: ...


@dataclass(frozen=True, slots=True)
class Families:
    """Which watched names belong to one owner, and which of them are firms; and what persons said: of owners, and of texts that mean
    somebody else."""

    of: Mapping[str, str]
    firms: frozenset[str]
    names: Mapping[str, WatchedName] = field(default_factory=dict)
    confirmed: Confirmed = NOBODY
    rejected: Rejected = field(default_factory=lambda: NOTHING_REJECTED)


def families_of(
    watched: Iterable[WatchedName], confirmed: Confirmed = NOBODY, rejected: Rejected = NOTHING_REJECTED
) -> Families:
    """Families of a list: a mark's registrant, a firm's own name; and which owners persons confirmed to be theirs, which texts they
    rejected."""
    names = tuple(watched)
    firms = frozenset(w.id for w in names if w.kind is WatchedKind.COMPANY)
    owners = {w.id: squash(w.name if w.id in firms else w.owner) for w in names}
    return Families(
        {i: owner or i for i, owner in owners.items()}, firms, {w.id: w for w in names}, confirmed, rejected
    )


def score_mentions(
    mentions: Sequence[Mention], category: Category | None, matcher: Finder, families: Families, matter: str = ""
) -> tuple[tuple[Mention, Match], ...]:
    """Every (mention, match) of one record. Names printed beside a party (d/b/a) count in that party's role. `matter`: its
    key, by which its office is known and what persons said of its owners."""
    seen = sightings(mentions, category, matcher)
    return reported(seen, mentions, families, matter) if seen else ()


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


def reported(
    seen: Sequence[Sighting], mentions: Sequence[Mention], families: Families, matter: str = ""
) -> tuple[tuple[Mention, Match], ...]:
    """Of everything found in one record what is told, and whose right it is."""
    seen = _without_parts(_without_explained(seen, families), families)
    found = [(s.mention, demoted(s.mention, _of_a_person(s), families.rejected, families.names)) for s in seen]
    parties = list({id(s.mention): s.mention for s in seen}.values())
    known = {(m.role, m.field, m.text) for m in parties}
    parties += [m for m in mentions if (m.role, m.field, m.text) not in known]
    found = judged(found, parties, families.of, families.names, families.confirmed, matter)
    return tuple(_told_once(under_one_name(found, families.names), families))


def is_unread(mention: Mention) -> bool:
    """Whether it is a text from which its reader made no party though it stands where parties do. A watched name in it is
    looked at by a person, and the answer it stands in was not read whole."""
    return bool(mention.extra.get("unread"))


def _without_explained(seen: Sequence[Sighting], families: Families) -> list[Sighting]:
    """Without names in unread texts whose owner is found as a party of the record as well. In addresses (`seeks` = "firms") whole
    names of firms count alone: streets, villages and parks bear the words of marks and of firms."""
    parties = {families.of.get(s.match.watched_id) for s in seen if s.mention.role.is_party}

    def counts(s: Sighting) -> bool:
        if not is_unread(s.mention):
            return True
        whole_firm = s.match.band is Band.ALERT and s.match.watched_id in families.firms
        return families.of.get(s.match.watched_id) not in parties and (
            whole_firm or s.mention.extra.get("seeks") != "firms"
        )

    return [s for s in seen if counts(s)]


def _without_parts(seen: Sequence[Sighting], families: Families) -> list[Sighting]:
    """Without names that are a piece of a word in which another name is met whole: of YIYUANQING not YIYUAN too. Whole
    words stay, and so does what is met elsewhere in the text. Chinese has no borders of words: there a name goes only
    where the longer one is of the same owner."""
    whole: dict[tuple[int, str], list[Match]] = {}
    for s in seen:
        if s.match.band is Band.ALERT and not s.match.edits and s.match.operation in ("whole", "word"):
            whole.setdefault((id(s.mention), s.text), []).append(s.match)
    return [
        s
        for s in seen
        if not any(_is_a_piece(s.match, longer, s.text, families) for longer in whole.get((id(s.mention), s.text), ()))
    ]


def _is_a_piece(match: Match, longer: Match, text: str, families: Families) -> bool:
    (start, end), (first, last) = match.span, longer.span
    if match.watched_id == longer.watched_id or not first <= start < end <= last or (start, end) == (first, last):
        return False
    cut = [text[at - 1 : at + 1] for at, border in ((start, first), (end, last)) if at != border]
    if all(side.isascii() for side in cut):
        return any(side.isalpha() for side in cut)
    return families.of.get(match.watched_id) == families.of.get(longer.watched_id)


_PERSON = frozenset({"01", "1", "individual", "person", "natural_person"})
"""How the readers call a natural person in a party's `entity`."""


def _of_a_person(sighting: Sighting) -> Match:
    """A brand or firm met in the name of a natural person: Feng Lei is nobody's 风雷. What he calls himself beside his name
    counts as always."""
    mention, match = sighting.mention, sighting.match
    if not mention.role.is_party or str(mention.extra.get("entity") or "").casefold() not in _PERSON:
        return match
    if sighting.text != mention.text or match.score <= BELOW_REVIEW or _is_legal_name(match):
        return match
    reason = Reason("matching.reason.person", {"name": mention.text})
    return replace(
        match,
        score=BELOW_REVIEW,
        band=Band.DIGEST,
        demoted_by=(*match.demoted_by, "person"),
        reasons=(*match.reasons, reason),
    )


def _is_legal_name(match: Match) -> bool:
    """Whether it is the whole legal name of a firm that was met: nobody is called that."""
    return any(r.key == "company.reason.same_name" for r in match.reasons)


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


_OWNERS = frozenset({Role.APPLICANT, Role.FORMER_OWNER})


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
            says_more = mention.role.is_party and mention.role not in _OWNERS
            return says_more or family not in in_marks
        return not mention.role.is_party or (id(mention), family) not in in_parties

    return [(mention, match) for mention, match in found if told(mention, match)]
