"""One applicant, many watched names: a finding of its own, worked out from what is stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from monitor.model import Record, Role
from monitor.store import Store

if TYPE_CHECKING:
    from monitor.matching import SerialFiler


def serial_filers_of(store: Store) -> list[SerialFiler]:
    """Applicants who took several watched names, or watched names and known brands, within twelve months; worst first.

    Looked at is everyone who was hit, or filed for a known brand, at least once, with all his stored applications."""
    from monitor.matching.filers import Filing, serial_filers

    filings = []
    for applicant, country, filed, watched, mark, matter in store.hits.filings_beside():
        try:
            day = date.fromisoformat(filed[:10])
        except ValueError:
            continue  # an application without a usable date cannot be placed within twelve months
        filings.append(Filing(applicant, country, day, watched, mark, matter))
    return serial_filers(filings)


def with_known_brand(record: Record) -> Record:
    """The record with the fact `known_brand`, where its mark is a well-known Chinese brand that is not on the list: who
    collects such brands is a serial filer too."""
    from monitor.matching.filers import known_brand

    for mention in record.mentions:
        if mention.role is Role.MARK and (brand := known_brand(mention.text)):
            return replace(record, facts={**record.facts, "known_brand": brand})
    return record


def matters_of(filers: Sequence[SerialFiler]) -> frozenset[str]:
    """Keys of the matters that belong to a serial filer."""
    return frozenset(m for f in filers for m in f.matters)
