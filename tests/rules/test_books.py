"""A rule book with a fault names file, rule and field; the shipped ones are sound; risk follows the policy."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from monitor.errors import ConfigError
from monitor.model import Band, Category, Deadline
from monitor.rules import deadline_book, risk_of, risk_reason
from monitor.rules.book import read_deadlines, read_risks, risk_book
from monitor.texts import Texts

GOOD = """
[[rules]]
id = "one"
title = {zh = "甲", en = "A"}
category = ["suit"]
jurisdiction = ["US"]
from = ["served"]
days = 3
count = "business"
roll = "us-federal"
zone = "America/New_York"
certainty = "computed"
basis = {zh = "甲", en = "A"}
ends_on = []
note = {zh = "甲", en = "A"}
"""


def test_the_shipped_books_are_sound() -> None:
    assert len(deadline_book().rules) == 12
    assert all(r.note["zh"] and r.basis["en"] for r in deadline_book().rules)
    assert risk_book()[-1].risk == "low"


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("days = 3", "days = -3", "days"),
        ("days = 3", "years = 2\ndays = 3", "days"),
        ('count = "business"', 'count = "working"', "count"),
        ('roll = "us-federal"', 'roll = "mars"', "roll"),
        ("America/New_York", "Mars/Olympus", "zone"),
        ("computed", "surely", "certainty"),
        ('basis = {zh = "甲", en = "A"}', 'basis = {zh = "甲"}', "basis"),
        ("suit", "sues", "category"),
        ('from = ["served"]', "from = []", "from"),
        ("ends_on = []", 'colour = "red"', "colour"),
    ],
)
def test_a_fault_names_the_rule_and_the_field(tmp_path: Path, old: str, new: str, field: str) -> None:
    path = tmp_path / "deadlines.toml"
    path.write_text(GOOD.replace(old, new), encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        read_deadlines(path)
    assert (caught.value.params["rule"], caught.value.params["field"]) == ("one", field)
    assert "one" in Texts("zh")(caught.value.key, **caught.value.params)


def test_the_same_rule_twice_and_a_broken_file(tmp_path: Path) -> None:
    path = tmp_path / "deadlines.toml"
    path.write_text(GOOD + GOOD, encoding="utf-8")
    with pytest.raises(ConfigError):
        read_deadlines(path)
    for text in ("rules = [", "1", "rules = []", "rules = [3]", "days = 1\ndays = 2", "colour = 1"):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(ConfigError):
            read_deadlines(path)


def test_a_broken_file_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "deadlines.toml"
    path.write_text(GOOD + "days 3\n", encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        read_deadlines(path)
    assert f"line {GOOD.count(chr(10)) + 1}" in str(caught.value.params["detail"])


def test_a_risk_book_must_decide_every_case(tmp_path: Path) -> None:
    path = tmp_path / "risk.toml"
    path.write_text(
        'rules = [{id = "a", risk = "low", bands = ["alert"], why = {zh = "甲", en = "A"}}]\n', encoding="utf-8"
    )
    with pytest.raises(ConfigError):
        read_risks(path)


def clock(rule: str, days: int) -> Deadline:
    return Deadline(date(2026, 12, 1), days, rule, "-", "-", "computed")


@pytest.mark.parametrize(
    ("kind", "category", "band", "deadlines", "facts", "risk"),
    [
        ("respondent", Category.ITC337, Band.ALERT, (), {}, "high"),
        ("hit", Category.ITC337, Band.ALERT, (), {"role": "respondent"}, "high"),
        ("respondent", Category.ITC337, Band.REVIEW, (), {}, "medium"),
        ("complainant", Category.ITC337, Band.ALERT, (clock("us-itc-response", 3),), {}, "low"),
        ("defendant", Category.SUIT, Band.ALERT, (), {}, "high"),
        ("defendant", Category.SUIT, Band.DIGEST, (), {}, "low"),
        ("product", Category.ITC337, Band.REVIEW, (), {"geo_requested": True}, "high"),
        ("mark", Category.TRADEMARK, Band.ALERT, (clock("us-tm-opposition", 29),), {}, "high"),
        ("mark", Category.TRADEMARK, Band.ALERT, (clock("us-tm-opposition", -1),), {}, "medium"),
        ("mark", Category.TRADEMARK, Band.ALERT, (), {}, "medium"),
        ("mark", Category.TRADEMARK, Band.REVIEW, (clock("br-tm-opposition", 50),), {}, "medium"),
        ("mark", Category.TRADEMARK, Band.REVIEW, (), {}, "low"),
        ("own_filing", Category.TRADEMARK, Band.ALERT, (clock("us-tm-opposition", 3),), {}, "low"),
        ("mark", Category.TRADEMARK, Band.ALERT, (clock("us-tm-opposition", 3),), {"own_filing": True}, "low"),
        ("mark", Category.NEWS, Band.ALERT, (), {}, "low"),
        ("mark", Category.DOMAIN, None, (), {}, "low"),
    ],
)
def test_risk_follows_the_policy(
    kind: str,
    category: Category,
    band: Band | None,
    deadlines: tuple[Deadline, ...],
    facts: dict[str, object],
    risk: str,
) -> None:
    assert risk_of(kind, category, band, deadlines, facts) == risk
    assert risk_reason(kind, category, band, deadlines, facts, "zh")
