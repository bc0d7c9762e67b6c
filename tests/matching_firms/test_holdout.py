"""Firms watched by their Chinese name alone, on names that nothing was set by: English forms in pinyin and seller names."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from monitor.matching import Matcher, build_matcher
from monitor.model import Band
from tests.matching_firms.firms import PARTY, firm

TOLD = (Band.ALERT, Band.REVIEW)


@cache
def _rows() -> tuple[dict[str, str], ...]:
    with (Path(__file__).parent / "holdout.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(line for line in file if not line.startswith("#")))


@cache
def _matcher() -> Matcher:
    return build_matcher([firm(name) for name in dict.fromkeys(row["watch_name"] for row in _rows())])


def _told(row: dict[str, str]) -> bool:
    """Whether the row's firm is told, all firms being watched at once."""
    return any(m.watched_id == row["watch_name"] and m.band in TOLD for m in _matcher().find(row["filing_text"], PARTY))


def _share(label: str, kind: str = "") -> float:
    rows = [row for row in _rows() if row["label"] == label and row["kind_of_variation"].startswith(kind)]
    return sum(map(_told, rows)) / len(rows)


def test_the_set_is_large_enough_to_say_something() -> None:
    assert len(_rows()) >= 70
    assert min(sum(row["label"] == label for row in _rows()) for label in ("match", "no")) >= 25


def test_nearly_every_firm_is_found_by_its_chinese_name_alone() -> None:
    assert _share("match") >= 0.95


def test_every_seller_name_run_together_is_found() -> None:
    assert _share("match", "seller") == 1.0


def test_hardly_a_stranger_is_told() -> None:
    assert _share("no") <= 0.05


def test_shaanxi_is_never_told() -> None:
    assert _share("no", "Shaanxi") == 0.0
