"""Labelled pairs of 28 further brands, read by hand (readings not taken from the product's tables), filings invented.

Measured before the matcher was changed for them: recall at review 1.00 of the real-like rows and 0.964 of all, false
alarms 2.4 % at review and 1.0 % at alert. Two negatives were struck out afterwards, because they were the true
Wade–Giles spellings of their names (TAYUN, TOPAI); one of the two was the only alert among the negatives besides LUCHOW.
After the changes: 1.00 and 0.993, false alarms 1.4 % and none.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from monitor.model import Band
from tools.labelled import Judged, judge, read_pairs

PAIRS = Path(__file__).with_name("pairs_independent.csv")


@cache
def judged() -> list[Judged]:
    with PAIRS.open(encoding="utf-8", newline="") as file:
        return judge(read_pairs(file))


def reached(rows: list[Judged], *bands: Band) -> float:
    return sum(j.match is not None and j.match.band in bands for j in rows) / len(rows)


def shown(one: Judged) -> str:
    return f"{one.pair.watch_name} | {one.pair.filing_text}"


def test_the_set_is_large_enough_to_say_something() -> None:
    assert len({j.pair.watch_name for j in judged()}) >= 25
    assert sum(j.pair.label == "no" for j in judged()) >= 90


def test_every_plain_spelling_and_nearly_every_other_is_found() -> None:
    matches = [j for j in judged() if j.pair.label == "match"]
    real = [j for j in matches if j.pair.synthetic == "no"]
    missed = [shown(j) for j in matches if reached([j], Band.REVIEW, Band.ALERT) == 0]
    assert reached(real, Band.REVIEW, Band.ALERT) == 1.0, missed
    assert reached(matches, Band.REVIEW, Band.ALERT) >= 0.98, missed


def test_few_strangers_are_taken_for_a_name() -> None:
    strangers = [j for j in judged() if j.pair.label == "no"]
    alarms = [shown(j) for j in strangers if reached([j], Band.REVIEW, Band.ALERT)]
    assert reached(strangers, Band.REVIEW, Band.ALERT) <= 0.03, alarms
    assert reached(strangers, Band.ALERT) <= 0.01, alarms


PARTS = (0.0, 0.60, 0.70, 0.75, 0.80, 0.85, 0.90)


def test_the_higher_the_score_the_larger_the_share_of_true_matches() -> None:
    """The weights were not fitted on this set. One pair more or less makes no fall."""
    found: dict[float, list[bool]] = {}
    for j in judged():
        score = j.match.score if j.match is not None and j.match.band is not None else 0.0
        found.setdefault(max(part for part in PARTS if score >= part), []).append(j.pair.label == "match")
    assert set(found) == set(PARTS)
    shares = [sum(found[part]) / len(found[part]) for part in PARTS]
    but_for_one = [min(1.0, sum(found[part]) / (len(found[part]) - 1)) for part in PARTS]
    for lower, higher in zip(shares, but_for_one[1:], strict=False):
        assert higher >= lower, shares
    assert shares[0] < 0.05 < shares[1] < 0.5
    assert shares[2] > 0.9
    assert shares[-1] == shares[-2] == 1.0


def test_the_appendix_holds_what_something_speaks_against() -> None:
    appendix = [j for j in judged() if j.match is not None and j.match.band is Band.DIGEST]
    assert appendix
    assert [shown(j) for j in appendix if j.match and not j.match.demoted_by] == []
