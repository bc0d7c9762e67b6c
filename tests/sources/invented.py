"""A source of an invented office, written by a test and found beside the real ones."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from textwrap import dedent, indent

import pytest

from monitor import sources

NAME = "zz_office/register"
FILE = f"monitor/sources/{NAME}/source.py"
URL = "https://register.zz-office.example/list"
PARTS = {
    "version": 'version = "1"',
    "gates": 'gates = {"": Gate()}',
    "authentication": "authentication = None",
    "options": "options = Options",
    "streams": "streams = Streams(StreamKind.LIST)",
    "units": "units = None",
    "writes": 'writes = frozenset({"mark"})',
    "events": 'events = frozenset({"filed"})',
    "matched": 'matched = frozenset({"mark"})',
    "requests": f'def requests(self, plan):\n    yield Request("{URL}")',
    "read": "def read(self, capture, plan):\n    yield ProvenEmpty()",
}
HEAD = """
from datetime import date
from monitor.model import Advance, Event, Follow, Mention, ProvenEmpty, Record, Request, Role, Seen, Skip, Stated, Suspect, Unknown
from monitor.sources.base import Gate, Options, Source
from monitor.sources.streams import StreamKind, Streams, Units
"""
ENTRY = f"""
zz-register:
  format: {NAME}
  category: trademark
  jurisdiction: US
  title: {{zh: 虚构的登记簿, en: invented register}}
  urls: {{list: "{URL}"}}
  schedule: "0 6 * * *"
  expect: {{newest_within_days: 10, fill_rate: {{mark: 0}}}}
  terms: {{allowed: invented}}
"""


def program(head: str = HEAD, **parts: str | None) -> str:
    """The text of `source.py`: a sound one but for `parts`; None leaves a part out."""
    body = "\n".join(text for text in {**PARTS, **parts}.values() if text is not None)
    return f"{head}\n\nclass Register(Source[Options]):\n{indent(dedent(body), '    ')}\n"


@contextmanager
def installed(folder: Path, text: str, words: str = "", office: str = "") -> Iterator[None]:
    """`text` is the source `NAME` as long as this lasts; `words` and `office` its words and those of its office."""
    file = folder / "sources" / NAME / "source.py"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    for place, said in ((file.parent, words), (file.parent.parent, office)):
        (place / "words.toml").write_text(said, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sources, "__path__", [*sources.__path__, str(folder / "sources")])
        try:
            yield
        finally:
            for name in [m for m in sys.modules if m.startswith("monitor.sources.zz_office")]:
                del sys.modules[name]
            for attribute in ("zz_office",):
                if hasattr(sources, attribute):
                    delattr(sources, attribute)
