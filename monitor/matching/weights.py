"""What each piece of evidence weighs, from tables/weights.toml. A weight knows its name, so that whoever fits the table can ask
which weights made a score."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from monitor.matching import tables

TABLE = "weights.toml"


class Weight(float):
    """By what a score is multiplied; `name` is its row of the table."""

    __slots__ = ("name",)
    name: str

    def __new__(cls, value: float, name: str) -> Weight:
        made = super().__new__(cls, value)
        made.name = name
        return made


@dataclass(frozen=True, slots=True)
class Share:
    """What a name keeps of its score beside other words: `least` where they are many, `least + more` where there are none."""

    name: str
    least: float
    more: float

    def beside(self, own: float, others: float) -> Weight:
        """`own` and `others` are weights of words, as of `Sought.weight`."""
        return Weight(self.least + self.more * own / (own + others), self.name)


@dataclass(frozen=True, slots=True)
class Graded:
    """Weights by how much a firm's core says alone: weak, medium, strong."""

    name: str
    weak: float
    medium: float
    strong: float

    def at(self, strength: int) -> Weight:
        """`strength` is 0 for weak, 1 for medium, 2 for strong."""
        grade = GRADES[strength]
        return Weight((self.weak, self.medium, self.strong)[strength], f"{self.name}.{grade}")


GRADES = ("weak", "medium", "strong")


def weight(name: str) -> Weight:
    """Raises KeyError where the table has no such row."""
    value = _rows()[name]
    assert isinstance(value, float)
    return Weight(value, name)


def share(name: str) -> Share:
    row = _row(name)
    return Share(name, row["least"], row["more"])


def graded(name: str) -> Graded:
    return Graded(name, **_row(name))


def one_letter(letters: int) -> Weight:
    """Of a name of so many letters with one wrong."""
    return weight(f"near.one_letter_{next((least for least in (13, 10, 8, 7, 6) if letters >= least), 5)}")


def one_character(alike: str, characters: int) -> Weight:
    """Of a Han name of so many characters, two and more, with one other that is `alike` ∈ {both, sound, look, blurred}."""
    name = f"near.han_{alike}"
    return Weight(_row(name)["three" if characters <= 3 else "more"], name)


@cache
def prior(kind: str) -> float:
    """How likely a register means the name when it writes a spelling of this kind. Raises KeyError for a kind without a row."""
    return float(weight(f"spelling.{kind}"))


def spelling_row(kind: str, likely: float) -> str:
    """The row that gave a spelling its prior. What the office typed has none: its name stands in no table."""
    return "spelling.other_word" if likely == prior("other_word") else f"spelling.{kind}"


def names() -> tuple[str, ...]:
    """All rows, in the order of the table."""
    return tuple(_rows())


def movable() -> tuple[str, ...]:
    """What a fit may move, each by itself: the rows, and of graded ones the grades, as "firm_core.base.weak"."""
    return tuple(
        one
        for name, row in _rows().items()
        for one in ([f"{name}.{g}" for g in GRADES] if not isinstance(row, float) and "weak" in row else [name])
    )


def _row(name: str) -> Mapping[str, float]:
    row = _rows()[name]
    assert not isinstance(row, float)
    return row


@cache
def _rows() -> Mapping[str, float | Mapping[str, float]]:
    rows: dict[str, float | Mapping[str, float]] = {}
    for section, held in tables.words(TABLE).items():
        assert isinstance(held, dict)
        rows |= {f"{section}.{name}": value for name, value in held.items()}
    return MappingProxyType(rows)
