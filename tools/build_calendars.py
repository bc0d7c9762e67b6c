"""Writes monitor/rules/holidays.csv: public holidays by calendar and year, from the `holidays` library.

The library takes 0.2 s to import; the table makes a look at deadlines fast. Days outside its years ask the library.

    python tools/build_calendars.py
"""

from __future__ import annotations

from pathlib import Path

import holidays

TARGET = Path(__file__).resolve().parent.parent / "monitor" / "rules" / "holidays.csv"
CALENDARS = {"us-federal": "US", "br-national": "BR"}
YEARS = range(2015, 2041)


def table() -> str:
    lines = ["calendar,date"]
    for calendar, country in CALENDARS.items():
        days = sorted(holidays.country_holidays(country, years=YEARS))
        lines += [f"{calendar},{day}" for day in days if day.year in YEARS]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    TARGET.write_text(table(), encoding="utf-8")
