"""Several lists, one watch: a name stands on one list or on more, is watched once, and as long as one of them holds it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from monitor.model import DEFAULT_LIST, Listing, WatchedName
from monitor.watchlist.cells import fold_name
from monitor.watchlist.fields import joined
from monitor.watchlist.identity import identity
from monitor.watchlist.table import Place, ReadResult


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept before a change: every list, the names that are watched (derived firms too), and everything that ever was
    (its ids are never given again)."""

    listings: tuple[Listing, ...] = ()
    active: tuple[WatchedName, ...] = ()
    known: tuple[WatchedName, ...] = ()

    def of(self, name_of_list: str) -> tuple[Listing, ...]:
        return tuple(held for held in self.listings if held.list == name_of_list)

    def ids_elsewhere(self, name_of_list: str) -> frozenset[str]:
        """Names that other lists hold and this one does not."""
        here = {held.name.id for held in self.listings if held.list == name_of_list}
        return frozenset(held.name.id for held in self.listings) - here


@dataclass(frozen=True, slots=True)
class Batch:
    """What a person says of a whole file: the list it makes, its batch, and between which days it holds."""

    list: str = DEFAULT_LIST
    batch: str = ""
    valid_from: str = ""
    valid_until: str = ""


def united(listings: Iterable[Listing]) -> tuple[WatchedName, ...]:
    """The names to watch, in the order of the lists: what several lists say of one name is added together, another writing of
    the name itself too."""
    found: dict[str, WatchedName] = {}
    for held in listings:
        first = found.get(held.name.id)
        if first is None:
            found[held.name.id] = held.name
            continue
        other = held.name
        if identity(other.name) not in {identity(t) for t in (first.name, *first.aliases)}:
            other = replace(other, aliases=(other.name, *other.aliases))
        found[other.id] = joined(first, other)
    return tuple(found.values())


def lists_in(listings: Iterable[Listing]) -> tuple[str, ...]:
    """The names of the lists, in their order."""
    return tuple(dict.fromkeys(held.list for held in listings))


def replaced(listings: Sequence[Listing], name_of_list: str, new: Sequence[Listing]) -> tuple[Listing, ...]:
    """The lists with one of them made anew, at its place; a new one comes last, none at all ends it."""
    order = list(lists_in(listings))
    if name_of_list not in order:
        order.append(name_of_list)
    by_list = {each: [held for held in listings if held.list == each] for each in order}
    by_list[name_of_list] = list(new)
    return tuple(held for each in order for held in by_list[each])


def listed_as(names: Sequence[WatchedName], places: Sequence[Place], batch: Batch, file: str) -> tuple[Listing, ...]:
    """The names of a file as entries of a list; `places` stand beside them, or are ()."""
    stands = places or [Place(file)] * len(names)
    return tuple(
        Listing(
            replace(name, disabled_variants=()),
            batch.list,
            place.file or file,
            place.sheet,
            place.row,
            batch.batch,
            batch.valid_from,
            batch.valid_until,
        )
        for name, place in zip(names, stands, strict=True)
    )


def one_result(results: Sequence[ReadResult]) -> ReadResult:
    """Several files that make one list together, as one: the same name of the same owner in two of them is one entry."""
    if len(results) == 1:
        return results[0]
    names: list[WatchedName] = []
    places: list[Place] = []
    index: dict[tuple[str, ...], int] = {}
    ids: set[str] = set()
    for result in results:
        for name, place in zip(result.names, result.places or [Place(result.file)] * len(result.names), strict=True):
            key = _key(name)
            if key in index:
                at = index[key]
                names[at] = joined(names[at], name)
                places[at] = replace(places[at], given=places[at].given | place.given)
                continue
            if name.id in ids:
                name = replace(name, id="")  # noqa: PLW2901 - two files that were numbered apart
            ids |= {name.id} - {""}
            index[key] = len(names)
            names.append(name)
            places.append(place)
    first = results[0]
    return ReadResult(
        "、".join(r.file for r in results),
        first.format if len({r.format for r in results}) == 1 else "",
        tuple(names),
        tuple(p for r in results for p in r.problems),
        tuple(s for r in results for s in r.sheets),
        first.encoding if len({r.encoding for r in results}) == 1 else "",
        places=tuple(places),
        made_from=next((r.made_from for r in results if r.made_from), ""),
        made_as=next((r.made_as for r in results if r.made_as), ""),
    )


def _key(name: WatchedName) -> tuple[str, ...]:
    return (identity(name.name), name.kind.value, fold_name(name.owner))
