"""Labelled pairs have one format, which is read strictly and written whole. Invented names."""

from __future__ import annotations

import io

import pytest

from monitor.model import Band, Role
from tools.labelled import COLUMNS, LabelledPair, judge, names_of, read_pairs, write_pairs

PAIR = LabelledPair(
    "岚谷禾", ("LANGUHE", "LAN GU HE"), "LANGUHE, INC.", "match", "whole", "synthetic", Role.APPLICANT, (33,), (30, 43),
    "US", "2026", "seen",
)  # fmt: skip


def test_what_is_written_is_read_again() -> None:
    file = io.StringIO()
    write_pairs([PAIR, LabelledPair("云杼", (), "YUNZHU", "no")], file)
    assert file.getvalue().splitlines()[0] == ",".join(COLUMNS)
    assert read_pairs(io.StringIO(file.getvalue())) == [PAIR, LabelledPair("云杼", (), "YUNZHU", "no")]


def test_other_columns_may_be_missing_in_another_order_or_further() -> None:
    table = "label,remark,filing_text,watch_variants,watch_name,nice_class\nno,x,YUNSHU,,云杼,7/11\n"
    assert read_pairs(io.StringIO(table)) == [LabelledPair("云杼", (), "YUNSHU", "no", nice_class=(7, 11))]


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("watch_name,label\n", "line 1: no column watch_variants, filing_text"),
        ("watch_name,watch_variants,filing_text,label\nA,,B,maybe\n", "line 2, column label: 'maybe'"),
        ("watch_name,watch_variants,filing_text,label\nA,,B,no\n,,B,no\n", "line 3: no name or no text"),
        ("watch_name,watch_variants,filing_text,label,role\nA,,B,no,owner\n", "line 2, column role"),
        ("watch_name,watch_variants,filing_text,label,nice_class\nA,,B,no,x\n", "line 2, column nice_class"),
    ],
)
def test_what_is_not_of_the_format_is_refused_with_its_place(table: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        read_pairs(io.StringIO(table))


def test_a_name_is_watched_once_with_all_its_spellings() -> None:
    (name,) = names_of([PAIR, LabelledPair("岚谷禾", ("LANGUHO",), "X", "no", watch_class=(5,))])
    assert (name.aliases, name.nice_classes) == (("LANGUHE", "LAN GU HE", "LANGUHO"), (5, 33))


def test_a_pair_is_judged_by_what_the_matcher_says_in_its_role_and_classes() -> None:
    party, mark, nothing = judge(
        [PAIR, LabelledPair("岚谷禾", (), "LANGUHE", "match"), LabelledPair("岚谷禾", (), "OAK", "no")]
    )
    assert party.match is not None
    assert mark.match is not None
    assert (party.match.band, mark.match.band) == (Band.REVIEW, Band.ALERT)
    assert "around.party_role" in party.weighed
    assert nothing.match is None
