"""What an act is called in words of ours: by the tables offices lay beside their readers."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from monitor import sources
from monitor.sources import told
from monitor.sources.told import Told, act_told, read_acts

ROOT = Path(sources.__file__).parent
FILES = sorted((*ROOT.glob(f"*/{told.FILE}"), *ROOT.glob(f"*/*/{told.FILE}")))
SUIT = "us-dct:ilnd:1:26-cv-99011"


@pytest.mark.parametrize("file", FILES, ids=lambda f: str(f.parent.relative_to(ROOT)))
def test_a_table_is_read_and_every_example_is_told_by_its_own_row(file: Path) -> None:
    table = read_acts(file)
    assert table.of
    for row in table.rows:
        assert re.search("[一-鿿]", row.words["zh"])
        assert not re.search("[一-鿿]", row.words["en"])


def test_every_table_speaks_for_matters_of_its_own() -> None:
    heads = [head for table in told.tables() for head in table.of]
    assert len(told.tables()) == len(FILES)
    assert not [a for a in heads for b in heads if a is not b and a.startswith(b)]


@pytest.mark.parametrize(
    ("title", "zh", "en"),
    [
        ("Bond (#21)", "担保金", "bond"),
        ("Notice of Appearance (#20)", "律师出庭通知", "notice of appearance"),
        ("Joint Status Report (#204)", "案件进展报告", "status report"),
        ("Sealed Exhibit", "证据附件", "exhibit"),
        (
            "Minute Entry AND Set/Reset Hearings (#55)",
            "法庭记录、确定或者变更日期",
            "minute entry, dates set or changed",
        ),
        ("Order on Motion to Dismiss (#38)", "就驳回起诉动议作出的命令", "order on a motion to dismiss"),
        ("Something Nobody Listed (#9)", "案卷登记", "docket entry"),
        ("", "案卷登记", "docket entry"),
    ],
)
def test_an_entry_that_is_no_known_act_is_called_by_its_kind_of_paper(title: str, zh: str, en: str) -> None:
    assert act_told(SUIT, "other", title, "seq-1", "zh") == Told(zh)
    assert act_told(SUIT, "other", title, "seq-1", "en") == Told(en)


def test_a_known_act_keeps_its_own_words_whatever_its_text_begins_with() -> None:
    assert act_told(SUIT, "tro_issued", "Order (#19)", "067", "zh") == Told()


def test_an_act_of_the_gazette_is_called_as_its_table_calls_it() -> None:
    assert act_told("tm:BR:949900101", "published", "Publicação de pedido", "IPAS009:2914", "zh").words == (
        "申请公告（异议期开始）"
    )
    assert act_told("tm:BR:949900101", "owner_changed", "Publicação de pedido", "IPAS009:2914", "zh") == Told()


def test_a_title_that_says_no_more_than_the_word_need_not_be_shown() -> None:
    assert act_told("tm:US:99900101", "filed", "Application filed", "", "zh").repeats
    assert act_told("tm:BR:949900101", "filed", "Depósito do pedido", "", "zh").repeats
    assert not act_told("tm:US:99900101", "approved", "APPROVED FOR PUB - PRINCIPAL REGISTER", "CNSA", "zh").repeats


def test_how_a_case_stands_is_said_behind_the_words_of_the_act() -> None:
    assert act_told("us-itc:337-TA-9911", "status", "Active", "990002:active", "zh") == Told(
        "进行中", adds=True, repeats=True
    )
    assert act_told("us-itc:337-TA-9911", "status", "Quite New", "990002:new", "zh") == Told()


def test_a_matter_of_no_table_is_told_nothing() -> None:
    assert act_told("udrp:D2026-0123", "other", "Bond", "", "zh") == Told()


@pytest.mark.parametrize(
    ("title", "zh"),
    [
        ("(" * 500, "案卷登记"),
        ("notice " * 80, "通知"),
        ("order on " + "motion x " * 60, "就动议作出的命令"),
        ("\x00\u202e", "案卷登记"),
    ],
)
def test_a_title_of_odd_shape_is_told_too(title: str, zh: str) -> None:
    assert act_told(SUIT, "other", title, "x", "zh").words == zh


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('of = ["zz:"]\nodd = 1\n', "odd"),
        ('of = ["zz:"]\n[[act]]\nzh = "一"\nany = ["a"]\nexamples = ["a"]\n', "zh, en"),
        ('of = ["zz:"]\n[[act]]\nzh = "一"\nen = "one"\nany = ["a("]\nexamples = ["a"]\n', r"a\("),
        ('of = ["zz:"]\n[[act]]\nzh = "一"\nen = "one"\nany = ["a"]\nexamples = ["b"]\n', "one: b"),
        ('of = ["zz:"]\n[[act]]\ncodes = ["fild"]\nzh = "一"\nen = "one"\nany = ["a"]\nexamples = ["a"]\n', "fild"),
    ],
)
def test_a_faulty_table_is_refused_by_what_is_wrong(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / told.FILE
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=said):
        read_acts(file)
