"""A source of an invented office is added after docs/adding-a-source.md, in a copy of the project: the files that page shows
are written as they stand there, and nothing else of the copy is touched."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from tests.command import surroundings

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "adding-a-source.md"
AT = "2026-11-20T10:00:00+08:00"
TITLES = ("--title-zh", "赞布里亚商标登记簿", "--title-en", "Register of marks of Zambria")
TESTS = "tests/sources/qz_register"
_LEFT_BEHIND = shutil.ignore_patterns(".*", "__pycache__", "state", "htmlcov", "dist", "build", "*.egg-info")
# What walks the sources, the forums or the pages: all of it has to hold with one more.
CONTRACTS = (
    "tests/sources/test_class.py",
    "tests/sources/test_words.py",
    "tests/sources/test_demo_registers.py",
    "tests/collect/test_canary.py",
    "tests/store/test_landed_names.py",
    "tests/model",
    "tests/config",
    "tests/forums",
    "tests/test_docs.py",
    "tests/test_texts.py",
    "tests/test_architecture.py",
    "tests/cli/test_doctor_words.py",
    "tests/test_nothing_left_open.py",
)

pytestmark = pytest.mark.slow
in_one_copy = pytest.mark.xdist_group("added source")  # of the project, for all of them


@dataclass(frozen=True)
class Copy:
    """A copy of the project, and a state folder beside it."""

    root: Path
    before: Mapping[str, str]

    def python(self, *words: str) -> subprocess.CompletedProcess[str]:
        # What one of these processes compiles is kept for the next, whatever this machine thinks of it.
        env = surroundings({"PYTHONPATH": str(self.root), "PYTHONDONTWRITEBYTECODE": ""})
        return subprocess.run(
            [sys.executable, *words], cwd=self.root, env=env, capture_output=True, text=True, encoding="utf-8",
            check=False, timeout=600, stdin=subprocess.DEVNULL,
        )  # fmt: skip

    def monitor(self, *words: str, code: int | frozenset[int] = 0) -> str:
        done = self.python("-m", "monitor", "--state", str(self.root.parent / "state"), "--at", AT, *words)
        assert done.returncode in ({code} if isinstance(code, int) else code), done.stdout + done.stderr
        return done.stdout

    def changed(self) -> set[str]:
        """What is new or another than before the source was added; what is gone has a minus before it."""
        now = digests(self.root)
        return {p for p in now if now[p] != self.before.get(p)} | {f"-{p}" for p in self.before.keys() - now.keys()}


def digests(root: Path) -> dict[str, str]:
    """What every file holds; caches of tools apart."""
    files = (p for p in root.rglob("*") if p.is_file() and not _CACHES.intersection(p.relative_to(root).parts))
    return {p.relative_to(root).as_posix(): sha256(p.read_bytes()).hexdigest() for p in files}


_CACHES = frozenset({"__pycache__", ".pytest_cache", ".mypy_cache", ".ruff_cache", ".hypothesis"})
_SHOWN = re.compile(r"^`([\w./-]+)`\n\n```\w*\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def shown() -> dict[str, str]:
    """The files that the page shows: a path alone on its line, and the block below it."""
    return dict(_SHOWN.findall(PAGE.read_text(encoding="utf-8")))


def commands() -> Iterator[list[str]]:
    """The commands of the page's blocks."""
    import shlex

    for block in re.findall(r"^```\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL):
        yield from (shlex.split(line, comments=True) for line in block.splitlines())


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    return copied(tmp_path_factory.mktemp("added"))


def copied(folder: Path) -> Copy:
    root = folder / "project"
    shutil.copytree(ROOT, root, ignore=_LEFT_BEHIND)
    for name in (".gitignore", ".pre-commit-config.yaml", ".editorconfig"):
        shutil.copy(ROOT / name, root)
    for name in (".ci", ".mypy_cache"):  # what is known of the types of all other files
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, root / name)
    return Copy(root, digests(root))


@pytest.fixture(scope="module")
def drafted(copy: Copy) -> Copy:
    """Step 1 of the page: as the command leaves it."""
    made, *_ = (c for c in commands() if c[:3] == ["monitor", "source", "new"] and "qz-register" in c)
    copy.monitor(*made[1:])
    return copy


@pytest.fixture(scope="module")
def looked_at(drafted: Copy) -> dict[str, Any]:
    """What the draft says of itself before anybody fills it in."""
    run = json.loads(drafted.monitor("source", "test", "qz-register", "--replay", TESTS, "--json", code=6))["runs"][0]
    return {
        "run": run,
        "doctor": drafted.monitor("doctor", code=4),
        "live": drafted.python("-m", "monitor", "--state", "state", "source", "test", "qz-register"),
        "changed": drafted.changed(),
        "tests": drafted.python(
            "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/test_nothing_left_open.py"
        ).stdout,
    }


@pytest.fixture(scope="module")
def added(drafted: Copy, looked_at: dict[str, Any]) -> Copy:
    """Every file of the page in its place, the golden written and taken as reviewed, the pages generated."""
    for name, text in shown().items():
        path = drafted.root / name
        if name == "sources.yaml":
            before = path.read_text(encoding="utf-8")
            path.write_text(before[: before.index("qz-register:")] + text, encoding="utf-8")
        else:
            assert path.is_file(), f"{name} was not drafted"
            path.write_text(text, encoding="utf-8")
    first = drafted.python("-m", "pytest", "-q", "-p", "no:cacheprovider", TESTS)
    assert "review me" in first.stdout, first.stdout
    for tool in ("build_vocabulary", "build_pages", "build_legal_review"):
        done = drafted.python(f"tools/{tool}.py")
        assert done.returncode == 0, done.stderr
    return drafted


# --- the draft --------------------------------------------------------------------------------------------------------


@in_one_copy
def test_a_draft_is_never_a_healthy_source(looked_at: dict[str, Any]) -> None:
    assert looked_at["run"]["verdict"] == "suspicious"
    assert "草稿" in looked_at["run"]["message"]
    assert "qz-register" in looked_at["doctor"]
    assert "monitor/sources/qz_register/source.py" in looked_at["tests"]
    assert looked_at["live"].returncode == 4, "nobody has said why it may be asked"
    assert "TO FILL IN" in looked_at["live"].stderr


@in_one_copy
def test_a_draft_touches_its_own_folders_its_entry_and_its_forum(looked_at: dict[str, Any]) -> None:
    assert {folder_of(p) for p in looked_at["changed"]} == OWN


OWN = {"monitor/sources/qz_register", TESTS, "monitor/forums/qz.toml", "sources.yaml"}


def folder_of(path: str) -> str:
    return next((own for own in OWN if path.startswith(f"{own}/")), path)


# --- the source -------------------------------------------------------------------------------------------------------


@in_one_copy
def test_only_the_folder_the_entry_the_forum_and_the_tests_changed(added: Copy) -> None:
    generated = {"README.md", "docs/legal-review.md", "docs/live-checks.md", "docs/vocabulary.md"}
    assert {folder_of(p) for p in added.changed()} == OWN | generated
    before = (ROOT / "sources.yaml").read_text(encoding="utf-8")
    assert (added.root / "sources.yaml").read_text(encoding="utf-8").startswith(before), (
        "the entries above are as they were"
    )


def test_the_reader_of_the_page_has_sixty_lines() -> None:
    lines = shown()["monitor/sources/qz_register/source.py"].splitlines()
    assert len([line for line in lines if line.strip()]) <= 60


@in_one_copy
def test_its_own_tests_pass_once_the_golden_is_reviewed(added: Copy) -> None:
    done = added.python("-m", "pytest", "-q", "-p", "no:cacheprovider", TESTS)
    assert done.returncode == 0, done.stdout


@in_one_copy
def test_every_contract_holds_with_one_source_more(added: Copy) -> None:
    done = added.python("-m", "pytest", "-q", "-p", "no:cacheprovider", "-n", "0", "-m", "not slow", *CONTRACTS)
    assert done.returncode == 0, done.stdout[-4000:]


@in_one_copy
def test_its_code_is_formatted_and_typed_as_the_rest(added: Copy) -> None:
    places = ("monitor/sources", TESTS)
    for words in (
        ("ruff", "check", *places),
        ("ruff", "format", "--check", *places),
        ("mypy", "monitor/sources/qz_register"),
    ):
        done = added.python("-m", *words)
        assert done.returncode == 0, done.stdout


@in_one_copy
def test_it_is_listed_shown_and_examined(added: Copy) -> None:
    rows = {row["id"]: row for row in json.loads(added.monitor("source", "list", "--json"))}
    assert rows["qz-register"]["fault"] is None
    assert not rows["qz-register"]["enabled"]
    page = added.monitor("--lang", "en", "source", "show", "qz-register")
    assert "marks filed and published in Zambria (invented)" in page
    assert "https://register.example/api/filings" in page
    assert "TO FILL IN" not in page
    doctor = json.loads(
        added.monitor("doctor", "--json", code=frozenset({3, 4}))
    )  # nothing was asked yet, and the list may be empty
    assert not [f for f in doctor if "qz-register" in json.dumps(f)]


@in_one_copy
def test_its_sample_is_read_without_a_complaint(added: Copy) -> None:
    data = json.loads(added.monitor("source", "test", "qz-register", "--replay", TESTS, "--json"))
    (run,) = data["runs"]
    assert (run["verdict"], run["records"], run["skipped"], run["notes"]) == ("ok", 3, 0, [])
    assert {row["key"] for row in data["sample"]} == {"tm:QZ:900417", "tm:QZ:900502", "tm:QZ:900877"}


@pytest.fixture(scope="module")
def told(added: Copy) -> dict[str, Any]:
    """A list is imported, the source queried twice, an issue built in each language, for an office that asks this source
    alone."""
    office = added.root.parent / "office.yaml"
    office.write_text("qz-register:\n  enabled: true\n", encoding="utf-8")
    added.monitor("watchlist", "import", "monitor/demo/watchlist.xlsx", "--yes")
    its = ("--sources", str(office))
    run = (*its, "run", "--replay", TESTS, "--json")
    first, second = (json.loads(added.monitor(*run))["runs"][0] for _ in range(2))
    issues = {}
    for lang in ("zh", "en"):
        added.monitor(*its, "--lang", lang, "bulletin", "build")
        text = added.monitor(*its, "--lang", lang, "bulletin", "show")
        issues[lang] = "".join(text.split()) if lang == "zh" else " ".join(text.split())  # it is folded for mail
    return {"first": first, "second": second, "hits": json.loads(added.monitor("hit", "list", "--json")), **issues}


@in_one_copy
def test_a_listed_name_in_it_is_a_hit_with_the_deadline_of_its_own_forum(told: dict[str, Any]) -> None:
    assert (told["first"]["verdict"], told["first"]["new_hits"]) == ("ok", 1)
    (hit,) = told["hits"]
    assert (hit["matter"], hit["kind"], hit["watched"]) == ("tm:QZ:900417", "squat", "岚谷禾")
    (deadline,) = hit["deadlines"]
    assert (deadline["rule"], deadline["date"]) == ("qz-opposition", "2027-01-18")


@in_one_copy
def test_a_second_run_says_unchanged(told: dict[str, Any]) -> None:
    assert (told["second"]["verdict"], told["second"]["new_hits"]) == ("unchanged", 0)


@in_one_copy
def test_the_bulletin_names_its_office_and_borrows_no_other(told: dict[str, Any]) -> None:
    for lang, office, foreign in (
        ("zh", "赞布里亚商标局", ("专利商标局", "巴西国家")),
        ("en", "Trade Marks Office of Zambria", ("USPTO", "Patent and Trademark", "Industrial Property of Brazil")),
    ):
        assert office in told[lang]
        assert not [word for word in (*foreign, "TO FILL IN") if word in told[lang]]
    assert "Register of marks of Zambria: Trade Marks Office of Zambria" in told["en"]


@in_one_copy
def test_its_files_can_be_screened(added: Copy) -> None:
    rows = added.monitor(
        "screen", f"{TESTS}/list.json", "--watchlist", "monitor/demo/watchlist.xlsx", "--json"
    ).splitlines()
    assert [json.loads(row)["watched"] for row in rows] == ["岚谷禾"]


# --- a second source of an office ---------------------------------------------------------------------------------------


def renamed(text: str) -> str:
    """A file of the page as one of a source of the ITC."""
    return text.replace("qz_register", "us_itc.register").replace("qz-register", "us-itc-register").replace("QZ", "US")


@pytest.fixture(scope="module")
def second(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """The register of the page once more, as a second source of an office that is there."""
    copy = copied(tmp_path_factory.mktemp("second"))
    copy.monitor("source", "new", "us-itc-register", "--office", "us_itc", "--category", "trademark", *TITLES)
    for name, page in shown().items():
        text = renamed(page)
        if name == "sources.yaml":
            path = copy.root / name
            before = path.read_text(encoding="utf-8")
            entry = text.replace("format: us_itc.register", "format: us_itc/register")
            path.write_text(before[: before.index("us-itc-register:")] + entry, encoding="utf-8")
        elif "forums" not in name:
            path = copy.root / name.replace("test_qz_register", "test_register").replace(
                "qz_register", "us_itc/register"
            )
            assert path.is_file(), f"{path} was not drafted"
            path.write_text(text, encoding="utf-8")
    copy.python("-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/sources/us_itc/register")
    copy.python("tools/build_vocabulary.py")
    copy.python("tools/build_pages.py")
    return copy


def test_an_office_gets_a_second_source_without_a_forum(second: Copy) -> None:
    own = {"monitor/sources/us_itc/register", "tests/sources/us_itc/register"}
    changed = {next((o for o in own if p.startswith(f"{o}/")), p) for p in second.changed()}
    assert changed == {*own, "sources.yaml", "README.md", "docs/live-checks.md", "docs/vocabulary.md"}
    (run,) = json.loads(second.monitor("source", "test", "us-itc-register", "--replay", "tests/sources/us_itc/register",
                                       "--json"))["runs"]  # fmt: skip
    assert (run["verdict"], run["records"]) == ("ok", 3)
    done = second.python(
        "-m", "pytest", "-q", "-p", "no:cacheprovider", "-n", "0", "-m", "not slow", "tests/sources/us_itc/register",
        "tests/sources/us_itc/test_parting.py", "tests/sources/us_itc/ids/test_ids.py", "tests/sources/test_words.py",
        "tests/sources/test_class.py", "tests/model/test_writers.py", "tests/test_docs.py", "tests/test_nothing_left_open.py",
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-4000:]
