"""Draws the rooms of the package, floor by floor, with the lines of each and the imports between them.

    python tools/structure.py [docs/structure.svg]
    python tools/structure.py --sources

Floors are worked out from the imports as they are: a room stands above everything it imports. Rooms that import each other
would stand in a circle; there is none, and the command exits 1 where one appears. Prints one line per room; with --sources,
for each source the lines of its own folder, and the median of them.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from statistics import median

PACKAGE = Path(__file__).resolve().parent.parent / "monitor"
_WIDTH, _MARGIN = 1280, 32
_BOX, _GAP, _FLOOR = 40, 16, 84


@dataclass(frozen=True)
class Room:
    name: str
    files: int
    lines: int
    imports: frozenset[str]


def rooms_of(package: Path = PACKAGE) -> Mapping[str, Room]:
    """Every room: a folder of the package, or a file that stands alone in it."""
    paths: dict[str, list[Path]] = {}
    for path in sorted(package.rglob("*.py")):
        name = path.relative_to(package).parts[0].removesuffix(".py")
        if not name.startswith("__"):
            paths.setdefault(name, []).append(path)
    return {
        name: Room(
            name,
            len(files),
            sum(len(p.read_text(encoding="utf-8").splitlines()) for p in files),
            frozenset().union(*(_imported(p) for p in files)) & (paths.keys() - {name}),
        )
        for name, files in paths.items()
    }


def _imported(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            parts = node.module.split(".")
            if parts[0] == "monitor":
                found |= {parts[1]} if len(parts) > 1 else {a.name for a in node.names}
        elif isinstance(node, ast.Import):
            found |= {a.name.split(".")[1] for a in node.names if a.name.startswith("monitor.")}
    return found


def floors_of(rooms: Mapping[str, Room]) -> list[list[Room]]:
    """Rooms from the lowest floor up. Raises ValueError naming the rooms of a circle."""
    left = dict(rooms)
    floors: list[list[Room]] = []
    while left:
        now = [r for r in left.values() if not r.imports & left.keys()]
        if not now:
            raise ValueError(", ".join(sorted(left)))
        floors.append(sorted(now, key=lambda r: r.name))
        for room in now:
            del left[room.name]
    return floors


def drawing(floors: list[list[Room]]) -> str:
    """Floors from the top down, a box as wide as its room is long, a line for each import that no other implies."""
    height = _MARGIN * 2 + _FLOOR * len(floors)
    place: dict[str, tuple[float, float, float]] = {}
    for at, floor in enumerate(reversed(floors)):
        widths = [max(8.2 * max(len(r.name), 9) + 18, r.lines / 24) for r in floor]
        x = (_WIDTH - sum(widths) - _GAP * (len(floor) - 1)) / 2
        for room, width in zip(floor, widths, strict=True):
            place[room.name] = (x, _MARGIN + at * _FLOOR, width)
            x += width + _GAP
    reach: dict[str, frozenset[str]] = {}
    for room in (r for floor in floors for r in floor):
        reach[room.name] = room.imports.union(*(reach[other] for other in room.imports))
    lines, boxes = [], []
    for floor in floors:
        for room in floor:
            x, y, width = place[room.name]
            for other in sorted(room.imports - frozenset().union(*(reach[o] for o in room.imports))):
                ox, oy, owidth = place[other]
                lines.append(f'<path d="M{x + width / 2:.0f} {y + _BOX} L{ox + owidth / 2:.0f} {oy}"/>')
            middle = x + width / 2
            boxes.append(
                f'<rect x="{x:.0f}" y="{y}" width="{width:.0f}" height="{_BOX}" rx="4"/>'
                f'<text x="{middle:.0f}" y="{y + 17}">{escape(room.name)}</text>'
                f'<text class="size" x="{middle:.0f}" y="{y + 32}">{room.lines}</text>'
            )
    style = (
        "rect{fill:#fff;stroke:#345;stroke-width:1}text{font:13px sans-serif;text-anchor:middle;fill:#123}"
        ".size{font-size:10px;fill:#678}path{stroke:#9ab;stroke-width:1;fill:none}"
    )
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" height="{height}">'
    )
    back = f'<rect style="stroke:none;fill:#f6f8fa" width="{_WIDTH}" height="{height}"/>'
    return "\n".join((head, f"<style>{style}</style>", back, *lines, *boxes, "</svg>\n"))


@dataclass(frozen=True)
class SourceSize:
    """Lines of what only one source needs: its programs, and its tables and words."""

    name: str
    code: int
    data: int


def sources_of(package: Path = PACKAGE) -> list[SourceSize]:
    """Every source, by the path of its folder. What stands above it, for its whole office, is not its own; nor is a source
    in a folder below it."""
    top = package / "sources"
    folders = sorted(f.parent for p in ("*/source.py", "*/*/source.py") for f in top.glob(p))
    return [
        SourceSize(
            folder.relative_to(top).as_posix(),
            sum(_lines(p) for p in folder.glob("*.py")),
            sum(_lines(p) for end in ("csv", "toml") for p in folder.glob(f"*.{end}")),
        )
        for folder in folders
    ]


def shared_of(package: Path = PACKAGE) -> Mapping[str, int]:
    """Lines of program in `sources/` that several sources share, by folder: the kit, and what an office has in common."""
    top, own = package / "sources", {s.name for s in sources_of(package)}
    shared: dict[str, int] = {}
    for path in sorted(top.glob("*/*.py")):
        if path.parent.name not in own:
            shared[path.parent.name] = shared.get(path.parent.name, 0) + _lines(path)
    return shared


def _lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def _tell_sources() -> None:
    found = sources_of()
    for size in found:
        print(f"{size.name:28} {size.code:5} lines of program {size.data:5} of tables and words")
    for name, lines in shared_of().items():
        print(f"{name + '/ (shared)':28} {lines:5} lines of program")
    print(f"{len(found)} sources, median {median(s.code for s in found):.0f} lines of program in a source's own folder")


def main(arguments: list[str]) -> int:
    if arguments == ["--sources"]:
        _tell_sources()
        return 0
    try:
        floors = floors_of(rooms_of())
    except ValueError as error:
        print(f"circle: {error}", file=sys.stderr)
        return 1
    for at, floor in reversed(list(enumerate(floors))):
        for room in floor:
            print(
                f"{at:2} {room.name:14} {room.files:3} files {room.lines:6} lines  <- {', '.join(sorted(room.imports))}"
            )
    if arguments:
        Path(arguments[0]).write_text(drawing(floors), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
