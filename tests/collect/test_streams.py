"""The streams of a run: what each court says of itself is kept, one that did not answer is told apart, days read stay read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from monitor.coverage import coverage_of
from monitor.model import LeftOut, Reason, StreamState, Verdict
from monitor.store import Store
from monitor.texts import Texts
from tests.collect.single_source import NOW, feed, pacer, ran, replay

SOURCE = "us-pacer-rss"
ITEM = """<item><title>{number} Elmwick Lamps, Inc. v. Northlark Co.</title><link>https://ecf.{court}.uscourts.gov/cgi-bin/DktRpt.pl?{id}</link>
<description>[Order]</description><guid>{id}</guid><pubDate>Fri, 20 Nov 2026 00:30:00 GMT</pubDate></item>"""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "state") as opened:
        yield opened


def items(court: str, count: int = 30) -> str:
    return "".join(ITEM.format(court=court, number=f"1:26-cv-{n:05d}", id=500_000 + n) for n in range(1, count + 1))


def without_complaints(court: str) -> dict[str, object]:
    given = feed(court, items(court))
    return {**given, "body": str(given["body"]).replace("of type: all", "of type: order,notice")}


def states(store: Store) -> dict[str, StreamState]:
    return {s.name: s for s in store.streams.of([SOURCE])[SOURCE]}


def test_what_a_court_leaves_out_is_kept_and_goes_when_it_is_published_again(store: Store, tmp_path: Path) -> None:
    config = pacer("ilnd", "nysd")
    verdict, _ = ran(store, config, replay(tmp_path, without_complaints("ilnd"), feed("nysd", items("nysd"))))
    assert verdict is Verdict.OK  # what the feed holds was checked
    assert states(store)["ilnd"].left_out == (LeftOut.NEW_SUITS, LeftOut.MOTIONS)
    assert states(store)["nysd"].left_out == ()
    assert {s.newest for s in states(store).values()} == {
        date(2026, 11, 19)
    }  # the evening before, where the courts sit
    ran(store, config, replay(tmp_path, feed("ilnd", items("ilnd")), feed("nysd", items("nysd"))))
    assert states(store)["ilnd"].left_out == ()


def test_one_court_that_did_not_answer_is_told_apart_from_those_that_did(store: Store, tmp_path: Path) -> None:
    config, both = pacer("ilnd", "nysd"), [feed("ilnd", items("ilnd")), feed("nysd", items("nysd"))]
    ran(store, config, replay(tmp_path, *both))
    later = NOW + timedelta(minutes=20)
    assert ran(store, config, replay(tmp_path, both[0]), later)[0] is Verdict.FAILED
    assert {n: (s.failing, s.read_at) for n, s in states(store).items()} == {
        "ilnd": (False, later),
        "nysd": (True, NOW),
    }


def test_a_court_whose_feed_is_in_doubt_was_not_read(store: Store, tmp_path: Path) -> None:
    stale = feed("ilnd", items("ilnd"), built="Fri, 13 Nov 2026 01:30:00 GMT")
    ran(store, pacer("ilnd"), replay(tmp_path, stale))
    assert states(store)["ilnd"].read_at is None
    assert states(store)["ilnd"].failing


def test_an_unchanged_feed_was_read_and_says_what_it_said(store: Store, tmp_path: Path) -> None:
    folder = replay(tmp_path, without_complaints("ilnd"))
    ran(store, pacer("ilnd"), folder)
    later = NOW + timedelta(hours=2)
    assert ran(store, pacer("ilnd"), folder, later)[0] is Verdict.UNCHANGED
    assert states(store)["ilnd"].read_at == later
    assert states(store)["ilnd"].left_out == (LeftOut.NEW_SUITS, LeftOut.MOTIONS)


def test_a_court_that_is_taken_out_of_the_entry_is_read_no_more(store: Store, tmp_path: Path) -> None:
    folder = replay(tmp_path, feed("ilnd", items("ilnd")), feed("nysd", items("nysd")))
    ran(store, pacer("ilnd", "nysd"), folder)
    ran(store, pacer("ilnd"), folder, NOW + timedelta(hours=1))
    assert set(states(store)) == {"ilnd"}


def test_coverage_tells_of_every_court_in_one_look(store: Store, tmp_path: Path) -> None:
    config = pacer("ilnd")
    ran(store, config, replay(tmp_path, without_complaints("ilnd")))
    (told,) = coverage_of(store, {config.id: config}, NOW - timedelta(days=4), NOW + timedelta(hours=1), Texts("zh"))
    assert [(s.name, s.left_out) for s in told.streams] == [("ilnd", (LeftOut.NEW_SUITS, LeftOut.MOTIONS))]


def test_one_odd_item_in_a_small_feed_is_kept_aside_and_the_source_is_not_in_doubt(
    store: Store, tmp_path: Path
) -> None:
    odd = items("ilnd", 3).replace("1:26-cv-00003", "5:26-~gr-00001")
    config = pacer("ilnd").model_copy(update={"canary": pacer("ilnd").canary.model_copy(update={"of": 10_000})})
    assert ran(store, config, replay(tmp_path, feed("ilnd", odd))) == (Verdict.OK, [])
    assert store.db.value("select count(*) from quarantine") == 1
    (run,) = store.runs.of(SOURCE)
    assert "ilnd #3" in store.runs.notes(run.id)
    two = odd.replace("1:26-cv-00002", "5:26-~gr-00002")
    doubted, reasons = ran(store, config, replay(tmp_path, feed("ilnd", two)), NOW + timedelta(hours=1))
    assert (doubted, reasons) == (Verdict.SUSPICIOUS, ["health.too_many_skipped"])


def test_days_once_read_are_known_of_the_same_reading_only(store: Store) -> None:
    at, day = datetime(2026, 11, 20, 2, tzinfo=UTC), date(2026, 11, 19)
    store.streams.note_days(SOURCE, {"a": [day]}, "x/1", at)
    assert store.streams.days_read(SOURCE, "x/1", at) == {"a": {day: at}}
    assert store.streams.days_read(SOURCE, "x/2", at) == {}
    assert store.streams.days_read(SOURCE, "x/1", at - timedelta(days=1)) == {}  # read under a clock that was wrong
    assert store.streams.days_read("another", "x/1", at) == {}


def test_stretches_of_days_are_said_in_words() -> None:
    left = Reason(
        "health.days_left", {"days": {"stretches": [["2026-11-02", "2026-11-02"], ["2026-11-05", "2026-11-09"]]}}
    )
    assert "2026-11-02（周一）、2026-11-05（周四）至2026-11-09（周一）" in Texts("zh").reason(left)
    assert "2026-11-05 (Thu) to 2026-11-09 (Mon)" in Texts("en").reason(left)


def test_one_court_in_doubt_leaves_the_others_checked(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The window goes on and what is known of the others stays known; the doubted one is read again."""
    from monitor.collect import streams
    from monitor.model import Reason

    def doubt(state: StreamState, *_: object) -> tuple[Reason, ...]:
        of = {"key": "health.stream.court", "params": {"court": state.name}}
        return (Reason("health.stream.nothing", {"of": of, "days": 2, "usual": 50}),) if state.name == "ilnd" else ()

    monkeypatch.setattr(streams, "doubts_of", doubt)
    config, folder = pacer("ilnd", "nysd"), replay(tmp_path, feed("ilnd", items("ilnd")), feed("nysd", items("nysd")))
    assert ran(store, config, folder) == (Verdict.SUSPICIOUS, ["health.stream.nothing"])
    assert store.sources.checked_until(SOURCE) == NOW
    known = [k for k in ("ilnd", "nysd") if store.sources.document(SOURCE, f"GET {config.urls[k]}") is not None]
    assert known == ["nysd"]
    (told,) = coverage_of(
        store, {config.id: config}, NOW - timedelta(hours=20), NOW + timedelta(minutes=1), Texts("zh")
    )
    assert told.but_for_units
    assert told.doubted == (
        "美国伊利诺伊州北区联邦地区法院的动态最近 2 天没有新内容，平时约有 50 条；可能已停止更新，其间的内容可能漏查",
    )


def test_the_only_stream_in_doubt_leaves_its_source_unchecked(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from monitor.collect import streams
    from monitor.model import Reason

    told = (
        Reason(
            "health.stream.too_little",
            {"of": {"key": "health.stream.whole", "params": {}}, "days": 7, "got": 1, "usual": 9},
        ),
    )
    monkeypatch.setattr(streams, "doubts_of", lambda *_: told)
    config = pacer("ilnd")
    assert ran(store, config, replay(tmp_path, feed("ilnd", items("ilnd"))))[0] is Verdict.SUSPICIOUS
    assert store.sources.checked_until(SOURCE) is None


def test_what_is_read_again_is_counted_once(store: Store, tmp_path: Path) -> None:
    folder = replay(tmp_path, feed("ilnd", items("ilnd")))
    ran(store, pacer("ilnd"), folder)
    ran(store, pacer("ilnd"), replay(tmp_path, feed("ilnd", items("ilnd") + " ")), NOW + timedelta(hours=1))
    (day,) = store.streams.brought(SOURCE, NOW.date(), NOW.date())["ilnd"]
    assert (day.fresh, day.born, day.reads) == (30, 30, 2)
    assert day.filled["caption"] == 30
    assert {n for n in day.filled if n.startswith("event.")}
