"""Chinese and English say the same things, and every key the code uses exists."""

from __future__ import annotations

import ast
import re
import string
import tomllib
from pathlib import Path

import pytest

from monitor.texts import LANGUAGES, Texts

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "monitor" / "texts"
AREAS = sorted({p.stem for lang in LANGUAGES for p in (FOLDER / lang).glob("*.toml")})


def flat(lang: str, area: str) -> dict[str, str]:
    path = FOLDER / lang / f"{area}.toml"
    found: dict[str, str] = {}

    def walk(node: object, at: str) -> None:
        if isinstance(node, dict):
            for key, value in node.items():
                walk(value, f"{at}.{key}")
        else:
            found[at] = str(node)

    walk(tomllib.loads(path.read_text(encoding="utf-8")), area)
    return found


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("area", AREAS)
def test_both_languages_have_the_same_keys_and_placeholders(area: str) -> None:
    zh, en = flat("zh", area), flat("en", area)
    assert set(zh) == set(en)
    different = {k for k in zh if placeholders(zh[k]) != placeholders(en[k])}
    assert not different


@pytest.mark.parametrize("area", AREAS)
def test_the_english_is_english(area: str) -> None:
    quoted_chinese_is_meant = {"rules", "watchlist", "matching", "company", "screen", "bulletin", "playbook", "mail"}
    if area in quoted_chinese_is_meant:
        return
    assert not [k for k, v in flat("en", area).items() if re.search(r"[\u4e00-\u9fff]", v)]


KEY = re.compile(rf"^(?:{'|'.join(AREAS)})(?:\.[a-z0-9_]+)+$")


def used_keys() -> set[tuple[str, str]]:
    """Whole string literals of the code that look like text keys."""
    found = set()
    for path in sorted((ROOT / "monitor").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            value = getattr(node, "value", None)
            if isinstance(node, ast.Constant) and isinstance(value, str) and KEY.match(value):
                found.add((value, str(path.relative_to(ROOT))))
    return found


def test_every_key_the_code_uses_exists() -> None:
    known = {key for area in AREAS for key in flat("zh", area)}
    prefixes = {key.rsplit(".", n)[0] for key in known for n in range(1, key.count(".") + 1)}
    files = (
        ".toml",
        ".j2",
        ".log",
        ".xlsx",
        "_",
        ".py",
        ".yaml",
        ".csv",
        ".txt",
        ".tsv",
        ".json",
        ".html",
        ".css",
        ".lock",
    )
    used = {k for k in used_keys() if not k[0].endswith(files) and ".ignored." not in k[0]}  # only counted, never shown
    missing = sorted(k for k in used if k[0] not in known and k[0] not in prefixes)
    assert not missing


def test_a_missing_text_is_shown_not_hidden() -> None:
    assert Texts("zh")("errors.no_such_thing", file="x") == "errors.no_such_thing {'file': 'x'}"
    assert Texts("en")("errors.bad_week") == 'The week "{text}" is not understood. Write it like 2026-W47.'
