"""A length of time as a person says it: 12 秒, 3 分钟, 2 小时, 5 天. Rounded down: nothing is older than said by a unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from monitor.texts import Texts

_UNITS = (("days", 172_800, 86_400), ("hours", 7_200, 3_600), ("minutes", 120, 60), ("seconds", 0, 1))


def span_in_words(seconds: int, t: Texts) -> str:
    name, size = next((name, size) for name, least, size in _UNITS if seconds >= least)
    return t(f"health.span.{name}", count=seconds // size)
