"""Whose filing it is, as decided on the one path that every door takes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from monitor.model import Mention, Role
from monitor.store import Store
from tests.assess.doors import (
    FIRM,
    FIRM_EN,
    LIST,
    STRANGER,
    applicant,
    collect,
    hit_list,
    looked_up,
    mark,
    matched_again,
    record,
    screened,
)
from tests.collect.single_source import NOW

OURS = mark("LANGUHE", 33)
TAIYUAN, XIAN = "1 Yingze Street, Taiyuan, Shanxi", "1 Chang'an Road, Xi'an, Shaanxi"


def owner(text: str, country: str = "CN", address: str = "", **extra: object) -> Mention:
    return Mention(text, Role.APPLICANT, "party", "en", country, address=address, extra=extra)


# What a record names beside our mark (or another sign), and what each watched name met in it is to us.
SAID = {
    # the party's own name, at home
    "our firm, in English": ((OURS, applicant(FIRM_EN)), {("w1", "own_filing")}),
    "our firm, in Chinese": ((OURS, applicant(FIRM)), {("w1", "own_filing")}),
    "our firm, no country given": ((OURS, applicant(FIRM_EN, "")), {("w1", "own_filing")}),
    "our firm in its province": ((OURS, owner(FIRM_EN, address=TAIYUAN)), {("w1", "own_filing")}),
    "our firm, of another mark of ours": ((mark("LANGUCHUN", 33), applicant(FIRM_EN)), {("w2", "own_filing")}),
    "our firm, of a sign not on the list": ((mark("JOURNEY", 33), applicant(FIRM_EN)), {("c1", "own_filing")}),
    "our firm with a second name": ((OURS, applicant(FIRM_EN, "CN", ("Golden Pear",))), {("w1", "own_filing")}),
    "our firm in the care of an attorney": (
        (OURS, applicant(f"{FIRM_EN} c/o Smith & Pear LLP")),
        {("w1", "own_filing")},
    ),
    "our firm, of a stranger's mark": (
        (mark("YUNZHU", 25), applicant(FIRM_EN)),
        {("c1", "own_filing"), ("w3", "squat")},
    ),
    "our firm beside another firm of the list": (
        (OURS, applicant(FIRM_EN), applicant("Qixian Jinchuanyu Glass Products Co., Ltd.")),
        {("w1", "own_filing"), ("c2", "own_filing")},
    ),
    # the name is ours, something contradicts
    "our name in another country": ((OURS, applicant(FIRM_EN, "US")), {("w1", "claimed_own")}),
    "our name in Hong Kong": ((OURS, applicant(FIRM_EN, "HK")), {("w1", "claimed_own")}),
    "our name under foreign law": ((OURS, owner(FIRM_EN, nationality="VG")), {("w1", "claimed_own")}),
    "our name with a foreign form, no country": (
        (OURS, applicant("Shanxi Languhe Liquor LLC", "")),
        {("w1", "claimed_own")},
    ),
    "our name in another province": ((OURS, owner(FIRM_EN, address=XIAN)), {("w1", "claimed_own")}),
    "our name abroad on a sign not on the list": (
        (mark("JOURNEY", 33), applicant(FIRM_EN, "US")),
        {("c1", "claimed_own")},
    ),
    # he says so beside his name
    "a stranger doing business as our firm": ((OURS, applicant(STRANGER, "US", (FIRM_EN,))), {("w1", "claimed_own")}),
    "a Chinese stranger also known as our firm": ((OURS, applicant("Li Ming", "CN", (FIRM,))), {("w1", "claimed_own")}),
    "it stands in the name itself": ((OURS, applicant(f"Li Ming d/b/a {FIRM_EN}")), {("w1", "claimed_own")}),
    "formerly our firm": ((OURS, applicant(f"{STRANGER}, f/k/a {FIRM_EN}", "US")), {("w1", "claimed_own")}),
    "in our firm's care": ((OURS, applicant(f"Li Ming c/o {FIRM_EN}")), {("w1", "claimed_own")}),
    "on a sign not on the list": (
        (mark("JOURNEY", 33), applicant(STRANGER, "US", (FIRM_EN,))),
        {("c1", "claimed_own")},
    ),
    # not alone
    "our firm as one of two owners": ((OURS, applicant(STRANGER, "US"), applicant(FIRM_EN)), {("w1", "claimed_own")}),
    # a similar name
    "a namesake of the islands": (
        (OURS, applicant("Shanxi Languhe International Holding Ltd", "VG")),
        {("w1", "claimed_own")},
    ),
    "another trade: to be reviewed only": (
        (OURS, applicant("Shanxi Languhe Glass Co., Ltd.")),
        {("w1", "claimed_own")},
    ),
    "a similar name and another sign": (
        (mark("JOURNEY", 33), applicant("Shanxi Languhe Glass Co., Ltd.")),
        {("c1", "owner_named")},
    ),
    # strangers
    "a stranger": ((OURS, applicant(STRANGER, "US")), {("w1", "squat")}),
    "nobody named": ((OURS,), {("w1", "squat")}),
    # the other side of a case
    "our firm as opponent of a stranger": (
        (OURS, applicant(STRANGER, "US"), applicant(FIRM_EN, role=Role.OPPONENT)),
        {("w1", "squat"), ("c1", "opponent")},
    ),
    # assigned away
    "our firm owned it before": (
        (OURS, applicant(STRANGER, "US"), applicant(FIRM_EN, role=Role.FORMER_OWNER)),
        {("w1", "own_lost")},
    ),
    "our firm owned it before, of a sign not on the list": (
        (mark("JOURNEY", 33), applicant(STRANGER, "US"), applicant(FIRM_EN, role=Role.FORMER_OWNER)),
        {("c1", "own_lost")},
    ),
    "a stranger owned it before us": (
        (OURS, applicant(FIRM_EN), applicant(STRANGER, "US", role=Role.FORMER_OWNER)),
        {("w1", "own_filing")},
    ),
}


@pytest.mark.parametrize("case", SAID)
def test_every_door_decides_alike_whose_filing_it_is(case: str, tmp_path: Path) -> None:
    mentions, said = SAID[case]
    filed = record(*mentions)
    with Store.open(tmp_path / "state") as store:
        store.watchlist.replace(LIST, "v", "f", NOW)
        collect(store, tmp_path, [filed])
        assert {(h.watched_id, h.kind) for h in store.hits.find()} == said
        assert {(told[0], told[7]) for told in hit_list(store)} == said
        assert {(told[0], told[7]) for told in looked_up(store)} == said
        assert {(told[0], told[7]) for told in screened([filed])} == said
        assert {(told[0], told[7]) for told in screened([filed], table=True)} == said
        matched_again(store)
        assert {(h.watched_id, h.kind) for h in store.hits.find()} == said


@pytest.mark.parametrize("strangers_first", [True, False])
def test_what_one_source_calls_a_stranger_s_is_not_our_own(tmp_path: Path, strangers_first: bool) -> None:
    """Of one application one source names our firm, another a stranger: it is told, whichever was read first."""
    ours = record(OURS, applicant(FIRM_EN))
    theirs = replace(record(OURS, applicant(STRANGER, "US")), source="us-itc-ids")
    with Store.open(tmp_path / "state") as store:
        store.watchlist.replace(LIST, "v", "f", NOW)
        collect(store, tmp_path, [theirs, ours] if strangers_first else [ours, theirs])
        (hit,) = store.hits.find()
        assert sorted(e.whose for e in store.hits.evidence([hit.id])[hit.id]) == ["ours", "stranger"]
        assert (hit.kind, hit.own_filing, hit.source) == ("claimed_own", False, "us-itc-ids")
        assert looked_up(store) == hit_list(store)
        matched_again(store)
        assert [(h.kind, h.own_filing) for h in store.hits.find()] == [("claimed_own", False)]


@pytest.mark.parametrize("role", [r for r in Role if r.is_party])
def test_a_name_printed_beside_a_party_is_found_and_told_in_that_party_s_role(tmp_path: Path, role: Role) -> None:
    party = Mention("Bluefern Holdings LLC", role, "party", "en", aliases=("JCYGLASS",))
    filed = record(mark("JOURNEY"), party)
    with Store.open(tmp_path / "state") as store:
        store.watchlist.replace(LIST, "v", "f", NOW)
        collect(store, tmp_path, [filed])
        told = hit_list(store)
        assert {(w, r, text) for w, _, r, _, text, *_ in told} == {("c2", role.value, "Bluefern Holdings LLC")}
        assert looked_up(store) == told == screened([filed])
        matched_again(store)
        assert hit_list(store) == told
