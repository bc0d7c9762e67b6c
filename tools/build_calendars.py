"""Writes monitor/forums/holidays.csv: public holidays by calendar and year, from the `holidays` library.

The library takes 0.2 s to import; the table makes a look at deadlines fast. Days of the two calendars that law fixes far ahead are
asked of the library outside these years. Of the others only the years that are settled stand here: a guessed holiday would make a
date later than the forum's own, a missing one makes it earlier at most.

    python tools/build_calendars.py
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import holidays

TARGET = Path(__file__).resolve().parent.parent / "monitor" / "forums" / "holidays.csv"


class Wanted(NamedTuple):
    country: str
    years: range
    subdivision: str | None = None


FIXED = range(2015, 2041)
CALENDARS = {
    "us-federal": Wanted("US", FIXED),
    "br-national": Wanted("BR", FIXED),
    # No mail is delivered in Alicante on holidays of Spain and of the Valencian Community; both are published year by year.
    "es-vc": Wanted("ES", range(2018, 2027), "VC"),
    "fr": Wanted("FR", range(2018, 2031)),
}


def days_of(wanted: Wanted) -> list[str]:
    found = holidays.country_holidays(wanted.country, subdiv=wanted.subdivision, years=wanted.years)
    return [day.isoformat() for day in sorted(found) if day.year in wanted.years]


def table() -> str:
    lines = ["calendar,date", *(f"{name},{day}" for name, wanted in CALENDARS.items() for day in days_of(wanted))]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    TARGET.write_text(table(), encoding="utf-8")
