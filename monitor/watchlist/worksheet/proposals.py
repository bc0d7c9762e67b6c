"""What may be the foreign spelling of a name or a firm, each with where it comes from. Nothing of it is used unconfirmed. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from monitor.matching.signs import describe
from monitor.model import Reason, Variant, WatchedKind, WatchedName
from monitor.watchlist.cells import fold_name, has_han
from monitor.watchlist.versions import owners_of

MOST = 4
"""Proposals for one name: more than a person compares."""
_OF_MARKS = ("historical", "pinyin", "heteronym", "postal", "wade_giles")  # as marks are mostly written
_OF_FIRMS = ("company_form",)
_LIMITED = ("公司", "集团")
_EACH = 2  # whole names made up for a firm


@dataclass(frozen=True, slots=True)
class Proposal:
    text: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Filed:
    """A spelling under which the owner itself filed abroad; `matter` is the key of the filing."""

    text: str
    matter: str


@dataclass(frozen=True, slots=True)
class Known:
    """What speaks for a spelling. By id of the name or firm: spellings `filed` under; the spellings the matcher makes
    (`variants`). `filed_by_firm`: by folded name of a firm, the marks it filed that are not found to be one of its own."""

    filed: Mapping[str, Sequence[Filed]] = field(default_factory=dict)
    filed_by_firm: Mapping[str, Sequence[Filed]] = field(default_factory=dict)
    variants: Mapping[str, Sequence[Variant]] = field(default_factory=dict)


def is_spelt_abroad(name: WatchedName) -> bool:
    """Whether the office gave a spelling that is not Chinese. A shop's name is none of the firm."""
    if name.kind is WatchedKind.COMPANY:
        return any(t and not has_han(t) for t in (name.name, name.owner_en, *name.aliases) if t not in name.stores)
    return any(not has_han(word) for text in (name.name, *name.aliases) for word in describe(text).words)


def given_abroad(name: WatchedName) -> tuple[str, ...]:
    """The spellings beside the Chinese ones that the office gave."""
    given = (name.owner_en, *name.aliases) if name.kind is WatchedKind.COMPANY else name.aliases
    return tuple(dict.fromkeys(t for t in given if t and not has_han(t) and t not in name.stores))


def proposals_for(name: WatchedName, names: Sequence[WatchedName], known: Known) -> tuple[Proposal, ...]:
    """At most MOST, the surest first; what the list has already is not among them. `names`: the whole list."""
    have = {fold_name(t) for t in (name.name, name.owner_en, *name.aliases) if t}
    kept: dict[str, Proposal] = {}
    for proposal in _all(name, names, known):
        folded = fold_name(proposal.text)
        if len(folded) > 1 and folded not in have:
            kept.setdefault(folded, proposal)
    return tuple(kept.values())[:MOST]


def _all(name: WatchedName, names: Sequence[WatchedName], known: Known) -> Iterator[Proposal]:
    yield from _filed(known.filed.get(name.id, ()), "filed")
    if is_spelt_abroad(name):
        return  # only what its owner really uses is news
    if name.kind is WatchedKind.COMPANY:
        if name.name.endswith(_LIMITED):  # "Co., Ltd." of an association would be wrong
            yield from _made(known.variants.get(name.id, ()), _OF_FIRMS)
        return
    owners = {fold_name(o) for o in owners_of(name)}
    yield from _filed((f for o in owners for f in known.filed_by_firm.get(o, ())), "filed_by_owner")
    for other in names:
        theirs = {fold_name(o) for o in owners_of(other)} if other.kind is not WatchedKind.COMPANY else set()
        word = _word_of(other)
        if owners & theirs and word and not has_han(word):
            yield Proposal(word, Reason("worksheet.reason.own_mark", {"id": other.id}))
    yield from _made(known.variants.get(name.id, ()), _OF_MARKS)


def _word_of(name: WatchedName) -> str:
    """What is read of a mark as a whole, without notes on its drawing; "" where nothing is."""
    return next((s.text for s in describe(name.name).spellings), "")


def _filed(filed: Iterable[Filed], what: str) -> Iterator[Proposal]:
    for each in filed:
        if not has_han(each.text):
            yield Proposal(each.text, Reason(f"worksheet.reason.{what}", {"matter": each.matter}))


def _made(variants: Sequence[Variant], kinds: Sequence[str]) -> Iterator[Proposal]:
    for kind in kinds:
        most = _EACH if kind == "company_form" else 1
        for variant in [v for v in variants if v.kind == kind and v.enabled][:most]:
            yield Proposal(variant.text, Reason(f"matching.variant.{kind}"))
