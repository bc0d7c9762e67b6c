"""The template environments of the bulletin. Missing values are errors; nothing invisible reaches a reader."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from monitor.bulletin.safe import visible, web_link
from monitor.resources import shipped


@cache
def environment(*, html: bool) -> Environment:
    """`html` switches escaping on by hand: Jinja's own guess from the file name misses "….html.j2"."""
    env = Environment(
        loader=FileSystemLoader(shipped("templates")),
        autoescape=html,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    env.filters["web_link"] = web_link
    env.filters["host"] = _host
    return env


def _shown(value: object) -> object:
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _host(url: str) -> str:
    return url.split("//", 1)[-1].split("/", 1)[0].split("?", 1)[0]
