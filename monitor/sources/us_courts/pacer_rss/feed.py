"""A feed through feedparser, item by item where one of them makes it trip."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from monitor.sources.kit.fence import TRIPS

_ITEM = re.compile(rb"<item[\s>]")
_CLOSE = b"</item>"


def starts_of(body: bytes) -> list[int]:
    """Where items begin."""
    return [m.start() for m in _ITEM.finditer(body)]


def parsed(body: bytes) -> tuple[Mapping[str, Any], bytes, list[bytes]]:
    """What feedparser makes of a feed, the feed without the items it trips over (a character reference beyond all
    characters), and these. Raises what it trips over outside items."""
    try:
        return _parse(body), body, []
    except TRIPS:
        starts = starts_of(body)
        if not starts:
            raise
    head, last = body[: starts[0]], body.rfind(_CLOSE)
    end = last + len(_CLOSE) if last >= starts[-1] else len(body)
    tail = body[end:]
    _parse(head + tail)
    good, bad = [], []
    for begin, following in zip(starts, [*starts[1:], end], strict=True):
        item = body[begin:following]
        try:
            _parse(head + item + tail)
            good.append(item)
        except TRIPS:
            bad.append(item)
    sound = head + b"".join(good) + tail
    return _parse(sound), sound, bad


def _parse(body: bytes) -> Mapping[str, Any]:
    import feedparser  # slow to import, and only needed here

    feed: Mapping[str, Any] = feedparser.parse(body, sanitize_html=False, resolve_relative_uris=False)
    return feed
