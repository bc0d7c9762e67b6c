"""Of many parties of one matter an act concerns some: what others did, or had done to them, is not told of ours."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from monitor.assess.parties import Concerns, concerns, names_of_party, of_party, told_in_full
from monitor.model import HitKind, Match, Mention, Role
from monitor.store import EventRow

OURS = frozenset({"Shanxi Lanternbeck Technology Co., Ltd.", "Lanternbeck Home"})
PARTY_KINDS = (HitKind.RESPONDENT, HitKind.DEFENDANT, HitKind.PARTY)


def act(code: str = "default", *parties: str, whole: bool | None = None) -> EventRow:
    seen = datetime(2026, 11, 20, tzinfo=UTC)
    return EventRow(code, "", date(2026, 11, 20), "", "", True, "demo", seen, 1, {}, parties, whole)


@pytest.mark.parametrize(
    ("party", "answer"),
    [
        ("Shanxi Lanternbeck Technology Co., Ltd.", Concerns.YES),
        ("SHANXI LANTERNBECK TECHNOLOGY CO LTD", Concerns.YES),
        ("Shanxi Lanternbeck Technology", Concerns.YES),
        ("Lanternbeck Home", Concerns.YES),
        ("Lanternbeck", Concerns.POSSIBLY),  # a short form, or another firm of the group
        ("Shanxi Lanternbeck Technology Group Co., Ltd.", Concerns.POSSIBLY),
        ("Lanternbeck Home (Hong Kong)", Concerns.POSSIBLY),
        ("Quillmere Trading Inc.", Concerns.NO),
        ("Defendant No. 12", Concerns.POSSIBLY),  # of a list nobody reads here
        ("Does 1 through 10", Concerns.POSSIBLY),
    ],
)
def test_an_act_concerns_the_party_it_names(party: str, answer: Concerns) -> None:
    assert concerns([party], OURS) is answer
    assert concerns(["Quillmere Trading Inc.", party], OURS) is answer


def test_an_act_that_names_nobody_concerns_everybody() -> None:
    assert concerns([], OURS) is Concerns.YES


@pytest.mark.parametrize("kind", PARTY_KINDS)
def test_what_happened_to_others_falls_out_and_what_is_doubtful_stays(kind: HitKind) -> None:
    acts = [act("served"), act("default", "Quillmere Trading Inc."), act("served", "Defendant No. 3")]
    assert of_party(kind, OURS, acts) == [acts[0], replace(acts[2], parties=(), whole=False)]


@pytest.mark.parametrize("party", ["Defendant Nos. 12 and 45", "Lanternbeck"])
@pytest.mark.parametrize(
    ("code", "kept"), [("served", {"answer_due": "2026-12-30"}), ("answer_extended", {}), ("tro_extended", {})]
)
def test_a_day_that_may_be_anothers_moves_none_of_ours(party: str, code: str, kept: dict[str, str]) -> None:
    """A later day of Defendant No. 12, told as certain, would be a default judgment for us."""
    printed = replace(act(code, party), says={"answer_due": "2026-12-30"})
    (event,) = of_party(HitKind.DEFENDANT, OURS, [printed])
    assert (event.says, event.parties, event.whole) == (kept, (), False)


@pytest.mark.parametrize("kind", [k for k in HitKind if k not in PARTY_KINDS])
def test_who_is_no_party_sued_hears_of_every_act(kind: HitKind) -> None:
    acts = [act("default", "Quillmere Trading Inc."), act("dismissed", "Lanternbeck Home", whole=False)]
    assert of_party(kind, OURS, acts) == acts


def test_an_end_for_some_ends_it_wholly_for_those_it_names_alone() -> None:
    ours, perhaps, nobody = (
        act("dismissed", "Lanternbeck Home", whole=False),
        act("dismissed", "Lanternbeck", whole=False),
        act("dismissed", whole=False),
    )
    assert [e.whole for e in of_party(HitKind.DEFENDANT, OURS, [ours, perhaps, nobody])] == [True, False, False]


def test_an_act_against_all_others_falls_out_for_whom_it_surely_spares() -> None:
    judged = replace(act("default_judgment", whole=False), says={"spared": ["Quellmark Trading Co., Ltd."]})
    assert of_party(HitKind.DEFENDANT, {"QUELLMARK TRADING CO., LTD."}, [judged]) == []
    assert of_party(HitKind.DEFENDANT, {"Orrinfold Ltd."}, [judged]) == [judged]
    assert of_party(HitKind.DEFENDANT, {"Quellmark Trading Hangzhou Co., Ltd."}, [judged]) == [judged]


def test_a_party_stands_under_its_name_and_what_is_printed_beside_it() -> None:
    mentions = [
        Mention("Shanxi Lanternbeck Technology Co., Ltd.", Role.DEFENDANT, "parties", aliases=("Lanternbeck Home",)),
        Mention("Quillmere Trading Inc.", Role.DEFENDANT, "parties", aliases=("Quill",)),
    ]
    match = Match("c1", 1.0, None, "x", "given", "company", span_text="Lanternbeck Home")
    assert names_of_party("Lanternbeck Home", match, mentions) == OURS


def test_a_label_falls_out_once_its_filing_was_read() -> None:
    def event(code: str, ident: str) -> EventRow:
        return replace(act(code), ident=ident)

    label, order, other = event("tro_ruled", "0670"), event("tro_issued", "0670#2"), event("tro_ruled", "0671")
    assert told_in_full([label, order, other]) == [order, other]
    assert told_in_full([label, event("other", "0670")]) == [label, event("other", "0670")]


@pytest.mark.parametrize(
    ("span", "found"), [("", OURS), ("Lanternbeck", OURS | {"Lanternbeck"}), ("Lanternbeck Home", OURS)]
)
def test_a_party_is_sought_by_the_words_that_were_matched_as_well(span: str, found: frozenset[str]) -> None:
    mention = Mention(
        "Shanxi Lanternbeck Technology Co., Ltd.", Role.DEFENDANT, "parties", aliases=("Lanternbeck Home",)
    )
    match = Match("c1", 1.0, None, "x", "given", "company", span_text=span)
    assert names_of_party(mention.text, match, [mention]) == found


@pytest.mark.parametrize(("party", "answer"), [("Bolt", Concerns.POSSIBLY), ("Bol", Concerns.NO)])
def test_a_name_of_four_letters_may_be_short_for_a_longer_one(party: str, answer: Concerns) -> None:
    assert concerns([party], ["Boltquill Works"]) is answer
