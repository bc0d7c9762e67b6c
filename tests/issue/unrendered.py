"""Issues whose files are a line each: for tests of what an issue tells and when, which look at no page. To make the pages takes
most of the time in which an issue is built; tests/bulletin looks at them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from monitor import bulletin
from monitor.bulletin.issue import Issue
from monitor.texts import Texts


@contextmanager
def unrendered() -> Iterator[None]:
    """Composed, kept, released and queued as ever. The same issue has the same files, another issue has others."""
    with patch.object(bulletin, "render", _line):
        yield


def _line(issue: Issue, format_name: str, texts: Texts | None = None) -> bytes:
    return f"{format_name} {hashlib.sha256(repr((issue, texts)).encode()).hexdigest()}".encode()
