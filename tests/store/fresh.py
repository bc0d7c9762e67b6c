"""A store in which nothing is, for each of many examples: made once by the program, and copied."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from monitor.installation import FILE
from monitor.store import Store


@contextmanager
def fresh_store() -> Iterator[Store]:
    """In a state folder of its own. It goes with the folder around it, in which there is room beside the state."""
    with tempfile.TemporaryDirectory() as folder:
        state = Path(folder, "state")
        state.mkdir(mode=0o700)
        (state / FILE).write_bytes(_as_made())
        with Store.open(state) as store:
            yield store


@cache
def _as_made() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        Store.open(Path(folder)).close()
        return Path(folder, FILE).read_bytes()
