"""Canaries: what must be met if reading and matching work. A silent one makes the run suspicious, and says which."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.assess.canary import _CANARIES, _SONGS
from monitor.assess.rematch import list_in_use, rematch
from monitor.clock import Week
from monitor.config import Canary, SourceConfig, load_sources
from monitor.config.settings import Settings
from monitor.errors import ConfigError
from monitor.issue.building import build_issue
from monitor.matching import Matcher
from monitor.model import Event, Mention, Record, Role, Seen, Verdict, WatchedName
from monitor.resources import shipped
from monitor.store import Store
from monitor.store.hits import Hits
from monitor.texts import Texts
from tests.collect.single_source import NOW, feed, pacer, parsed_by, ran, replay

NAME = WatchedName("w1", "云杼", aliases=("YUNZHU",), nice_classes=(25,))


def captions(*texts: str, key: str = "us-dct:ilnd:1:26-cv-99") -> Any:
    """A parser that yields one case per caption."""

    def parse(capture: Any, plan: Any) -> Iterator[Any]:
        yield Seen("items", len(texts))
        for number, text in enumerate(texts):
            yield Record(
                source=plan.source, matter=f"{key}{number:03}", kind="docket", title=text, url="",
                events=(Event("filed", date(2026, 11, 19), ""),), mentions=(Mention(text, Role.MARK, "title"),),
                facts={"caption": text},
            )  # fmt: skip

    return parse


def court(**canary: Any) -> SourceConfig:
    """One court, of whose captions not every one names two sides."""
    expect = pacer("ilnd").expect.model_copy(update={"fill_rate": {"caption": 0.9}})
    return pacer("ilnd").model_copy(update={"canary": Canary(**canary), "expect": expect})


# --- of a source ------------------------------------------------------------------------------------------


def test_a_frequent_word_that_is_nowhere_makes_the_run_suspicious(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parsed_by(captions("Doe versus Roe", "In re Roe"), monkeypatch)
    config = court(term=" V. ", of=2)
    with Store.open(tmp_path) as store:
        assert ran(store, config, replay(tmp_path, feed("ilnd"))) == (Verdict.SUSPICIOUS, ["health.canary_term"])
        assert store.sources.checked_until(config.id) is None
        built = build_issue(store, Settings(), {config.id: config}, Week.of(NOW), NOW, Texts("zh"))
        page = built.files["txt"].read_text(encoding="utf-8")
        assert "2条，其中只有0条出现“V.”" in "".join(page.split())


def test_a_frequent_word_is_met_in_the_days_before_and_not_asked_of_a_handful(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = replay(tmp_path, feed("ilnd"))
    config = court(term=" v. ", min=2, of=3, days=2)
    with Store.open(tmp_path / "state") as store:
        parsed_by(captions("Doe v. Roe", "Poe v. Roe"), monkeypatch)
        assert ran(store, config, folder)[0] is Verdict.OK  # two items: not asked
        parsed_by(captions("In re Doe"), monkeypatch)
        later = replay(tmp_path, feed("ilnd", built="Fri, 20 Nov 2026 02:30:00 GMT"))
        assert ran(store, config, later, NOW + timedelta(days=1))[0] is Verdict.OK  # met yesterday
        again = replay(tmp_path, feed("ilnd", built="Mon, 23 Nov 2026 02:30:00 GMT"))
        parsed_by(captions("In re Doe", "In re Poe", "In re Roe"), monkeypatch)
        assert ran(store, config, again, NOW + timedelta(days=3))[1] == ["health.canary_term"]


def test_another_word_in_the_configuration_begins_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parsed_by(captions(*["Doe v. Roe"] * 3), monkeypatch)
    with Store.open(tmp_path / "state") as store:
        assert ran(store, court(term=" v. ", of=3), replay(tmp_path, feed("ilnd")))[0] is Verdict.OK
        parsed_by(captions("Doe vs Roe"), monkeypatch)
        later = replay(tmp_path, feed("ilnd", built="Fri, 20 Nov 2026 01:40:00 GMT"))
        assert ran(store, court(term=" vs ", of=3), later)[0] is Verdict.OK


def test_a_permanent_matter_that_is_missing_makes_the_run_suspicious(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parsed_by(captions("Doe v. Roe", "Poe v. Roe"), monkeypatch)
    there, gone = "us-dct:ilnd:1:26-cv-99001", "us-dct:ilnd:1:26-cv-99777"
    with Store.open(tmp_path / "a") as store:
        assert ran(store, court(known=(there,)), replay(tmp_path, feed("ilnd")))[0] is Verdict.OK
    with Store.open(tmp_path / "b") as store:
        assert ran(store, court(known=(there, gone)), replay(tmp_path, feed("ilnd")))[1] == ["health.canary_known"]
        assert gone in store.runs.of("us-pacer-rss")[0].message
        assert there not in store.runs.of("us-pacer-rss")[0].message
    with Store.open(tmp_path / "c") as store:
        assert ran(store, court(known=(gone,), of=3), replay(tmp_path, feed("ilnd")))[0] is Verdict.OK


@pytest.mark.parametrize(
    ("canary", "key"),
    [
        ("{term: x, at_least: 1}", "errors.config_unknown_key"),
        ("{term: x, min: 0}", "errors.config_bad_value"),
        ("{known: 337-TA-944}", "errors.config_bad_value"),
        ("{known: [337-TA-944]}", "errors.config_canary_unusable"),
        ("{min: 3}", "errors.config_canary_unusable"),
        ('{term: " "}', "errors.config_canary_unusable"),
    ],
)
def test_a_canary_that_cannot_sing_is_refused_at_the_start(tmp_path: Path, canary: str, key: str) -> None:
    text = (
        shipped("sources.yaml").read_text(encoding="utf-8").replace('{term: " v. ", min: 20, of: 500, days: 1}', canary)
    )
    (tmp_path / "sources.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load_sources(tmp_path / "sources.yaml")
    assert caught.value.key == key
    assert caught.value.params["source"] == "us-pacer-rss"
    line = text.splitlines()[int(str(caught.value.params["line"])) - 1]
    assert "canary" in line


def test_every_shipped_source_has_a_canary() -> None:
    assert all(c.canary.term or c.canary.known for c in load_sources(shipped("sources.yaml")).values())


# --- of the matcher ---------------------------------------------------------------------------------------


def test_a_matcher_that_went_dumb_makes_every_run_suspicious(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parsed_by(captions("YUNZHU"), monkeypatch)
    monkeypatch.setattr(Matcher, "find", lambda *a, **k: [])
    with Store.open(tmp_path / "state") as store:
        store.watchlist.replace((NAME,), "1", "a.csv", NOW)
        verdict, reasons = ran(store, court(), replay(tmp_path, feed("ilnd")))
        assert verdict is Verdict.SUSPICIOUS
        assert set(reasons) == {"health.canary_unheard"}
        assert store.sources.checked_until("us-pacer-rss") is None


@pytest.mark.parametrize("lost", range(len(_SONGS)))
def test_one_lost_kind_of_spelling_is_enough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lost: int) -> None:
    parsed_by(captions("Doe v. Roe"), monkeypatch)
    real = Matcher.find

    def partly_deaf(self: Matcher, text: str, *context: Any) -> Any:
        return [] if text == _SONGS[lost][1].text else real(self, text, *context)

    monkeypatch.setattr(Matcher, "find", partly_deaf)
    with Store.open(tmp_path / "state") as store:
        assert ran(store, court(), replay(tmp_path, feed("ilnd")))[1] == ["health.canary_unheard"]
        assert _SONGS[lost][1].text in store.runs.of("us-pacer-rss")[0].message


def test_an_alert_that_does_not_become_a_hit_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parsed_by(captions("Doe v. Roe"), monkeypatch)
    monkeypatch.setattr(Hits, "fold", lambda *a: (set(), set()))
    with Store.open(tmp_path / "state") as store:
        assert set(ran(store, court(), replay(tmp_path, feed("ilnd")))[1]) == {"health.canary_unstored"}


def test_a_matcher_that_went_dumb_takes_no_hit_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parsed_by(captions("YUNZHU"), monkeypatch)
    with Store.open(tmp_path / "state") as store:
        store.watchlist.replace((NAME,), "1", "a.csv", NOW)
        ran(store, court(), replay(tmp_path, feed("ilnd")))
        before = store.hits.find()
        assert before
        store.watchlist.replace((NAME,), "2", "a.csv", NOW)
        with monkeypatch.context() as broken:
            broken.setattr(Matcher, "find", lambda *a, **k: [])
            rematch(store, list_in_use(store), NOW)
            assert store.hits.find() == before
        assert rematch(store, list_in_use(store), NOW).matters == 1  # it stayed owed


def test_the_canary_leaves_no_trace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even where a source publishes its very name."""
    parsed_by(captions(*(mention.text for _, mention in _SONGS), "YUNZHU"), monkeypatch)
    with Store.open(tmp_path / "state") as store:
        store.watchlist.replace((NAME,), "1", "a.csv", NOW)
        assert ran(store, court(), replay(tmp_path, feed("ilnd")))[0] is Verdict.OK
        assert [h.watched_id for h in store.hits.find()] == ["w1"]
        assert store.matters.count() == len(_SONGS) + 1
        assert not store.db.all("select * from matter_keys where key like 'canary%'")
        assert not store.db.all("select * from mentions where field = 'canary'")
        rematch(store, list_in_use(store), NOW)
        assert {h.watched_id for h in store.hits.find()}.isdisjoint(c.id for c in _CANARIES)
