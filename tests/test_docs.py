"""The pages and the program cannot drift apart: commands, options, keys, variables, codes and links are compared."""

from __future__ import annotations

import re
import runpy
import shlex
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import typer
from pydantic import BaseModel

from monitor import errors
from monitor.cli.app import build
from monitor.config.settings import Settings
from monitor.config.sources import SourceConfig, load_sources
from monitor.model import Verdict
from monitor.sources.checking import PARTS

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
DOCS = sorted((ROOT / "docs").glob("*.md"))
PAGES = (README, *DOCS)
LINKED = (*PAGES, ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md")
ADDING, ARCHITECTURE = ROOT / "docs" / "adding-a-source.md", ROOT / "docs" / "architecture.md"
LIVE, OPERATIONS = ROOT / "docs" / "live-checks.md", ROOT / "docs" / "operations.md"


# --- commands -----------------------------------------------------------------------------------------------------

_FENCE = re.compile(r"^```[^\n]*\n(.*?)^```", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
_COMMAND = re.compile(r"(?:^|(?<=[\s/(=]))monitor[ \t]+(?=[a-z-])(.*)$")
_ENDS = frozenset({"|", "||", "&&", ";", ">", "2>", "&"})


def code_of(page: Path) -> Iterator[str]:
    """Lines of code blocks, and pieces of inline code."""
    text = page.read_text(encoding="utf-8")
    for block in _FENCE.findall(text):
        yield from block.splitlines()
    yield from _INLINE.findall(_FENCE.sub("", text))


def commands_of(page: Path) -> list[list[str]]:
    """Every `monitor …` a page shows, as words behind the program's name."""
    found = []
    for line in code_of(page):
        if not (shown := _COMMAND.search(line.replace("'", ""))):
            continue
        words = shlex.split(shown[1].rstrip("；。，"), comments=True)
        end = next((i for i, word in enumerate(words) if word in _ENDS), len(words))
        found.append(words[:end])
    return found


@cache
def tree() -> Any:
    """All commands. Whoever asks only looks: it is built once."""
    return typer.main.get_command(build())


def options_of(command: Any) -> set[str]:
    return {option for parameter in command.params for option in parameter.opts if option.startswith("-")}


def complaint(words: list[str]) -> str:
    """What is wrong with a shown command; "" if nothing is."""
    command, path = tree(), "monitor"
    known = options_of(command) | {"-h", "--help"}
    rest = list(words)
    while getattr(command, "commands", None):
        while rest and rest[0] in known:
            rest = rest[2:] if rest[0] not in ("--version", "--help", "-h") else rest[1:]
        if not rest:
            return ""  # a group, or the program alone with options
        if rest[0] not in command.commands:
            return f"{path} has no command {rest[0]!r}"
        command, path = command.commands[rest[0]], f"{path} {rest[0]}"
        known |= options_of(command)
        rest = rest[1:]
    strange = [w for w in rest if w.startswith("-") and w.partition("=")[0] not in known]
    return f"{path} has no option {strange[0]!r}" if strange else ""


def every_command(command: Any, path: str = "monitor") -> Iterator[str]:
    children = getattr(command, "commands", None)
    if not children:
        yield path
    for name, child in (children or {}).items():
        yield from every_command(child, f"{path} {name}")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_a_page_shows_exists_with_its_options(page: Path) -> None:
    shown = commands_of(page)
    assert shown, "no command was found on this page: is the search still right?"
    wrong = {" ".join(words): why for words in shown if (why := complaint(words))}
    assert not wrong


def test_every_command_of_the_program_stands_in_the_readme() -> None:
    shown = {" ".join(["monitor", *words]) for words in commands_of(README)}
    missing = [c for c in every_command(tree()) if not any(s == c or s.startswith(f"{c} ") for s in shown)]
    assert not missing


def test_a_command_that_does_not_exist_is_noticed() -> None:
    assert complaint(["source", "try", "br-inpi"])
    assert complaint(["run", "--sources-file", "x"])
    assert not complaint(["--state", "x", "run", "--source", "br-inpi", "--at", "2026-11-20"])


_TARGET = re.compile(r"\bmake ([a-z]+)\b")


@pytest.mark.parametrize("page", LINKED, ids=lambda page: page.name)
def test_every_make_target_a_page_shows_exists(page: Path) -> None:
    rules = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert {name for line in code_of(page) for name in _TARGET.findall(line)} <= rules


def test_make_help_lists_every_target_a_page_shows() -> None:
    made = (ROOT / "Makefile").read_text(encoding="utf-8")
    listed = set(re.findall(r'^\t@echo "make ([a-z]+) ', made, re.MULTILINE))
    shown = {name for page in LINKED for name in re.findall(r"`make ([a-z]+)`", page.read_text(encoding="utf-8"))}
    assert {"quick", "generated"} <= shown
    assert shown | {"structure"} <= listed | {"setup", "lock", "wheel"}


# --- links, variables, codes ----------------------------------------------------------------------------------------

_LINK = re.compile(r"\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ +(.+?)\s*$", re.MULTILINE)


def anchors_of(page: Path) -> set[str]:
    text = _FENCE.sub("", page.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for h in _HEADING.findall(text)}


def links_of(page: Path) -> Iterator[tuple[str, str]]:
    """(file, heading) of every link of a page that stays inside the project; either may be empty."""
    for link in _LINK.findall(_FENCE.sub("", page.read_text(encoding="utf-8"))):
        if not link.startswith(("http://", "https://", "mailto:")):
            name, _, anchor = link.partition("#")
            yield name, anchor


@pytest.mark.parametrize("page", LINKED, ids=lambda page: page.name)
def test_every_link_leads_to_a_file(page: Path) -> None:
    assert not [name for name, _ in links_of(page) if not (page.parent / name).exists()]


@pytest.mark.parametrize("page", LINKED, ids=lambda page: page.name)
def test_every_link_to_a_heading_finds_it(page: Path) -> None:
    targets = {(name, anchor): page.parent / name if name else page for name, anchor in links_of(page) if anchor}
    assert not [link for link, target in targets.items() if link[1] not in anchors_of(target)]


_VARIABLE = re.compile(r"\bMONITOR_[A-Z][A-Z_]*[A-Z]\b")
SETTINGS = {f"MONITOR_{name.upper()}" for name in Settings.model_fields}
# Read before settings exist, or only by tests.
OTHERS = {
    "MONITOR_STATE",
    "MONITOR_SOURCES",
    "MONITOR_LANG",
    "MONITOR_CREDENTIALS",
    "MONITOR_DIE_AT",
    "MONITOR_BATCH",
    "MONITOR_REAL_DATA",
    "MONITOR_TEST_COMPLETE",
    "MONITOR_TEST_NO_PICTURES",
}


@pytest.mark.parametrize("page", LINKED, ids=lambda page: page.name)
def test_every_variable_a_page_names_exists(page: Path) -> None:
    assert set(_VARIABLE.findall(page.read_text(encoding="utf-8"))) <= SETTINGS | OTHERS


def test_every_setting_stands_in_the_readme() -> None:
    assert set(_VARIABLE.findall(README.read_text(encoding="utf-8"))) >= SETTINGS


def test_every_key_variable_of_a_source_stands_in_the_readme() -> None:
    text = README.read_text(encoding="utf-8")
    keys = {name for c in load_sources(ROOT / "sources.yaml").values() for name in c.secrets.values()}
    assert not {k for k in keys if f"`{k}`" not in text}


def test_the_administrator_finds_every_exit_code_and_verdict() -> None:
    text = OPERATIONS.read_text(encoding="utf-8")
    raised = {c.exit_code for c in vars(errors).values() if isinstance(c, type) and issubclass(c, errors.MonitorError)}
    assert {int(n) for n in re.findall(r"^\| (\d+) \|", text, re.MULTILINE)} >= raised | {0}
    assert not [v for v in Verdict if f"`{v.value}`" not in text]


# --- sources and rooms ------------------------------------------------------------------------------------------------


def keys_of(model: type[BaseModel], prefix: str = "") -> Iterator[tuple[str, str]]:
    """(dotted key, default as the page prints it) of every key an entry of sources.yaml may have."""
    for name, field in model.model_fields.items():
        inner = field.annotation
        listed = getattr(inner, "__args__", (None,))[0]
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            yield from keys_of(inner, f"{prefix}{name}.")
        elif isinstance(listed, type) and issubclass(listed, BaseModel):
            yield from keys_of(listed, f"{prefix}{name}[].")
        else:
            default = "必填" if field.is_required() else printed(field.get_default(call_default_factory=True))
            yield f"{prefix}{name}", default


def printed(value: object) -> str:
    if value is None:
        return "—"
    if value in ("", (), {}):
        return "空"
    return str(value).lower() if isinstance(value, bool) else str(value)


_ROW = re.compile(r"^\| `([a-z_.\[\]]+)` \| ([^|]+?) \| [^|]+ \|$", re.MULTILINE)


def test_the_page_on_sources_names_every_key_with_its_default_and_no_other() -> None:
    table = ADDING.read_text(encoding="utf-8").partition("\n## sources.yaml 的键")[2]
    assert dict(_ROW.findall(table)) == dict(keys_of(SourceConfig))


def test_the_page_on_sources_names_every_part_of_the_class_and_no_other() -> None:
    must, may = ADDING.read_text(encoding="utf-8").split("| 可以写 ")
    for table, mandatory in ((must.split("| 必须写明 ")[1], True), (may, False)):
        first = re.findall(r"^\| (`[^|]+) \|", table.split("\n\n")[0], re.MULTILINE)
        named = {name for cell in first for name in re.findall(r"`(\w+)", cell)}
        assert named == {name for name, part in PARTS.items() if part.mandatory is mandatory}


@pytest.mark.parametrize("source", sorted(load_sources(ROOT / "sources.yaml")))
def test_every_source_has_its_live_checks_and_its_line_in_the_readme(source: str) -> None:
    assert f"\n## {source}\n" in LIVE.read_text(encoding="utf-8")
    assert README.read_text(encoding="utf-8").count(f"| `{source}` |") == 2  # in Chinese and in English


def test_what_is_generated_is_up_to_date() -> None:
    pages = runpy.run_path(str(ROOT / "tools" / "build_pages.py"))["pages"]()
    assert {README, LIVE} <= pages.keys()
    old = [path.name for path, page in pages.items() if path.read_text(encoding="utf-8") != page]
    assert not old, "run make generated"


def test_every_room_of_the_house_is_named_on_the_page_of_the_architecture() -> None:
    text = ARCHITECTURE.read_text(encoding="utf-8")
    rooms = {p.stem for p in (ROOT / "monitor").iterdir() if p.suffix == ".py" or (p / "__init__.py").is_file()}
    assert not {r for r in rooms - {"__init__"} if f"`{r}`" not in text}


@pytest.mark.parametrize("page", DOCS, ids=lambda page: page.name)
def test_every_page_ends_with_an_english_summary(page: Path) -> None:
    headings = re.findall(r"^## (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    assert headings[-1] == "English summary"


def test_the_pictures_of_the_bulletin_are_there_are_all_shown_and_are_small() -> None:
    page = ROOT / "docs" / "bulletin-page.md"
    shown = re.findall(r"!\[[^\]]+\]\((pictures/[^)]+)\)", page.read_text(encoding="utf-8"))
    kept = sorted((ROOT / "docs" / "pictures").iterdir())
    assert sorted(ROOT / "docs" / name for name in shown) == kept
    assert len(kept) == 5
    assert max(file.stat().st_size for file in kept) <= 150_000
    assert sum(file.stat().st_size for file in kept) <= 600_000
    assert "docs/bulletin-page.md" in (ROOT / "README.md").read_text(encoding="utf-8")
