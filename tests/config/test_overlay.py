"""An office's file says which sources exist; what an entry leaves out is as shipped, what it gives replaces it whole."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from monitor import sources
from monitor.collect.planning import options_of, reading_of
from monitor.config import SourceConfig, load_sources, overlay, unnamed
from monitor.config.entries import entries_of
from monitor.config.overlay import Shipped
from monitor.errors import ConfigError
from monitor.resources import shipped
from monitor.texts import Texts
from tests.command import command
from tests.conftest import ROOT

SHIPPED = """\
us-feeds:
  format: pacer_rss
  category: suit
  jurisdiction: US
  title: {zh: 案卷, en: dockets}
  urls:
    ilnd: https://feeds.example.org/ilnd
    nysd: https://feeds.example.org/nysd
  schedule: "0 7 * * *"
  key: ONE_KEY
  window: {days: 3, overlap_days: 1}
  expect: {min_items_week: 50, newest_within_days: 5, fill_rate: {caption: 0.9, plaintiff: 0.5, defendant: 0.3}}
  canary: {term: " v. ", min: 20, of: 500}
  terms: {allowed: public, attribution: Courts}
  options: {docket_types: [cv], stale_hours: 30}

# A comment between entries, with a name: in it
us-other:
    format: pacer_rss
    category: suit
    jurisdiction: US
    title: {zh: 另, en: other}
    urls: {ilnd: "https://feeds.example.org/other"}
    schedule: "0 8 * * *"
    keys: {id: FIRST, secret: SECOND}
    expect: {min_items: 1, fill_rate: {caption: 0.9, plaintiff: 0.5, defendant: 0.3}}
    terms: {allowed: public}
    enabled: false
    note: >-
      Folded text with a word
      key: that is no key
"""
BELOW = {  # what stands below us-feeds where nothing is changed
    "urls": {"ilnd": "https://feeds.example.org/ilnd", "nysd": "https://feeds.example.org/nysd"},
    "schedule": "0 7 * * *",
    "key": "ONE_KEY",
    "keys": {},
    "enabled": True,
    "options": {"docket_types": ["cv"], "stale_hours": 30},
}


def files(tmp_path: Path, office: str, base: str = SHIPPED) -> tuple[Path, Path]:
    (tmp_path / "office.yaml").write_text(office, encoding="utf-8")
    (tmp_path / "shipped.yaml").write_text(base, encoding="utf-8")
    return tmp_path / "office.yaml", tmp_path / "shipped.yaml"


def loaded(tmp_path: Path, office: str, base: str = SHIPPED) -> dict[str, SourceConfig]:
    return dict(load_sources(*files(tmp_path, office, base)))


def settings(config: SourceConfig) -> dict[str, Any]:
    return config.model_dump(mode="json")


def refused(tmp_path: Path, office: str, base: str = SHIPPED) -> ConfigError:
    with pytest.raises(ConfigError) as caught:
        _all_options(tmp_path, office, base)
    for lang in ("zh", "en"):
        said = Texts(lang)(caught.value.key, **caught.value.params)
        assert str(caught.value.params["file"]) in said
        assert not re.search(r"\{[a-z]", said)
    return caught.value


def _all_options(tmp_path: Path, office: str, base: str) -> list[object]:
    return [options_of(config) for config in loaded(tmp_path, office, base).values()]


# --- which sources, and which settings --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("entry", "change"),
    [
        ("us-feeds:", {}),
        ("us-feeds: {}", {}),
        ("us-feeds: ~", {}),
        ("us-feeds: {enabled: false}", {"enabled": False}),
        ('us-feeds:\n  schedule: "5 9 * * *"', {"schedule": "5 9 * * *"}),
        ("us-feeds: {key: OTHER_KEY}", {"key": "OTHER_KEY"}),
        ("us-feeds: {key: ~}", {"key": None}),
        ("us-feeds: {keys: {id: AN_ID, secret: A_SECRET}}", {"key": None, "keys": {"id": "AN_ID", "secret": "A_SECRET"}}),
        ("us-feeds: {keys: {}}", {"key": None}),
    ],
)  # fmt: skip
def test_what_an_entry_leaves_out_is_as_shipped(tmp_path: Path, entry: str, change: dict[str, Any]) -> None:
    whole = load_sources(files(tmp_path, entry)[1], tmp_path / "shipped.yaml")["us-feeds"]
    assert settings(whole).items() >= BELOW.items()
    assert settings(loaded(tmp_path, entry)["us-feeds"]) == settings(whole) | change


@pytest.mark.parametrize(
    ("given", "key", "whole"),
    [
        ("urls: {nysd: https://mirror.example.org/nysd}", "urls", {"nysd": "https://mirror.example.org/nysd"}),
        ("options: {stale_hours: 9}", "options", {"stale_hours": 9}),
        ("options: {}", "options", {}),
        ("window: {days: 9}", "window", {"days": 9, "overlap_days": 7, "reach_hours": None}),
        ("terms: {allowed: by contract}", "terms", {"allowed": "by contract", "attribution": ""}),
        ("canary: {}", "canary", {"term": "", "min": 1, "of": 1, "days": 7, "known": []}),
        ("canary: {term: Order}", "canary", {"term": "Order", "min": 1, "of": 1, "days": 7, "known": []}),
        ("expect: {min_items: 7}", "expect", {
            "min_items": 7, "min_items_week": None, "newest_within_days": None,
            # but for the rates of what the source is matched on, which no entry may lack
            "fill_rate": {"caption": 0.9, "plaintiff": 0.5, "defendant": 0.3},
            "max_skipped": 0.05, "max_odd_dates": 0.05, "quiet": [], "streams": {},
            "each": {"min_items_week": None, "newest_within_days": None, "made_within_days": None, "usual": True},
        }),
    ],
)  # fmt: skip
def test_a_key_that_is_given_replaces_the_shipped_value_whole(
    tmp_path: Path, given: str, key: str, whole: dict[str, Any]
) -> None:
    assert settings(loaded(tmp_path, f"us-feeds:\n  {given}\n")["us-feeds"])[key] == whole


def test_one_key_replaces_several(tmp_path: Path) -> None:
    config = loaded(tmp_path, "us-other: {key: MINE}")["us-other"]
    assert dict(config.secrets) == {"key": "MINE"}


def test_a_source_is_left_off_as_it_is_shipped_until_the_office_says_otherwise(tmp_path: Path) -> None:
    assert not loaded(tmp_path, "us-other:")["us-other"].enabled
    assert loaded(tmp_path, "us-other: {enabled: true}")["us-other"].enabled


def test_the_office_alone_says_which_sources_exist_and_in_which_order(tmp_path: Path) -> None:
    own = SHIPPED.split("\n\n", maxsplit=1)[0].replace("us-feeds", "xx-own")
    found = loaded(tmp_path, f"us-other:\n{own}\n")
    assert list(found) == ["us-other", "xx-own"]
    assert unnamed(found, tmp_path / "shipped.yaml") == ("us-feeds",)
    assert unnamed(loaded(tmp_path, "us-other:\nus-feeds:\n"), tmp_path / "shipped.yaml") == ()


def test_a_completed_entry_reads_answers_as_the_complete_one_does(tmp_path: Path) -> None:
    """Else all that was read would be read again when an office shortens its file."""
    short = loaded(tmp_path, "us-feeds:\n  options: {stale_hours: 30, docket_types: [cv]}\n")["us-feeds"]
    complete = loaded(tmp_path, SHIPPED)["us-feeds"]
    module = sources.load("us_courts/pacer_rss")
    assert settings(short) == settings(complete)
    assert reading_of(short, module, options_of(short)) == reading_of(complete, module, options_of(complete))


@pytest.mark.parametrize("name", list(load_sources(shipped("sources.yaml"))))
def test_every_shipped_source_needs_its_name_alone(tmp_path: Path, name: str) -> None:
    (tmp_path / "sources.yaml").write_text(f"{name}:\n", encoding="utf-8")
    config = load_sources(tmp_path / "sources.yaml")[name]
    assert settings(config) == settings(load_sources(shipped("sources.yaml"))[name])


# --- what is wrong is named where it stands ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("office", "key", "name", "line"),
    [
        ('us-feeds:\n  schedule: "0 7 * * 1"\n', "errors.config_bad_schedule", "schedule", 2),
        ("us-feeds:\n  shedule: x\n", "errors.config_unknown_key", "shedule", 2),
        ("us-feeds:\n  window:\n    dayz: 3\n", "errors.config_unknown_key", "window.dayz", 3),
        ("us-feeds:\n  expect: {max_skipped: 0.2}\n", "errors.config_no_expectation", "us-feeds", 1),
        ("us-feeds:\n  urls: {}\n", "errors.config_no_url", "us-feeds", 1),
        ("us-feeds:\n  key: A_KEY\n  keys: {id: B_KEY}\n", "errors.config_two_kinds_of_keys", "us-feeds", 1),
        ("us-feeds:\n  title: {zh: 名}\n", "errors.config_missing_key", "title.en", 2),
        ("us-feeds:\n  terms: {attribution: x}\n", "errors.config_missing_key", "terms.allowed", 2),
        ("us-feeds:\n  format: no_such\n", "errors.config_unknown_format", "format", 2),
        ("us-feeds:\n  options:\n    stale_huors: 3\n", "errors.config_unknown_key", "options.stale_huors", 3),
        ("us-feeds:\n  canary: {min: 3}\n", "errors.config_canary_unusable", "canary", 2),
        ("us-feeds:\n  schedule:\n", "errors.config_no_value", "schedule", 2),
        ("us-feeds:\n  urls: ~\n", "errors.config_no_value", "urls", 2),
        ("us-feeds:\n  canary: ~\n", "errors.config_no_value", "canary", 2),
        ("us-feeds:\n  enabled: ~\n", "errors.config_no_value", "enabled", 2),
        ("us-feeds:\n  expect:\n  min_items: 3\n", "errors.config_unknown_key", "min_items", 3),
        ("us-feeds:\n  id: us-other\n", "errors.config_unknown_key", "id", 2),
        ("us-feeds:\n  enabled: false\n  enabled: true\n", "errors.config_duplicate_key", None, 3),
        ("us-feeds:\n\nus-feeds:\n", "errors.config_duplicate_key", None, 3),
        ("us-other:\nus-feeds: off\n", "errors.config_not_an_entry", None, 2),
        ("us-other:\nus-feeds: [enabled]\n", "errors.config_not_an_entry", None, 2),
        ("us-other:\nxx-own:\n", "errors.config_missing_key", "format", 2),
        ("us-other:\nxx-own:\n  format: pacer_rss\n", "errors.config_missing_key", "category", 2),
        ("us-other:\nus-feed:\n", "errors.config_missing_key_near", "format", 2),
    ],
)
def test_what_is_wrong_in_the_offices_file_names_it(
    tmp_path: Path, office: str, key: str, name: str | None, line: int
) -> None:
    error = refused(tmp_path, office)
    assert (error.key, error.params.get("name"), error.params["line"]) == (key, name, line)
    assert error.params["file"] == str(tmp_path / "office.yaml")


@pytest.mark.parametrize(
    ("change", "key", "name", "line"),
    [
        (('"0 7 * * *"', '"0 7 * * 1"'), "errors.config_bad_schedule", "schedule", 9),
        (("days: 3,", "dayz: 3,"), "errors.config_unknown_key", "window.dayz", 11),
        (("min_items_week: 50, newest_within_days: 5", "max_skipped: 0"), "errors.config_no_expectation", "us-feeds", 1),
        (("stale_hours: 30", "stale_huors: 3"), "errors.config_unknown_key", "options.stale_huors", 15),
        (("  key: ONE_KEY", "  key: ONE_KEY\n  key: TWO"), "errors.config_duplicate_key", None, 11),
    ],
)  # fmt: skip
def test_what_is_wrong_in_the_shipped_file_names_that_file(
    tmp_path: Path, change: tuple[str, str], key: str, name: str | None, line: int
) -> None:
    error = refused(tmp_path, "# the office\n\nus-feeds:\n  note: ours\n", SHIPPED.replace(*change))
    assert (error.key, error.params.get("name"), error.params["line"]) == (key, name, line)
    assert error.params["file"] == str(tmp_path / "shipped.yaml")


def test_a_wrong_line_of_an_entry_further_down_is_counted_from_the_top(tmp_path: Path) -> None:
    error = refused(tmp_path, "us-other:\n", SHIPPED.replace('"0 8 * * *"', "daily"))
    assert (error.params["file"], error.params["line"]) == (str(tmp_path / "shipped.yaml"), 24)


def test_a_slip_in_a_name_is_told_with_the_name_that_was_meant(tmp_path: Path) -> None:
    assert refused(tmp_path, "us-feed:\n").params["near"] == "us-feeds"


def test_without_the_shipped_file_nothing_is_completed_in_silence(tmp_path: Path) -> None:
    office, base = files(tmp_path, "us-feeds:\n")
    base.unlink()
    with pytest.raises(ConfigError) as caught:
        load_sources(office, base)
    assert (caught.value.key, caught.value.params["file"]) == ("errors.config_unreadable", str(base))


# --- the shipped file --------------------------------------------------------------------------------------------------


def test_the_shipped_file_is_read_as_it_stands(tmp_path: Path) -> None:
    _, base = files(tmp_path, "us-feeds:\n", "us-feeds:\n  format: pacer_rss\n")
    with pytest.raises(ConfigError) as caught:
        load_sources(base, base)
    assert caught.value.key == "errors.config_missing_key"


@pytest.mark.parametrize("text", [SHIPPED, shipped("sources.yaml").read_text(encoding="utf-8")], ids=["small", "real"])
def test_an_entry_read_alone_is_the_entry_of_the_whole_file(tmp_path: Path, text: str) -> None:
    _, base = files(tmp_path, "", text)
    whole = entries_of(text, str(base))
    alone = Shipped(base)
    assert alone.names == tuple(whole)
    for name, entry in whole.items():
        found = alone.entry(name)
        assert (found.values, found.line) == (entry.values, entry.line)
        assert [found.line_of(k) for k in entry.values] == [entry.line_of(k) for k in entry.values]
        for key in entry.values:  # what lacks any key of it is completed
            rest = {k: v for k, v in entry.values.items() if k != key}
            assert alone.adds_to(entries_of(f"{name}: {{}}", "x")[name]), name
            assert alone.adds_to(type(entry)("x", name, 1, rest, None)), (name, key)
        assert not alone.adds_to(entry)


def test_a_complete_copy_is_not_slowed_by_reading_the_shipped_entries(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(overlay.Shipped, "entry", lambda _, name: asked.append(name))
    copy = shutil.copy(shipped("sources.yaml"), tmp_path / "sources.yaml")
    load_sources(Path(copy))
    assert asked == []


@pytest.mark.parametrize("line_feed", ["", "\n  "], ids=["one-line", "two-lines"])
def test_a_shipped_entry_in_braces_completes_as_well(tmp_path: Path, line_feed: str) -> None:
    base = (
        f"us-feeds: {{{line_feed}format: pacer_rss, category: suit, jurisdiction: US, title: {{zh: 案, en: d}},{line_feed}"
        'urls: {a: "https://feeds.example.org"}, schedule: "0 7 * * *", expect: {min_items: 1, fill_rate: {caption: 0.9, plaintiff: 0.5, defendant: 0.3}}, terms: {allowed: y},'
        f"{line_feed}note: ours, pace: 7}}\n"
    )
    whole = "".join(
        f"  {key}: {value!r}\n" for key, value in entries_of(base, "x")["us-feeds"].values.items() if key != "pace"
    )
    assert loaded(tmp_path, f"us-feeds:\n{whole}", base)["us-feeds"].pace == 7


# --- where a setting comes from ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "kind", "line"),
    [("enabled", "office", 4), ("window", "office", 5), ("schedule", "shipped", 9), ("options", "shipped", 15),
     ("pace", "default", 0), ("keys", "default", 0)],
)  # fmt: skip
def test_a_setting_says_where_it_comes_from(tmp_path: Path, key: str, kind: str, line: int) -> None:
    office = "# ours\nus-other:\nus-feeds:\n  enabled: true\n  window:\n    days: 9\n"
    origin = loaded(tmp_path, office)["us-feeds"].origin_of(key)
    file = {"office": "office.yaml", "shipped": "shipped.yaml", "default": ""}[kind]
    assert (origin.kind, Path(origin.file).name, origin.line) == (kind, file, line)


def test_all_is_shipped_where_no_file_of_the_office_is_read(tmp_path: Path) -> None:
    _, base = files(tmp_path, "")
    config = load_sources(base, base)["us-feeds"]
    assert {config.origin_of(k).kind for k in SourceConfig.model_fields if k != "id"} == {"shipped", "default"}


# --- on the screen ------------------------------------------------------------------------------------------------------

SHORT = "us-pacer-rss:\n  expect: {min_items_week: 5}\nbr-inpi: {enabled: false}\n"


def said(tmp_path: Path, *words: str, lang: str = "zh", office: str | None = SHORT) -> str:
    env = {"MONITOR_STATE": str(tmp_path / "state"), "COLUMNS": "80"}
    if office is not None:
        (tmp_path / "ours.yaml").write_text(office, encoding="utf-8")
        env["MONITOR_SOURCES"] = str(tmp_path / "ours.yaml")
    return command("--lang", lang, *words, env=env).stdout


@pytest.mark.parametrize(
    ("lang", "line", "shipped_keys"), [("zh", "expect（第 2 行）", "随程序附带"), ("en", "expect (line 2)", "shipped")]
)
def test_the_screen_of_a_source_says_where_its_settings_come_from(
    tmp_path: Path, lang: str, line: str, shipped_keys: str
) -> None:
    told = said(tmp_path, "source", "show", "us-pacer-rss", lang=lang)
    assert str(tmp_path / "ours.yaml") in told
    assert line in told
    assert f"\n{shipped_keys} " in told


def test_the_data_of_a_source_say_where_its_settings_come_from(tmp_path: Path) -> None:
    told = json.loads(said(tmp_path, "source", "show", "us-pacer-rss", "--json"))
    assert told["expect"]["min_items_week"] == 5
    assert told["origin"]["expect"] == {"from": "office", "file": str(tmp_path / "ours.yaml"), "line": 2}
    assert (told["origin"]["canary"]["from"], told["origin"]["canary"]["file"]) == (
        "shipped",
        str(shipped("sources.yaml")),
    )
    assert told["origin"]["keys"] == {"from": "default", "file": None, "line": None}


def lacking(tmp_path: Path, office: str | None) -> list[dict[str, str]]:
    return [
        f
        for f in json.loads(said(tmp_path, "doctor", "--json", office=office))
        if "us-itc-ids" in f["text"] and f["level"] != "fine"
    ]


def test_the_check_up_names_shipped_sources_that_the_office_leaves_out(tmp_path: Path) -> None:
    (found,) = lacking(tmp_path, SHORT)
    assert found["level"] == "warn"
    assert "us-courtlistener" in found["text"]
    assert "us-pacer-rss" not in found["text"]
    assert "br-inpi" not in found["text"]  # named, and switched off


@pytest.mark.parametrize("all_named", [True, False], ids=["all-named", "no-file"])
def test_the_check_up_says_nothing_of_it_where_nothing_is_left_out(tmp_path: Path, all_named: bool) -> None:
    office = "".join(f"{name}:\n" for name in load_sources(shipped("sources.yaml"))) if all_named else None
    assert lacking(tmp_path, office) == []


# --- on the page --------------------------------------------------------------------------------------------------------


def test_the_file_the_administrator_is_told_to_write_is_right(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    (block,) = (b for b in re.findall(r"^```yaml\n(.*?)^```", page, re.MULTILINE | re.DOTALL) if "us-itc-ids" in b)
    (tmp_path / "sources.yaml").write_text(block, encoding="utf-8")
    found = load_sources(tmp_path / "sources.yaml")
    assert found.keys() <= load_sources(shipped("sources.yaml")).keys()
    assert all(options_of(config) is not None for config in found.values())


def test_the_page_on_sources_shows_what_replacing_whole_means(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "adding-a-source.md").read_text(encoding="utf-8")
    (block,) = (
        b for b in re.findall(r"^```yaml\n(.*?)^```", page, re.MULTILINE | re.DOTALL) if b.startswith("us-pacer-rss:")
    )
    (tmp_path / "sources.yaml").write_text(block, encoding="utf-8")
    config = load_sources(tmp_path / "sources.yaml")["us-pacer-rss"]
    assert config.expect.model_fields_set == {"min_items_week", "fill_rate"}
    assert config.canary == load_sources(shipped("sources.yaml"))["us-pacer-rss"].canary
