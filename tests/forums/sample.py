"""An invented office, and clocks of it for tests."""

from __future__ import annotations

from pathlib import Path

from monitor.forums import Clock, Forum, finding, read_forum

HEAD = """\
code = "xx"
answers = ["tm:XX", "trademark:XX"]
name.zh = "某国商标局"
name.en = "Office of Nowhere"
short.zh = "某国"
short.en = "Nowhere"
zone = "Asia/Riyadh"

[calendar]
rest = ["fri", "sat"]
closed = [2026-11-15]
"""

CLOCK = """
[[clocks]]
id = "xx-opposition"
kind = "opposition"
title = {zh = "异议", en = "Opposition"}
category = ["trademark"]
from = ["published"]
days = 30
basis = {zh = "某法第1条", en = "Act of Nowhere s. 1"}
ends_on = ["registered"]
"""

STAGES = """
[[stages]]
id = "published"
name = {zh = "已公告", en = "published"}
events = ["published"]
clocks.opposition = "open"

[[stages]]
id = "unknown"
name = {zh = "不明", en = "not known"}

[[said_when]]
id = "serial"
kinds = ["squat"]
facts = ["serial_filer"]
stages = ["published"]
text = {zh = "同一申请人。", en = "The same applicant."}

[playbook.squat.published]
steps = [{zh = "比对标样。", en = "Compare the marks."}]
if_silent = {zh = "可能获准注册。", en = "It may be registered."}
reviewed = ""

[playbook.squat.any]
steps = []
"""


def written(folder: Path, text: str, code: str = "xx") -> Path:
    finding._heads.cache_clear()  # a test may write one file twice
    finding._read.cache_clear()
    path = folder / f"{code}.toml"
    path.write_text(text, encoding="utf-8")
    return path


def forum(folder: Path, *clocks: str, stages: str = "", head: str = HEAD) -> Forum:
    return read_forum(written(folder, head + "".join(clocks) + stages))


def clock(folder: Path, *lines: str, without: tuple[str, ...] = ()) -> Clock:
    """The sample clock with these lines added, and without those that begin so."""
    kept = [row for row in CLOCK.splitlines() if not row.startswith(without or ("\0",))]
    return forum(folder, "\n".join([*kept, *lines]) + "\n").clocks[0]
