"""sources.yaml is read strictly; what is wrong is named with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor import sources
from monitor.collect.planning import options_of
from monitor.config import load_sources
from monitor.config.settings import _ALLOWED, Settings, load_settings, secret
from monitor.errors import ConfigError
from monitor.resources import shipped
from monitor.texts import LANGUAGES, Texts

RATES = (  # whatever a source is matched on
    "fill_rate: {applicant: 0.1, caption: 0.1, complainant: 0.1, defendant: 0.1, mark: 0.1, party: 0.1, plaintiff: 0.1, "
    "product: 0.1, respondent: 0.1}"
)
GOOD = f"""
us-test:
  format: pacer_rss
  category: suit
  jurisdiction: US
  title: {{zh: 试, en: test}}
  urls: {{ilnd: "https://example.org/rss"}}
  schedule: "0 7 * * mon-fri"
  expect: {{min_items: 1, {RATES}}}
  terms: {{allowed: public}}
"""


def read(tmp_path: Path, text: str) -> object:
    path = tmp_path / "sources.yaml"
    path.write_text(text, encoding="utf-8")
    return load_sources(path)


def test_the_shipped_file_is_right() -> None:
    loaded = load_sources(shipped("sources.yaml"))
    assert {
        "us-itc-federal-register", "us-itc-ids", "us-pacer-rss", "us-courtlistener", "us-uspto-applications", "br-inpi",
    } <= set(loaded), "state folders and offices' own files know them by these ids"  # fmt: skip
    for config in loaded.values():
        assert options_of(config) is not None
        assert config.terms.allowed
        assert config.format in sources.names()
        assert not config.to_fill_in, f"{config.id} is a draft"


def test_every_source_has_its_entry() -> None:
    assert {c.format for c in load_sources(shipped("sources.yaml")).values()} == set(sources.names())


DRAFT = GOOD.replace("allowed: public", 'allowed: "TO FILL IN: why"') + "  enabled: false\n"


def test_a_draft_loads_and_says_what_is_left(tmp_path: Path) -> None:
    path = tmp_path / "sources.yaml"
    path.write_text(DRAFT, encoding="utf-8")
    assert load_sources(path)["us-test"].to_fill_in == ("terms",)


@pytest.mark.parametrize(
    ("entry", "key", "line"),
    [
        (DRAFT.replace("  enabled: false\n", ""), "terms", 10),
        (GOOD.replace("https://example.org", "https://to-fill-in.invalid"), "urls", 7),
        (GOOD.replace("zh: 试", "zh: TO FILL IN"), "title", 6),
    ],
)
def test_a_draft_cannot_be_enabled(tmp_path: Path, entry: str, key: str, line: int) -> None:
    with pytest.raises(ConfigError) as caught:
        read(tmp_path, entry)
    assert caught.value.key == "errors.config_to_fill_in"
    assert (caught.value.params["name"], caught.value.params["line"]) == (key, line)


def test_a_good_file_is_taken(tmp_path: Path) -> None:
    read(tmp_path, GOOD)


@pytest.mark.parametrize(
    ("change", "key", "line"),
    [
        (("  schedule:", "  shedule:"), "errors.config_unknown_key", 8),
        (("min_items: 1", "min_itmes: 1"), "errors.config_unknown_key", 9),
        (("  format: pacer_rss", "  format: no_such"), "errors.config_unknown_format", 3),
        ((f"  expect: {{min_items: 1, {RATES}}}\n", ""), "errors.config_no_expectation", 2),
        (('  schedule: "0 7 * * mon-fri"\n', ""), "errors.config_missing_key", 2),
        (("min_items: 1", "max_skipped: 0.1"), "errors.config_no_expectation", 2),
        (("https://example.org", "ftp://example.org"), "errors.config_bad_url", 7),
        (("https://example.org", "https://me:pw@example.org"), "errors.config_bad_url", 7),
        (("0 7 * * mon-fri", "0 7 * * 1"), "errors.config_bad_schedule", 8),
        (("0 7 * * mon-fri", "99 22 * * tue"), "errors.config_bad_schedule", 8),
        (("category: suit", "category: suits"), "errors.config_bad_value", 4),
        (("  jurisdiction: US", "  jurisdiction: US\n  jurisdiction: BR"), "errors.config_duplicate_key", 6),
        (("title: {zh", "title: [zh"), "errors.config_yaml", None),
    ],
)
def test_what_is_wrong_is_named_with_its_line(
    tmp_path: Path, change: tuple[str, str], key: str, line: int | None
) -> None:
    with pytest.raises(ConfigError) as caught:
        read(tmp_path, GOOD.replace(*change))
    assert caught.value.key == key
    assert str(caught.value.params["file"]).endswith("sources.yaml")
    if line is not None:
        assert caught.value.params["line"] == line
    for lang in ("zh", "en"):
        said = Texts(lang)(caught.value.key, **caught.value.params)
        assert "sources.yaml" in said
        assert "{" not in said.replace("{min", "").replace("{max", "")


def test_norway_stays_norway(tmp_path: Path) -> None:
    loaded = load_sources(_written(tmp_path, GOOD.replace("jurisdiction: US", "jurisdiction: NO")))
    assert loaded["us-test"].jurisdiction == "NO"


def test_an_unknown_option_is_an_error(tmp_path: Path) -> None:
    loaded = load_sources(_written(tmp_path, GOOD + "  options: {stale_huors: 3}\n"))
    with pytest.raises(ConfigError) as caught:
        options_of(loaded["us-test"])
    assert caught.value.key == "errors.config_unknown_key"
    assert caught.value.params["name"] == "options.stale_huors"
    assert caught.value.params["line"] == 11
    assert str(caught.value.params["file"]).endswith("sources.yaml")


@pytest.mark.parametrize("format_", sources.names())
def test_every_format_names_an_unknown_option(tmp_path: Path, format_: str) -> None:
    text = GOOD.replace("pacer_rss", format_) + "  options:\n    no_such: 3\n"
    with pytest.raises(ConfigError) as caught:
        options_of(load_sources(_written(tmp_path, text))["us-test"])
    assert caught.value.key == "errors.config_unknown_key"
    assert (caught.value.params["name"], caught.value.params["line"]) == ("options.no_such", 12)


@pytest.mark.parametrize("name", ["status", "respondent"])
def test_a_fill_rate_is_of_a_fact_or_a_role(tmp_path: Path, name: str) -> None:
    read(tmp_path, GOOD.replace("product: 0.1", f"{name}: 0.9").replace(", respondent: 0.1", ""))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_fill_rate_of_anything_else_is_refused_with_the_name_that_was_meant(tmp_path: Path, lang: str) -> None:
    rates = "caption: 0.9\n      plaintiff: 0.5\n      defendant: 0.5\n      stauts: 0.9"
    whole = f"  expect: {{min_items: 1, {RATES}}}"
    text = GOOD.replace(whole, f"  expect:\n    min_items: 1\n    fill_rate:\n      {rates}")
    with pytest.raises(ConfigError) as caught:
        read(tmp_path, text)
    params = caught.value.params
    assert (params["name"], params["line"], params["near"]) == ("expect.fill_rate.stauts", 15, "status")
    told = Texts(lang)(caught.value.key, **params)
    assert "stauts" in told
    assert "{" not in told


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_role_that_is_matched_without_a_fill_rate_is_refused_by_name(tmp_path: Path, lang: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read(tmp_path, GOOD.replace("plaintiff: 0.1, ", ""))
    params = caught.value.params
    assert (caught.value.key, params["name"], params["line"]) == (
        "errors.config_no_fill_rate",
        "expect.fill_rate",
        9,
    )
    told = Texts(lang)(caught.value.key, **params)
    assert "fill_rate: {plaintiff: 0.9}" in told


def test_every_role_a_shipped_source_is_matched_on_is_expected_of_it() -> None:
    for config in load_sources(shipped("sources.yaml")).values():
        assert sources.matched_by(config.format) == sources.load(config.format).matched
        assert sources.matched_by(config.format) <= config.expect.fill_rate.keys(), config.id


def test_an_option_of_the_wrong_kind_is_named(tmp_path: Path) -> None:
    text = GOOD.replace("pacer_rss", "federal_register") + "  options:\n    per_page: many\n"
    with pytest.raises(ConfigError) as caught:
        options_of(load_sources(_written(tmp_path, text))["us-test"])
    assert caught.value.key == "errors.config_bad_value"
    assert (caught.value.params["name"], caught.value.params["line"]) == ("options.per_page", 12)


@pytest.mark.parametrize("text", ["", "- a\n- b\n", "just words", "us-test:\n", "us-test: 7\n"])
def test_no_entries_is_an_error(tmp_path: Path, text: str) -> None:
    with pytest.raises(ConfigError):
        read(tmp_path, text)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        load_sources(tmp_path / "none.yaml")
    assert "none.yaml" in str(caught.value.params["file"])


def test_a_wrong_setting_is_named_without_its_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MONITOR_SMTP_PORT", "hunter2")
    with pytest.raises(ConfigError) as caught:
        load_settings()
    assert "MONITOR_SMTP_PORT" in str(caught.value)
    assert "hunter2" not in str(caught.value)


SETTINGS = {
    "MONITOR_SMTP_PORT": ("abc", "“abc”无法使用：应为 1—65535 的整数", "a whole number from 1 to 65535"),
    "MONITOR_SMTP_SECURITY": ("ssl", "“ssl”无法使用：应为下列之一：starttls、tls、none", "starttls, tls, none"),
    "MONITOR_ENTRY_PREFIX": ("sx", "“sx”无法使用：应为不超过4个大写英文字母", "at most 4 capital letters"),
}


@pytest.mark.parametrize("name", SETTINGS)
def test_a_wrong_setting_says_which_it_is_what_is_allowed_and_what_to_do(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    value, zh, en = SETTINGS[name]
    monkeypatch.setenv(name, value)
    with pytest.raises(ConfigError) as caught:
        load_settings()
    said = {lang: Texts(lang)(caught.value.key, **caught.value.params) for lang in ("zh", "en")}
    assert all(name in text for text in said.values())
    assert "改正" in said["zh"]
    assert en in said["en"]
    assert zh in said["zh"]
    assert "pattern" not in said["zh"] + said["en"]
    assert "parsing" not in said["zh"] + said["en"]


def test_a_secret_put_into_the_wrong_variable_is_not_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MONITOR_SMTP_PASSWORD", "sesame")
    for value in ("sesame", "correct horse", "Tr0ub4dor", "x" * 30):
        monkeypatch.setenv("MONITOR_SMTP_PORT", value)
        with pytest.raises(ConfigError) as caught:
            load_settings()
        assert value not in Texts("zh")(caught.value.key, **caught.value.params)


def test_every_setting_of_a_limited_form_says_what_is_allowed() -> None:
    patterned = {n for n, f in Settings.model_fields.items() if any(getattr(m, "pattern", None) for m in f.metadata)}
    numbers = {n for n, f in Settings.model_fields.items() if f.annotation in (int, bool)}
    assert set(_ALLOWED) >= patterned | numbers


def test_secrets_come_from_the_environment_or_a_credential_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MONITOR_TEST_KEY", raising=False)
    monkeypatch.setenv("MONITOR_CREDENTIALS", str(tmp_path))
    assert secret("MONITOR_TEST_KEY") is None
    (tmp_path / "monitor_test_key").write_text("from-a-file\n")
    assert secret("MONITOR_TEST_KEY") == "from-a-file"
    monkeypatch.setenv("MONITOR_TEST_KEY", "from-the-environment")
    assert secret("MONITOR_TEST_KEY") == "from-the-environment"
    (tmp_path / "monitor_smtp_password").write_text("pw")
    settings = load_settings()
    assert settings.smtp_password.get_secret_value() == "pw"
    assert "pw" not in repr(settings).replace("smtp_password", "")


def _written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "sources.yaml"
    path.write_text(text, encoding="utf-8")
    return path
