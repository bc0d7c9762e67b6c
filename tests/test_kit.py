"""What people and editors are handed with the code: hooks that exist, and a wheel with all that it needs."""

from __future__ import annotations

import configparser
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from tests.conftest import ROOT

TOOLS = Path(sys.executable).parent  # what `make setup` fills as .venv/bin


def hooks() -> list[dict[str, Any]]:
    config = YAML(typ="safe", pure=True).load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    assert [repo["repo"] for repo in config["repos"]] == ["local"], "hooks fetch nothing"
    found: list[dict[str, Any]] = config["repos"][0]["hooks"]
    assert found
    return found


@pytest.mark.parametrize("hook", hooks(), ids=lambda hook: hook["id"])
def test_a_hook_calls_a_tool_that_the_set_up_installs_on_files_that_are_there(hook: dict[str, Any]) -> None:
    assert hook["language"] == "system"
    assert hook["name"]
    program, *words = hook["entry"].split()
    assert program.startswith(".venv/bin/")
    assert shutil.which(program.removeprefix(".venv/bin/"), path=str(TOOLS))
    assert not [w for w in words if "/" in w and not (ROOT / w).exists()]
    if "files" in hook:
        pattern = re.compile(hook["files"])
        assert any(pattern.search(p.relative_to(ROOT).as_posix()) for p in ROOT.rglob("*.*") if ".venv" not in p.parts)


def test_the_hooks_look_at_what_the_set_up_checks() -> None:
    entries = " ".join(hook["entry"] for hook in hooks())
    for what in ("ruff check", "ruff format --check", "mypy", "pytest"):
        assert what in entries


def test_a_hook_that_finds_something_ends_with_a_failure(tmp_path: Path) -> None:
    path = tmp_path / "wrong.py"
    path.write_text("import os\nx=1\n", "utf-8")
    for hook in hooks():
        if hook["id"].startswith("ruff"):
            words = hook["entry"].split()[1:]
            done = subprocess.run([TOOLS / "ruff", *words, str(path)], cwd=ROOT, capture_output=True, check=False)
            assert done.returncode == 1, hook["id"]


def test_editors_are_told_what_ruff_is_told() -> None:
    said = configparser.ConfigParser()
    said.read_string("[top]\n" + (ROOT / ".editorconfig").read_text(encoding="utf-8"))
    assert said["top"]["root"] == "true"
    assert said["*"]["charset"] == "utf-8"
    assert said["Makefile"]["indent_style"] == "tab"


def test_an_editor_leaves_what_a_source_printed_as_it_is() -> None:
    said = (ROOT / ".editorconfig").read_text(encoding="utf-8")
    kept = re.search(r"^\[\{(.+)\}\]\n((?:\w+ = unset\n)+)", said, re.MULTILINE)
    assert kept
    folders = [f.removesuffix("/**") for f in kept[1].split(",")]
    assert not [f for f in folders if not (ROOT / f).is_dir()]
    assert "end_of_line = unset" in kept[2]


def test_locks_name_no_address_and_keep_every_hash() -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / name).read_text(encoding="utf-8")
        pins = re.findall(r"^([a-z0-9._-]+)==[^\s;]+[^\n]*\n(?=( +--hash=)?)", text, re.MULTILINE)
        assert pins
        assert not [pin for pin, hashed in pins if not hashed]
        assert "://" not in text
        assert "index-url" not in text


def test_every_tool_of_the_set_up_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    text = (ROOT / "requirements-dev.lock").read_text(encoding="utf-8")
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    names = [re.sub(r"[-_.]+", "-", re.split(r"[><=\[]", w)[0]) for w in wanted]
    assert not [n for n in names if not re.search(rf"^{re.escape(n)}==", text, re.MULTILINE)]


@pytest.mark.slow
def test_the_wheel_holds_types_texts_templates_and_the_demo(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT, check=True, capture_output=True,
    )  # fmt: skip
    (wheel,) = tmp_path.glob("*.whl")
    inside = set(zipfile.ZipFile(wheel).namelist())
    assert {"monitor/py.typed", "monitor/api.py", "monitor/_bundled/sources.yaml"} <= inside
    package = {p.relative_to(ROOT).as_posix() for p in (ROOT / "monitor").rglob("*") if p.is_file()}
    assert {p for p in package if "__pycache__" not in p} <= inside
    templates = [p for p in (ROOT / "templates").rglob("*") if p.is_file()]
    assert templates
    assert not [p for p in templates if f"monitor/_bundled/{p.relative_to(ROOT).as_posix()}" not in inside]
    assert not [p for p in inside if p.startswith(("tests/", "docs/", ".git"))]
