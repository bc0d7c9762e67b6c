"""docs/mutants.md: the table of functions, and each survivor with the reason why it may."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.mutation.faults import Fault

BEGIN, END = "<!-- begin: written by make mutate -->", "<!-- end: written by make mutate -->"


@dataclass(frozen=True, slots=True)
class Tally:
    """What came of one target: (id of a mutant, whether it was killed)."""

    name: str
    mutants: tuple[tuple[str, bool], ...]

    @property
    def killed(self) -> int:
        return sum(killed for _, killed in self.mutants)

    @property
    def survivors(self) -> list[str]:
        return [name for name, killed in self.mutants if not killed]


def read_reasons(path: Path) -> Mapping[str, str]:
    """Mutant → why it may live."""
    if not path.is_file():
        return {}
    return {e["mutant"]: e["why"] for e in tomllib.loads(path.read_text(encoding="utf-8")).get("survivors", ())}


def write_page(
    path: Path, tallies: Sequence[Tally], faults: Sequence[Fault], killed: Collection[str], reasons: Mapping[str, str]
) -> None:
    """Replace what stands between the marks of the page; the rest is written by people."""
    text = path.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    inside = _table(tallies, faults, killed, reasons)
    path.write_text(f"{before}{BEGIN}\n\n{inside}\n{END}{after}", encoding="utf-8")


def _table(
    tallies: Sequence[Tally], faults: Sequence[Fault], killed: Collection[str], reasons: Mapping[str, str]
) -> str:
    every, dead = sum(len(t.mutants) for t in tallies), sum(t.killed for t in tallies)
    lines = [
        f"共改动 {every} 处，被发现 {dead} 处（{dead / every:.1%}）；已知故障 {len(faults)} 个，"
        f"被发现 {sum(f'fault {f.id}' in killed for f in faults)} 个。",
        "",
        "| 函数或常量 | 改动 | 被发现 | 存活 |",
        "|---|---|---|---|",
    ]
    lines += [f"| `{t.name}` | {len(t.mutants)} | {t.killed} | {len(t.survivors) or ''} |" for t in tallies]
    lines += ["", "### 存活的改动", ""]
    for tally in tallies:
        lines += [f"- {_code(name)}：{reasons.get(name, '（尚无说明）')}" for name in tally.survivors]
    lines += ["", "### 已知故障", "", "| 故障 | 后果 | 被发现 |", "|---|---|---|"]
    lines += [f"| `{f.id}` | {f.harm} | {'是' if f'fault {f.id}' in killed else '**否**'} |" for f in faults]
    return "\n".join(lines) + "\n"


def _code(text: str) -> str:
    return f"`` {text} ``" if "`" in text else f"`{text}`"


def named_on(page: str) -> tuple[list[str], list[tuple[str, str]]]:
    """The functions of the table, and the survivors with their reasons."""
    _, _, rest = page.partition(BEGIN)
    inside, _, _ = rest.partition(END)
    functions = re.findall(r"^\| `([\w.]+)` \| \d+ \| \d+ \| \d* ?\|$", inside, re.MULTILINE)
    survivors = re.findall(r"^- `+ ?(.+?) ?`+：(.+)$", inside, re.MULTILINE)
    return functions, survivors


class Stale(Exception):
    """Functions the page has no true row of: they must be run as well."""


def with_rows_kept(page: str, run: Sequence[Tally], mutants: Mapping[str, Sequence[str]]) -> list[Tally]:
    """What was run, and for every other target (name → ids of its mutants) the row as it stands on the page. Raises Stale
    where a row is missing or is of other code: another number of changes, or a survivor that can be made no more."""
    _, _, rest = page.partition(BEGIN)
    counts = {n: int(c) for n, c in re.findall(r"^\| `([\w.]+)` \| (\d+) \| \d+ \| \d* ?\|$", rest, re.MULTILINE)}
    survived: dict[str, set[str]] = {}
    for name, _ in named_on(page)[1]:
        survived.setdefault(name.partition(": ")[0], set()).add(name)
    again = {t.name: t for t in run}
    stale = [
        name for name, ids in mutants.items()
        if name not in again and (counts.get(name) != len(ids) or not survived.get(name, set()) <= set(ids))
    ]  # fmt: skip
    if stale:
        raise Stale(", ".join(stale))
    return [
        again.get(name) or Tally(name, tuple((i, i not in survived.get(name, set())) for i in ids))
        for name, ids in mutants.items()
    ]


def faults_noticed_on(page: str) -> set[str]:
    """Ids of the known faults that the page says were noticed."""
    return set(re.findall(r"^\| `([\w-]+)` \| .* \| 是 \|$", page.partition(BEGIN)[2], re.MULTILINE))
