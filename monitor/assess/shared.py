"""A mark that several names of the list share is one lead: it is told under one of them, and the others are named in its reason.

Lists hold one sign in several rows (the word, the word with a device, the word with its Chinese form). A filing of that sign
concerns their owner once. Names of different owners each keep their lead, for each owner has to know; their reasons name the
other. So do names of different kinds (a mark, a geographical indication).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from monitor.matching.normalise import key, squash
from monitor.matching.signs import describe
from monitor.model import Band, Match, Mention, Reason, WatchedKind, WatchedName

Found = tuple[Mention, Match]

_SURE = {Band.ALERT: 2, Band.REVIEW: 1, Band.DIGEST: 0}
_NAMED = 5  # other names that a reason gives


def under_one_name(found: Sequence[Found], names: Mapping[str, WatchedName]) -> list[Found]:
    """Everything found in one record, without what is met by a mark that another name of the same owner shares; `Match.also`
    of what stays says which names it stands for. `names`: the whole list by id, in its order. Firms are left as they are."""
    marks = [(mention, match) for mention, match in found if _is_mark(match, names)]
    if len({match.watched_id for _, match in marks}) < 2:
        return list(found)
    pairs = _shared(marks, names)
    groups = _groups({pair for pair, may_be_one in pairs.items() if may_be_one}, names)
    order = {watched_id: place for place, watched_id in enumerate(names)}
    first: dict[str, str] = {}  # the name under which a name is told
    for group in groups:
        told = max(group, key=lambda i: (*_standing(i, marks), -order[i]))
        first |= dict.fromkeys(group - {told}, told)
    others: dict[str, set[str]] = defaultdict(set)  # that share the mark and have a lead of their own
    for pair in pairs:
        if not any(pair <= group for group in groups):
            for watched_id in pair:
                others[watched_id] |= pair - {watched_id}
    met: dict[int, set[str]] = defaultdict(set)
    for mention, match in marks:
        met[id(mention)].add(match.watched_id)
    result = []
    for mention, match in found:
        here = met[id(mention)]
        if first.get(match.watched_id) in here:
            continue
        also = {i for i in here if first.get(i) == match.watched_id}
        result.append((mention, _with_others(match, also, here & others.get(match.watched_id, set()), names)))
    return result


def _is_mark(match: Match, names: Mapping[str, WatchedName]) -> bool:
    watched = names.get(match.watched_id)
    return watched is not None and watched.kind is not WatchedKind.COMPANY and match.band is not None


def _shared(marks: Sequence[Found], names: Mapping[str, WatchedName]) -> dict[frozenset[str], bool]:
    """The pairs of names that share a mark, and whether all that is known lets them be one owner's: a filing that is ours by
    one name and a stranger's by the other is told under both."""
    by_mention: dict[int, list[Match]] = defaultdict(list)
    for mention, match in marks:
        by_mention[id(mention)].append(match)
    pairs: dict[frozenset[str], bool] = {}
    for here in by_mention.values():
        for n, a in enumerate(here):
            for b in here[n + 1 :]:
                one, other = names[a.watched_id], names[b.watched_id]
                if one.id == other.id or not _is_shared(a, b, one, other):
                    continue
                pair = frozenset({one.id, other.id})
                may_be_one = one.kind is other.kind and a.whose is b.whose and _may_be_one_owner(one, other)
                pairs[pair] = pairs.get(pair, True) and may_be_one
    return pairs


def _is_shared(a: Match, b: Match, one: WatchedName, other: WatchedName) -> bool:
    """Whether two matches in one text are of the same sign: the same letters of it, or a spelling that the list gives for both."""
    if a.span == b.span and a.span_text == b.span_text:
        return True
    return key(a.variant) in _spellings(other.name, other.aliases) or key(b.variant) in _spellings(
        one.name, one.aliases
    )


@lru_cache(maxsize=4_096)
def _spellings(name: str, aliases: tuple[str, ...]) -> frozenset[str]:
    return frozenset(key(s.text) for cell in (name, *aliases) for s in describe(cell).spellings)


def _may_be_one_owner(one: WatchedName, other: WatchedName) -> bool:
    """Whether two names are of one owner as far as the list says: the same, or one of the two is not told."""
    ours, theirs = squash(one.owner), squash(other.owner)
    return not ours or not theirs or ours == theirs


def _groups(pairs: set[frozenset[str]], names: Mapping[str, WatchedName]) -> list[set[str]]:
    """Names that are told as one. A name whose owner the list does not say joins one owner's names, and never those of two:
    each owner has to know."""
    groups = _joined(pairs)
    result: list[set[str]] = []
    for group in groups:
        if len({squash(names[i].owner) for i in group if names[i].owner}) < 2:
            result.append(group)
        else:
            result += _joined({p for p in pairs if p <= group and len({squash(names[i].owner) for i in p}) == 1})
    return result


def _joined(pairs: set[frozenset[str]]) -> list[set[str]]:
    groups: list[set[str]] = []
    for pair in pairs:
        joined = [g for g in groups if g & pair]
        groups = [g for g in groups if not g & pair]
        groups.append(set(pair).union(*joined))
    return groups


def _standing(watched_id: str, marks: Sequence[Found]) -> tuple[int, int]:
    """(the surest band of a name in the record, in how many mentions it is met)."""
    here = [(mention, match) for mention, match in marks if match.watched_id == watched_id]
    return max(_SURE[match.band] for _, match in here if match.band), len({id(mention) for mention, _ in here})


def _with_others(match: Match, also: set[str], elsewhere: set[str], names: Mapping[str, WatchedName]) -> Match:
    if not also and not elsewhere:
        return match
    told = {why: [i for i in names if i in ids] for why, ids in (("shared", also), ("shared_elsewhere", elsewhere))}
    reasons = [
        Reason(f"matching.reason.{why}", {"names": "”、“".join(names[i].name for i in ids[:_NAMED])})
        for why, ids in told.items()
        if ids
    ]
    return replace(match, also=tuple(told["shared"]), reasons=(*match.reasons, *reasons))
