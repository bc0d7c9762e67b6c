"""The page in a real browser: nothing sticks out on a phone, and dark mode is really dark."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from monitor.bulletin import compose, render
from tests.bulletin import sample_issue as sample

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here: the page is not looked at in a browser")

_MEASURE = """
<!DOCTYPE html><meta charset="utf-8"><meta name="color-scheme" content="light dark">
<body><iframe id="f" style="border:0;width:%dpx;height:900px" srcdoc="%s"></iframe>
<script>
document.getElementById("f").addEventListener("load", () => {
  const d = document.getElementById("f").contentDocument, w = d.defaultView;
  const style = (s) => w.getComputedStyle(d.querySelector(s));
  document.body.textContent = "MEASURED" + JSON.stringify({
    wide: d.documentElement.scrollWidth,
    out: [...d.querySelectorAll("p,h1,h2,h3,span,a")].filter(e => e.getBoundingClientRect().right > %d + 1)
      .map(e => e.textContent.slice(0, 60)),
    sheet: style(".sheet").backgroundColor, text: style(".sheet").color, title: style(".masttitle").fontSize,
  }) + "END";
});
</script>
"""


def measure(page: bytes, width: int, folder: Path, *, dark: bool = False) -> dict[str, object]:
    file = folder / "measure.html"
    file.write_text(_MEASURE % (width, html.escape(page.decode("utf-8")), width), encoding="utf-8")
    words = [str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}/profile"]
    if dark:
        words.append("--blink-settings=preferredColorScheme=0")
    words += ["--virtual-time-budget=5000", "--window-size=1300,1000", "--dump-dom", file.as_uri()]
    shown = subprocess.run(words, check=True, capture_output=True, timeout=120).stdout.decode("utf-8")
    found = re.search(r"MEASURED(.*?)END", shown, re.S)
    assert found, shown[:500]
    measured: dict[str, object] = json.loads(html.unescape(found.group(1)))
    return measured


@pytest.mark.parametrize("name", ["full", "hostile", "english"])
def test_nothing_sticks_out_on_a_phone(name: str, tmp_path: Path) -> None:
    measured = measure(render(compose(sample.samples()[name]), "html"), 375, tmp_path)
    assert measured["out"] == []
    assert measured["wide"] == 360  # 375 less the scroll bar: no sideways scrolling
    assert measured["title"] == "24px"  # the rules for narrow screens are in force


def test_on_a_desk_the_sheet_is_light_and_in_dark_mode_dark(tmp_path: Path) -> None:
    page = render(compose(sample.FULL), "html")
    light = measure(page, 1200, tmp_path)
    dark = measure(page, 1200, tmp_path, dark=True)
    assert (light["sheet"], light["text"]) == ("rgb(255, 255, 255)", "rgb(31, 42, 55)")
    assert (dark["sheet"], dark["text"]) == ("rgb(22, 28, 35)", "rgb(230, 234, 238)")
    assert light["title"] == "28px"
