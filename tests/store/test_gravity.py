"""In which capacity a hit is told: the gravest of those its name stands in, whatever came first or scored more."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest

from monitor.model import Band, Category, Match, Mention, Record, Role
from monitor.store import HitRow, Store
from monitor.store.records import Scored

AT = datetime(2026, 11, 20, 2, tzinfo=UTC)
# The gravest first: who is attacked, then whose sign is taken, then who acts, then who is merely named.
GRAVITY = (
    Role.RESPONDENT, Role.DEFENDANT, Role.MARK, Role.TRANSLITERATION, Role.TRANSLATION, Role.PSEUDO_MARK,
    Role.COMPLAINANT, Role.PLAINTIFF, Role.APPLICANT, Role.FORMER_OWNER, Role.OPPONENT, Role.PARTY, Role.PRODUCT, Role.CAPTION,
    Role.GOODS, Role.CITED,
)  # fmt: skip


def evidence(role: Role, score: float = 0.9, band: Band = Band.ALERT, text: str = "LANGUHE") -> Scored:
    mention = Mention(text, role, role.value)
    record = Record("us-a", "us-itc:337-TA-9911", "investigation", "T", "https://example.org/", mentions=(mention,))
    match = Match("w0001", score, band, "v", "given", "whole")
    return Scored(record, Category.ITC337, "sha256:x", ((mention, match),))


def told(folder: Path, *found: Scored) -> HitRow:
    with Store.open(folder) as store:
        for run, one in enumerate(found, 1):
            store.records.fold([one], run, AT)
        (hit,) = store.hits.find()
        return hit


def test_every_role_has_its_gravity() -> None:
    assert sorted(GRAVITY) == sorted(Role)


@pytest.mark.parametrize(("graver", "lighter"), list(pairwise(GRAVITY)), ids=lambda role: role.value)
def test_the_graver_role_is_told_whatever_came_first_and_scored_more(
    graver: Role, lighter: Role, tmp_path: Path
) -> None:
    first, second = evidence(graver, 0.71, Band.REVIEW), evidence(lighter, 1.0)
    assert told(tmp_path / "a", first, second).role == graver.value
    assert told(tmp_path / "b", second, first).role == graver.value


def test_a_name_remotely_alike_in_a_graver_role_does_not_hide_a_sure_one(tmp_path: Path) -> None:
    weak, sure = evidence(Role.RESPONDENT, 0.65, Band.DIGEST), evidence(Role.CITED, 0.72, Band.REVIEW)
    hit = told(tmp_path / "a", weak, sure)
    assert (hit.role, hit.band) == ("cited", "review")
    alone = told(tmp_path / "b", weak, evidence(Role.CITED, 0.69, Band.DIGEST))
    assert (alone.role, alone.band) == ("respondent", "digest")


def test_of_one_role_the_surest_is_told_and_of_equals_always_the_same(tmp_path: Path) -> None:
    low, high = evidence(Role.MARK, 0.86, text="B"), evidence(Role.MARK, 0.99, text="A")
    for n, order in enumerate(((low, high), (high, low))):
        assert told(tmp_path / str(n), *order).score == 0.99
    one, two = evidence(Role.MARK, text="A"), evidence(Role.MARK, text="B")
    assert told(tmp_path / "x", one, two).text == told(tmp_path / "y", two, one).text == "B"
    (field, hit) = one.matches[0]
    elsewhere = replace(one, matches=((replace(field, field="z"), hit),))
    assert told(tmp_path / "t", one, elsewhere).field == told(tmp_path / "u", elsewhere, one).field == "z"
    other = replace(one, record=replace(one.record, source="us-b"))
    assert told(tmp_path / "v", one, other).source == told(tmp_path / "w", other, one).source == "us-b"


def test_a_role_or_band_that_rises_is_a_change_and_the_same_again_is_none(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        assert store.records.fold([evidence(Role.CITED)], 1, AT).new_hits
        assert not store.records.fold([evidence(Role.CITED)], 2, AT).changed_hits
        assert not store.records.fold(
            [evidence(Role.CITED, 0.95)], 3, AT
        ).changed_hits  # surer, and the same to a reader
        assert store.records.fold([evidence(Role.RESPONDENT, 0.71, Band.REVIEW)], 4, AT).changed_hits
        assert store.records.fold([evidence(Role.RESPONDENT, 0.9)], 5, AT).changed_hits
        assert not store.records.fold([evidence(Role.GOODS)], 6, AT).changed_hits
        assert store.hits.find()[0].changed_run == 5
