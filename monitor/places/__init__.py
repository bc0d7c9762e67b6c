"""Where an address lies: its country, and within China its province and city.

It lies below every other room, because readers of sources and the assessment of hits both need it. Nothing is guessed:
what an address does not say, and what its places do not imply, is "".
"""

from __future__ import annotations

from dataclasses import dataclass

from monitor.places import china
from monitor.places.china import GAZETTEER, Division, divisions, province_named, provinces_in
from monitor.places.countries import country_code, is_us_state, names_with_of, printed_country

__all__ = [
    "GAZETTEER",
    "Division",
    "Place",
    "country_code",
    "country_of_address",
    "divisions",
    "is_us_state",
    "names_with_of",
    "place_of",
    "printed_country",
    "province_named",
    "provinces_in",
]


@dataclass(frozen=True, slots=True)
class Place:
    """Where an address lies. `country` is ISO 3166-1 alpha-2; `province` and `city` are codes of GB/T 2260 ("140000",
    "140100"), their names in `divisions()`; a city without a prefecture above it has its own code. `postcode` is a
    Chinese one that agrees with the province."""

    country: str = ""
    province: str = ""
    city: str = ""
    postcode: str = ""


def place_of(address: str) -> Place:
    """ "88 Yifen St., Taiyuan, Shanxi 030024, P.R. China" → Place("CN", "140000", "140100", "030024").

    The country is the printed one; where none is printed, the one that the Chinese places of the address imply.
    """
    printed = printed_country(address)
    if printed not in ("", "CN"):
        return Place(printed)
    found = china.find(address, in_china=printed == "CN")
    country = printed or found.country
    if country != "CN":
        return Place(country)
    return Place("CN", found.province, found.city, found.postcode)


def country_of_address(address: str) -> str:
    """ISO code of the country an address lies in, printed or implied; "" where it cannot be told."""
    return place_of(address).country
