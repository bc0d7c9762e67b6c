"""Whether what a run fell short of is named in its reasons: single streams of its source, or single days. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from monitor.health.units import MISSING, NOT_WHOLE

STREAM = "health.stream."
"""Below it stand the reasons why one stream of a source is doubted."""
DAYS_LEFT = "health.days_left"
"""Of a stretch of days read slice by slice: those the next run goes on with."""
_NAMED = frozenset({MISSING, NOT_WHOLE, DAYS_LEFT})
# What is told with a run and leaves it counting.
_BESIDE = frozenset(
    {"health.units_late", "health.units_arrived", "health.folder_below", "health.folder_other", "health.out_of_reach"}
)


def short_of_streams(told: Iterable[tuple[str, Mapping[str, object]]]) -> bool:
    """Whether a run with these reasons fell short in single streams, while others of its source are well; besides, at most in
    its calendar. What it lacks are those streams: they are named, and the rest was read."""
    told = list(told)
    keys = {key for key, _ in told}
    doubts = [params for key, params in told if key.startswith(STREAM)]
    rest = {key for key in keys if not key.startswith(STREAM)}
    return bool(doubts) and all(params.get("others") for params in doubts) and rest <= _NAMED | _BESIDE


def short_of_units_alone(keys: Collection[str]) -> bool:
    """Whether a run with these reasons fell short of its calendar, or of the stretch of days it was to read, and of nothing
    else: what it lacks are those days."""
    return bool(_NAMED & set(keys)) and set(keys) <= _NAMED | _BESIDE
