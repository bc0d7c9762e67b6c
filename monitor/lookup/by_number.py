"""Which stored matters a number names: by their keys, and by the numbers they carry (its registration, a patent asserted in it)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from monitor.lookup.numbers import Reading
from monitor.model.numbers import NumberKind
from monitor.store import MatterRow, Store


@dataclass(frozen=True, slots=True)
class Numbered:
    """A stored matter that a reading names. `how`: None where the number is the matter's own key; else how it carries it."""

    reading: Reading
    matter: MatterRow
    how: NumberKind | None


def by_number(store: Store, readings: Sequence[Reading]) -> tuple[Numbered, ...]:
    """The matters that readings name, in their order; of one reading those that have the number as their own first. A matter
    that several name stands under the likeliest. A complaint that became an investigation is that investigation.

    Complete whether or not the store's numbers are all gathered: where they are not, every matter is read, which takes its time.
    """
    owners = store.matters.with_keys({key for reading in readings for key in reading.keys})
    asked = {pair for reading in readings for pair in reading.asked}
    carriers = store.numbers.carriers(asked) if store.numbers.ready() or not asked else store.numbers.among(asked)
    carried: dict[tuple[NumberKind, str], list[int]] = {}
    for carrier in carriers:
        carried.setdefault((carrier.kind, carrier.number), []).append(carrier.matter)
    told: set[int] = set()
    found: list[Numbered] = []
    for reading in readings:
        for matter, how in _named(reading, owners, carried):
            row = store.matters.get(matter)
            if row is not None and row.id not in told:
                told.add(row.id)
                found.append(Numbered(reading, row, how))
    return tuple(found)


_OWN = frozenset({NumberKind.DOCKET, NumberKind.REGISTRATION, NumberKind.INTERNATIONAL, NumberKind.COMPLAINT})
"""Kinds of numbers that are the matter's own."""


def _named(
    reading: Reading, owners: dict[str, int], carried: dict[tuple[NumberKind, str], list[int]]
) -> Iterable[tuple[int, NumberKind | None]]:
    for key in reading.keys:
        if key in owners:
            yield owners[key], None
    for kind, number in sorted(reading.asked, key=lambda pair: pair[0] not in _OWN):
        for matter in carried.get((kind, number), ()):
            yield matter, kind
