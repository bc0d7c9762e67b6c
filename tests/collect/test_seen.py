"""A text nobody understood makes every run suspicious, until a person looked at that very text."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.clock import FixedClock
from monitor.errors import UsageError
from monitor.jobs.seen import doubt_json, look_at, take_back
from monitor.model import (
    Capture,
    Event,
    Mention,
    Outcome,
    ProvenEmpty,
    Record,
    Role,
    Suspect,
    Verdict,
    WatchedKind,
    WatchedName,
)
from monitor.sources.base import Plan
from monitor.store import Store
from monitor.texts import LANGUAGES, Texts
from tests.collect.single_source import NOW, feed, pacer, parsed_by, ran, replay
from tests.demo_run import monitor

KEY = "us_itc.federal_register.suspect.unread_party"
MATTER = "us-itc:337-TA-1490"
FIRST, SECOND = "Beispiel Leuchten GmbH of somewhere", "Muster Lampen Co., Ltd. of elsewhere"


class Office:
    """What a job is given, as far as these jobs ask."""

    def __init__(self, folder: Path) -> None:
        self.state = folder / "state"
        self.clock = FixedClock(NOW + timedelta(hours=1))


class Watched:
    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self.monkeypatch = folder, monkeypatch
        self.office: Any = Office(folder)
        self.hours = 0

    def run(self, texts: Sequence[str], *, asked: bool = True) -> tuple[Verdict, list[str]]:
        def parse(capture: Capture, plan: Plan[Any]) -> Iterator[Outcome]:
            yield ProvenEmpty()
            for text in texts:
                yield Suspect(KEY, {"number": "2026-97001", "text": text}, (MATTER,))

        parsed_by(parse, self.monkeypatch)
        self.hours += 2
        with Store.open(self.office.state) as store:
            folder = replay(self.folder, feed("nysd", f"<!-- {self.hours if asked else 0} -->"))
            return ran(store, pacer("nysd"), folder, NOW + timedelta(hours=self.hours))

    def seen(self, matter: str = "337-TA-1490") -> int:
        return len(look_at(self.office, "us-pacer-rss", matter, "wang", "a German firm alone"))


@pytest.fixture
def watched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Watched:
    return Watched(tmp_path, monkeypatch)


def test_a_text_nobody_looked_at_makes_every_run_suspicious(watched: Watched) -> None:
    for _ in range(3):
        assert watched.run([FIRST]) == (Verdict.SUSPICIOUS, [KEY])


def test_a_text_that_was_looked_at_makes_none(watched: Watched) -> None:
    watched.run([FIRST])
    assert watched.seen() == 1
    assert watched.run([FIRST]) == (Verdict.EMPTY, [])
    with Store.open(watched.office.state, readonly=True) as store:
        run = store.runs.last("us-pacer-rss")
        assert run is not None
        (note,) = json.loads(store.runs.notes(run.id))
    assert note[0] == "health.seen_by_person"  # told all the same, with who said so and why
    assert (note[1]["by"], note[1]["reason"]) == ("wang", "a German firm alone")
    for lang in LANGUAGES:
        assert FIRST in Texts(lang)(note[0], **note[1])


def test_another_text_of_the_same_notice_does(watched: Watched) -> None:
    watched.run([FIRST])
    watched.seen()
    assert watched.run([FIRST, SECOND]) == (Verdict.SUSPICIOUS, [KEY])
    assert watched.seen() == 1  # the new one alone
    assert watched.run([FIRST, SECOND])[0] is Verdict.EMPTY


def test_what_was_taken_back_makes_the_next_run_suspicious_even_where_its_document_is_known(watched: Watched) -> None:
    watched.run([FIRST])
    watched.seen()
    assert watched.run([FIRST], asked=False)[0] is Verdict.EMPTY
    assert len(take_back(watched.office, "us-pacer-rss", "337-TA-1490", "li")) == 1
    assert watched.run([FIRST], asked=False) == (Verdict.SUSPICIOUS, [KEY])
    with Store.open(watched.office.state, readonly=True) as store:
        (doubt,) = store.doubts.of("us-pacer-rss")
    (looked,) = doubt_json(doubt, Texts("en"))["looked"]
    assert (looked["by"], looked["undone_by"]) == ("wang", "li")  # nothing is forgotten
    assert watched.seen() == 1
    assert watched.run([FIRST], asked=False)[0].checked


@pytest.mark.parametrize("matter", ["337-TA-1490", "Inv. No. 337-TA-1490", MATTER])
def test_a_matter_is_named_as_people_write_it(watched: Watched, matter: str) -> None:
    watched.run([FIRST])
    assert watched.seen(matter) == 1


def test_of_another_matter_and_of_what_was_looked_at_already_nothing_is_waiting(watched: Watched) -> None:
    watched.run([FIRST])
    with pytest.raises(UsageError) as error:
        watched.seen("337-TA-1300")
    assert MATTER in str(error.value.params["known"])
    watched.seen()
    with pytest.raises(UsageError):
        watched.seen()
    with pytest.raises(UsageError):
        take_back(watched.office, "us-pacer-rss", "337-TA-1300", "li")


def test_a_watched_name_in_such_a_text_is_looked_at_like_the_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    firm = WatchedName(
        "c1", "临汾泓岚达铸造有限公司", WatchedKind.COMPANY, aliases=("Linfen Honglanda Foundry Co., Ltd.",)
    )
    text = "Longhua District, Shenzhen Linfen Honglanda Foundry Co., Ltd., Linfen, Shanxi, China"

    def parse(capture: Capture, plan: Plan[Any]) -> Iterator[Outcome]:
        yield Record(
            plan.source, "us-dct:nysd:1:26-cv-00001", "docket", "Lanbeier v. Muster", "https://example.org/",
            events=(Event("complaint", NOW.date(), "Complaint"),),
            mentions=(Mention(text, Role.CITED, "unread_parties", "en", extra={"unread": True}),),
        )  # fmt: skip

    parsed_by(parse, monkeypatch)
    office: Any = Office(tmp_path)
    with Store.open(office.state) as store:
        store.watchlist.replace([firm], "1", "x", NOW)
        assert "health.unread_name" in ran(store, pacer("nysd"), replay(tmp_path, feed("nysd")))[1]
    look_at(office, "us-pacer-rss", "us-dct:nysd:1:26-cv-00001", "wang", "the firm is a witness")
    with Store.open(office.state) as store:
        later = ran(store, pacer("nysd"), replay(tmp_path, feed("nysd", "<!-- -->")), NOW + timedelta(hours=1))
        assert "health.unread_name" not in later[1]
        assert [h.role for h in store.hits.find()] == ["cited"]  # the lead stays


def test_a_person_lists_marks_and_takes_back(watched: Watched) -> None:
    watched.run([FIRST])
    state = watched.office.state

    def said(*words: str, lang: str = "en") -> str:
        done = monitor(state, "--lang", lang, "source", "seen", "us-pacer-rss", *words)
        assert done.returncode == 0, done.stderr
        return done.stdout + done.stderr

    assert FIRST in said()
    assert "nobody looked" in said()
    assert "wang" in said("--matter", "337-TA-1490", "--reason", "a German firm", "--by", "wang")
    assert "a German firm" in said()
    assert (
        json.loads(monitor(state, "source", "seen", "us-pacer-rss", "--json").stdout)[0]["looked"][0]["reason"]
        == "a German firm"
    )
    assert "已经人工查看" in said(lang="zh")
    said("--matter", "337-TA-1490", "--undo", "--by", "li")
    assert "taken back by li" in said()


@pytest.mark.parametrize("words", [("--matter", "337-TA-1490"), ("--reason", "x"), ("--undo",)])
def test_who_marks_says_what_and_why(tmp_path: Path, words: tuple[str, ...]) -> None:
    done = monitor(tmp_path, "source", "seen", "us-pacer-rss", *words)
    assert done.returncode == 2
    assert "--reason" in done.stderr
