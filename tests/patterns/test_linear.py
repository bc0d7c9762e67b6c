"""No text that a stranger writes keeps a reader busy: patterns take time in proportion to the length, or are listed."""

from __future__ import annotations

import re

import pytest

from tests.patterns.attacks import attacks_on, seconds_of
from tests.patterns.found import READING, Found, patterns_in
from tests.patterns.trying import accepted, is_accepted, worst_of

# What meets texts first, and what was found slow and mended. `make attack` tries all; a file that it finds sound may be
# added here.
LINEAR = (
    "health/response.py",
    "sources/br_inpi/acts.py",
    "sources/kit/pieces.py",
    "sources/kit/text.py",
    "sources/us_courts/caption.py",
    "sources/us_courts/courts.py",
    "sources/us_courts/pacer_rss/source.py",
    "sources/us_itc/federal_register/classify.py",
    "sources/us_itc/parting.py",
    "sources/us_itc/party.py",
    "sources/us_uspto/applications/owners.py",
    "sources/us_uspto/applications/source.py",
)
_SIZE = 2_000
_NOTICED = 0.015  # processor seconds: what is slower on a text of that size is looked at again on one twice as long
_SQUARE = 3.0  # twice the text takes twice the time, or four times


def grows_like_a_square(found: Found, size: int = _SIZE) -> bool:
    if worst_of(found, size, _NOTICED).seconds < _NOTICED:
        return False
    # Measured twice, and the kinder measure is believed: another process may have had its turn.
    once = max(min(worst_of(found, size, 2.0).seconds for _ in range(2)), 0.001)
    twice = min(worst_of(found, 2 * size, 8.0).seconds for _ in range(2))
    return twice / once > _SQUARE


@pytest.mark.slow
@pytest.mark.parametrize("file", LINEAR)
def test_no_pattern_takes_the_square_of_a_text(file: str) -> None:
    listed, wrong = accepted(), []
    for found in patterns_in((file.removesuffix(".py"),)):
        if found.pattern is not None and is_accepted(found, listed) is None and grows_like_a_square(found):
            wrong.append(f"{found.place}: {found.pattern.pattern!r}"[:200])
    assert not wrong


def test_every_pattern_that_is_listed_still_exists() -> None:
    listed = accepted()
    used = {is_accepted(f, listed) for f in patterns_in(READING) if f.pattern is not None}
    assert set(listed) <= used
    assert all(listed.values())


def test_patterns_that_are_made_at_work_are_few() -> None:
    """They are built of parts that stand elsewhere, or of what is looked for; nobody attacks them by themselves."""
    made = [f.place for f in patterns_in(READING) if f.pattern is None]
    assert len(made) < 30
    assert len([1 for f in patterns_in(READING) if f.pattern is not None]) > 300


def test_the_attack_finds_what_it_is_made_to_find() -> None:
    """A docket number behind any number of stops was looked for from every one of them."""
    square = Found("here", re.compile(r"[,.;(\[]*\s*\bD\.?N\.?\s*(?P<dn>\d{3,5})\b"), "search")
    mended = Found("here", re.compile(r"(?<![,.;(\[])[,.;(\[]*\s*\bD\.?N\.?\s*(?P<dn>\d{3,5})\b"), "search")
    assert grows_like_a_square(square)
    assert not grows_like_a_square(mended)
    assert any("..." in text for text in attacks_on(mended.pattern or re.compile(""), 100))


def test_a_search_that_takes_too_long_is_cut_off() -> None:
    pattern = re.compile(r"(a+)+$")
    assert seconds_of(pattern.match, "a" * 100 + "!", 0.05) == 0.05
