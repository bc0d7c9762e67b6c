"""A draft of a new source, written where a developer wants it: its folder, its entry, its tests, and a forum file where the
office is new. What is drafted loads, and says that it is a draft until somebody has filled it in (templates/new_source)."""

from __future__ import annotations

import json
import keyword
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from monitor import sources
from monitor.errors import UsageError
from monitor.forums import SHIPPED, Forums
from monitor.model import Category
from monitor.model.near import nearest
from monitor.resources import checkout, shipped
from monitor.texts import LANGUAGES

FORMATS = ("json", "xml", "csv", "rss")
_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)+")
_FOLDER = re.compile(r"[a-z][a-z0-9_]*")
_PLACE = re.compile(r"[A-Z]{2}")
_LEFT_OPEN = "TO FILL IN"
# Codes that are written for a country and are not the one its forum file answers for (ISO 3166-1; WIPO ST.3): with them a
# source would be of a country that nobody knows, without a clock. EU and EM are both answered for.
_OTHER_SPELLINGS = {
    "UK": "GB",  # reserved for the United Kingdom
    "EN": "GB",  # the language, English
    "EL": "GR",  # Greece, as the European Commission writes it
    "UE": "EU",  # the European Union in French and Spanish
    "DD": "DE",  # the German Democratic Republic, until 1990
    "SU": "RU",  # the Soviet Union, until 1992
    "JA": "JP",  # the language, Japanese
    "KO": "KR",  # the language, Korean
    "CS": "CZ",  # the language, Czech; Czechoslovakia, until 1993
}


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for. `office` is a folder below monitor/sources ("us_itc"); "" makes the source a folder of its own.
    `jurisdiction` "" is the beginning of the id; titles may be empty and are then left to be filled in."""

    id: str
    category: str
    jurisdiction: str = ""
    format: str = "json"
    office: str = ""
    title_zh: str = ""
    title_en: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """`files` are to be written, by their path below the root; `entry` is to be added to sources.yaml. `forum` is the code of
    the new forum file, "" where a forum answers already; `tests` is the folder of the tests."""

    id: str
    files: Mapping[str, str]
    entry: str
    forum: str
    tests: str


def root_for(into: Path | None) -> Path:
    """The folder a draft is written below: the one that is given, or the checkout this program runs from. Raises
    UsageError."""
    if into is not None:
        if into.exists() and not into.is_dir():
            raise UsageError("cli.source.new.not_a_folder", folder=str(into))
        return into
    found = checkout()
    if found is None:
        raise UsageError("cli.source.new.no_checkout")
    return found


def draft(wish: Wish, root: Path) -> Draft:
    """Raises UsageError where an id, an office, a category or a format cannot be, or is there already."""
    category = _category(wish.category)
    if wish.format not in FORMATS:
        raise UsageError("cli.source.new.format", value=wish.format, known=", ".join(FORMATS))
    _free(wish.id, root)
    jurisdiction = (wish.jurisdiction or wish.id.partition("-")[0]).upper()
    if not _PLACE.fullmatch(jurisdiction):
        raise UsageError("cli.source.new.jurisdiction", value=jurisdiction)
    if (right := _OTHER_SPELLINGS.get(jurisdiction)) is not None:
        raise UsageError("cli.source.new.other_spelling", value=jurisdiction, right=right)
    path = _path(wish, jurisdiction, root)
    forum = _forum_code(category, jurisdiction, root)
    values = _values(wish, category, jurisdiction, path, forum)
    package, tests = f"monitor/sources/{path}", f"tests/sources/{path}"
    suffix = "xml" if wish.format == "rss" else wish.format
    wanted = {
        f"{package}/source.py": "source.py",
        f"{package}/words.toml": "words.toml",
        f"{package}/live-checks.md": "live-checks.md",
        f"{tests}/test_{path.rpartition('/')[2]}.py": "test.py",
        f"{tests}/list.{suffix}": f"fixture.{wish.format}",
        f"{tests}/replay.yaml": "replay.yaml",
    }
    if forum:
        wanted[f"monitor/forums/{forum}.toml"] = "forum.toml"
    files = {name: _rendered(template, values) for name, template in wanted.items()}
    files |= {name: text for name, text in _packages(package, tests, values) if not (root / name).exists()}
    return Draft(wish.id, dict(sorted(files.items())), _rendered("entry.yaml", values), forum, tests)


def write(drafted: Draft, root: Path) -> None:
    """Writes what was drafted; a file that is there is never touched, but for sources.yaml, at whose end the entry is
    added as text, so that nothing above it changes. Raises UsageError."""
    for name in drafted.files:
        if (root / name).exists():
            raise UsageError("cli.source.new.file_exists", file=str(root / name))
    for name, text in drafted.files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    entries = root / "sources.yaml"
    before = entries.read_text(encoding="utf-8") if entries.is_file() else ""
    gap = "" if not before else "\n" if before.endswith("\n") else "\n\n"
    entries.write_text(before + gap + drafted.entry, encoding="utf-8")


# --- what may be ------------------------------------------------------------------------------------------------------


def _category(value: str) -> Category:
    if value not in set(Category):
        known = ", ".join(c.value for c in Category)
        raise UsageError(
            "cli.source.new.category", value=value, near=nearest(value, [c.value for c in Category]), known=known
        )
    return Category(value)


def _free(id_: str, root: Path) -> None:
    from monitor.config.overlay import Shipped

    if not _ID.fullmatch(id_):
        raise UsageError("cli.source.new.shape", value=id_)
    for file in dict.fromkeys((shipped("sources.yaml"), root / "sources.yaml")):
        if file.is_file() and id_ in Shipped(file).names:
            raise UsageError("cli.source.new.exists", value=id_, file=str(file))


def _path(wish: Wish, jurisdiction: str, root: Path) -> str:
    """The folder of the source below monitor/sources: "zz_register", "us_itc/edis_feed"."""
    own = wish.id.replace("-", "_")
    office = wish.office or own
    part = ""
    if wish.office:
        beginnings = (f"{office}_", f"{office.partition('_')[2]}_", f"{jurisdiction.lower()}_")
        part = next((own.removeprefix(b) for b in beginnings if own.startswith(b) and own != b), own)
    taken = {"kit", "checking", "base", "streams", *_areas_of_texts()}
    for name in filter(None, (office, part)):
        if not _FOLDER.fullmatch(name) or keyword.iskeyword(name) or name in taken:
            raise UsageError("cli.source.new.office", value=name)
    names = {*sources.names(), *_folders_below(root)}
    path = f"{office}/{part}" if part else office
    if part and office in names:
        raise UsageError("cli.source.new.office_is_source", office=office)
    if path in names or (not part and any(n.startswith(f"{path}/") for n in names)):
        raise UsageError("cli.source.new.folder_exists", folder=f"monitor/sources/{path}")
    return path


def _folders_below(root: Path) -> Iterable[str]:
    top = root / "monitor" / "sources"
    return [f.parent.relative_to(top).as_posix() for p in ("*/source.py", "*/*/source.py") for f in top.glob(p)]


def _areas_of_texts() -> set[str]:
    from monitor import texts

    return {p.stem for lang in LANGUAGES for p in (Path(texts.__file__).parent / lang).glob("*.toml")}


def _forum_code(category: Category, jurisdiction: str, root: Path) -> str:
    """The code of the forum file that is lacking; "" where a file answers for such matters, or none ever will."""
    if category is Category.NEWS:
        return ""  # a piece of news lies with nobody
    places = [SHIPPED]
    if (folder := root / "monitor" / "forums").is_dir():
        places.append(Forums(folder))
    for forums in places:
        if forums.answers(category, jurisdiction):
            return ""
    taken = {code for forums in places for code in forums.codes()}
    plain = jurisdiction.lower()
    return plain if plain not in taken else f"{plain}-{category.value}"


# --- what is written --------------------------------------------------------------------------------------------------

# What the records of a category look like: marks of a register, cases of a court, pieces of news.
_SHAPES = {
    Category.TRADEMARK: "register", Category.GI: "register", Category.DOMAIN: "register",
    Category.SUIT: "case", Category.ITC337: "case", Category.SEP: "case", Category.NEWS: "news",
}  # fmt: skip
_KINDS = {
    Category.TRADEMARK: "application", Category.GI: "gi", Category.DOMAIN: "domain", Category.SUIT: "docket",
    Category.ITC337: "investigation", Category.SEP: "docket", Category.NEWS: "news",
}  # fmt: skip
_EVENTS = {"register": "filed", "case": "complaint", "news": "notice"}
_CLASSES = {"register": "Register", "case": "Cases", "news": "News"}
_FACTS = {"register": ("classes", "filed", "mark"), "case": ("case_number",), "news": ("title",)}
_MATCHED = {"register": ("applicant", "mark"), "case": ("defendant", "plaintiff"), "news": ("caption",)}
_RATES = {
    "register": "{mark: 0.9, applicant: 0.9}",
    "case": "{defendant: 0.8, plaintiff: 0.8}",
    "news": "{caption: 0.9, title: 0.9}",
}
_GATES = {
    "json": 'Gate(media_types=("application/json",), sentinels=(b\'"items"\',))',
    "xml": 'Gate(media_types=("application/xml", "text/xml"), sentinels=(b"<item",))',
    "csv": 'Gate(media_types=("text/csv",), sentinels=(b"number",))',
    "rss": 'Gate(media_types=("application/rss+xml", "application/xml", "text/xml"), sentinels=(b"<rss",))',
}
_MEDIA_TYPES = {"json": "application/json", "xml": "application/xml", "csv": "text/csv", "rss": "application/rss+xml"}
_READERS = {"json": "json_items", "xml": "xml_items", "csv": "csv_items", "rss": "xml_items"}


def _values(wish: Wish, category: Category, jurisdiction: str, path: str, forum: str) -> Mapping[str, Any]:
    shape = _SHAPES[category]
    title_zh, title_en = wish.title_zh.strip(), wish.title_en.strip()
    facts = _FACTS[shape] if wish.format != "rss" or shape != "register" else ("filed", "mark")
    prefixes = {Category.TRADEMARK: f"tm:{jurisdiction}:", Category.GI: f"gi:{jurisdiction}:", Category.NEWS: "news:"}
    zone, zone_note = _zone(jurisdiction)
    answers = {Category.TRADEMARK: [f"tm:{jurisdiction}"]}.get(category, [])
    return {
        "id": wish.id,
        "format": wish.format,
        "format_path": path,
        "area": path.replace("/", "."),
        "shape": shape,
        "class_name": _CLASSES[shape],
        "items": _READERS[wish.format],
        "gate": _GATES[wish.format],
        "facts": _set(facts),
        "events": _set((_EVENTS[shape],)),
        "matched": _set(_MATCHED[shape]),
        "event": _EVENTS[shape],
        "kind": _KINDS[category],
        "key": prefixes.get(category, f"{jurisdiction.lower()}-{category.value}:") + "{number}",
        "key_known": category in prefixes,
        "category_yaml": json.dumps(category.value) if category.value.isdigit() else category.value,
        "jurisdiction": jurisdiction,
        "jurisdiction_yaml": json.dumps(jurisdiction) if jurisdiction in ("NO", "ON") else jurisdiction,
        "title_zh": _plain(title_zh) or f"{_LEFT_OPEN} {wish.id}",
        "title_en": _plain(title_en) or f"{_LEFT_OPEN} {wish.id}",
        "title_zh_yaml": _quoted(title_zh or f"{_LEFT_OPEN}: 名称"),
        "title_en_yaml": _quoted(title_en or f"{_LEFT_OPEN}: title"),
        "about_zh": _quoted(f"{_LEFT_OPEN}：一句话写明内容，用于来源表"),
        "about_en": _quoted(f"{_LEFT_OPEN}: what it holds, in one line, for the table of sources"),
        "fill_rate": _RATES[shape],
        "suffix": "xml" if wish.format == "rss" else wish.format,
        "media_type": _MEDIA_TYPES[wish.format],
        "code": forum,
        "answers": json.dumps([*answers, f"{category.value}:{jurisdiction}"]),
        "zone": zone,
        "zone_note": zone_note,
    }


def _packages(package: str, tests: str, values: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    """The files that make folders packages: of the source, of its office, of their tests."""
    office = values["format_path"].partition("/")[0]
    yield f"{package}/__init__.py", f'"""{values["title_en"]}."""\n'
    yield f"monitor/sources/{office}/__init__.py", f'"""Sources of one office: {office}."""\n'
    yield f"{tests}/__init__.py", ""
    yield f"tests/sources/{office}/__init__.py", ""


def _rendered(name: str, values: Mapping[str, Any]) -> str:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    env = Environment(
        loader=FileSystemLoader(shipped("templates") / "new_source"),
        autoescape=False,  # program text, no page
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return env.get_template(f"{name}.j2").render(values)


def _zone(jurisdiction: str) -> tuple[str, str]:
    """The time zone of a country that has only one, and what is to be said of it."""
    from importlib.resources import files

    table = (files("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in table.splitlines() if not line.startswith("#")]
    found = [row[2] for row in rows if row[0] == jurisdiction]
    if len(found) == 1:
        return found[0], "机构所在地的时区，请核对 · the zone of the office, to be checked"
    return "UTC", "机构所在地的时区 · the zone of the office"


def _set(names: Iterable[str]) -> str:
    return "{" + ", ".join(f'"{n}"' for n in names) + "}"


def _plain(text: str) -> str:
    """For a comment, a docstring or a quoted text: nothing that could end it."""
    return text.replace("\\", "/").replace('"', "'").replace("\n", " ")


def _quoted(text: str) -> str:
    """A text as YAML and TOML both read it."""
    return json.dumps(text, ensure_ascii=False)
