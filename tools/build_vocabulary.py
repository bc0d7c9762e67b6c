"""Writes docs/vocabulary.md: the closed vocabulary of the program, from its tables.

python tools/build_vocabulary.py
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from monitor.jobs.vocabulary import vocabulary
from monitor.model.facts import READERS

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "vocabulary.md"
TEXTS = ROOT / "monitor" / "texts"

HEAD = """# 词表 · Vocabulary

本页由 `make generated` 写成，不要手改。`monitor doctor --developer` 在命令行里给出同样的内容。

来源的记录、期限和风险规则、界面文字只能用这里的词。别的词在启动时拒绝，写明文件、行号和最接近的词；记录里出现别的词，
记录照常入库，那次查询算“存疑”。加一个词，就是在下面写明的文件里加一行。
"""

SUMMARY = """## English summary

This page is written by `make generated`; do not edit it. Records of sources, deadlines, risk rules and texts use these words and no
others: anything else is refused at start with file, line and the nearest word. A record that carries another word is stored all the
same, and its run is suspicious. To add a word is to add one row to the file named above each table.
"""

FACTS = """## 事实 · Facts

`monitor/model/facts.toml`。名称以 `ever_` 开头的，一旦为真就一直为真。A fact whose name begins with `ever_` stays true once it is.

“谁读”里的词 · words of the last column:
"""

TERMS = """## 术语 · Terms

`monitor/texts/{zh,en}/glossary.toml`：一事一词。标“待用”的先定下来，等后来的登记簿用。Those marked 待用 are laid down for registers still to
come.
"""

RIVALS = """## 不用的说法 · Words that are not used

`monitor/texts/rivals.toml`。给人看的中文里出现左边的词，测试不通过。A Chinese text with a word of the left column fails a test.
"""

READERS_IN_WORDS = {
    "bulletin case": (
        "周报一条的“案情”，`monitor hit show`、`monitor lookup`、JSON 同样写出",
        "a line of the case in an entry, in `monitor hit show`, `monitor lookup` and JSON",
    ),
    "bulletin goods": ("周报的商品、服务或者涉案产品", "classes and product of an entry in the bulletin"),
    "bulletin sign": ("周报一条的首句", "the first sentence of an entry in the bulletin"),
    "clocks": ("期限由它起算、由它定、等它", "a deadline counts from it, is set by it or waits for it"),
    "consequence": ("“不处理的后果”据它写", "what may follow if nobody acts is worded from it"),
    "expectation": ("有它的记录太少，该次查询算“存疑”", "a run is suspicious where too few records have it"),
    "hit show": ("`monitor hit show` 的“来源所载”", "`monitor hit show`, “As the sources state”"),
    "search": ("按词查询（`monitor lookup`）", "`monitor lookup` finds its words"),
    "case work": (
        "人判断时看它，例外规则按它定范围，标注对里带着它",
        "a judgement rests on it, exception rules ask for it, labelled pairs carry it",
    ),
    "identity": ("判断两条记录是不是同一件事", "tells whether two records are of one matter"),
    "other suits": ("数原告、原告律所的其他案件", "counts the other suits of a plaintiff and of its firm"),
    "risk": ("风险等级", "the rank of a hit"),
    "second reading": ("决定要不要再问来源一次", "decides whether the source is asked about a matter again"),
    "serial filers": ("判断连续抢注人", "finds who takes several watched names"),
}


def page() -> str:
    known = vocabulary()
    parts = [
        HEAD,
        FACTS,
        _table(("词", "意思", "Meaning"), ([f"`{r}`", *READERS_IN_WORDS[r]] for r in READERS)),
        _table(("事实", "类型", "含义", "Meaning", "谁写", "谁读"), _facts(known["facts"])),
        "## 事件代码 · Event codes\n\n`monitor/model/events.toml`。\n",
        _table(
            ("代码", "中文", "English", "谁写"),
            ([*row, ", ".join(e["writers"])] for row, e in zip(_words(known["events"], "code"), known["events"], strict=True)),
        ),
        "## 线索类型 · Kinds of hits\n\n`monitor/model/kinds.py`。\n",
        _table(("类型", "中文", "English"), _words(known["kinds"], "kind")),
        "## 线索状态 · States of hits\n\n`monitor/model/closed.py`，分组在 `monitor/cases/states.py`。\n",
        _table(
            ("状态", "中文", "English", "分组 · groups"),
            ([*row, ", ".join(s["groups"])] for row, s in zip(_words(known["states"], "state"), known["states"], strict=True)),
        ),
        "## 记录种类 · Kinds of records\n\n`monitor/model/closed.py`：" + ", ".join(f"`{k}`" for k in known["record_kinds"]) + "\n",
        TERMS,
        _table(("编号", "中文", "English", ""), _terms()),
        RIVALS,
        _table(("不用", "改用"), ([f"{word}", row["standard"]] for word, row in _read("rivals.toml").items())),
        SUMMARY,
    ]  # fmt: skip
    return "\n".join(parts)


def _facts(facts: Iterable[dict[str, Any]]) -> Iterator[list[str]]:
    for f in facts:
        yield [
            f"`{f['name']}`",
            f["type"],
            f["words"]["zh"],
            f["words"]["en"],
            ", ".join(f["writers"]) or _nobody(f["no_writer"]),
            ", ".join(f["readers"]) or _nobody(f["no_reader"]),
        ]


def _terms() -> Iterator[list[str]]:
    chinese, english = (_read(f"{lang}/glossary.toml") for lang in ("zh", "en"))
    for table, mark in (("term", ""), ("to_come", "待用")):
        for key, term in chinese[table].items():
            yield [f"`{key}`", term, english[table][key], mark]


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((TEXTS / name).read_text(encoding="utf-8"))


def _nobody(why: dict[str, str]) -> str:
    return (
        f"无：{why['zh']}。Nobody: {why['en']}." if why else "**无，也没有写明原因 · nobody, and no reason is given**"
    )


def _words(rows: Iterable[dict[str, Any]], key: str) -> Iterator[list[str]]:
    for row in rows:
        yield [f"`{row[key]}`", row["words"]["zh"], row["words"]["en"]]


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


if __name__ == "__main__":
    TARGET.write_text(page(), encoding="utf-8")
