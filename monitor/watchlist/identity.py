"""Which writings of a mark are one entry of a list: 汾香及图 is 汾香, with a drawing beside the word. Pure."""

from __future__ import annotations

from monitor.watchlist.cells import fold_name
from monitor.watchlist.wording import vocabulary


def identity(name: str) -> str:
    """The key under which two writings are the same entry: letters and digits, without a note on the drawing at the end.

    Earlier versions cut that note off when they took a list in; by this key what they kept is known again, with its id.

    >>> identity("汾香及图") == identity("汾香（文字）") == identity("汾香")
    True
    """
    return fold_name(without_device(name))


def without_device(name: str) -> str:
    """The name without such a note; a cell that is nothing but one stays as it is."""
    for suffix in vocabulary()["names"]["device_suffixes"]:
        for form in (suffix, suffix.replace("(", "（").replace(")", "）")):
            if name.endswith(form) and len(name) > len(form):
                return name.removesuffix(form).strip()
    return name
