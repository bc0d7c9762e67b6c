"""The page for counsel: every point of law the texts assert is on it, and says that no lawyer has read it unless one has."""

from __future__ import annotations

import runpy
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from monitor.forums import SHIPPED
from monitor.forums.neutral import neutral_play
from monitor.model import Category, HitKind

ROOT = Path(__file__).resolve().parent.parent.parent
PAGE = (ROOT / "docs" / "legal-review.md").read_text(encoding="utf-8")
TOOL = ROOT / "tools" / "build_legal_review.py"
QUESTIONS = tomllib.loads((ROOT / "tools" / "legal_questions.toml").read_text(encoding="utf-8"))["questions"]


def of_forum(code: str) -> str:
    return PAGE.split(f"\n### {code} ")[1].split("\n### ")[0].split("\n## ")[0]


def row(section: str, key: str) -> str:
    (found,) = [line for line in section.splitlines() if line.startswith(f"| `{key}` |")]
    return found


@pytest.fixture(scope="module")
def tool() -> dict[str, Any]:
    return runpy.run_path(str(TOOL))


def test_the_page_is_what_the_files_say(tool: dict[str, Any]) -> None:
    page: Callable[[], str] = tool["page"]
    assert page() == PAGE, "run make generated"


@pytest.mark.parametrize("code", SHIPPED.codes())
def test_every_deadline_and_every_advice_of_a_forum_is_listed_with_what_it_rests_on(code: str) -> None:
    forum, section = SHIPPED.read(code), of_forum(code)
    for clock in forum.clocks:
        said = row(section, clock.id)
        assert clock.basis["zh"].replace("|", "／") in said
        assert said.endswith("| 未经律师审阅 |")
    for opening in forum.openings:
        assert row(section, opening.id).endswith("| 未经律师审阅 |")
    for play in forum.plays.values():
        assert row(section, f"playbook.{play.kind}.{play.stage}").endswith(f"| {play.reviewed or '未经律师审阅'} |")
    for said_when in forum.said_when:
        assert said_when.text.zh in row(section, f"said_when {said_when.id}")


def test_the_words_that_name_no_forum_are_listed_too() -> None:
    for category in Category:
        for kind in HitKind:
            play = neutral_play(kind, category)
            assert f"| `{category.value} {play.kind}` |" in PAGE


def test_a_question_about_a_place_that_is_gone_is_refused(tool: dict[str, Any]) -> None:
    gone = QUESTIONS[0]["where"][0]
    there = {where for question in QUESTIONS for where in question["where"]}
    assert tool["_questions"](there) == QUESTIONS
    with pytest.raises(ValueError, match=gone):
        tool["_questions"](there - {gone})


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q["where"][0])
def test_a_question_is_asked_on_the_page_till_it_is_answered(question: dict[str, Any]) -> None:
    assert question.keys() <= {"forum", "says", "where", "source", "question", "answered"}
    (said,) = [line for line in PAGE.splitlines() if question["question"] in line]
    assert said.endswith(f"| {question.get('answered') or '待答复'} |")
    assert all(where.startswith(f"{question['forum']} ") for where in question["where"])
