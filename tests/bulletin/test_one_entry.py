"""One right, one entry in one section; a firm in a docket keeps its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from monitor.bulletin.compose import compose
from monitor.bulletin.issue import EventView, HitView
from monitor.bulletin.one_entry import grave_at_last, one_entry_each
from monitor.bulletin.renderers import render
from monitor.bulletin.selection import select
from monitor.model import Category, HitKind, WatchedKind
from monitor.texts import Texts
from tests.bulletin import sample_issue as sample


def hit(number: int, kind: HitKind = HitKind.SQUAT, risk: str = "high", **changes: object) -> HitView:
    made = replace(sample.SQUAT_US, id=str(number), entry_no="", watched=f"名{number}", watched_id=f"w{number}")
    return replace(made, kind=kind, risk=risk, **changes)  # type: ignore[arg-type]


def ids(hits: tuple[HitView, ...]) -> list[str]:
    return [h.id for h in hits]


def test_a_mark_met_by_several_names_is_one_entry_that_names_all_of_them() -> None:
    new, changed, own = one_entry_each([hit(1, score=0.8), hit(2, score=0.9), hit(3, matter="tm:US:2")], [], [])
    assert (ids(new), ids(changed), ids(own)) == (["2", "3"], [], [])
    assert [a.watched for a in new[0].also] == ["名1"]
    text = render(compose(replace(sample.EMPTY, new_hits=new)), "txt").decode()
    assert "同案其他名称：名1" in text


@pytest.mark.parametrize(
    ("new", "changed", "own", "kept"),
    [
        ([hit(1)], [], [hit(2, HitKind.OWN_FILING, "low")], ("new", "1")),
        ([hit(1, risk="low")], [hit(2)], [], ("changed", "2")),
        ([hit(1)], [hit(2)], [], ("new", "1")),
        ([], [hit(1, risk="low")], [hit(2, HitKind.OWN_FILING, "low")], ("changed", "1")),
    ],
)
def test_one_matter_stands_in_one_section(
    new: list[HitView], changed: list[HitView], own: list[HitView], kept: tuple[str, str]
) -> None:
    parts = dict(zip(("new", "changed", "own"), one_entry_each(new, changed, own), strict=True))
    assert [(part, i) for part, hits in parts.items() for i in ids(hits)] == [kept]
    assert [a.id for hits in parts.values() for h in hits for a in h.also] == (["1"] if kept[1] == "2" else ["2"])


def test_what_the_other_name_is_to_us_is_said_where_it_differs() -> None:
    mine = hit(1, HitKind.SQUAT)
    theirs = hit(2, HitKind.OPPONENT, "low", watched="某企业", watched_kind=WatchedKind.COMPANY)
    new, _, _ = one_entry_each([mine, theirs], [], [])
    text = render(compose(replace(sample.EMPTY, new_hits=new)), "txt").decode()
    assert "某企业（我方为异议人或请求人）" in text.replace("\n", "").replace("  ", "")


def test_each_firm_of_a_docket_has_its_own_entry() -> None:
    both = [hit(n, HitKind.DEFENDANT, category=Category.SUIT, matter="us-dct:ilnd:1:26-cv-1") for n in (1, 2)]
    assert [ids(p) for p in one_entry_each(both, [], [])] == [["1", "2"], [], []]


def test_what_was_told_for_information_and_is_a_danger_now_stands_among_the_new() -> None:
    risen = hit(1, HitKind.OWN_ATTACKED, kind_before="own_filing")
    known = hit(2, HitKind.SQUAT, kind_before="claimed_own", matter="tm:US:2")
    calmer = hit(3, HitKind.OWN_FILING, "low", kind_before="claimed_own", matter="tm:US:3")
    new, changed = grave_at_last((), (risen, known, calmer))
    assert (ids(new), ids(changed)) == (["1"], ["2", "3"])
    text = render(compose(replace(sample.EMPTY, new_hits=new, changed_hits=changed)), "txt").decode()
    assert "判断由“名录权利人自有申请”改为“我方权利受到攻击”" in text.replace("\n", "").replace("  ", "")


def test_what_is_ours_and_in_danger_comes_before_what_ends_sooner() -> None:
    kinds = (HitKind.CLAIMED_OWN, HitKind.OWN_ATTACKED, HitKind.OWN_LOST)
    hits = [hit(n, kind, matter=f"tm:US:{n}", deadlines=()) for n, kind in enumerate(kinds, 2)]
    assert ids(select([hit(1), *hits], [], []).full)[-1] == "1"


def test_a_registration_of_long_ago_stands_apart_and_is_not_said_to_be_filed() -> None:
    old = hit(1, risk="low", long_registered="1970-05-05", deadlines=())
    young = hit(2, risk="low", matter="tm:US:2", deadlines=())
    chosen = select([old, young], [], [])
    assert (ids(chosen.brief), ids(chosen.old)) == (["2"], ["1"])
    for lang, words in (("zh", "1970年5月5日已注册，五年期已过"), ("en", "registered on 5 May 1970")):
        text = render(compose(replace(sample.EMPTY, new_hits=(old,), lang=lang)), "txt").decode()
        assert words in text.replace("\n", "")
        assert "申请注册" not in text


@pytest.mark.parametrize("kind", [HitKind.CLAIMED_OWN, HitKind.OWN_ATTACKED, HitKind.OWN_LOST, HitKind.OPPONENT])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_new_kind_is_told_in_every_format(kind: HitKind, lang: str) -> None:
    issue = compose(replace(sample.EMPTY, new_hits=(hit(1, kind),), lang=lang))
    for name in ("txt", "html", "json"):
        assert b"LANGUHE" in render(issue, name)
    assert not any(e.sentence.startswith("bulletin.") for e in (*issue.full, *issue.brief))


def test_the_act_that_is_named_is_one_that_is_not_over() -> None:
    """Of a cancellation that runs and a later opposition that ended, the cancellation is what must be answered."""
    events = (
        EventView(date=date(2026, 5, 1), code="cancellation", title="CANCELLATION INSTITUTED"),
        EventView(date=date(2026, 6, 1), code="opposition", title="OPPOSITION INSTITUTED"),
        EventView(date=date(2026, 6, 10), code="opposition_dismissed", title="OPPOSITION DISMISSED"),
    )
    (entry,) = compose(replace(sample.EMPTY, new_hits=(hit(1, HitKind.OWN_ATTACKED, events=events),))).full
    assert Texts("zh")("event.cancellation") in entry.sentence
    assert Texts("zh")("event.opposition") not in entry.sentence
