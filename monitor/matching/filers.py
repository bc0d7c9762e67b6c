"""Applicants who take several watched names, or several known Chinese brands, within twelve months (恶意批量抢注).

The strongest sign of a squat is not the string but the filer: one applicant, many brands that are not his.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from monitor.matching import tables
from monitor.matching.firms.owner_names import owner_core
from monitor.matching.normalise.folding import key

_WINDOW = timedelta(days=365)
_WATCHED = 2  # distinct watched names that make a serial filer
_BRANDS = 3  # distinct watched names and known brands together


@dataclass(frozen=True, slots=True)
class Filing:
    """One application. `watched_id` is the watched name it hit, "" if none; `country` where it was filed."""

    applicant: str
    country: str
    filed: date
    watched_id: str
    mark: str
    matter: str


@dataclass(frozen=True, slots=True)
class SerialFiler:
    """One applicant and the twelve months in which he took most names. `brands` are known brands beside the watched ones."""

    applicant: str
    first: date
    last: date
    watched_ids: tuple[str, ...]
    brands: tuple[str, ...]
    countries: tuple[str, ...]
    matters: tuple[str, ...]


def serial_filers(filings: Iterable[Filing]) -> list[SerialFiler]:
    """Those who hit two watched names, or three watched names and known brands together, within 365 days; worst first."""
    by_applicant: dict[str, list[Filing]] = defaultdict(list)
    for f in filings:
        who = owner_core(f.applicant)
        if who:
            by_applicant[who].append(f)
    found = [
        s
        for here in by_applicant.values()
        if (s := _worst(sorted(here, key=lambda f: (f.filed, f.matter)))) is not None
    ]
    return sorted(found, key=lambda s: (-len(s.watched_ids) - len(s.brands), s.first, s.applicant))


def _worst(filings: Sequence[Filing]) -> SerialFiler | None:
    best: tuple[int, int, SerialFiler] | None = None
    for i, opening in enumerate(filings):
        window = [f for f in filings[i:] if f.filed - opening.filed <= _WINDOW]
        watched = sorted({f.watched_id for f in window if f.watched_id})
        brands = sorted({b for f in window if not f.watched_id and (b := known_brand(f.mark))})
        if len(watched) < _WATCHED and len(watched) + len(brands) < _BRANDS:
            continue
        counted = [f for f in window if f.watched_id or known_brand(f.mark)]
        rank = (len(watched) + len(brands), len(watched))
        if best is None or rank > best[:2]:
            best = (
                *rank,
                SerialFiler(
                    opening.applicant,
                    counted[0].filed,
                    counted[-1].filed,
                    tuple(watched),
                    tuple(brands),
                    tuple(sorted({f.country for f in counted if f.country})),
                    tuple(dict.fromkeys(f.matter for f in counted)),
                ),
            )
    return best[2] if best else None


def known_brand(mark: str) -> str:
    """The known Chinese brand a mark is, under its Chinese name; "" if none. Whole marks only."""
    return _brands().get(key(mark), "")


@cache
def _brands() -> dict[str, str]:
    out: dict[str, str] = {}
    for name, spellings in tables.pairs("known_brands.tsv"):
        for s in (name, *spellings.split(";")):
            if key(s):
                out[key(s)] = name
    return out
