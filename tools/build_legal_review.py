"""Writes docs/legal-review.md: every point of law the texts assert and no lawyer has read, from the forum files, and what is asked of
counsel (tools/legal_questions.toml).

python tools/build_legal_review.py
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from monitor.forums import SHIPPED
from monitor.forums.neutral import neutral_play
from monitor.forums.schema import Clock, Forum, Play
from monitor.model import Category, HitKind
from monitor.rules.explaining import span
from monitor.texts import Texts

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "legal-review.md"
QUESTIONS = Path(__file__).resolve().with_name("legal_questions.toml")
NOT_REVIEWED = "未经律师审阅"
_ZH = Texts("zh")

HEAD = """# 待律师审阅 · For counsel

本页由 `make generated` 写成，不要手改。系统里关于外国法的每一句话都列在这里：期限、建议措施和不处理的后果，写明在哪个文件、哪个键，依据什么，
谁审阅过。没有写审阅人的，没有律师读过；周报照样写明“未经律师审阅”。

审阅之后：建议措施在机构文件（`monitor/forums/*.toml`）的那一段写 `reviewed = "某某律师，2026年12月1日"`；期限改正后更新 `source`、`checked`；
先问的问题在 `tools/legal_questions.toml` 写 `answered`。再运行 `make generated`。某一规则怎样推算、某条线索的期限怎样得出，在系统里看：

```
monitor deadline rules --forum us-itc
monitor deadline explain us-itc-response
```
"""

SUMMARY = """## English summary

Every point of law the texts assert, where it stands (file and key), on what it rests and who has read it. Where no name stands, no
lawyer has. The first table holds what is asked of counsel first. The page is written by `make generated`; answers go into the forum
files (`reviewed`, `source`, `checked`) and into `tools/legal_questions.toml` (`answered`).
"""

FIRST = """## 先问的 · Questions first

没有把握的。在得到答复之前，界面上一律用谨慎的说法。
"""

_CONFIDENCE = {
    "text": "见过条文",
    "guide": "官方指南，未见条文",
    "secondary": "二手资料，未见条文",
    "unverified": "条文尚未核对",
}


def page() -> str:
    """The page as it ought to be. Raises ValueError where a question names a place that is not there."""
    forums = SHIPPED.check_all()
    places = {
        f"{f.code} {key}" for f in forums for key in (*(c.id for c in f.clocks), *(_key(p) for p in f.plays.values()))
    }
    asked = _questions(places)
    parts = [
        HEAD,
        FIRST,
        _table(("机构", "界面上的说法", "在哪里", "依据", "问题", "状态"), _asked(asked)),
        f"## 全部清单 · The whole list\n\n{_counted(forums)}\n",
    ]
    for forum in forums:
        parts += _of_forum(forum)
    parts += [
        "## 未指明机构的说法 · Words that name no forum\n\n`monitor/forums/categories/*.toml`：没有机构文件答复时用。\n"
    ]
    parts += [_table(("键", "不处理的后果", "依据", "审阅"), _neutral()), SUMMARY]
    return "\n".join(parts)


def _of_forum(forum: Forum) -> Iterator[str]:
    yield f"### {forum.code} {forum.name['zh']}\n\n`monitor/forums/{forum.code}.toml`\n"
    if forum.clocks:
        yield _table(("期限", "说法", "依据", "把握", "来源与核对", "审阅"), map(_clock, forum.clocks))
    if forum.openings:
        rows = ([f"`{o.id}`", f"{o.title['zh']}：{span(_ZH, o.length)}", o.basis["zh"], _CONFIDENCE[o.confidence], o.source, NOT_REVIEWED] for o in forum.openings)  # fmt: skip
        yield _table(("可以提出之日", "说法", "依据", "把握", "来源", "审阅"), rows)
    if forum.plays:
        names = {s.id: s.name["zh"] for s in forum.stages}
        yield _table(
            ("建议措施", "阶段", "不处理的后果", "依据", "审阅"), (_play(p, names) for p in forum.plays.values())
        )
    if forum.said_when:
        rows = (
            [f"`said_when {s.id}`", s.text.zh, s.basis.zh if s.basis else "未写明", NOT_REVIEWED]
            for s in forum.said_when
        )
        yield _table(("据案情补充", "说法", "依据", "审阅"), rows)


def _clock(clock: Clock) -> list[str]:
    lengths = dict.fromkeys([span(_ZH, clock.length), *(span(_ZH, other) for other in clock.readings)])
    checked = f"{clock.source}（{clock.checked}）" if clock.checked else clock.source
    says = f"{clock.title['zh']}：{' 或 '.join(lengths)}"
    return [f"`{clock.id}`", says, clock.basis["zh"], _CONFIDENCE[clock.confidence], checked, NOT_REVIEWED]


def _play(play: Play, stages: Mapping[str, str]) -> list[str]:
    return [
        f"`{_key(play)}`",
        stages.get(play.stage, "各阶段"),
        play.if_silent.zh if play.if_silent else "未写",
        play.basis.zh if play.basis else "未写明",
        play.reviewed or NOT_REVIEWED,
    ]


def _neutral() -> Iterator[list[str]]:
    for category in Category:
        for kind in HitKind:
            play = neutral_play(kind, category)
            if play.kind == kind:  # one that is like another kind is told there
                yield [
                    f"`{category.value} {kind.value}`",
                    play.if_silent.zh if play.if_silent else "未写",
                    play.basis.zh if play.basis else "未写明",
                    play.reviewed or NOT_REVIEWED,
                ]


def _key(play: Play) -> str:
    return f"playbook.{play.kind}.{play.stage}"


def _counted(forums: Sequence[Forum]) -> str:
    clocks = [c for f in forums for c in f.clocks]
    plays = [p for f in forums for p in f.plays.values()]
    unread = sum(c.confidence != "text" for c in clocks)
    reviewed = sum(bool(p.reviewed) for p in plays)
    return (
        f"机构和法院 {len(forums)} 个；期限 {len(clocks)} 个，其中 {unread} 个没有见过条文；建议措施 {len(plays)} 段，"
        f"其中 {reviewed} 段经律师审阅。"
    )


def _questions(places: set[str]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = tomllib.loads(QUESTIONS.read_text(encoding="utf-8"))["questions"]
    for row in rows:
        for where in row["where"]:
            if where not in places:
                raise ValueError(f"{QUESTIONS.name}: there is no {where!r}")
    return rows


def _asked(rows: Sequence[Mapping[str, Any]]) -> Iterator[list[str]]:
    for row in rows:
        where = "、".join(f"`{w}`" for w in row["where"])
        yield [row["forum"], row["says"], where, row["source"], row["question"], row.get("answered") or "待答复"]


def _table(heads: Sequence[str], rows: Iterator[list[str]] | map[list[str]]) -> str:
    lines = [list(heads), ["---"] * len(heads), *rows]
    return "".join(f"| {' | '.join(cell.replace('|', '／') for cell in line)} |\n" for line in lines)


if __name__ == "__main__":
    TARGET.write_text(page(), encoding="utf-8")
