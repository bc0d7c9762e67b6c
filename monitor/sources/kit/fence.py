"""One odd item costs that item: a number without end, a date of no year, a shape nobody foresaw.

What a reader foresees it says in words of its own (`Missing`, `Malformed`); here is the rest.
"""

from __future__ import annotations

from monitor.model import Skip

TRIPS = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What reading one item may raise that was not foreseen. Trouble of the machine (memory, disk) is none of it."""


def tripped(where: str, error: BaseException, raw: bytes) -> Skip:
    """The item set aside; `where` finds it again, `raw` is kept to be looked at."""
    return Skip("kit.skip.tripped", f"{where}: {type(error).__name__}", raw)
