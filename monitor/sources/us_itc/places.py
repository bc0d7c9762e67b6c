"""Countries and US states as American notices print them.

`countries.csv`: names of `iso3166.tab` (tz database, public domain) and further spellings seen in use;
`us_states.csv`: USPS Publication 28, appendix B. Every row names its origin.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

_TABLES = Path(__file__).resolve().parent
_ZIP = re.compile(r"\b\d{5}(?:-\d{4})?$")
_POSTCODE = re.compile(r"^[A-Z0-9][A-Z0-9 -]*\d[A-Z0-9 -]*$")  # any country's: 518000, 100-8111, SW1A 1AA
_LED_BY_POSTCODE = re.compile(r"^(?P<code>[\d-]{4,10})\s+(?P<rest>\D.*)$")
_FOLLOWED_BY_POSTCODE = re.compile(r"^(?P<rest>\D*[^\d\s])[\s-]+(?P<code>[A-Z]{0,2}-?\d[\dA-Z -]{2,9})$")


def country_code(name: str) -> str:
    """ISO 3166-1 alpha-2 of a country's name ("P.R. China" → "CN"), "" where it is none that we know."""
    return _countries().get(_key(name), "")


def is_us_state(name: str) -> bool:
    """Whether it is a state, district or territory of the US, by name or by its two capital letters."""
    name = name.strip(" .")
    return name in _state_codes() or _key(name) in _state_names()


def country_of_address(address: str) -> str:
    """ISO code of the country an address ends in; "US" where it ends in a state or a state and ZIP; "" if neither.

    "Boise, ID" → US · "Shenzhen, Guangdong 518000, P.R. China" → CN · "Kowloon, Hong Kong, China" → HK · "Room 5" → "".
    """
    fields = [f.strip() for f in address.strip().rstrip(".;,").split(",") if f.strip()]
    if not fields:
        return ""
    last, before = fields[-1].rstrip("."), fields[-2] if len(fields) > 1 else ""
    code = _country_of_field(last)
    if code == "CN" and _country_of_field(before) in ("HK", "MO", "TW"):
        return _country_of_field(before)
    if code:
        return code
    if before and _POSTCODE.match(last):  # "…, China, 518000" · "…, Texas, 75001"
        return _country_of_field(before)
    return ""


def names_with_of() -> tuple[str, ...]:
    """Country names that contain " of ", the longest first: their " of " never parts a name from a place."""
    names = (n for n in _countries_as_printed() if " of " in n)
    return tuple(sorted(names, key=len, reverse=True))


def _country_of_field(field: str) -> str:
    """Of one comma-field: a state, a state and ZIP, a country, a country with its postcode before or behind."""
    field = field.strip()
    if is_us_state(field):
        return "US"
    if code := country_code(field):
        return code
    if (m := _ZIP.search(field)) and is_us_state(field[: m.start()]):
        return "US"
    for shape in (_FOLLOWED_BY_POSTCODE, _LED_BY_POSTCODE):
        if (m := shape.match(field)) and (code := country_code(m["rest"])):
            return code
    return _country_at_end(field.split())


def _country_at_end(words: list[str]) -> str:
    """The comma before the country was forgotten: "Guangdong 518000 China", "Shenzhen Taiwan"; not "New England"."""
    for start in range(max(1, len(words) - 4), len(words)):
        code = country_code(" ".join(words[start:]))
        if code and words[start - 1].lower() not in ("new", "of", "little", "north", "south", "east", "west"):
            return code
    return ""


def _key(name: str) -> str:
    name = name.replace("’", "'").strip().rstrip(",;").lower()
    name = re.sub(r"\s+", " ", name)
    bare = name.rstrip(".")
    return bare.removeprefix("the ")


@cache
def _countries() -> Mapping[str, str]:
    return {_key(name): code for name, code in _countries_as_printed().items()}


@cache
def _countries_as_printed() -> Mapping[str, str]:
    return {row["name"]: row["code"] for row in _rows("countries.csv")}


@cache
def _state_codes() -> frozenset[str]:
    return frozenset(row["code"] for row in _rows("us_states.csv")) | {"D.C"}


@cache
def _state_names() -> frozenset[str]:
    return frozenset(_key(row["name"]) for row in _rows("us_states.csv"))


def _rows(name: str) -> list[dict[str, str]]:
    with (_TABLES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
