"""Takes the pictures of docs/bulletin-page.md anew: the bulletin of the demo as a desk, a phone, the dark and a printer show it.

    python -m tools.build_pictures        (in the project's root; Chromium and poppler are needed)

All that is seen is invented: the demo's issue, and the one an early version made of the same demo (tests/store/landed).
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

from tests.pictures import page_to_png, printed_to_png

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "pictures"
EARLIER = ROOT / "tests" / "store" / "landed" / "names-index" / "bulletins" / "2026-W47" / "bulletin.html"
PHONE, DESK = 390, 800  # pixels of width
SCREEN = 1100  # pixels of height that stand in one column
COLOURS = 64  # text on plain grounds needs no more, and a picture stays below 150 KB
_GROUND, _BETWEEN = "#9aa3ad", 14


def main() -> None:
    page = demo_page()
    phone = columns(page_to_png(page, PHONE), 3)
    pictures = {
        "desk": columns(page_to_png(page, DESK), 1, high=1500),
        "phone": phone,
        "dark": columns(page_to_png(page, PHONE, dark=True), 2),
        "print": [Image.open(BytesIO(sheet)) for sheet in printed_to_png(page, dpi=65)[:2]],
        "before": [*columns(page_to_png(EARLIER.read_bytes(), PHONE), 1), phone[0]],
    }
    TARGET.mkdir(exist_ok=True)
    for name, parts in pictures.items():
        file = TARGET / f"bulletin-{name}.png"
        beside(parts).quantize(COLOURS).save(file, optimize=True)
        print(f"{file.relative_to(ROOT)}: {file.stat().st_size:,} bytes")


def demo_page() -> bytes:
    """The bulletin that `monitor demo` makes."""
    with TemporaryDirectory() as folder:
        subprocess.run(
            [sys.executable, "-m", "monitor", "--state", folder, "demo"], cwd=ROOT, check=True, capture_output=True
        )
        (page,) = Path(folder).glob("demo/bulletins/*/bulletin.html")
        return page.read_bytes()


def columns(png: bytes, count: int, *, high: int = SCREEN) -> list[Image.Image]:
    """A long picture cut into its first columns, from the top."""
    whole = Image.open(BytesIO(png))
    return [whole.crop((0, n * high, whole.width, (n + 1) * high)) for n in range(count)]


def beside(parts: Sequence[Image.Image]) -> Image.Image:
    """The parts in one row, on a ground that shows where each ends."""
    wide = sum(part.width for part in parts) + _BETWEEN * (len(parts) - 1)
    sheet = Image.new("RGB", (wide, max(part.height for part in parts)), _GROUND)
    left = 0
    for part in parts:
        sheet.paste(part, (left, 0))
        left += part.width + _BETWEEN
    return sheet


if __name__ == "__main__":
    main()
