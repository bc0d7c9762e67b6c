"""What a record does not say takes nothing away: a title made of the matter's number never replaces a name."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.model import Category, Mention, Record, Role
from monitor.store import Store
from monitor.store.matter_keys import repeats_a_key
from monitor.store.records import Scored

AT = datetime(2026, 11, 20, 2, tzinfo=UTC)
KEY = "tm:BR:940000001"
NAMED, UNNAMED = "LANGUHE", "BR 940000001"


def record(title: str, as_of: str, source: str = "br-inpi", key: str = KEY) -> Scored:
    mentions = () if title == UNNAMED else (Mention(title, Role.MARK, "marca/nome"),)
    facts: dict[str, object] = {} if title == UNNAMED else {"mark": title}
    found = Record(source, key, "application", title, "", as_of=as_of, mentions=mentions, facts=facts)
    return Scored(found, Category.TRADEMARK, "sha256:x")


def title_of(tmp_path: Path, records: list[Scored], *, at_once: bool = False) -> str:
    with Store.open(tmp_path) as store:
        for run, batch in enumerate([records] if at_once else [[r] for r in records], 1):
            store.records.fold(batch, run, AT)
        matter = store.matters.get(KEY)
        assert matter is not None
        return matter.title


@pytest.mark.parametrize(
    ("title", "repeats"),
    [
        ("BR 940000001", True), ("br-940000001", True), ("940000001", True), ("tm:BR:940000001", True), ("", True), (" – ", True),
        ("LANGUHE", False), ("1", False), ("BR", False), ("BR 940000002", False), ("940000001 LANGUHE", False), ("01", False),
    ],
)  # fmt: skip
def test_a_title_that_only_repeats_the_number_is_no_name(title: str, repeats: bool) -> None:
    assert repeats_a_key(title, [KEY]) is repeats


@pytest.mark.parametrize("key", ["us-itc:337-TA-9911", "us-dct:ilnd:1:26-cv-99011", "tm:US:99000001"])
def test_so_it_is_for_the_matters_of_every_source(key: str) -> None:
    place, _, number = key.rpartition(":")
    assert repeats_a_key(f"{place.rpartition(':')[2].upper()} {number}", [key])
    assert repeats_a_key(number, ["other:1", key])


@pytest.mark.parametrize("at_once", [True, False])
def test_a_later_record_without_a_name_leaves_the_name(tmp_path: Path, at_once: bool) -> None:
    given = [record(NAMED, "2026-11-10"), record(UNNAMED, "2026-11-17"), record("", "2026-11-24")]
    for number, order in enumerate(permutations(given)):
        assert title_of(tmp_path / str(number), list(order), at_once=at_once) == NAMED


def test_the_name_of_one_source_stands_against_the_number_of_another(tmp_path: Path) -> None:
    assert title_of(tmp_path, [record(NAMED, "2026-11-10"), record(UNNAMED, "2026-11-17", "us-b")]) == NAMED


def test_a_later_name_replaces_an_earlier_one(tmp_path: Path) -> None:
    assert title_of(tmp_path, [record(NAMED, "2026-11-10"), record("NOVO", "2026-11-17")]) == "NOVO"


def test_without_any_name_the_number_is_the_title(tmp_path: Path) -> None:
    assert title_of(tmp_path, [record(UNNAMED, "2026-11-10"), record(UNNAMED, "2026-11-17")]) == UNNAMED


def test_a_number_that_an_older_version_put_over_the_name_gives_way_to_it(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        store.records.fold([record(UNNAMED, "2026-11-17")], 1, AT)
        old = (
            '{"br-inpi":{"_category":["2026-11-17","trademark"],"_jurisdiction":["2026-11-17",""],'
            '"_kind":["2026-11-17","application"],"_title":["2026-11-17","BR 940000001"],"_url":["2026-11-17",""]}}'
        )
        with store.db.immediate():
            store.db.execute("update matters set origins = ?", [old])
        store.records.fold([record(NAMED, "2026-11-10")], 2, AT)
        matter = store.matters.get(KEY)
        assert matter is not None
        assert matter.title == NAMED


# --- captions in which the plaintiff hides ---------------------------------------------------------------------------

SUIT = "us-dct:ilnd:1:26-cv-99011"
OPEN, HIDDEN = "Thornquay Audio LLC v. Schedule A", "XYZ Corporation v. Schedule A"


def docket(title: str, as_of: str, source: str = "us-courtlistener") -> Scored:
    facts: dict[str, object] = {"caption": title, "pseudonymous_plaintiff": title == HIDDEN, "docket_id": title[:3]}
    return Scored(Record(source, SUIT, "docket", title, "", as_of=as_of, facts=facts), Category.SUIT, "sha256:x")


@pytest.mark.parametrize(
    ("named", "hidden"),
    [("2026-11-10", "2026-11-10"), ("2026-11-10", "2026-11-17"), ("2026-11-17", "2026-11-10"), ("", "")],
)
@pytest.mark.parametrize("source", ["us-courtlistener", "us-pacer-rss"])
def test_of_two_dockets_of_one_case_the_one_that_names_the_plaintiff_holds(
    tmp_path: Path, named: str, hidden: str, source: str
) -> None:
    given = [docket(OPEN, named), docket(HIDDEN, hidden, source)]
    for number, order in enumerate(permutations(given)):
        with Store.open(tmp_path / str(number)) as store:
            for run, one in enumerate(order, 1):
                store.records.fold([one], run, AT)
            matter = store.matters.get(SUIT)
            assert matter is not None
            assert (matter.title, matter.facts["caption"], matter.facts["pseudonymous_plaintiff"]) == (
                OPEN,
                OPEN,
                False,
            )


def test_while_the_plaintiff_hides_that_is_what_is_known(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        store.records.fold([docket(HIDDEN, "2026-11-10")], 1, AT)
        matter = store.matters.get(SUIT)
        assert matter is not None
        assert (matter.title, matter.facts["caption"], matter.facts["pseudonymous_plaintiff"]) == (HIDDEN, HIDDEN, True)


def test_a_hidden_plaintiff_that_an_older_version_put_over_the_named_one_gives_way_to_it(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        store.records.fold([docket(HIDDEN, "2026-11-17")], 1, AT)
        old = (
            f'{{"us-courtlistener":{{"_title":["2026-11-17","{HIDDEN}"],"caption":["2026-11-17","{HIDDEN}"],'
            '"pseudonymous_plaintiff":["2026-11-17",true],"_category":["","suit"],"_jurisdiction":["",""],'
            '"_kind":["","docket"],"_url":["",""]}}'
        )
        with store.db.immediate():
            store.db.execute("update matters set origins = ?", [old])
        store.records.fold([docket(OPEN, "2026-11-10")], 2, AT)
        matter = store.matters.get(SUIT)
        assert matter is not None
        assert (matter.title, matter.facts["pseudonymous_plaintiff"]) == (OPEN, False)


titles = st.sampled_from([NAMED, UNNAMED, "", "LANGUHE 2", "940000001"])
days = st.sampled_from(["2026-11-01", "2026-11-02", "2026-11-03"])


@settings(max_examples=30, deadline=None)
@given(
    found=st.lists(st.builds(record, titles, days, st.sampled_from(["br-inpi", "us-b"])), min_size=1, max_size=6),
    data=st.data(),
)
def test_the_order_of_records_does_not_matter(
    found: list[Scored], data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    shuffled = data.draw(st.permutations(found))
    straight = title_of(tmp_path_factory.mktemp("a"), found)
    assert title_of(tmp_path_factory.mktemp("b"), shuffled) == straight
    named = [s.record for s in found if not repeats_a_key(s.record.title, [KEY])]
    assert (straight in {r.title for r in named}) == bool(named)
