"""Which names of the environment are settings of this program, and which only look like one."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from monitor.config.settings import Settings

_PREFIX = "MONITOR_"
_BESIDE = ("STATE", "SOURCES", "LANG", "CREDENTIALS", "BATCH", "DIE_AT", "REAL_DATA")
"""Read elsewhere: by the command line, by secrets, by tools and tests."""


def known_names() -> tuple[str, ...]:
    """Every name that has an effect."""
    return tuple(_PREFIX + name.upper() for name in (*Settings.model_fields, *(n.lower() for n in _BESIDE)))


def unknown_names(given: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """(name, the known one it is most like, "" where it is like none) of each that begins as settings do and is none."""
    known = {name.removeprefix(_PREFIX) for name in known_names()}
    bare = {name: name.upper().removeprefix(_PREFIX) for name in given if name.upper().startswith(_PREFIX)}
    unknown = sorted((name, said) for name, said in bare.items() if said not in known)
    near = (difflib.get_close_matches(said, sorted(known), n=1) for _, said in unknown)
    return tuple((name, _PREFIX + like[0] if like else "") for (name, _), like in zip(unknown, near, strict=True))
