"""Pictures of what people will see: a page in a real browser, an office file as LibreOffice prints it.

A test that makes one bears the marks `pictures` and `slow`. Where a tool is missing it is skipped, and a complete run
fails over that unless the machine can install none (tests/complete.py).
"""

from __future__ import annotations

import html
import json
import re
import shutil
import struct
import subprocess
import zlib
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

_LIMIT = 180  # seconds for one tool to end
_FOUND = re.compile(r"MEASURED(.*?)END", re.S)
# The page lies in a frame of the wanted width: a browser window does not become narrower than 500 pixels.
_FRAME = """
<!DOCTYPE html><meta charset="utf-8"><meta name="color-scheme" content="light dark"><style>body {margin: 0}</style>
<body>%s
<script>
const frames = [...document.querySelectorAll("iframe")];
Promise.all(frames.map(f => new Promise(done => f.addEventListener("load", done)))).then(() => {
  const answers = frames.map(f => { const d = f.contentDocument, w = d.defaultView; %s });
  %s
});
</script>
"""
_ONE = '<iframe style="border:0;display:block;width:%dpx;height:%dpx" srcdoc="%s"></iframe>'


def tool(*names: str) -> str:
    """Where the first of these programs lies; the test is skipped where there is none of them."""
    for name in names:
        if found := shutil.which(name):
            return found
    pytest.skip(f"no {names[0]} here: what it would show is not looked at")


def page_in_browser(page: str | bytes, width: int, script: str, *, dark: bool = False) -> Any:
    """What `script` finds in a page shown `width` pixels wide: it sees the document as d, its window as w and leaves
    its answer, which is JSON, by `return`."""
    (found,) = page_at_widths(page, (width,), script, dark=dark)
    return found


def page_at_widths(page: str | bytes, widths: Sequence[int], script: str, *, dark: bool = False) -> list[Any]:
    """As `page_in_browser` at each of these widths; a browser is started once for all of them."""
    answer = 'document.body.textContent = "MEASURED" + JSON.stringify(answers) + "END";'
    shown = _browser(page, widths, 900, script, answer, "--dump-dom", dark=dark).decode("utf-8")
    found = _FOUND.search(shown)
    assert found, "the page did not answer"
    answers: list[Any] = json.loads(html.unescape(found.group(1)))
    return answers


def page_to_png(page: str | bytes, width: int, *, dark: bool = False) -> bytes:
    """The whole page as a picture, `width` pixels wide."""
    high = int(page_in_browser(page, width, "return d.documentElement.scrollHeight;", dark=dark))
    with TemporaryDirectory() as folder:
        picture = Path(folder) / "page.png"
        window = (f"--window-size={width},{high}", "--hide-scrollbars", f"--screenshot={picture}")
        _browser(page, (width,), high, "", "", *window, dark=dark)
        return picture.read_bytes()


def printed_pages(page: str | bytes) -> list[str]:
    """The text of each sheet of paper a page is printed on."""
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        paper = _printed(page, folder)
        return _run([tool("pdftotext"), str(paper), "-"]).decode("utf-8").split("\f")[:-1]


def printed_to_png(page: str | bytes, *, dpi: int = 80) -> list[bytes]:
    """The sheets of paper a page is printed on, one picture each."""
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        return pdf_to_png(_printed(page, folder), dpi=dpi)


def _printed(page: str | bytes, folder: str) -> Path:
    file, paper = Path(folder) / "page.html", Path(folder) / "page.pdf"
    file.write_bytes(page if isinstance(page, bytes) else page.encode("utf-8"))
    _run([*_chromium(folder), "--no-pdf-header-footer", f"--print-to-pdf={paper}", file.as_uri()])
    return paper


def _chromium(folder: str) -> list[str]:
    # No sandbox: it needs rights that root in a container does not have. The page is one of ours.
    return [tool("chromium", "chromium-browser", "google-chrome"), "--headless", "--no-sandbox", "--disable-gpu",
            "--disable-dev-shm-usage", "--force-device-scale-factor=1", f"--user-data-dir={folder}/profile",
            "--virtual-time-budget=5000"]  # fmt: skip


def _browser(
    page: str | bytes, widths: Sequence[int], high: int, script: str, answer: str, *words: str, dark: bool
) -> bytes:
    text = page.decode("utf-8") if isinstance(page, bytes) else page
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        file = Path(folder) / "frame.html"
        frames = "".join(_ONE % (width, high, html.escape(text)) for width in widths)
        file.write_text(_FRAME % (frames, script, answer), encoding="utf-8")
        command = _chromium(folder)
        command += ["--blink-settings=preferredColorScheme=0"] if dark else []
        command += words if any(w.startswith("--window-size") for w in words) else ["--window-size=1300,1000", *words]
        return _run([*command, file.as_uri()])


def office_to_png(path: Path, *, dpi: int = 80) -> list[bytes]:
    """The printed pages of a Word or Excel file, one picture each."""
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        profile = f"-env:UserInstallation=file://{folder}/profile"
        office = tool("soffice", "libreoffice")
        _run([office, profile, "--headless", "--convert-to", "pdf", "--outdir", folder, str(path)])
        return pdf_to_png(Path(folder) / f"{path.stem}.pdf", dpi=dpi)


def pdf_to_png(path: Path, *, dpi: int = 80) -> list[bytes]:
    """The pages of a PDF, one picture each."""
    with TemporaryDirectory() as folder:
        _run([tool("pdftoppm"), "-png", "-r", str(dpi), str(path), f"{folder}/page"])
        return [p.read_bytes() for p in sorted(Path(folder).glob("page*.png"))]


def size(png: bytes) -> tuple[int, int]:
    """Width and height in pixels."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n"), "no PNG"
    wide, high = struct.unpack(">II", png[16:24])
    return wide, high


def is_blank(png: bytes) -> bool:
    """True where the picture is one area of one colour: the lines of such a picture, as PNG stores them, repeat."""
    data, at = b"", 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        if png[at + 4 : at + 8] == b"IDAT":
            data += png[at + 8 : at + 8 + length]
        at += length + 12
    return len(set(zlib.decompress(data))) < 16


def _run(words: Sequence[str]) -> bytes:
    done = subprocess.run(words, check=False, capture_output=True, timeout=_LIMIT)
    assert done.returncode == 0, done.stderr.decode(errors="replace")[-2000:]
    return done.stdout
