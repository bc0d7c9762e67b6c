"""Every event code a source can give has a word in both languages."""

from __future__ import annotations

import pytest

from monitor import sources
from monitor.texts import LANGUAGES, Texts

CODES = {code for name in sources.names() for code in sources.load(name).events}


def test_the_codes_were_found() -> None:
    assert {"published", "tro_issued", "institution", "opposition"} <= CODES


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_event_has_a_word(lang: str) -> None:
    texts = Texts(lang)
    assert not {c for c in CODES if texts.find(f"rules.event.{c}") is None}
