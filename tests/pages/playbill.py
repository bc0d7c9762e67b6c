"""Which worlds there are, what is played in each, and the page that tells how it went."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path

from monitor.config import load_sources
from monitor.resources import shipped
from tests import made_once, unsynced  # noqa: F401 — what they do when they are imported
from tests.pages.changes import Change, catalogue
from tests.pages.played import WEEKS, Noticed, Theatre
from tests.pages.world import World

PAGE = Path(__file__).resolve().parents[2] / "docs" / "page-mutations.md"
_MODULE, _WORLDS = "tests.pages.worlds.", Path(__file__).resolve().parent / "worlds"


@dataclass(frozen=True, slots=True)
class Bill:
    """One source: its world, and the changes that are played in it, its own first."""

    world: World
    changes: tuple[Change, ...]


def bill(source: str) -> Bill:
    """What is played of a source. Raises ImportError where it has no world."""
    module = import_module(_MODULE + _file(source))
    world: World = module.WORLD
    own: tuple[Change, ...] = module.CHANGES
    left: frozenset[str] = getattr(module, "NOT_PLAYED", frozenset())
    excused: Mapping[str, tuple[str, str]] = getattr(module, "EXCUSED", {})
    general = [c for c in catalogue(world) if c.name not in left]
    return Bill(world, (*own, *(_excused(c, excused) for c in general)))


def _excused(change: Change, excused: Mapping[str, tuple[str, str]]) -> Change:
    return replace(change, why=excused[change.name]) if change.name in excused else change


def sources() -> list[str]:
    """The shipped sources that have a world, in the order of sources.yaml."""
    return [s for s in load_sources(shipped("sources.yaml")) if (_WORLDS / f"{_file(s)}.py").is_file()]


def without() -> list[str]:
    """The shipped sources that have none."""
    return [s for s in load_sources(shipped("sources.yaml")) if s not in sources()]


def _file(source: str) -> str:
    return source.replace("-", "_")


def play(source: str, names: Iterable[str] = ()) -> tuple[list[str], dict[str, Noticed]]:
    """What was said in the healthy weeks (which should be nothing), and what was noticed of each change; "" is none at all."""
    played, chosen = bill(source), set(names)
    with tempfile.TemporaryDirectory(prefix="monitor-pages-") as folder:
        theatre = Theatre(played.world, Path(folder))
        alarms = theatre.prepare()
        found = {"": theatre.play(None)}
        for change in played.changes:
            if not chosen or change.name in chosen:
                found[change.name] = theatre.play(change)
    return alarms, found


# --- the page ----------------------------------------------------------------------------------------------------------

_MARK = "<!-- played: "


def recorded() -> dict[str, dict[str, Noticed]]:
    """What the page says: source → change → what was noticed; {} where there is no page yet."""
    if not PAGE.is_file():
        return {}
    held = json.loads(PAGE.read_text(encoding="utf-8").partition(_MARK)[2].partition(" -->")[0])
    return {source: {name: Noticed(*found) for name, found in changes.items()} for source, changes in held.items()}


def wrong(played: Bill, found: Mapping[str, Noticed]) -> bool:
    """Whether a healthy world or a harmless change was called a trouble, or a harmful one was not and no reason is given."""
    harmless = found.get("", Noticed(None)).day is not None
    for change in played.changes:
        if (told := found.get(change.name)) is not None and not change.why:
            harmless |= (told.day is None) != change.harmless
    return harmless


def written(results: Mapping[str, Mapping[str, Noticed]]) -> str:
    """The page, of all sources."""
    results = {s: results[s] for s in sources() if s in results}
    titles = {s: c.title for s, c in load_sources(shipped("sources.yaml")).items()}
    first = [(s, c, results[s][c.name]) for s in results for c in bill(s).changes if c.of_the_48]
    noticed = sum(n.day is not None for _, _, n in first)
    every = [(s, c, results[s][c.name]) for s in results for c in bill(s).changes if not c.harmless]
    harmless = [(s, c, results[s][c.name]) for s in results for c in bill(s).changes if c.harmless]
    lines = [
        "# 网页变化与发觉 · What is noticed when pages change",
        "",
        "由 `make mutate-pages` 写出，请勿手改。每个来源有一个虚构的小世界（tests/pages/worlds），先平安过几周，再从某一天起照真实网页会有的样子改动，",
        f"演 {WEEKS} 周；“几天”是从改动那天到第一次说出来的天数，0 为当天。途径：**结论**（本次运行不算核查完毕，退出码随之不为 0）、**覆盖栏**（周报覆盖栏里的一句话）。",
        "",
        "说出来的话，在 `monitor status`、`monitor doctor` 和周报的覆盖栏里；某个来源各路的情形：`monitor source show us-pacer-rss`。",
        "",
        "| 来源 · Source | 有害的改动 · Harmful changes | 发觉 · Noticed | 最迟几天 · Latest, days |",
        "|---|---|---|---|",
    ]
    for source in results:
        own = [n for s, _, n in every if s == source]
        latest = max((n.day for n in own if n.day is not None), default="—")
        lines.append(f"| {source} | {len(own)} | {sum(n.day is not None for n in own)} | {latest} |")
    lines += [
        f"| 合计 · all | {len(every)} | {sum(n.day is not None for _, _, n in every)} | |",
        "",
        f"表中标 ◆ 的 {len(first)} 种是最先试过的“失明”方式，发觉 {noticed} 种。The {len(first)} ways to go blind that were tried first are marked ◆; {noticed} of them are noticed.",
        f"无害的改动（{len(harmless)} 种次：换次序、多字段）不应报警，误报 {sum(n.day is not None for *_, n in harmless)} 次。Harmless changes must be called no trouble; of {len(harmless)} so many were: {sum(n.day is not None for *_, n in harmless)}.",
        "",
    ]
    for source in results:
        lines += [
            f"## {titles[source].zh} · {titles[source].en}",
            "",
            "| 改动 · Change | 几天 · Days | 途径 · By |",
            "|---|---|---|",
        ]
        for change in bill(source).changes:
            result = results[source][change.name]
            how = {"verdict": "结论 · verdict", "box": "覆盖栏 · box"}.get(result.how, "")
            if change.harmless:
                how = how or "无害，不报 · harmless, not told"
            elif result.day is None:
                how = (
                    "；".join((change.why or ("未发觉", "not noticed"))[:1])
                    + " · "
                    + (change.why or ("", "not noticed"))[1]
                )
            day = "—" if result.day is None else str(result.day)
            mark = "◆ " if change.of_the_48 else ""
            lines.append(f"| {mark}{change.zh} · {change.en} | {day} | {how} |")
        lines.append("")
    lines += [
        "## English summary",
        "",
        "Written by `make mutate-pages`, not by hand. Each source has a small invented world (tests/pages/worlds). It is healthy for some weeks;",
        f"then its pages change as real pages do, and {WEEKS} weeks are played. Days are counted from the change to the first word about it. By **verdict**",
        "the run does not count, and the exit code says so; by **box** a sentence in the bulletin's coverage box says it. What is said stands in",
        "`monitor status`, `monitor doctor` and the coverage box. What is not noticed has its reason in its row.",
        "",
    ]
    record = {s: {name: [n.day, n.how] for name, n in sorted(found.items())} for s, found in sorted(results.items())}
    lines += [f"{_MARK}{json.dumps(record, sort_keys=True)} -->", ""]
    return "\n".join(lines)
