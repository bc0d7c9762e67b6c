"""Strict reading of the forms of numbers (numbers.py): every key of a table is checked, and that its examples are read as it says."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

from monitor.forums.numbers import KINDS, KINDS_OF_NUMBERS, WRITTEN, NumberForm, compiled, form_of
from monitor.forums.tables import Table, Vocabulary
from monitor.located import read_toml


def read_numbers(path: Path) -> tuple[NumberForm, ...]:
    """The forms of a file that is no forum's. Raises ConfigError with file, line and key."""
    file = read_toml(path)
    return numbers_in_table(Table(file, (), file.data, Vocabulary()), "")


def numbers_in_table(top: Table, office: str) -> tuple[NumberForm, ...]:
    """The forms of a forum file, every key checked. Raises ConfigError with file, line and key."""
    return tuple(_checked(entry, office, top.text("search", "")) for entry in top.tables("numbers"))


def _checked(entry: Table, office: str, search: str) -> NumberForm:
    entry.one("kind", KINDS)
    for name in ("pattern", "url"):
        if name == "pattern" or entry.has(name):
            try:
                compiled(entry.text(name))
            except re.error as error:
                entry.fail(name, value=f"{entry.text(name)[:40]}: {error}")
    pattern = compiled(entry.text("pattern"))
    groups = set(pattern.groupindex) | {"court"}
    for name in ("key", "printed", "page"):
        _check_templates(entry, name, _templates(entry, name), groups)
    asked = entry.take("asked") or []
    for item in asked if isinstance(asked, list) else [None]:
        if not (isinstance(item, list) and len(item) == 2 and item[0] in KINDS_OF_NUMBERS):
            entry.fail("asked", value=item)
        _check_templates(entry, "asked", (str(item[1]),), groups)
    for name in ("alone", "labelled"):
        entry.flag(name)
    if entry.has("likely"):
        entry.number("likely")
    entry.text("place", office)
    entry.text("source", "")
    entry.day("checked")
    examples = entry.table("examples")
    raw = {name: examples.text(name) for name in examples.names()}
    examples.finish()
    entry.finish()
    form = form_of({**_taken(entry), "examples": raw}, office, search)
    if not raw:
        entry.fail("examples")
    for said, printed in raw.items():
        found = form.pattern.fullmatch(said)
        if found is None or form.printed_of(found.groupdict()) != printed:
            entry.fail("examples", value=f"{said} → {form.printed_of(found.groupdict()) if found else '?'}")
    return form


def _templates(entry: Table, name: str) -> tuple[str, ...]:
    """One text, or a list of them."""
    if isinstance(entry.take(name), str):
        return (entry.text(name),)
    return entry.some(name, least=int(name == "printed"))


def _taken(entry: Table) -> dict[str, object]:
    return {name: entry.take(name) for name in entry.names()}


def _check_templates(entry: Table, key: str, templates: tuple[str, ...], groups: set[str]) -> None:
    for template in templates:
        bare = template
        while bare.startswith("!"):
            absent, _, bare = bare[1:].partition(" ")
            if absent not in groups:
                entry.fail(key, value=template)
        try:
            parts = list(Formatter().parse(bare))
        except ValueError:
            entry.fail(key, value=template)
        for _, name, spec, _ in parts:
            if name is not None and (name not in groups or not (spec in WRITTEN or str(spec).isdigit())):
                entry.fail(key, value=template)
        if key == "page" and not bare.startswith("https://"):
            entry.fail(key, value=template)
