"""Texts made of a pattern's own parts, on which a pattern that tries again from every place takes the square of their length.

What a repetition takes is repeated, after what stands before it and before what it cannot take.
"""

from __future__ import annotations

import re
import signal
import time
from collections.abc import Callable, Iterator
from re import _constants as c  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

_LONG = 12  # a repetition that may take as many is one that may take many
_TRIED = " \t\n.,;:-–'’\"“()[]&/$§#*<>=aAxXvVZ019_é中\u00a0"
_KILLERS = ("\x00", "!", " \x00", "\nq")


def attacks_on(pattern: re.Pattern[Any], size: int) -> Iterator[Any]:
    """Texts (bytes for a pattern of bytes) of about that length."""
    tree = parser.parse(
        pattern.pattern, pattern.flags & ~(re.DEBUG if isinstance(pattern.pattern, str) else re.UNICODE)
    )
    made = {text for text in _texts(list(tree), size) if text}
    for text in sorted(made):
        if isinstance(pattern.pattern, bytes):
            yield text.encode("utf-8", "replace")[:size]
        else:
            yield text[:size]


def seconds_of(method: Callable[[Any], object], text: Any, most: float) -> float:
    """Processor seconds that a search takes, `most` if it would take longer: it is then cut off."""

    def enough(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGVTALRM, enough)
    begun = time.process_time()
    try:
        signal.setitimer(signal.ITIMER_VIRTUAL, most)
        method(text)
    except TimeoutError:
        return most
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
    return time.process_time() - begun


def _texts(nodes: list[Any], size: int) -> Iterator[str]:
    whole = "".join(_sample(n) for n in nodes)
    starts = {whole[:1], whole[:-1], whole}
    for start in starts:
        if start:
            yield from (_fill(start, size) + killer for killer in _KILLERS)
            yield _fill(start + " ", size)
    for before, unit in _repetitions(nodes, ""):
        for killer in _KILLERS:
            yield before + _fill(unit, size) + killer
            yield _fill(unit, size) + killer
        if before:
            yield _fill(before + unit, size) + "\x00"
            yield _fill(before + unit * 20, size) + "\x00"


def _fill(unit: str, size: int) -> str:
    return unit * (size // len(unit) + 1) if unit else ""


def _repetitions(nodes: list[Any], before: str) -> Iterator[tuple[str, str]]:
    """(a text for what stands before it, a text it may take again and again) of every long repetition."""
    for op, value in nodes:
        if op in (c.MAX_REPEAT, c.MIN_REPEAT, c.POSSESSIVE_REPEAT):
            low, high, body = value
            inner = list(body)
            if high is c.MAXREPEAT or high >= _LONG:
                for unit in _units(inner):
                    yield before, unit
            yield from _repetitions(inner, before)
            before += "".join(_sample(n) for n in inner) * min(max(low, 1), 3)
        elif op is c.SUBPATTERN:
            yield from _repetitions(list(value[3]), before)
            before += _sample((op, value))
        elif op is c.BRANCH:
            for branch in value[1]:
                yield from _repetitions(list(branch), before)
            before += _sample((op, value))
        elif op in (c.ASSERT, c.ASSERT_NOT):
            yield from _repetitions(list(value[1]), before)
        elif op is c.ATOMIC_GROUP:
            yield from _repetitions(list(value), before)
            before += _sample((op, value))
        else:
            before += _sample((op, value))


def _units(body: list[Any]) -> Iterator[str]:
    if len(body) == 1 and (takes := _takes(body[0])):
        yield from takes
        yield "".join(takes[:2])
        return
    whole = "".join(_sample(n) for n in body)
    yield whole
    for op, value in body:
        if op is c.BRANCH:
            yield from ("".join(_sample(n) for n in branch) for branch in value[1])


def _takes(node: Any) -> list[str]:
    """Characters that a node of one character takes, of those that are tried."""
    op, value = node
    if op is c.LITERAL:
        return [chr(value)]
    if op is c.ANY:
        return [".", " ", "x"]
    if op is c.NOT_LITERAL:
        return [x for x in _TRIED if ord(x) != value][:8]
    if op is c.IN:
        return [x for x in _TRIED if _in(value, x)][:12] or [chr(v) for o, v in value if o is c.LITERAL][:1]
    if op is c.SUBPATTERN and len(value[3]) == 1:
        return _takes(value[3][0])
    return []


def _in(items: list[Any], letter: str) -> bool:
    negated, found, code = False, False, ord(letter)
    for op, value in items:
        if op is c.NEGATE:
            negated = True
        elif op is c.LITERAL:
            found |= value == code
        elif op is c.RANGE:
            found |= value[0] <= code <= value[1]
        elif op is c.CATEGORY:
            found |= bool(re.match(_CATEGORIES[value], letter))
    return found != negated


_CATEGORIES = {
    c.CATEGORY_DIGIT: r"\d", c.CATEGORY_NOT_DIGIT: r"\D", c.CATEGORY_SPACE: r"\s", c.CATEGORY_NOT_SPACE: r"\S",
    c.CATEGORY_WORD: r"\w", c.CATEGORY_NOT_WORD: r"\W",
}  # fmt: skip


def _sample(node: Any) -> str:
    """A text that a node may take."""
    op, value = node
    if op in (c.LITERAL, c.ANY, c.IN, c.NOT_LITERAL):
        return (_takes(node) or [""])[0]
    if op in (c.MAX_REPEAT, c.MIN_REPEAT, c.POSSESSIVE_REPEAT):
        return "".join(_sample(n) for n in value[2]) * min(max(value[0], 1), 3)
    if op is c.SUBPATTERN:
        return "".join(_sample(n) for n in value[3])
    if op is c.ATOMIC_GROUP:
        return "".join(_sample(n) for n in value)
    if op is c.BRANCH:
        return "".join(_sample(n) for n in value[1][0])
    return ""
