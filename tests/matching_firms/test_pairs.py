"""How many of the labelled party texts are found, and how many strangers are taken for a firm."""

from __future__ import annotations

import pytest

from tests.matching_firms.firms import PARTY, Pair, index, pairs

REVIEW, ALERT = 0.70, 0.85


def _score(pair: Pair) -> float:
    return next((m.score for m in index().find(pair.text, PARTY) if m.watched_id == pair.watched.id), 0.0)


def _share(match: bool, band: float) -> float:
    chosen = [pair for pair in pairs() if pair.match is match]
    return sum(_score(pair) >= band for pair in chosen) / len(chosen)


def test_the_set_is_large_enough_to_say_something() -> None:
    assert len(pairs()) >= 200
    assert min(sum(p.match for p in pairs()), sum(not p.match for p in pairs())) >= 100


def test_review_finds_nearly_every_writing_of_a_firm() -> None:
    assert _share(match=True, band=REVIEW) >= 0.97


def test_alert_finds_most_writings_of_a_firm() -> None:
    assert _share(match=True, band=ALERT) >= 0.92


def test_hardly_a_stranger_is_taken_for_a_firm() -> None:
    assert _share(match=False, band=REVIEW) <= 0.02
    assert _share(match=False, band=ALERT) == 0


@pytest.mark.parametrize(
    "pair", [p for p in pairs() if p.kind in ("Shaanxi", "place and trade only")], ids=lambda p: p.text
)
def test_shaanxi_and_bare_place_and_trade_are_nobody(pair: Pair) -> None:
    assert _score(pair) < 0.60
