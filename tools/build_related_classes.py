"""Build monitor/matching/tables/related_classes.tsv: which Nice classes hold related goods. Run by a developer, never by users.

    python tools/build_related_classes.py FOLDER

FOLDER holds the text of 《类似商品和服务区分表》 of the China National Intellectual Property Administration, one file for each
class with the number of the class at the end of its name (class-30.md): a heading line "### 3001 …" opens a similar group, and
lines "> …" hold its notes (注). Of the notes only what says 类似 of groups of another class is taken; what is searched crosswise
for the sake of earlier editions (交叉检索), what is protected across groups, and what says 不类似 is not. Facts are taken, no text.

COORDINATED is the list of coordinated classes that the United States Patent and Trademark Office keeps for searching its
register, without two things that would make everything related to everything: class 42 beside every class of goods but 9 (a
remnant of the years when 42 was the class of all other services), and every class of services beside every other.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

OUT = Path(__file__).resolve().parent.parent / "monitor" / "matching" / "tables" / "related_classes.tsv"
COORDINATED = {
    1: (5, 17, 35, 44), 2: (17, 19, 35, 37, 40), 3: (5, 21, 35, 44), 4: (1, 35, 37), 5: (1, 3, 10, 35, 44),
    6: (11, 17, 19, 20, 35, 37, 40), 7: (8, 11, 12, 35, 37, 40), 8: (7, 21, 35, 37, 40, 45),
    9: (10, 16, 28, 35, 38, 41, 42, 44), 10: (5, 35, 44), 11: (6, 7, 9, 19, 20, 35, 37, 40), 12: (7, 35, 37),
    13: (28, 35, 45), 14: (25, 26, 35, 37, 40), 15: (28, 35, 41), 16: (9, 35, 41), 17: (1, 2, 6, 19, 35, 37, 40),
    18: (14, 25, 35, 44), 19: (2, 6, 11, 17, 35, 37, 40), 20: (6, 21, 28, 35), 21: (3, 8, 20, 35, 44),
    22: (23, 24, 35), 23: (22, 24, 26, 35), 24: (23, 25, 26, 35), 25: (14, 18, 24, 35), 26: (23, 24, 35),
    27: (19, 24, 35, 37), 28: (9, 16, 20, 25, 35, 41), 29: (5, 30, 31, 32, 33, 35, 43),
    30: (1, 5, 29, 31, 32, 33, 35, 43), 31: (5, 29, 30, 32, 35, 43, 44), 32: (5, 29, 30, 31, 33, 35, 43),
    33: (5, 29, 30, 31, 32, 35, 43), 34: (4, 35),
}  # fmt: skip
CLASSES = range(1, 46)
HEADER = """\
# Nice classes that hold related goods or services, one row for each pair, the lower number first. Built by
# tools/build_related_classes.py.
# groups: similar groups (类似群) of the one class that 《类似商品和服务区分表》 (国家知识产权局，基于尼斯分类第十三版，2026文本)
#   says are similar to groups of the other; "-" where it says so of none.
# uspto: "x" where the USPTO lists the two as coordinated classes (uspto.gov, "Using coordinated classes in your federal
#   trademark search"; read November 2026), without class 42 beside goods other than class 9 and services beside services.
"""
_GROUP = re.compile(r"(?<!\d)(\d{4})(?!\d)")
_HEADING = re.compile(r"#+\s*(\d{4})\b")
_EARLIER = re.compile(r"，?与第[一二三四五六七八九十]+版.*?交叉检索")


def main(folder: Path) -> None:
    similar: dict[tuple[int, int], set[str]] = defaultdict(set)
    for path in sorted(folder.glob("*[0-9][0-9].*")):
        own = int(path.stem[-2:])
        for group, note in notes(path.read_text(encoding="utf-8")):
            for other in similar_groups(note):
                theirs = int(other[:2])
                if theirs in CLASSES and theirs != own:
                    low, high = sorted((group, other))
                    similar[int(low[:2]), int(high[:2])].add(f"{low}~{high}")
    coordinated = {(min(a, b), max(a, b)) for a, others in COORDINATED.items() for b in others}
    rows = [
        f"{low}\t{high}\t{' '.join(sorted(similar.get((low, high), ()))) or '-'}\t{'x' if (low, high) in coordinated else '-'}"
        for low, high in sorted({*similar, *coordinated})
    ]
    OUT.write_text(HEADER + "\n".join(["class\tother\tgroups\tuspto", *rows]) + "\n", encoding="utf-8")
    print(len(rows), "pairs,", len(similar), "of similar groups,", len(coordinated), "coordinated")


def notes(text: str) -> Iterator[tuple[str, str]]:
    """(similar group, its notes run together)."""
    found: dict[str, str] = {}
    group = ""
    for line in text.splitlines():
        if heading := _HEADING.match(line):
            group = heading[1]
        elif line.startswith(">") and group:
            found[group] = found.get(group, "") + re.sub(r"[\s>*]", "", line).removeprefix("注：")
    yield from found.items()


def similar_groups(note: str) -> Iterator[str]:
    """The groups that notes say are similar, those of the same class included."""
    for clause in re.split("[；;。]", note):
        said = _EARLIER.sub("", clause).replace("类似群", "")
        if "类似" in said and "不类似" not in said and "跨" not in said:
            yield from _GROUP.findall(said[: said.rindex("类似")])


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    main(Path(sys.argv[1]))
