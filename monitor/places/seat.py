"""Where a firm of a list sits, as people write it: 晋中市祁县, from the city of the list ("晋中") and the firm's own name
("祁县晋川屿玻璃制品有限公司"). Nothing is guessed: what the gazetteer does not know, or knows several times, stays as written.

A firm's name begins with the place it is registered in (企业名称登记管理规定, art. 7), which is the county or the city."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from monitor.places.china import Division, divisions

_MUNICIPALITIES = frozenset({"11", "12", "31", "50"})


@dataclass(frozen=True, slots=True)
class Seat:
    """`city`: the city whose offices are competent, "晋中市"; `place`: with the county where it is known, "晋中市祁县". Both as written
    in the list where the gazetteer does not know the city."""

    city: str
    place: str
    known: bool


def seat_of(city: str, name: str, lang: str = "zh") -> Seat:
    """`city` as the list has it, `name` the firm's."""
    city = city.strip()
    found = _city(city)
    if found is None:
        return Seat(city, city, known=False)
    if lang != "zh":
        return Seat(found.name, found.name, known=True)
    county = next(_counties(found, name.strip()), None)
    return Seat(found.zh, found.zh + (county.zh if county else ""), known=True)


def _city(written: str) -> Division | None:
    """The city of this name; a province that is one city is none of the rank of a prefecture, and stands for itself."""
    if not written:
        return None
    named = [d for d in divisions().values() if written in (d.zh, d.short)]
    for some in ([d for d in named if d.rank == "city"], [d for d in named if _is_one_city(d)], named):
        whole = [d for d in some if d.rank != "province" or _is_one_city(d)]
        if whole:
            return whole[0] if len(whole) == 1 else None
    return None


def _is_one_city(division: Division) -> bool:
    return division.rank == "province" and division.code[:2] in _MUNICIPALITIES


def _counties(city: Division, name: str) -> Iterator[Division]:
    """The county of this city with whose name the firm's begins, after its province and city, where it names them."""
    if city.rank == "below":
        return
    province = divisions().get(city.province)
    for above in (province, city):
        if above is not None:
            start = next((word for word in (above.zh, above.short) if name.startswith(word)), "")
            name = name[len(start) :]
    within = city.code[:2] if _is_one_city(city) else city.code[:4]
    for division in divisions().values():
        if division.rank == "below" and division.code.startswith(within):
            short = division.short if len(division.short) > 1 and not division.zh.endswith("区") else division.zh
            if name.startswith((division.zh, short)):  # the short name of a district may be a brand
                yield division
