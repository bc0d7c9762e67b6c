"""What a change of the lists would do, worked out before anything is written. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from monitor.model import Listing, WatchedName
from monitor.watchlist.cells import fold_name
from monitor.watchlist.errors import WatchlistFileError
from monitor.watchlist.fields import KEPT, together
from monitor.watchlist.identity import identity
from monitor.watchlist.lists import Batch, Kept, listed_as, replaced, united
from monitor.watchlist.owners import looks_like_organisation
from monitor.watchlist.renames import Rename, renamed_firms, renamed_names
from monitor.watchlist.shrinking import NOTHING, Loss, Measure, losses, measure
from monitor.watchlist.table import ReadResult
from monitor.watchlist.versions import WatchlistDiff, assign_ids, companies_of, diff, owners_of, version_of

ALL_OF_THEM = "*"
"""In the place of a name: whatever looks like a renaming."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a person said of a change beforehand. `renames`: old name (or id, or firm) → new name; `apart`: old names that are
    no renames, whatever it looks like; `clear`: an empty cell of a column that is there empties the field."""

    renames: Mapping[str, str] | None = None
    apart: frozenset[str] = frozenset()
    clear: bool = False

    def new_name_of(self, old: WatchedName) -> str:
        """The identity of the new name of a name that was said to be renamed; "" where nobody said so."""
        for said, new in (self.renames or {}).items():
            if said == old.id or identity(said) == identity(old.name):
                return identity(new)
        return ""

    def parts(self, old: WatchedName) -> bool:
        return (
            ALL_OF_THEM in self.apart
            or old.id in self.apart
            or identity(old.name) in {identity(said) for said in self.apart}
        )


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """The watch as it will be: `names` as the lists give them, `companies` derived from their owners; and what that changes.

    `renamed` are those a person said; `unclear` those that look like it and of which nobody said anything."""

    names: tuple[WatchedName, ...]
    companies: tuple[WatchedName, ...]
    version: str
    names_diff: WatchlistDiff
    companies_diff: WatchlistDiff
    not_derived: tuple[str, ...]  # owners that are no organisations, in order
    kept: tuple[str, ...] = ()  # fields about which the file says nothing: known names keep what they had
    listings: tuple[Listing, ...] = ()
    before: Measure = NOTHING
    after: Measure = NOTHING
    losses: tuple[Loss, ...] = ()
    renamed: tuple[Rename, ...] = ()
    unclear: tuple[Rename, ...] = ()
    moved: bool = (
        False  # the watch stays as it was, and a list holds other names, or says otherwise where it has them from
    )

    @property
    def all(self) -> tuple[WatchedName, ...]:
        return (*self.names, *self.companies)

    @property
    def unchanged(self) -> bool:
        return self.names_diff.empty and self.companies_diff.empty and not self.moved

    @property
    def shrinks(self) -> bool:
        """Whether less would be watched than before, of whatever sort."""
        return bool(self.losses)

    @property
    def counts(self) -> tuple[int, int, int]:
        """(added, changed, removed), derived firms included."""
        both = (self.names_diff, self.companies_diff)
        return sum(len(d.added) for d in both), sum(len(d.changed) for d in both), sum(len(d.removed) for d in both)


def plan_import(
    result: ReadResult,
    active: Sequence[WatchedName] = (),
    known: Sequence[WatchedName] = (),
    *,
    kept: Kept | None = None,
    batch: Batch = Batch(),  # noqa: B008 - frozen
    said: Said = Said(),
) -> ImportPlan:
    """A file in the place of the list that `batch` names; the other lists stay. Without `kept`, `active` is what is watched, all
    on one list, and `known` everything that ever was.

    Raises WatchlistFileError when the file holds no usable name: an empty list would watch nothing in silence."""
    if not result.names:
        raise WatchlistFileError("watchlist.errors.nothing_taken", file=result.file, refused=len(result.refused))
    if kept is None:
        here = [n for n in active if not is_derived(n)]
        kept = Kept(listed_as(here, (), Batch(batch.list), ""), tuple(active), tuple(known))
    before = {held.name.id: held for held in kept.of(batch.list)}
    elsewhere = kept.ids_elsewhere(batch.list)
    given_before = _preferring(kept.active, [n for n in kept.known if not is_derived(n)])
    # By the name that this list gave them: another list may have them under a newer writing.
    given_before = [
        replace(before[n.id].name, disabled_variants=n.disabled_variants) if n.id in before else n for n in given_before
    ]
    given = _given(result)
    names = _as_known(result.names, given_before, given)
    names = _renamed(names, [held.name for held in before.values()], said)
    names = assign_ids(names, given_before, elsewhere=elsewhere)
    off = {n.id: n.disabled_variants for n in names}
    columns = _columns(result) if said.clear else None
    names, untouched = _completed(names, {i: held.name for i, held in before.items()}, given, columns)
    new = [
        _of_its_batch(held, before.get(held.name.id)) for held in listed_as(names, result.places, batch, result.file)
    ]
    listings = replaced(kept.listings, batch.list, new)
    return replace(plan_listings(listings, kept, said=said, off=off), kept=untouched)


def plan_listings(
    listings: Sequence[Listing],
    kept: Kept,
    *,
    said: Said = Said(),
    off: Mapping[str, Sequence[str]] | None = None,
    firms: Sequence[WatchedName] = (),
) -> ImportPlan:
    """The watch that follows from lists whose names have their ids. `off`: spellings switched off by id, where they are not
    those of `kept`; `firms`: derived firms whose ids count before those that are known."""
    switched = {n.id: n.disabled_variants for n in kept.known} | {i: tuple(texts) for i, texts in (off or {}).items()}
    names = tuple(replace(n, disabled_variants=switched.get(n.id, ())) for n in united(listings))
    active_names = [n for n in kept.active if not is_derived(n)]
    active_firms = [n for n in kept.active if is_derived(n)]
    derived_before = _preferring(kept.active, [n for n in kept.known if is_derived(n)])
    here = {f.id for f in firms}
    derived_before = [*firms, *(n for n in derived_before if n.id not in here)]
    companies = companies_of(names, [_under_new_name(n, said) for n in derived_before])
    companies = tuple(replace(c, disabled_variants=switched.get(c.id, ())) for c in companies)
    owners = dict.fromkeys(o for n in names for o in owners_of(n))
    names_diff, companies_diff = diff(active_names, names), diff(active_firms, companies)
    decided = _decided((*names_diff.changed, *companies_diff.changed), said)
    ids = frozenset(r.old.id for r in decided)
    unclear = (
        *renamed_names(names_diff.removed, names_diff.added),
        *renamed_firms(companies_diff.removed, companies_diff.added, active_names, names),
    )
    return ImportPlan(
        names=names,
        companies=companies,
        version=version_of((*names, *companies)),
        names_diff=names_diff,
        companies_diff=companies_diff,
        not_derived=tuple(o for o in owners if not looks_like_organisation(o)),
        listings=tuple(listings),
        before=measure(kept.active),
        after=measure((*names, *companies)),
        losses=losses(kept.active, (*names, *companies), ids),
        renamed=decided,
        unclear=tuple(r for r in unclear if not said.parts(r.old)),
        moved=_places(listings) != _places(kept.listings),
    )


def is_derived(name: WatchedName) -> bool:
    return "derived" in name.flags


def _places(listings: Iterable[Listing]) -> set[tuple[str, ...]]:
    return {(held.list, held.name.id, held.batch, held.valid_from, held.valid_until) for held in listings}


def _of_its_batch(new: Listing, old: Listing | None) -> Listing:
    """A file of which nobody says which batch it is, or between which days it holds, changes neither for the names it had."""
    if old is None:
        return new
    return replace(
        new,
        batch=new.batch or old.batch,
        valid_from=new.valid_from or old.valid_from,
        valid_until=new.valid_until or old.valid_until,
    )


def _given(result: ReadResult) -> tuple[frozenset[str], ...]:
    """For each name the fields its row filled; where no places were noted, those the file has a column for."""
    if result.places:
        return tuple(place.given for place in result.places)
    return (_columns(result),) * len(result.names)


def _columns(result: ReadResult) -> frozenset[str]:
    """Fields for which a sheet of the file has a column; a yaml has them all."""
    if result.format == "yaml" or not result.sheets:
        return frozenset({*KEPT, "kind"})
    found = {field for sheet in result.sheets if sheet.names for field in sheet.columns}
    return frozenset(found | ({"aliases"} if found & {"pinyin", "remarks"} else set()))


def _as_known(
    names: Sequence[WatchedName], known: Sequence[WatchedName], given: Sequence[frozenset[str]]
) -> tuple[WatchedName, ...]:
    """A name of which the file gives no kind is of the kind it has always been; likewise its owner."""
    by_name: dict[str, list[WatchedName]] = {}
    for name in known:
        by_name.setdefault(identity(name.name), []).append(name)
    result = []
    for name, said in zip(names, given, strict=True):
        if not {"kind", "owner"} <= said and (same := by_name.get(identity(name.name))):
            if name.owner:
                same = [n for n in same if fold_name(n.owner) == fold_name(name.owner)] or same
            if "kind" in said:
                same = [n for n in same if n.kind is name.kind]
            if same:
                kind = name.kind if "kind" in said else same[0].kind
                owner = name.owner if "owner" in said else name.owner or same[0].owner
                name = replace(name, kind=kind, owner=owner)  # noqa: PLW2901
        result.append(name)
    return tuple(result)


def _renamed(names: Sequence[WatchedName], old: Sequence[WatchedName], said: Said) -> tuple[WatchedName, ...]:
    """Names said to be old ones under a new writing, with the ids of the old ones."""
    here = {identity(n.name) for n in names}
    ids = {new: name.id for name in old if (new := said.new_name_of(name)) and identity(name.name) not in here}
    return tuple(replace(n, id=ids.get(identity(n.name), n.id)) for n in names) if ids else tuple(names)


def _under_new_name(firm: WatchedName, said: Said) -> WatchedName:
    new = next(
        (to for of, to in (said.renames or {}).items() if of == firm.id or fold_name(of) == fold_name(firm.name)), ""
    )
    return replace(firm, name=new) if new else firm


def _decided(changes: Iterable[Any], said: Said) -> tuple[Rename, ...]:
    return tuple(
        Rename(c.old, c.new) for c in changes if "name" in c.fields and said.new_name_of(c.old) == identity(c.new.name)
    )


def _completed(
    names: Sequence[WatchedName],
    before: Mapping[str, WatchedName],
    given: Sequence[frozenset[str]],
    columns: frozenset[str] | None,
) -> tuple[tuple[WatchedName, ...], tuple[str, ...]]:
    """An empty cell empties nothing: known names keep what their row does not speak of, or, with `columns`, what the file has no
    column for. Returns which fields were kept so."""
    untouched: set[str] = set()
    result = []
    for name, filled in zip(names, given, strict=True):
        old = before.get(name.id)
        take: dict[str, Any] = {}
        for field in KEPT:
            if old and field not in (filled if columns is None else filled | columns):
                value = _with_what_was(field, old, name)
                if value != getattr(name, field):
                    take[field] = value
        untouched |= set(take)
        result.append(replace(name, **take))
    return tuple(result), tuple(f for f in KEPT if f in untouched)


def _with_what_was(field: str, old: WatchedName, new: WatchedName) -> Any:
    """What was known of a field, with what the file says of it in another cell (汾酒/FENJIU, a famous mark)."""
    if isinstance(getattr(new, field), tuple | frozenset):
        return together(field, old, new)
    return getattr(new, field) or getattr(old, field)


def _preferring(active: Sequence[WatchedName], known: Sequence[WatchedName]) -> list[WatchedName]:
    """Names now on the list come first: of two equal ones the living keeps its id."""
    living = {n.id for n in active}
    return sorted(known, key=lambda n: n.id not in living)
