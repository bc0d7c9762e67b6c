"""Firms of the office's region against which something is directed, whether they are on the list or not.

The address decides, and where it says nothing the place a firm is named after. What is doubtful is for review, with the
reason; a firm that a name of the list explains is told of under that name.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress

from monitor.legal_forms import ends_like_a_firm
from monitor.matching.bands import ALERT, REVIEW
from monitor.matching.firms.printed import folded_firm
from monitor.matching.normalise.folding import letter_folds, script
from monitor.model import Band, Category, Match, Mention, Reason, Role, SubjectKind, WatchedKind, WatchedName
from monitor.places import divisions, place_of, printed_country
from monitor.places.region import Region, UnknownRegion, Whereabouts, full_name, named_after, region_called, whereabouts
from monitor.store.rows import HitRow

REVISION = "1"
"""Raised whenever it is decided otherwise which firms are of a region: what is stored is gone through again, once."""

OPERATION = "region"
"""The operation of a match that says where a firm is, and not that it is like a name."""

_SURE, _DOUBTFUL = 0.95, 0.75
assert _SURE >= ALERT > _DOUBTFUL >= REVIEW
# A party whose side is not said: in disputes the defendants as often as not.
_DISPUTES = frozenset({Category.ITC337, Category.SUIT, Category.SEP})

Found = tuple[Mention, Match]


def version_of(region: Region | None) -> str:
    """What firms are found with; "" where nobody asks for them."""
    return f"{region.code}.{REVISION}" if region else ""


def firms_of_region(
    mentions: Sequence[Mention],
    category: Category | None,
    region: Region | None,
    matches: Iterable[Found] = (),
    names: Mapping[str, WatchedName] | None = None,
) -> tuple[Found, ...]:
    """The firms of the region one record names as a party, each with what says that it is one; without those that a name of
    the list explains. `matches`: the names found in the record; `names`: watched id → the name."""
    if region is None:
        return ()
    beside: dict[tuple[Role, str, str], list[Match]] = {}
    for mention, match in matches:
        beside.setdefault((mention.role, mention.field, mention.text), []).append(match)
    found: list[Found] = []
    for mention in mentions:
        if not (mention.role.is_adverse or (mention.role is Role.PARTY and category in _DISPUTES)):
            continue
        listed = beside.get((mention.role, mention.field, mention.text), [])
        if any(_explains(match, names or {}) for match in listed):
            continue
        said = _by_address(region, mention) or _by_name(region, mention)
        if said is not None:
            found.append((mention, _match(mention, *said, _likenesses(listed, names or {}))))
    return tuple(found)


def city_of(match: Match) -> str:
    """The city a firm of the region was found in, as the list writes it: "太原"; "" where only the province is known."""
    with suppress(UnknownRegion):
        found = divisions()[region_called(match.variant).code]
        return "" if found.rank == "province" else found.short
    return ""


def address_of(hit: HitRow, mentions: Iterable[tuple[str, Mention]]) -> str:
    """Where the party of a hit is, as the sources print it; "" where they do not say."""
    of_firm = hit.subject.kind is SubjectKind.FIRM
    found = [
        m.address
        for _, m in mentions
        if m.address and m.role.value == hit.role
        and (m.text == hit.text or (of_firm and folded_firm(m.text) == hit.subject.id))
    ]  # fmt: skip
    return "; ".join(dict.fromkeys(found))


def _explains(match: Match, names: Mapping[str, WatchedName]) -> bool:
    """Whether a name of the list says who the party is: a firm that is like it, a mark that its name consists of."""
    name = names.get(match.watched_id)
    firm = name is not None and name.kind is WatchedKind.COMPANY
    return match.band is Band.ALERT or (firm and match.band is Band.REVIEW)


Said = tuple[str, list[Reason], list[Reason]]
"""The code of a place, what says that the firm is there, and what makes that doubtful."""


def _by_address(region: Region, mention: Mention) -> Said | None:
    where = whereabouts(region, _simplified(mention.address), mention.country) if mention.address else None
    if where is None:
        return None
    reasons = [Reason("region.reason.address", {"address": mention.address, "place": _named(where.place)})]
    if where.postcode:
        reasons.append(
            Reason("region.reason.postcode", {"postcode": where.postcode, "place": _named(f"{region.code[:2]}0000")})
        )
    return where.place, reasons, [] if where.sure else [_doubt(where)]


def _doubt(where: Whereabouts) -> Reason:
    if where.doubt == "country":
        return Reason("region.doubt.country", {"country": where.elsewhere})
    return Reason(f"region.doubt.{where.doubt}", {"place": _named(where.elsewhere)} if where.elsewhere else {})


def _by_name(region: Region, mention: Mention) -> Said | None:
    """A firm that is named after a place of the region, and whose address does not lead abroad."""
    country = printed_country(mention.address) or mention.country
    if country not in ("", "CN") or not (ends_like_a_firm(mention.text) or country == "CN"):
        return None
    place = named_after(region, _simplified(mention.text))
    if not place:
        return None
    elsewhere = place_of(_simplified(mention.address)).province if mention.address else ""
    if elsewhere and elsewhere[:2] != region.code[:2]:
        doubt = Reason("region.doubt.name_elsewhere", {"address": mention.address, "place": _named(elsewhere)})
    elif mention.address:
        doubt = Reason("region.doubt.name_beside", {"address": mention.address})
    else:
        doubt = Reason("region.doubt.name_alone")
    return place, [Reason("region.reason.name", {"place": _named(place)})], [doubt]


def _simplified(text: str) -> str:
    """Full-width signs as plain ones, Han characters in their simplified form: "臨汾市" → "临汾市"."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(letter_folds().get(ord(c)) or c if script(c) == "han" else c for c in plain)


def _match(
    mention: Mention, place: str, reasons: list[Reason], doubts: list[Reason], likenesses: list[Reason]
) -> Match:
    if not mention.role.is_adverse:
        doubts = [*doubts, Reason("region.doubt.side")]
    return Match(
        watched_id="",
        score=_DOUBTFUL if doubts else _SURE,
        band=Band.REVIEW if doubts else Band.ALERT,
        variant=full_name(place),
        variant_kind=OPERATION,
        operation=OPERATION,
        span=(0, len(mention.text)),
        span_text=mention.text,
        demoted_by=tuple(d.key.rpartition(".")[2] for d in doubts),
        reasons=(*reasons, *doubts, *likenesses, Reason("region.reason.unlisted")),
    )


def _likenesses(listed: Sequence[Match], names: Mapping[str, WatchedName]) -> list[Reason]:
    """The names of the list that the firm's is faintly like."""
    shown = {
        names[m.watched_id].name: m.score
        for m in sorted(listed, key=lambda m: m.score)
        if m.watched_id in names and m.band
    }
    return [
        Reason("region.reason.like", {"name": name, "score": f"{score:.2f}"}) for name, score in reversed(shown.items())
    ]


def _named(code: str) -> dict[str, object]:
    """A place in both languages."""
    return {"zh": full_name(code), "en": Region(code).en}
