"""The bulletin (周报): `compose` makes the issue, `render` lays it out in one of `formats()`. Pure."""

from monitor.bulletin.compose import compose, propose_numbers
from monitor.bulletin.issue import EventView, Evidence, HitView, Issue, IssueInput, OfficeView
from monitor.bulletin.renderers import formats, render

__all__ = [
    "EventView",
    "Evidence",
    "HitView",
    "Issue",
    "IssueInput",
    "OfficeView",
    "compose",
    "formats",
    "propose_numbers",
    "render",
]
