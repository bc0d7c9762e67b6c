"""One applicant, many watched names: a finding of its own, worked out from what is stored."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from monitor.matching import Filing, SerialFiler, serial_filers
from monitor.store import Store


def serial_filers_of(store: Store) -> list[SerialFiler]:
    """Applicants who took several watched names, or watched names and known brands, within twelve months; worst first.

    Looked at is everyone who was hit at least once, with all his stored applications."""
    filings = []
    for applicant, country, filed, watched, mark, matter in store.filings_beside_hits():
        try:
            day = date.fromisoformat(filed[:10])
        except ValueError:
            continue  # an application without a usable date cannot be placed within twelve months
        filings.append(Filing(applicant, country, day, watched, mark, matter))
    return serial_filers(filings)


def matters_of(filers: Sequence[SerialFiler]) -> frozenset[str]:
    """Keys of the matters that belong to a serial filer."""
    return frozenset(m for f in filers for m in f.matters)
