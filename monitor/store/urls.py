"""The address of a matter as its row holds it: where it is made of the end of the matter's key, once for all of its kind."""

from __future__ import annotations

from monitor.store.phrases import Phrases

_SHORTEST = 4  # letters of a key's end that cannot well stand in an address by chance
_PLACE = "{}"


def pack_url(key: str, url: str, phrases: Phrases) -> int | str:
    """The number of a pattern that gives the address together with the key, or the address. In the caller's transaction."""
    end = _end(key)
    if len(end) < _SHORTEST or url.count(end) != 1 or _PLACE in url:
        return url
    packed = phrases.packed(url.replace(end, _PLACE))
    return url if isinstance(packed, str) else packed


def url_of(key: str, kept: int | str, phrases: Phrases) -> str:
    """The address from what `pack_url` gave."""
    return kept if isinstance(kept, str) else phrases.text(kept).replace(_PLACE, _end(key))


def _end(key: str) -> str:
    return key.rpartition(":")[2]
