"""A score that is added up: what speaks for a firm, what against it, within bounds, each with its reason and its weight."""

from __future__ import annotations

import math
from dataclasses import dataclass

from monitor.matching.weights import Weight
from monitor.model import Reason


@dataclass(frozen=True, slots=True)
class Points:
    """By how much of a score a row of the table of weights stands in it: below zero where it took that much off."""

    row: str
    points: float


@dataclass(frozen=True, slots=True)
class Score:
    """A score from 0 to 1, why, and the names of the reasons that lowered it; `weighed`: the weights that made it."""

    value: float
    reasons: tuple[Reason, ...]
    demoted_by: tuple[str, ...]
    weighed: tuple[Points, ...] = ()


class Sum:
    """A running score with its reasons; `against` names what lowered it."""

    def __init__(self) -> None:
        self._value = 0.0
        self._most: float = 1.0
        self._reasons: list[Reason] = []
        self._weighed: list[Points] = []
        self.against: list[str] = []

    def say(self, key: str, **params: object) -> None:
        """A reason that weighs nothing by itself."""
        self._reasons.append(Reason(f"company.reason.{key}", params))

    def gain(self, key: str, *factors: float, **params: object) -> None:
        """Adds the product of weights, and says why."""
        self.say(key, **params)
        self.add(1, *factors)

    def lose(self, key: str, *factors: float, **params: object) -> None:
        """Takes the product of weights off, and says why."""
        self.say(key, **params)
        self.against.append(key)
        self.add(-1, *factors)

    def doubt(self, key: str, **params: object) -> None:
        """A reason that takes nothing off, and counts as one against."""
        self.say(key, **params)
        self.against.append(key)

    def add(self, sign: int, *factors: float) -> None:
        """Adds (1) or takes off (-1) the product of weights without a word."""
        points = sign * math.prod(factors)
        self._value += points
        self._weighed += [Points(one.name, points) for one in factors if isinstance(one, Weight)]

    def count(self, row: str, points: float) -> None:
        """That a row stands in the score with so many points, which are in it already."""
        self._weighed.append(Points(row, points))

    def lift(self, least: float) -> None:
        """To at least so much."""
        if least > self._value:
            self._value = float(least)
            self._weighed = [Points(least.name, float(least))] if isinstance(least, Weight) else []

    def limit(self, most: float) -> None:
        """To at most so much, whatever is added later."""
        self._most = min(self._most, most)

    def free(self) -> None:
        """Drops every limit so far."""
        self._most = 1.0

    def score(self) -> Score:
        value, weighed = self._value, self._weighed
        if value > self._most:
            value = float(self._most)
            weighed = [Points(self._most.name, value)] if isinstance(self._most, Weight) else []
        value = round(max(0.0, min(value, 1.0)), 3)
        return Score(value, tuple(self._reasons), tuple(self.against), tuple(weighed))
