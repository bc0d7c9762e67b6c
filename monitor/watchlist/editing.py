"""Changing lists by hand: adding, setting and removing names, a whole list too. Pure; what it does is planned like an import."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from monitor.errors import UsageError
from monitor.model import Listing, WatchedName
from monitor.watchlist.cells import fold_name
from monitor.watchlist.entries import Gathered, Report, add_entry
from monitor.watchlist.fields import ALL, KEPT, empty, several
from monitor.watchlist.importing import Said, is_derived
from monitor.watchlist.lists import Batch, Kept, listed_as, replaced
from monitor.watchlist.table import ReadResult
from monitor.watchlist.versions import assign_ids, owners_of
from monitor.watchlist.wording import field_of

_SETTABLE = tuple(f for f in ALL if f not in ("id", "disabled_variants"))
_SAYING = re.compile(r"\s*([^=+]+?)\s*([+-]?)=(.*)", re.DOTALL)
# What is said of a derived firm is said of its names: they are what the lists hold.
_OF_FIRM = {
    "name": "owner",
    "aliases": "owner_aliases",
    "owner_aliases": "owner_aliases",
    "owner_en": "owner_en",
    "city": "city",
}


@dataclass(frozen=True, slots=True)
class Saying:
    """One `field=value`; `how` is "" (in its place), "+" (besides) or "-" (no more)."""

    field: str
    how: str
    value: Any


def sayings(words: Sequence[str]) -> tuple[Saying, ...]:
    """`aliases=FENJIU`, `aliases+=FEN CHIEW`, `类别=33;35`, `city=-` (empty it). A field may be called as lists call it.

    Raises UsageError for a field or a value that is none."""
    return tuple(map(_saying, words))


def with_fields(kept: Kept, names: Sequence[WatchedName], said: Sequence[Saying]) -> tuple[tuple[Listing, ...], Said]:
    """The lists with fields of names set, on every list that holds them, and what that says of renaming. A derived firm's
    fields are those of the names it owns alone. Raises UsageError where a firm's names do not have the field."""
    new: dict[str, list[Saying]] = {}
    renames: dict[str, str] = {}
    for name in names:
        if is_derived(name):
            theirs = [
                held.name.id
                for held in kept.listings
                if [*map(fold_name, owners_of(held.name))] == [fold_name(name.name)]
            ]
            for each in said:
                if each.field not in _OF_FIRM:
                    raise UsageError("watchlist.errors.not_of_firm", name=name.name, known=sorted(set(_OF_FIRM)))
                if each.field == "name":
                    renames[name.id] = each.value
                for i in theirs:
                    new.setdefault(i, []).append(replace(each, field=_OF_FIRM[each.field]))
        else:
            new.setdefault(name.id, []).extend(said)
            renames.update((name.id, each.value) for each in said if each.field == "name")
    listings = tuple(
        replace(held, name=_set(held.name, new[held.name.id])) if held.name.id in new else held
        for held in kept.listings
    )
    return listings, Said(renames=renames)


def with_added(kept: Kept, result: ReadResult, batch: Batch) -> tuple[Listing, ...]:
    """The lists with names added to one of them. A name that stands on another list keeps its id. Raises UsageError where it
    stands on this one already."""
    known = sorted((n for n in kept.known if not is_derived(n)), key=lambda n: n not in kept.active)
    names = assign_ids(result.names, known, elsewhere=frozenset(held.name.id for held in kept.listings))
    here = {held.name.id: held.name for held in kept.of(batch.list)}
    if twice := next((here[n.id] for n in names if n.id in here), None):
        raise UsageError("watchlist.errors.listed_already", name=twice.name, id=twice.id, list=batch.list)
    return replaced(kept.listings, batch.list, [*kept.of(batch.list), *listed_as(names, (), batch, "")])


def without(kept: Kept, names: Sequence[WatchedName], name_of_list: str = "") -> tuple[Listing, ...]:
    """The lists without some names: of one list, or of all. Raises UsageError for a derived firm (it goes with its names), and
    where nothing of that stands on the list."""
    if firm := next((n for n in names if is_derived(n)), None):
        raise UsageError("watchlist.errors.firm_goes_with_names", name=firm.name)
    ids = {n.id for n in names}
    left = tuple(h for h in kept.listings if h.name.id not in ids or name_of_list not in ("", h.list))
    if len(left) == len(kept.listings):
        raise UsageError("watchlist.errors.not_on_list", name=names[0].name, list=name_of_list)
    return left


def typed(names: Sequence[str], said: Sequence[Saying]) -> ReadResult:
    """Names that were typed, read like cells of a list, with the fields said of them all."""
    into = Gathered("")
    for number, name in enumerate(names, 1):
        add_entry({"name": name}, Report(into, "", number, {}), into, canonical=False)
    if refused := next((p for p in into.problems if p.fatal), None):
        raise UsageError(
            "watchlist.errors.value", what=refused.params.get("name", ""), why=_why(refused.key, refused.params)
        )
    return ReadResult("", "", tuple(_set(n, said) for n in into.names), tuple(into.problems))


def _saying(word: str) -> Saying:
    found = _SAYING.fullmatch(word)
    label, how, text = found.groups() if found else (word, "", "")
    field = label if label in _SETTABLE else field_of(label) or ""
    if not found or field not in _SETTABLE:
        raise UsageError("watchlist.errors.no_such_field", said=word[:60], known=list(_SETTABLE))
    if how and not several(field):
        raise UsageError("watchlist.errors.one_value", field=field)
    into = Gathered("")
    name = text if field == "name" else "名称"
    add_entry({"name": name, field: text}, Report(into, "", 1, {}), into, canonical=True)
    wrong = [p for p in into.problems if p.fatal or field not in ("kind", "name")]
    if wrong:
        problem = wrong[0]
        raise UsageError("watchlist.errors.value", what=word[:60], why=_why(problem.key, problem.params))
    if not into.names or (field == "kind" and any(p.key.endswith("unknown_kind") for p in into.problems)):
        raise UsageError("watchlist.errors.no_such_field", said=word[:60], known=list(_SETTABLE))
    return Saying(field, how, getattr(into.names[0], field))


def _why(key: str, params: Mapping[str, object]) -> dict[str, object]:
    return {
        "key": key,
        "params": {k: "、".join(map(str, v)) if isinstance(v, list | tuple) else v for k, v in params.items()},
    }


def _set(name: WatchedName, said: Sequence[Saying]) -> WatchedName:
    for each in said:
        was, value = getattr(name, each.field), each.value
        if each.how == "+":
            value = was | value if isinstance(was, frozenset) else (*was, *(v for v in value if v not in was))
        elif each.how == "-" and isinstance(was, frozenset):
            value = was - value
        elif each.how == "-":
            gone = {fold_name(str(v)) for v in value}
            value = tuple(v for v in was if fold_name(str(v)) not in gone)
        name = replace(name, **{each.field: value if value else empty(each.field) if each.field in KEPT else value})
    return name
