"""Ids, derived companies, versions and differences of a list. Pure."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, fields, replace
from typing import Any

from monitor.model import WatchedKind, WatchedName
from monitor.watchlist.cells import fold_name, unique
from monitor.watchlist.identity import identity
from monitor.watchlist.owners import Owner, OwnerKind, owners_in
from monitor.watchlist.particulars import FIELDS as PARTICULARS


@dataclass(frozen=True, slots=True)
class Change:
    """One name before and after, and the names of the fields that differ."""

    old: WatchedName
    new: WatchedName
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WatchlistDiff:
    added: tuple[WatchedName, ...]
    changed: tuple[Change, ...]
    removed: tuple[WatchedName, ...]
    unchanged: tuple[WatchedName, ...]

    @property
    def empty(self) -> bool:
        return not (self.added or self.changed or self.removed)


def assign_ids(
    names: Sequence[WatchedName], existing: Sequence[WatchedName], elsewhere: frozenset[str] = frozenset()
) -> tuple[WatchedName, ...]:
    """Every name with an id: the one the file gives, else that of the known name, else a new "w0001" above all known.

    A known name is one with the same identity and kind; where several are, the same owner decides, then the same writing. Spellings that
    were switched off stay off. Pass retired names in `existing` too, so that their ids are not given again.
    `elsewhere` are ids that other lists alone hold: there the owner must be the same.
    """
    return _with_ids(names, existing, "w", elsewhere)


def companies_of(names: Sequence[WatchedName], existing: Sequence[WatchedName] = ()) -> tuple[WatchedName, ...]:
    """One COMPANY entry per distinct registrant or licensee, ids "c0001"…, flag "derived": a notice that names a firm is one
    hit, not one per mark. Registrants that are no organisations (a county, a person) and firms listed themselves are left
    out. A firm that is a licensee and owns nothing on the list has the flag "licensee" too.

    `existing` are the derived entries known before; they keep their ids.
    """
    listed = {fold_name(n.name) for n in names if n.kind is WatchedKind.COMPANY}
    before = {fold_name(n.name): n.id for n in existing}
    groups: dict[str, list[tuple[Owner, WatchedName]]] = {}
    known: dict[str, str] = {}
    for name in names:
        owners = owners_in(name.owner) if name.kind is not WatchedKind.COMPANY else ()
        for owner in owners:
            folded = fold_name(owner.name)
            if folded not in listed and owner.kind is OwnerKind.ORGANISATION:
                groups.setdefault(folded, []).append((owner, name))
        first = fold_name(owners[0].name) if owners else ""
        if first in groups and first not in before and (whole := fold_name(name.owner)) in before:
            known.setdefault(first, before[whole])  # two firms in one cell were one entry in an earlier version
    derived = [_company(entries, known.get(folded, "")) for folded, entries in groups.items()]
    derived += _licensees(names, {*listed, *groups})
    return _with_ids(derived, existing, "c")


def owners_of(name: WatchedName) -> tuple[str, ...]:
    """The registrants of one entry: "甲公司、乙公司等" are two."""
    return tuple(owner.name for owner in owners_in(name.owner))


def diff(old: Sequence[WatchedName], new: Sequence[WatchedName]) -> WatchlistDiff:
    """What replacing `old` by `new` changes. Both must have ids (assign_ids)."""
    before = {n.id: n for n in old}
    after = {n.id: n for n in new}
    changed: list[Change] = []
    unchanged: list[WatchedName] = []
    for name in new:
        was = before.get(name.id)
        if was is None:
            continue
        differing = tuple(f.name for f in fields(WatchedName) if getattr(was, f.name) != getattr(name, f.name))
        if differing:
            changed.append(Change(was, name, differing))
        else:
            unchanged.append(name)
    return WatchlistDiff(
        added=tuple(n for n in new if n.id not in before),
        changed=tuple(changed),
        removed=tuple(n for n in old if n.id not in after),
        unchanged=tuple(unchanged),
    )


def version_of(names: Sequence[WatchedName]) -> str:
    """Twelve hex digits of the content, independent of the order of the entries."""
    lines = sorted("\x1f".join((*_values(name), *_particulars(name))) for name in names)
    return hashlib.sha256("\n".join(lines).encode("utf-8", "surrogatepass")).hexdigest()[:12]


_OF_THE_FIRM = ("contact", "phone", "email", "products")


def _values(name: WatchedName) -> Iterator[str]:
    return (_joined(getattr(name, f.name)) for f in fields(WatchedName) if f.name not in PARTICULARS)


def _particulars(name: WatchedName) -> Iterator[str]:
    """Those that are there, each with its field: a list without them has the version it had before there were any."""
    return (f"{field}={_joined(value)}" for field in PARTICULARS if (value := getattr(name, field)))


def _joined(value: object) -> str:
    if isinstance(value, frozenset):
        return "\x1e".join(sorted(map(str, value)))
    return "\x1e".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _with_ids(
    names: Sequence[WatchedName],
    existing: Sequence[WatchedName],
    letter: str,
    elsewhere: frozenset[str] = frozenset(),
) -> tuple[WatchedName, ...]:
    given = {n.id for n in names if n.id}
    known_by_id = {n.id: n for n in existing if n.id}
    free = {n.id: n for n in existing if n.id and n.id not in given}
    claimed: dict[int, WatchedName] = {i: known_by_id[n.id] for i, n in enumerate(names) if n.id in known_by_id}
    for same_owner, exactly in ((True, True), (True, False), (False, True), (False, False)):
        by_key: dict[tuple[str, ...], list[WatchedName]] = {}
        for known in free.values():
            if not same_owner and known.id in elsewhere:
                continue
            by_key.setdefault(_key(known, same_owner, exactly), []).append(known)
        for index, name in enumerate(names):
            matches = by_key.get(_key(name, same_owner, exactly))
            if not name.id and index not in claimed and matches:
                claimed[index] = matches.pop(0)
                del free[claimed[index].id]
    numbers = [int(m[1]) for i in (*known_by_id, *given) if (m := re.fullmatch(rf"{letter}(\d{{1,9}})", i))]
    following = max(numbers, default=0) + 1
    result: list[WatchedName] = []
    for index, name in enumerate(names):
        known_name = claimed.get(index)
        identity = name.id or (known_name.id if known_name else "")
        if not identity:
            identity = f"{letter}{following:04d}"
            following += 1
        off = name.disabled_variants or (known_name.disabled_variants if known_name else ())
        result.append(replace(name, id=identity, disabled_variants=off))
    return tuple(result)


def _key(name: WatchedName, with_owner: bool, exactly: bool) -> tuple[str, ...]:
    key = (fold_name(name.name) if exactly else identity(name.name), name.kind.value)
    return (*key, fold_name(name.owner)) if with_owner else key


def _licensees(names: Sequence[WatchedName], others: Set[str]) -> list[WatchedName]:
    """Firms that use a mark under licence; those among `others` (folded) are watched as owners or by themselves."""
    groups: dict[str, list[tuple[Owner, WatchedName]]] = {}
    for name in names:
        for owner in (o for text in name.licensee for o in owners_in(text)):
            if owner.kind is OwnerKind.ORGANISATION and fold_name(owner.name) not in others:
                groups.setdefault(fold_name(owner.name), []).append((owner, name))
    return [_licensee(entries) for entries in groups.values()]


def _licensee(entries: Sequence[tuple[Owner, WatchedName]]) -> WatchedName:
    firm = entries[0][0].name
    english = unique(e for o, _ in entries for e in o.english)
    others = unique(a for o, _ in entries for a in o.other_names)
    return WatchedName(
        id="",
        name=firm,
        kind=WatchedKind.COMPANY,
        aliases=tuple(a for a in unique((*english, *others)) if fold_name(a) != fold_name(firm)),
        owner=firm,
        owner_en=english[0] if english else "",
        owner_aliases=others,
        nice_classes=tuple(sorted({c for _, n in entries for c in n.nice_classes})),
        industry=next((n.industry for _, n in entries if n.industry), ""),
        flags=frozenset({"derived", "licensee"}),
    )


def _company(entries: Sequence[tuple[Owner, WatchedName]], known: str) -> WatchedName:
    owner = entries[0][0].name
    names = [n for _, n in entries]
    # With several registrants in one cell nobody can tell whose the English name is, unless it stands behind one of them.
    alone = [n for n in names if len(owners_of(n)) == 1]
    english = unique((*(n.owner_en for n in alone), *(e for o, _ in entries for e in o.english)))
    others = unique((*(a for n in alone for a in n.owner_aliases), *(a for o, _ in entries for a in o.other_names)))
    stores = unique(s for n in alone for s in n.stores)
    beside: dict[str, Any] = {field: unique(v for n in alone for v in getattr(n, field)) for field in _OF_THE_FIRM}
    return WatchedName(
        id=known,
        name=owner,
        kind=WatchedKind.COMPANY,
        aliases=tuple(a for a in unique((*english, *others, *stores)) if fold_name(a) != fold_name(owner)),
        owner=owner,
        owner_en=english[0] if english else "",
        owner_aliases=others,
        nice_classes=tuple(sorted({c for n in names for c in n.nice_classes})),
        city=next((n.city for n in names if n.city), ""),
        industry=next((n.industry for n in names if n.industry), ""),
        flags=frozenset({"derived"}),
        stores=stores,
        **beside,
    )
