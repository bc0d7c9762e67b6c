"""A store in which nothing is, for each of many examples."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from monitor.store import Store


@contextmanager
def fresh_store() -> Iterator[Store]:
    """In a state folder of its own. It goes with the folder around it, in which there is room beside the state."""
    with tempfile.TemporaryDirectory() as folder:
        state = Path(folder, "state")
        with Store.open(state) as store:
            yield store
