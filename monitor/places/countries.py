"""Countries and US states as addresses print them.

`countries.csv`: names of `iso3166.tab` (tz database, public domain) and further spellings seen in use;
`us_states.csv`: USPS Publication 28, appendix B. Every row names its origin. A name is looked up by its letters alone:
full stops, blanks, apostrophes of every make, hyphens and accents are printed in too many ways to list.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path

TABLES = Path(__file__).resolve().parent
_POSTCODE = re.compile(r"^[A-Z0-9][A-Z0-9 -]*\d[A-Z0-9 -]*$")  # any country's: 518000, 100-8111, SW1A 1AA
_ZIP = re.compile(r"\b\d{5}(?:-\d{4})?$")
_BRACKETED_CODE = re.compile(r"\((\d{4,8})\)")
_LED_BY_POSTCODE = re.compile(r"^(?P<code>[\d-]{4,10})\s+(?P<rest>\D.*)$")
_FOLLOWED_BY_POSTCODE = re.compile(r"^(?P<rest>\D*[^\d\s])[\s-]+(?P<code>[A-Z]{0,2}-?\d[\dA-Z -]{2,9})$")
_GLUED_POSTCODE = re.compile(r"^(?P<rest>[A-Z][A-Za-z. ]*[A-Za-z.])(?P<code>\d{6})$")
# What firms put behind their country: a telephone, a fax, an e-mail address, a web page.
_CONTACT = re.compile(
    r"[\s,;.(]{0,4}(?:\b(?:Tel(?:ephone)?|Phone|Ph|Fax|Mob(?:ile)?|Cell|T|F|M)\b\.?(?:\s*(?:No|Nos|Number)\b\.?)?\s*[:：]?\s*(?=[+(]?\d)"
    r"|\bE-?mail\b|\S+@\S+|https?://|www\.)",
    re.IGNORECASE,
)
_PHONE = re.compile(r"[\s,;:]*[+(]*\d[\d()\s./+-]{6,}$")
# "Peoples’ Republic of China", "People's Rep. of China", "Poeple Republic of China": some word for the people.
_REPUBLIC_OF_CHINA = re.compile(r"(?P<before>\S+\s+)?\bRep(?:ublic|\.)?\s*of\s*China\b(?P<behind>.*)$", re.IGNORECASE)
_PEOPLES = re.compile(r"p[eo]{1,3}p?[el]{0,3}s?|pr", re.IGNORECASE)
LONGEST = 1_000  # characters of an address: of a longer text its end is looked at
_ARTICLES = frozenset({"the", "in", "of"})
_NOT_BEFORE_A_COUNTRY = frozenset({"new", "of", "little", "north", "south", "east", "west"})


def country_code(name: str) -> str:
    """ISO 3166-1 alpha-2 of a country's name ("P.R. China" → "CN"), "" where it is none that we know."""
    name = name.strip()
    if len(letters(name)) == 2 and not name.isupper():
        return ""  # "Cn" and "in" are no countries
    return _countries().get(_key(name), "") or _republic_of_china(name, "")


def country_codes() -> frozenset[str]:
    """Every ISO 3166-1 alpha-2 code that we know, and EU and WO, which have registers of their own."""
    return frozenset(_countries().values()) | {"EU", "WO"}


def is_us_state(name: str) -> bool:
    """Whether it is a state, district or territory of the US, by name or by its two capital letters."""
    name = name.strip(" .")
    return name in _state_codes() or _key(name) in _state_names()


def printed_country(address: str) -> str:
    """ISO code of the country an address ends in; "US" where it ends in a state or a state and ZIP; "" if neither.

    "Boise, ID" → US · "Shenzhen, Guangdong 518000, P.R. China" → CN · "Kowloon, Hong Kong, China" → HK · "Room 5" → "".
    A telephone or an e-mail address behind the country is passed over. "Republic of China" is Taiwan only where Taiwan
    stands in the address and no word stands before it; otherwise it is doubtful, and doubtful is "".
    """
    fields = fields_of(address)
    if not fields:
        return ""
    last, before = fields[-1], fields[-2] if len(fields) > 1 else ""
    if before and (code := _countries().get(_key(f"{before}, {last}"), "")):  # "Taiwan, Province of China"
        return code
    code = _country_of_field(last, address)
    if code == "CN" and (nearer := _country_of_field(before, address)) in ("HK", "MO", "TW"):
        return nearer
    if code:
        return code
    if before and _POSTCODE.match(last):  # "…, China, 518000" · "…, Texas, 75001"
        return _country_of_field(before, address)
    return ""


def names_with_of() -> tuple[str, ...]:
    """Country names that contain " of ", the longest first: their " of " never parts a name from a place."""
    names = (n for n in _countries_as_printed() if " of " in n)
    return tuple(sorted((*names, "Republic of China"), key=len, reverse=True))


def fields_of(address: str) -> list[str]:
    """The comma-fields of an address, without what firms put behind it: telephone, e-mail, web page."""
    address = _BRACKETED_CODE.sub(r"\1", " ".join(address[-LONGEST:].split()))
    if contact := _CONTACT.search(address):
        address = address[: contact.start()]
    fields = [f.strip(" .;()") if f.strip().startswith("(") else f.strip(" .;") for f in address.split(",")]
    fields = [f for f in fields if f]
    if fields and (phone := _PHONE.search(fields[-1])) and _is_phone(phone[0]):
        bare = fields[-1][: phone.start()].strip(" .;(")
        fields = [*fields[:-1], bare] if bare else fields[:-1]
    return fields


def letters(text: str) -> str:
    """The letters of a text, lower case, without accents: what names of places are compared by."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if c.isalpha())


def _is_phone(digits: str) -> bool:
    """More digits than a postcode has; "83702-1234" is a ZIP code, "86-351-1234567" is none."""
    return len(re.sub(r"\D", "", digits)) >= 7 and not re.fullmatch(r"[\s,;:]*\d{5}-\d{4}", digits)


def _country_of_field(field: str, address: str) -> str:
    """Of one comma-field: a state, a state and ZIP, a country, a country with its postcode before or behind."""
    field = field.strip()
    if is_us_state(field):
        return "US"
    if code := _country_named(field, address):
        return code
    if (m := _ZIP.search(field)) and is_us_state(field[: m.start()]):
        return "US"
    for shape in (_FOLLOWED_BY_POSTCODE, _LED_BY_POSTCODE, _GLUED_POSTCODE):
        if (m := shape.match(field)) and (code := _country_named(m["rest"], address)):
            return code
    if _REPUBLIC_OF_CHINA.search(field):
        return ""  # said, and doubtful
    return _country_at_end(field.split())


def _country_named(name: str, address: str) -> str:
    return country_code(name) or _republic_of_china(name, address)


def _republic_of_china(text: str, address: str) -> str:
    """Which of the two a text ending in "Republic of China" is; "" where that cannot be told."""
    m = _REPUBLIC_OF_CHINA.search(text)
    if m is None:
        return ""
    if behind := letters(m["behind"]):
        return "TW" if behind in ("taiwan", "roc", "taiwanroc") else ""
    before = letters(m["before"] or "")
    if _PEOPLES.fullmatch(before):
        return "CN"
    alone = not before or before in _ARTICLES or _key(m["before"] or "") == "taiwan"
    return "TW" if alone and re.search(r"\bTaiwan\b", address, re.IGNORECASE) else ""


def _country_at_end(words: list[str]) -> str:
    """The comma before the country was forgotten: "Guangdong 518000 China", "Shenzhen Taiwan"; not "New England"."""
    for start in range(max(1, len(words) - 4), len(words)):
        code = country_code(" ".join(words[start:]))
        if code and words[start - 1].lower() not in _NOT_BEFORE_A_COUNTRY:
            return code
    return ""


def _key(name: str) -> str:
    key = letters(name)
    return key.removeprefix("the")


@cache
def _countries() -> Mapping[str, str]:
    return {_key(name): code for name, code in _countries_as_printed().items()}


@cache
def _countries_as_printed() -> Mapping[str, str]:
    return {row["name"]: row["code"] for row in rows("countries.csv")}


@cache
def _state_codes() -> frozenset[str]:
    return frozenset(row["code"] for row in rows("us_states.csv")) | {"D.C"}


@cache
def _state_names() -> frozenset[str]:
    return frozenset(_key(row["name"]) for row in rows("us_states.csv"))


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a table of this room."""
    with (TABLES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))
