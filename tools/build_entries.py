"""Writes docs/docket-entries.md: how well the entries of US dockets are read, from the tables of invented entries and from what was
read of each table when the reader first met it.

python tools/build_entries.py
"""

from __future__ import annotations

import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from monitor.model.events import EVENTS
from monitor.sources.us_courts.entries import read_entry

ROOT = Path(__file__).resolve().parent.parent
TABLES = ROOT / "tests" / "sources" / "us_courts" / "entries"
TARGET = ROOT / "docs" / "docket-entries.md"
ENTERED = date(2026, 12, 1)
NOTHING = "—"

HEAD = """# 美国案卷条目怎样读 · How entries of US dockets are read

本页由 `make generated` 写成，不要手改。读条目的程序在 `monitor/sources/us_courts/entries/`：先认文书种类，再按动词认法院做了什么，最后认日期
是什么的日期、涉及谁。印着的日期照录；读不出、有两个说法的，保留原文，不猜。

**下面的条目全部是虚构的**（各法院的写法，虚构的名称、编号、法官、日期），在 `tests/sources/us_courts/entries/`。每张表都是先写好应有的结果、
再第一次拿来读；第一次的结果记在 `first-try.toml`，读错的一条不漏。之后程序照着改过，所以每张表现在都读对：**只有“第一次”一栏说得上程序
遇到没见过的写法会怎样**，最后一张最接近今天的程序。

一条线索的程序事件和其中的日期：`monitor hit show 12`，`--json` 里每个事件的 `says`、`parties`、`whole`。
"""

SUMMARY = """## English summary

This page is written by `make generated`; do not edit it. An entry is read by kind of paper, then verb by verb for what the court did, then day by
day for what each is for; a printed day is kept as printed, and one that cannot be settled is kept as text.

**Every entry below is invented** (the courts' wording; invented names, numbers, judges and days). Each table was written with what it should give
before the reader was tried on it; what came of that first try stands in `first-try.toml`, every error listed. The reader was then mended with
the table, so that all are read rightly now: **only the column of the first try says how it does with wording it has not met**, and the
last table is nearest to the reader of today.
"""


def page() -> str:
    tries = tomllib.loads((TABLES / "first-try.toml").read_text(encoding="utf-8"))["table"]
    rows = {t["name"]: _rows(t["name"]) for t in tries}
    now = {name: [(should, read) for should, read, _ in found] for name, found in rows.items()}
    right = {name: sum(ok for *_, ok in found) for name, found in rows.items()}
    return "\n".join(
        [
            HEAD,
            "## 各表 · The tables\n",
            _table(
                ("表 · table", "条目 · entries", "第一次读对行为 · acts right at first", "第一次全对 · all right at first",
                 "现在读对行为 · acts right now", "现在全对 · all right now"),
                (
                    [t["name"], str(t["entries"]), _share(t["acts_right"], t["entries"]), _share(t["all_right"], t["entries"]),
                     _share(sum(s == r for s, r in now[t["name"]]), len(now[t["name"]])), _share(right[t["name"]], len(rows[t["name"]]))]
                    for t in tries
                ),
            ),
            "“行为”指事件代码；“全对”还包括日期、当事人、及于全部还是部分、存疑的原文。"
            "Acts are event codes; all right also means days, parties, extent and pieces in doubt.\n",
            "## 第一次读错的 · Read wrongly at the first try\n",
            _table(("表 · table", "条目 · entry", "应为 · should be", "读作 · was read as"), _wrong(tries)),
            "## 应为与读作 · What should be read against what was read\n",
            "每个代码：现在有几条，其中读对几条；第一次时漏读或读成别的代码各几条。"
            "For each code: how many entries, how many of them right now; what it was read as at the first try where it was not itself.\n",
            _table(
                ("代码 · code", "含义 · meaning", "条目 · entries", "现在对 · right now", "第一次读成 · at first read as", "第一次误读为它 · at first read so in error"),
                _confused(now, tries),
            ),
            SUMMARY,
        ]
    )  # fmt: skip


def _rows(name: str) -> list[tuple[Counter[str], Counter[str], bool]]:
    """Of every entry the codes it should have, those it is read as, and whether all is right."""
    found = []
    for entry in tomllib.loads((TABLES / f"{name}.toml").read_text(encoding="utf-8"))["entry"]:
        read = read_entry(entry["text"], entry.get("entered", ENTERED))
        told = sorted(_told(a) for a in read.acts)
        should = Counter(a.split()[0] for a in entry["acts"])
        ok = told == sorted(entry["acts"]) and len(read.unread) == len(entry.get("doubted", []))
        found.append((should, Counter(a.code for a in read.acts), ok))
    return found


def _told(act: Any) -> str:
    words = " ".join([act.code, *(f"{name}={day}" for name, day in sorted(act.says.items()))])
    whole = "" if act.whole is None else " | whole:all" if act.whole else " | whole:some"
    return words + "".join(f" | {party}" for party in sorted(act.parties)) + whole


def _wrong(tries: Iterable[Mapping[str, Any]]) -> Iterator[list[str]]:
    for table in tries:
        for w in table["wrong"]:
            yield [table["name"], w["entry"].replace("|", "\\|"), ", ".join(w["should"]), ", ".join(w["read"])]


def _confused(
    now: Mapping[str, Sequence[tuple[Counter[str], Counter[str]]]], tries: Sequence[Mapping[str, Any]]
) -> Iterator[list[str]]:
    pairs = [pair for found in now.values() for pair in found]
    as_other: dict[str, Counter[str]] = {}
    in_error: dict[str, Counter[str]] = {}
    for w in (w for t in tries for w in t["wrong"]):
        missed = [c for c in w["should"] if c not in w["read"]] or [NOTHING]
        extra = [c for c in w["read"] if c not in w["should"]] or [NOTHING]
        for code in missed:
            as_other.setdefault(code, Counter()).update(extra)
        for code in extra:
            in_error.setdefault(code, Counter()).update(missed)
    for code in sorted({c for should, read in pairs for c in (*should, *read)}):
        held = sum(should[code] > 0 for should, _ in pairs)
        good = sum(should[code] > 0 and read[code] == should[code] for should, read in pairs)
        yield [
            f"`{code}`", f"{EVENTS[code].words['zh']} · {EVENTS[code].words['en']}", str(held), str(good),
            _counted(as_other.get(code)), _counted(in_error.get(code)),
        ]  # fmt: skip


def _counted(codes: Counter[str] | None) -> str:
    return ", ".join(f"{code} {n}" for code, n in sorted((codes or Counter()).items()))


def _share(part: int, whole: int) -> str:
    return f"{part} ({100 * part / whole:.1f} %)"


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


if __name__ == "__main__":
    if not TABLES.is_dir():
        sys.exit(f"{TABLES} is not there")
    TARGET.write_text(page(), encoding="utf-8")
