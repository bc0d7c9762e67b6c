"""Writes what the program knows of its sources into the pages: the tables of sources in README.md, and docs/live-checks.md
from `live-checks.md` beside each source. Only what stands between the marks is written; the rest of a page is a person's.

python tools/build_pages.py
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from monitor import sources
from monitor.config import SourceConfig, load_sources
from monitor.texts import Texts

ROOT = Path(__file__).resolve().parent.parent


def pages() -> Mapping[Path, str]:
    """Every page that is written in part, as it ought to be. Raises ValueError where a page lacks its marks."""
    readme, live = ROOT / "README.md", ROOT / "docs" / "live-checks.md"
    chinese = _filled(readme.read_text(encoding="utf-8"), "sources", lambda: table("zh"))
    return {
        readme: _filled(chinese, "sources in English", lambda: table("en")),
        live: _filled(live.read_text(encoding="utf-8"), "sources", lambda: "\n\n".join(checks())),
    }


def table(lang: str) -> str:
    """One row for each entry of sources.yaml, in its order."""
    heads = {"zh": ("编号", "内容", "密钥"), "en": ("id", "content", "key")}[lang]
    rows = [[f"`{c.id}`", Texts(lang)(about(c)), key(c, lang)] for c in _entries()]
    return "\n".join(f"| {' | '.join(row)} |" for row in (heads, ["---"] * len(heads), *rows))


def about(config: SourceConfig) -> str:
    """The key of the text that says in one line what a source holds: `[about]` of its words.toml."""
    return f"{config.format.replace('/', '.')}.about"


def key(config: SourceConfig, lang: str) -> str:
    names = " ".join(f"`{name}`" for name in config.secrets.values())
    if not names:
        return {"zh": "不需要", "en": "none"}[lang]
    if config.key_optional:
        return {"zh": f"可选 {names}", "en": f"optional, {names}"}[lang]
    return {"zh": f"需要 {names}", "en": names}[lang]


def checks() -> Iterator[str]:
    """Where each source is, then what only a live run can settle of it."""
    yield " · ".join(f"[{c.id}](#{c.id})" for c in _entries())
    for config in _entries():
        file = Path(sources.__path__[0]) / config.format / "live-checks.md"
        yield f"## {config.id}\n\n{file.read_text(encoding='utf-8').strip()}"


def _entries() -> tuple[SourceConfig, ...]:
    return tuple(load_sources(ROOT / "sources.yaml").values())


def _filled(page: str, name: str, text: Callable[[], str]) -> str:
    marks = re.compile(rf"(<!-- {name}: [^\n]*-->\n).*?(<!-- /{name} -->)", re.DOTALL)
    if not marks.search(page):
        raise ValueError(f"the marks of {name!r} are gone")
    return marks.sub(lambda m: f"{m[1]}\n{text()}\n\n{m[2]}", page)


if __name__ == "__main__":
    for path, page in pages().items():
        path.write_text(page, encoding="utf-8")
