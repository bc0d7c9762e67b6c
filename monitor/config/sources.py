"""sources.yaml: one entry per source (DESIGN §5.2). An unknown or duplicate key is an error that names file and line."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, ValidationError, field_validator, model_validator
from ruamel.yaml import YAML
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

from monitor.config.cron import checked_schedule
from monitor.errors import ConfigError
from monitor.model import Category


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Budget(_Strict):
    """How many requests a host grants, counted in the store so that a restart does not reset them."""

    per_minute: int | None = Field(default=None, ge=1)
    per_hour: int | None = Field(default=None, ge=1)
    per_day: int | None = Field(default=None, ge=1)


class Limits(_Strict):
    """Ceilings for one answer: bytes after decompression, wall-clock seconds; and items for one run."""

    bytes: int = Field(default=64_000_000, ge=1)
    seconds: float = Field(default=300, gt=0)
    items: int = Field(default=1_000_000, ge=1)


class Window(_Strict):
    """How far back a first run looks, by how much later runs overlap what was checked, and how far back an answer of
    the source reaches at all (`reach_hours`, e.g. a feed of the last day): a longer pause leaves a gap."""

    days: int = Field(default=14, ge=1)
    overlap_days: int = Field(default=7, ge=0)
    reach_hours: float | None = Field(default=None, gt=0)


class Expect(_Strict):
    """What a healthy run yields. `min_items` per run, counting every item the source listed; `min_items_week` over
    seven days, counting only records that told more than was known: what is read again and again counts once; `fill_rate` is the least share of records that carry a fact or role; `max_skipped` the greatest
    share of unreadable records, `max_odd_dates` of records with a date in the future or before 1870; `newest_within_days` the greatest age of the newest item; `quiet` gives known silent
    periods (holidays, a lapse in appropriations), each with an end and a reason."""

    min_items: int | None = Field(default=None, ge=0)
    min_items_week: int | None = Field(default=None, ge=0)
    fill_rate: dict[str, Annotated[float, Field(ge=0, le=1)]] = Field(default_factory=dict)
    max_skipped: float = Field(default=0.05, ge=0, le=1)
    max_odd_dates: float = Field(default=0.05, ge=0, le=1)
    newest_within_days: int | None = Field(default=None, ge=1)
    quiet: tuple[Quiet, ...] = ()


class Quiet(_Strict):
    since: date
    until: date
    reason: str


class Canary(_Strict):
    """What a source that is read rightly cannot lack. `term`: a frequent word; at least `min` of the records read in the
    last `days` days carry it in key, title or a mention, whatever its case. `known`: keys of matters that every complete
    answer holds, for a source that delivers its whole stock. Either is asked only where at least `of` items were read
    (in those days; in that run), so that a quiet week is not taken for a broken source."""

    term: str = Field(default="", max_length=100)
    min: int = Field(default=1, ge=1)
    of: int = Field(default=1, ge=1)
    days: int = Field(default=7, ge=1)
    known: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _sings(self) -> Canary:
        if (self.model_fields_set and not self.term.strip() and not self.known) or not all(
            ":" in k for k in self.known
        ):
            raise ValueError("canary_unusable")
        return self


class Keep(_Strict):
    """What is kept of each raw answer: `body` the whole answer in WARC, `digest` its SHA-256 and size alone."""

    what: str = Field(default="body", pattern="^(body|digest)$")
    days: int | None = Field(default=None, ge=1)


class Terms(_Strict):
    """Why automated access is allowed, and the attribution that must be printed."""

    allowed: str
    attribution: str = ""


class Titles(_Strict):
    zh: str
    en: str


VariableName = Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9_]+$")]


class SourceConfig(_Strict):
    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]+$")
    format: str
    category: Category
    jurisdiction: str
    title: Titles
    urls: dict[str, str] = Field(default_factory=dict)
    hosts: tuple[str, ...] = ()  # further hosts its links and redirects may lead to
    folder: Path | None = None
    schedule: str
    key: VariableName | None = None  # name of the environment variable, never the value
    keys: dict[str, VariableName] = Field(default_factory=dict)  # where one is not enough: {id: NAME, secret: NAME}
    key_optional: bool = False
    pace: float = Field(default=2.0, ge=0)
    budget: Budget = Budget()
    limits: Limits = Limits()
    window: Window = Window()
    expect: Expect
    canary: Canary = Canary()
    keep: Keep = Keep()
    terms: Terms
    options: dict[str, Any] = Field(default_factory=dict)
    enabled: bool = True
    note: str = ""
    _place: tuple[str, Node | None] = PrivateAttr(default=("sources.yaml", None))  # the file and the entry in it

    @model_validator(mode="after")
    def _states_an_expectation(self) -> SourceConfig:
        e = self.expect
        if e.min_items is None and e.min_items_week is None and e.newest_within_days is None:
            raise ValueError("no_expectation")
        if not self.urls and self.folder is None:
            raise ValueError("no_url")
        if self.key and self.keys:
            raise ValueError("two_kinds_of_keys")
        return self

    @field_validator("urls")
    @classmethod
    def _plain_urls(cls, urls: dict[str, str]) -> dict[str, str]:
        for url in urls.values():
            parts = urlsplit(url)
            if parts.scheme not in ("https", "http") or not parts.hostname or parts.username or parts.password:
                raise ValueError("bad_url")
        return urls

    @field_validator("schedule")
    @classmethod
    def _five_fields(cls, text: str) -> str:
        return checked_schedule(text)

    @property
    def secrets(self) -> Mapping[str, str]:
        """Every key the source is asked with: what it is to the source ("key"; "id", "secret" …) → variable that holds it."""
        return {"key": self.key} if self.key else self.keys

    def title_in(self, lang: str) -> str:
        return self.title.zh if lang == "zh" else self.title.en

    @property
    def allowed_hosts(self) -> frozenset[str]:
        return frozenset({urlsplit(u).hostname or "" for u in self.urls.values()} | set(self.hosts))

    def explained(self, error: ValidationError, *inside: str) -> ConfigError:
        """What is wrong with a value below the keys `inside`, told as the rest of the file is: file, line, key."""
        file, entry = self._place
        return _explained(error, file, entry, self.id, inside)


Expect.model_rebuild()
SourceConfig.model_rebuild()


def load_sources(path: Path) -> Mapping[str, SourceConfig]:
    """All entries of sources.yaml by id, in file order.

    Raises ConfigError naming file and line for bad YAML, duplicate or unknown keys, wrong values, a missing
    expectation or an unknown format.
    """
    from monitor import sources

    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError("errors.config_unreadable", file=str(path), why=type(error).__name__) from None
    yaml = YAML(typ="safe", pure=True)  # YAML 1.2: NO stays "NO", 12:30 stays text
    try:
        tree = yaml.compose(text)
        data = yaml.constructor.construct_document(tree) if tree is not None else None
    except DuplicateKeyError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise ConfigError("errors.config_duplicate_key", file=str(path), line=line, why=_first_line(error)) from None
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise ConfigError("errors.config_yaml", file=str(path), line=line, why=str(error.problem)) from None
    if not isinstance(data, dict) or not data:
        raise ConfigError("errors.config_not_a_mapping", file=str(path))
    result: dict[str, SourceConfig] = {}
    for source_id, entry in data.items():
        line = _line_of(tree, (source_id,))
        if not isinstance(entry, dict):
            raise ConfigError("errors.config_not_an_entry", file=str(path), line=line, source=str(source_id))
        try:
            config = SourceConfig(id=str(source_id), **{str(k): v for k, v in entry.items()})
        except ValidationError as error:
            raise _explained(error, str(path), _node(tree, source_id), str(source_id), begins=line) from None
        if config.format not in sources.names():
            raise ConfigError(
                "errors.config_unknown_format",
                file=str(path),
                line=_line_of(tree, (source_id, "format")),
                source=config.id,
                format=config.format,
                known=", ".join(sources.names()),
            )
        config._place = (str(path), _node(tree, source_id))
        result[config.id] = config
    return result


def _explained(
    error: ValidationError,
    file: str,
    entry: Node | None,
    source_id: str,
    inside: tuple[str, ...] = (),
    begins: int = 0,
) -> ConfigError:
    """`entry` is what stands below the name of the source, which stands on the line `begins`."""
    # A misspelt key is both unknown and missing; the unknown one tells more.
    first = min(error.errors(), key=lambda e: e["type"] not in _UNKNOWN)
    where = (*inside, *(str(p) for p in first["loc"]))
    line = _line_of(entry, where, begins)
    name = ".".join(where) or source_id
    kind, what = first["type"], ""
    if kind in _UNKNOWN:
        key = "errors.config_unknown_key"
    elif kind == "missing":
        key = "errors.config_missing_key"
    elif kind == "value_error" and not inside:
        cause = first["ctx"]["error"]
        key, what = f"errors.config_{cause}", getattr(cause, "piece", "")
    else:
        key = "errors.config_bad_value"
    return ConfigError(key, file=file, line=line, source=source_id, name=name, why=first["msg"], what=what)


_UNKNOWN = ("extra_forbidden", "unexpected_keyword_argument")


def _first_line(error: Exception) -> str:
    return str(getattr(error, "problem", error)).splitlines()[0]


def _node(tree: Node | None, name: object) -> Node | None:
    """What stands below a name at the top of the file."""
    if isinstance(tree, MappingNode):
        return next((value for key, value in tree.value if key.value == str(name)), None)
    return None


def _line_of(node: Node | None, keys: tuple[str, ...], begins: int = 0) -> int:
    """Line (from 1) of the deepest part of `keys` that exists in the YAML tree; `begins` where none of them does."""
    line = begins or (1 if node is None else node.start_mark.line + 1)
    for key in keys:
        if isinstance(node, MappingNode):
            for name, value in node.value:
                if name.value == key:
                    line, node = name.start_mark.line + 1, value
                    break
            else:
                return int(line)
        elif isinstance(node, SequenceNode) and key.isdigit() and int(key) < len(node.value):
            node = node.value[int(key)]
            line = node.start_mark.line + 1
        else:
            return int(line)
    return int(line)
