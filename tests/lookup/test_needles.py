"""Whatever the matcher finds in a text, the pieces it is asked for by stand there: look-up by index loses nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings

from monitor.matching import Matcher, build_matcher
from monitor.matching.indexing.needles import Needle, needles_of
from monitor.matching.indexing.written import _REVISION, written_forms
from monitor.model import MatchContext, Role, WatchedName
from tests.lookup.filings import NAMES, filings, marks_of, names_of_the_corpora

ROLES = (Role.MARK, Role.TRANSLATION, Role.APPLICANT, Role.CITED)


def stands(needle: Needle, forms: Iterable[str]) -> bool:
    return all(any(p in f for f in forms) for p in needle.pieces) and (
        not needle.one_of or any(all(any(p in f for f in forms) for p in pieces) for pieces in needle.one_of)
    )


def lost(w: WatchedName, text: str, matcher: Matcher, needles: tuple[Needle, ...]) -> bool:
    if not any(matcher.find(text, MatchContext(role=role)) for role in ROLES):
        return False
    forms = written_forms(text)
    return not any(stands(n, forms) for n in needles)


@cache
def sought(w: WatchedName) -> tuple[Matcher, tuple[Needle, ...]]:
    return build_matcher([w]), needles_of([w])


def lost_of(names: Iterable[WatchedName], texts: Iterable[str]) -> list[str]:
    texts = list(texts)
    return [f"{w.name} | {text}" for w in names for text in texts if lost(w, text, *sought(w))]


@pytest.mark.slow
def test_nothing_of_the_labelled_pairs_is_lost() -> None:
    names, texts = names_of_the_corpora()
    assert len(names) > 60
    assert lost_of(names[::7], texts) == []


@pytest.mark.real_data
def test_nothing_of_the_pairs_kept_beside_the_project_is_lost(real_data: Path) -> None:
    pairs = real_data.parent / "matching" / "pairs-dev.csv"
    if not pairs.is_file():
        pytest.skip("no labelled pairs beside the project")
    assert lost_of(*marks_of(pairs)) == []


@pytest.mark.slow
@given(filings())
@settings(max_examples=1500, deadline=None)
def test_nothing_of_a_disguised_filing_is_lost(filing: tuple[WatchedName, str]) -> None:
    w, text = filing
    assert not lost(w, text, *sought(w)), (w.name, text)


def test_the_filings_of_these_tests_do_hold_names() -> None:
    """A sieve that nothing falls into proves nothing."""
    reached = 0

    @given(filings())
    @settings(max_examples=300, deadline=None, database=None, derandomize=True)
    def count(filing: tuple[WatchedName, str]) -> None:
        nonlocal reached
        w, text = filing
        reached += any(sought(w)[0].find(text, MatchContext(role=role)) for role in ROLES)

    count()
    assert reached > 100


def test_the_written_forms_are_those_of_this_version() -> None:
    """Other forms than these: raise `_REVISION` in monitor/matching/indexing/written.py, so that indexes are rebuilt, and
    enter the new digest here."""
    texts = sorted({v for w in NAMES for v in (w.name, *w.aliases)})
    texts += [
        "F-E-N J1U gold", "嵐穀 フー ン", 'The wording "GU the LAN HE" has no meaning', "A d/b/a B", "Ⅷ ﬁne Ёж", "펀윈",
    ]  # fmt: skip
    said = "\n".join(f"{t}: {sorted(written_forms(t))}" for t in texts)
    assert (_REVISION, hashlib.sha256(said.encode()).hexdigest()[:12]) == ("2", "f6a83dc0ef67")
