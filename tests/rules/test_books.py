"""A risk book with a fault names file, line and key; the shipped one is sound; risk follows the policy."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from monitor.errors import ConfigError
from monitor.model import Band, Category, Deadline
from monitor.rules import risk_of, risk_reasons
from monitor.rules.risk_book import read_risks, risk_book
from monitor.texts import LANGUAGES, Texts

RISK = """
[[rules]]
id = "one"
risk = "high"
bands = ["alert"]
deadline_within = 30
deadline_kinds = ["opposition"]
why = {zh = "甲", en = "A"}

[[rules]]
id = "rest"
risk = "low"
why = {zh = "乙", en = "B"}
"""


def test_the_shipped_book_is_sound() -> None:
    assert risk_book()[-1].risk == "low"
    assert all(rule.why["zh"] and rule.why["en"] for rule in risk_book())


@pytest.mark.parametrize(
    ("old", "new", "line", "name"),
    [
        ('risk = "high"', 'risk = "hihg"', 4, "rules.0.risk"),
        ('"alert"', '"alarm"', 5, "rules.0.bands"),
        ("deadline_within = 30", "deadline_within = -1", 6, "rules.0.deadline_within"),
        ("deadline_within = 30", "deadline_within = true", 6, "rules.0.deadline_within"),
        ('["opposition"]', '["oposition"]', 7, "rules.0.deadline_kinds"),
        ('["opposition"]', '"opposition"', 7, "rules.0.deadline_kinds"),
        ('id = "one"', 'id = "one"\nroles = ["squatt"]', 4, "rules.0.roles"),
        ('zh = "甲", en = "A"', 'zh = "甲"', 8, "rules.0.why"),
        ('id = "rest"', 'id = "one"', 11, "rules.1.id"),
        ('id = "rest"', 'id = "rest"\ncolour = "red"', 12, "rules.1.colour"),
        ('id = "rest"', 'id = "rest"\nbands = ["alert"]', 10, "rules.1"),
    ],
)
def test_a_fault_names_file_line_and_key(tmp_path: Path, old: str, new: str, line: int, name: str) -> None:
    path = tmp_path / "risk.toml"
    path.write_text(RISK, encoding="utf-8")
    assert len(read_risks(path)) == 2
    path.write_text(RISK.replace(old, new), encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        read_risks(path)
    params = caught.value.params
    assert (params["file"], params["line"], params["name"]) == ("risk.toml", line, name)
    for lang in LANGUAGES:
        text = Texts(lang)(caught.value.key, **params)
        assert "risk.toml" in text
        assert "{" not in text


def test_the_nearest_word_is_named(tmp_path: Path) -> None:
    path = tmp_path / "risk.toml"
    path.write_text(RISK.replace("opposition", "oposition"), encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        read_risks(path)
    assert caught.value.params["near"] == "opposition"


def test_a_fact_nobody_writes_is_refused_where_the_facts_are_known(tmp_path: Path) -> None:
    path = tmp_path / "risk.toml"
    path.write_text(RISK.replace("deadline_within = 30", 'facts = ["geo_requsted"]'), encoding="utf-8")
    assert read_risks(path)
    with pytest.raises(ConfigError):
        read_risks(path, {"geo_requested"})


def test_a_file_that_is_no_book_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "risk.toml"
    for text in ("rules = [", "1", "rules = []", "rules = [3]", "rules = 3", "a = 1\na = 2", "colour = 1"):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(ConfigError):
            read_risks(path)


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
    assert risk_reasons(kind, category, band, deadlines, facts, "zh")
