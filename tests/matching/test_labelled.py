"""Labelled pairs have one format, which is read strictly and written whole. Invented names."""

from __future__ import annotations

import io

import pytest

from monitor.matching.weights import movable
from monitor.model import Band, Role, WatchedKind
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
    file = io.StringIO()
    firm = LabelledPair("岚谷", (), "LANGU", "no", watch_kind=WatchedKind.COMPANY, watch_city="吕梁")
    write_pairs([firm], file)
    assert read_pairs(io.StringIO(file.getvalue())) == [firm]


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
        ("watch_name,watch_variants,filing_text,label,watch_kind\nA,,B,no,firm\n", "line 2, column watch_kind"),
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
    assert party.weighed["around.party_role"] == 1.0
    assert nothing.match is None


def test_a_firm_is_judged_as_a_firm_with_the_shares_of_its_weights() -> None:
    table = (
        "# invented\nwatch_name,watch_variants,filing_text,label,role,watch_kind,watch_city\n"
        "山西岚谷禾酒业有限公司,LANGUHE|岚谷,Luliang Languhe,match,party,company,吕梁\n"
    )
    (judged,) = judge(read_pairs(io.StringIO(table)))
    assert judged.match is not None
    assert judged.match.operation == "company"
    assert "company.reason.place_agrees" in {reason.key for reason in judged.match.reasons}
    assert judged.weighed.keys() <= {row for row in movable() if row.startswith("firm_")}
    assert sum(judged.weighed.values()) == pytest.approx(1.0)


def test_lines_are_counted_with_the_remarks_before_them() -> None:
    with pytest.raises(ValueError, match="line 3, column label"):
        read_pairs(io.StringIO("# said\nwatch_name,watch_variants,filing_text,label\nA,,B,maybe\n"))
