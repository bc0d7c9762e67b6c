"""What a person is told of a cell: 读成：红牛 + REDBULL，图形未监测."""

from __future__ import annotations

from monitor.matching.normalise.folding import key
from monitor.matching.signs.described import Description, SignKind, is_han
from monitor.model import Reason

_BETWEEN = " + "
_ONCE = frozenset({SignKind.DEVICE})  # said without the text that says it


def watched_words(read: Description) -> tuple[str, ...]:
    """The words of a cell that are looked for, each alone where there are several."""
    parts = tuple(s.text for s in read.spellings if s.part)
    return parts or tuple(s.text for s in read.spellings)


def read_as(read: Description) -> Reason:
    """How a cell was read, as one clause: its words, then what of it is not looked for."""
    alone = {s.text for s in read.spellings}
    beside: dict[tuple[SignKind, str], Reason] = {}
    for sign in read.unwatched:
        if sign.text in alone and (sign.kind is SignKind.DIGITS or is_han(key(sign.text))):
            continue
        shown = "" if sign.kind in _ONCE else sign.text
        beside[sign.kind, shown] = Reason(f"matching.signs.{sign.kind.value}", {"text": shown})
    words = _BETWEEN.join(watched_words(read))
    if beside and not read.readable:
        return Reason("matching.signs.nothing", {"rest": _chained(list(beside.values()))})
    if not beside:
        return Reason("matching.signs.words", {"words": words})
    return Reason("matching.signs.words_and", {"words": words, "rest": _chained(list(beside.values()))})


def _chained(reasons: list[Reason]) -> dict[str, object]:
    first: dict[str, object] = {"key": reasons[0].key, "params": dict(reasons[0].params)}
    if len(reasons) == 1:
        return first
    return {"key": "matching.signs.chain", "params": {"first": first, "rest": _chained(reasons[1:])}}
