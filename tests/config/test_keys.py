"""Keys of a source: one, or several by what they are to it; only the names of their variables stand in sources.yaml."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from monitor.collect.planning import rules_of, values_of
from monitor.config import SourceConfig, load_sources
from monitor.errors import ConfigError
from tests.config.test_sources_file import GOOD

PAIR = "  keys: {id: EUIPO_ID, secret: EUIPO_SECRET}\n"
VALUES = {"EUIPO_ID": "office-7", "EUIPO_SECRET": "hush-hush", "ONE_KEY": "k-1"}


def config(tmp_path: Path, more: str) -> SourceConfig:
    path = tmp_path / "sources.yaml"
    path.write_text(GOOD + more, encoding="utf-8")
    return load_sources(path)["us-test"]


@pytest.mark.parametrize(
    ("more", "known", "values", "missing"),
    [
        ("", VALUES, {}, ()),
        ("  key: ONE_KEY\n", VALUES, {"key": "k-1"}, ()),
        ("  key: ONE_KEY\n", {}, {}, ("ONE_KEY",)),
        (PAIR, VALUES, {"id": "office-7", "secret": "hush-hush"}, ()),
        (PAIR, {"EUIPO_ID": "office-7"}, {}, ("EUIPO_SECRET",)),
        (PAIR, {}, {}, ("EUIPO_ID", "EUIPO_SECRET")),
        (PAIR + "  key_optional: true\n", {"EUIPO_ID": "office-7"}, {}, ()),
        (PAIR + "  folder: /somewhere\n", {}, {}, ()),
    ],
)
def test_a_source_is_asked_with_all_its_keys_or_with_none(
    tmp_path: Path, more: str, known: dict[str, str], values: dict[str, str], missing: tuple[str, ...]
) -> None:
    source = config(tmp_path, more)
    assert values_of(source, known.get) == values
    assert source.missing_keys(known.get) == missing
    assert source.lacks_key(known.get) == bool(missing)
    assert not source.model_copy(update={"enabled": False}).lacks_key(known.get)


@pytest.mark.parametrize(
    ("more", "auth", "header"),
    [
        ("  key: ONE_KEY\n", ("X-Key", "Token {key}"), {"X-Key": "Token k-1"}),
        (PAIR, ("Authorization", "{id}:{secret}"), {"Authorization": "office-7:hush-hush"}),
        (PAIR, None, {}),
        ("", ("X-Key", "{key}"), {}),
    ],
)
def test_keys_stand_in_the_header_where_the_source_wants_them(
    tmp_path: Path, more: str, auth: tuple[str, str] | None, header: dict[str, str]
) -> None:
    rules = rules_of(config(tmp_path, more), SimpleNamespace(authentication=auth), VALUES.get, None)
    assert dict(rules.secret) == header


@pytest.mark.parametrize(
    ("more", "key"),
    [
        (PAIR + "  key: ONE_KEY\n", "errors.config_two_kinds_of_keys"),
        ("  keys: {id: office-7}\n", "errors.config_bad_value"),  # a value where a name belongs
        ("  key: k-1\n", "errors.config_bad_value"),
    ],
)
def test_what_cannot_be_meant_is_refused(tmp_path: Path, more: str, key: str) -> None:
    with pytest.raises(ConfigError) as caught:
        config(tmp_path, more)
    assert caught.value.key == key
