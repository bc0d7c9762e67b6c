"""What importing a list would do, worked out before anything is written. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from monitor.model import WatchedName
from monitor.watchlist.cells import fold_name
from monitor.watchlist.errors import WatchlistFileError
from monitor.watchlist.owners import looks_like_organisation
from monitor.watchlist.table import ReadResult
from monitor.watchlist.versions import WatchlistDiff, assign_ids, companies_of, diff, owners_of, version_of


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """The list as it will be: `names` as given, `companies` derived from their owners; and what that changes."""

    names: tuple[WatchedName, ...]
    companies: tuple[WatchedName, ...]
    version: str
    names_diff: WatchlistDiff
    companies_diff: WatchlistDiff
    not_derived: tuple[str, ...]  # owners that are no organisations, in order
    kept: tuple[str, ...] = ()  # fields the file has no column for: known names keep what they had

    @property
    def all(self) -> tuple[WatchedName, ...]:
        return (*self.names, *self.companies)

    @property
    def unchanged(self) -> bool:
        return self.names_diff.empty and self.companies_diff.empty

    @property
    def counts(self) -> tuple[int, int, int]:
        """(added, changed, removed), derived firms included."""
        both = (self.names_diff, self.companies_diff)
        return sum(len(d.added) for d in both), sum(len(d.changed) for d in both), sum(len(d.removed) for d in both)


def plan_import(result: ReadResult, active: Sequence[WatchedName], known: Sequence[WatchedName]) -> ImportPlan:
    """`active` is the list as it stands, `known` everything that was ever on it (its ids are never given again).

    Raises WatchlistFileError when the file holds no usable name: an empty list would watch nothing in silence."""
    if not result.names:
        raise WatchlistFileError("watchlist.errors.nothing_taken", file=result.file, refused=len(result.refused))
    given_before = [n for n in known if not is_derived(n)]
    derived_before = [n for n in known if is_derived(n)]
    missing = _missing(result)
    names = _as_known(result.names, _preferring(active, given_before), missing)
    names = assign_ids(names, _preferring(active, given_before))
    names, kept = _completed(names, [n for n in active if not is_derived(n)], missing)
    companies = companies_of(names, _preferring(active, derived_before))
    owners = dict.fromkeys(o for n in names for o in owners_of(n))
    return ImportPlan(
        names=names,
        companies=companies,
        version=version_of((*names, *companies)),
        names_diff=diff([n for n in active if not is_derived(n)], names),
        companies_diff=diff([n for n in active if is_derived(n)], companies),
        not_derived=tuple(o for o in owners if not looks_like_organisation(o)),
        kept=kept,
    )


def is_derived(name: WatchedName) -> bool:
    return "derived" in name.flags


_KEPT = ("aliases", "owner", "owner_en", "owner_aliases", "nice_classes", "city", "industry", "flags")


def _missing(result: ReadResult) -> frozenset[str]:
    """Fields no sheet of the file has a column for. A yaml leaves out what is empty, so there nothing is missing."""
    if result.format == "yaml":
        return frozenset()
    found = {field for sheet in result.sheets if sheet.names for field in sheet.columns}
    if found & {"pinyin", "remarks", "stores"}:
        found.add("aliases")
    return frozenset({*_KEPT, "kind"} - found)


def _as_known(
    names: Sequence[WatchedName], known: Sequence[WatchedName], missing: frozenset[str]
) -> tuple[WatchedName, ...]:
    """Without a column for the kind, a name is of the kind it has always been; likewise its owner."""
    if not missing & {"kind", "owner"}:
        return tuple(names)
    by_name: dict[str, list[WatchedName]] = {}
    for name in known:
        by_name.setdefault(fold_name(name.name), []).append(name)
    result = []
    for name in names:
        same = by_name.get(fold_name(name.name), [])
        same = [n for n in same if "owner" in missing or fold_name(n.owner) == fold_name(name.owner)] or same
        same = [n for n in same if "kind" in missing or n.kind is name.kind]
        if same:
            kind = same[0].kind if "kind" in missing else name.kind
            name = replace(name, kind=kind, owner=same[0].owner if "owner" in missing else name.owner)  # noqa: PLW2901
        result.append(name)
    return tuple(result)


def _completed(
    names: Sequence[WatchedName], active: Sequence[WatchedName], missing: frozenset[str]
) -> tuple[tuple[WatchedName, ...], tuple[str, ...]]:
    """A column that is not there empties nothing: known names keep those fields. Returns which fields were kept so."""
    before = {n.id: n for n in active}
    kept: set[str] = set()
    result = []
    for name in names:
        old = before.get(name.id)
        take: dict[str, Any] = {}
        for field in _KEPT:
            if old and field in missing and getattr(old, field) and getattr(old, field) != getattr(name, field):
                take[field] = getattr(old, field)
        kept |= set(take)
        result.append(replace(name, **take))
    return tuple(result), tuple(f for f in _KEPT if f in kept)


def _preferring(active: Sequence[WatchedName], known: Sequence[WatchedName]) -> list[WatchedName]:
    """Names now on the list come first: of two equal ones the living keeps its id."""
    living = {n.id for n in active}
    return sorted(known, key=lambda n: n.id not in living)
