"""sources.yaml: one entry per source (DESIGN §5.2). An unknown or duplicate key is an error that names file and line.
What an office's entry leaves out comes from the shipped one (`overlay`)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, ValidationError, field_validator, model_validator

from monitor.config.cron import checked_schedule
from monitor.config.entries import Entry, entries_of, text_of
from monitor.config.overlay import Origin, Shipped, Written, completed
from monitor.errors import ConfigError
from monitor.model import Category
from monitor.resources import shipped


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Budget(_Strict):
    """How many requests a host grants, counted in the store so that a restart does not reset them."""

    per_minute: int | None = Field(default=None, ge=1)
    per_hour: int | None = Field(default=None, ge=1)
    per_day: int | None = Field(default=None, ge=1)


class Limits(_Strict):
    """Ceilings for one answer: bytes after decompression, wall-clock seconds with all attempts; items for one run, and the
    wall-clock seconds in which it may ask (not given: six answers' worth, and an hour at least)."""

    bytes: int = Field(default=64_000_000, ge=1)
    seconds: float = Field(default=300, gt=0)
    items: int = Field(default=1_000_000, ge=1)
    run_seconds: float | None = Field(default=None, gt=0)

    @property
    def for_run(self) -> float:
        return self.run_seconds if self.run_seconds is not None else max(6 * self.seconds, 3600.0)


class Window(_Strict):
    """How far back a first run looks, by how much later runs overlap what was checked, and how far back an answer of
    the source reaches at all (`reach_hours`, e.g. a feed of the last day): a longer pause leaves a gap."""

    days: int = Field(default=14, ge=1)
    overlap_days: int = Field(default=7, ge=0)
    reach_hours: float | None = Field(default=None, gt=0)


class StreamExpect(_Strict):
    """What is expected of a stream (a court, a question to a search, the files of the days): `min_items_week` records that told
    more than was known in seven days; `newest_within_days` the greatest age of its newest item, `made_within_days` of the day on
    which its answer says it was made; `usual`: it is held against what it usually brings."""

    min_items_week: int | None = Field(default=None, ge=0)
    newest_within_days: int | None = Field(default=None, ge=1)
    made_within_days: int | None = Field(default=None, ge=1)
    usual: bool = True


class Expect(_Strict):
    """What a healthy run yields. `min_items` per run, counting every item the source listed; `min_items_week` over
    seven days, counting only records that told more than was known: what is read again and again counts once; `fill_rate` is the least share of records that carry a fact or role; `max_skipped` the greatest
    share of unreadable records, `max_odd_dates` of records with a date in the future or before 1870; `newest_within_days` the greatest age of the newest item; `quiet` gives known silent
    periods (holidays, a lapse in appropriations), each with an end and a reason. `each` holds for every stream, `streams` for
    those it names, in place of `each`."""

    min_items: int | None = Field(default=None, ge=0)
    min_items_week: int | None = Field(default=None, ge=0)
    fill_rate: dict[str, Annotated[float, Field(ge=0, le=1)]] = Field(default_factory=dict)
    max_skipped: float = Field(default=0.05, ge=0, le=1)
    max_odd_dates: float = Field(default=0.05, ge=0, le=1)
    newest_within_days: int | None = Field(default=None, ge=1)
    quiet: tuple[Quiet, ...] = ()
    each: StreamExpect = StreamExpect()
    streams: dict[str, StreamExpect] = Field(default_factory=dict)


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


class Titles(_Strict):
    zh: str
    en: str


Words = str | Titles
"""What people read: in both languages, or as whoever wrote it put it down."""


def words_in(words: Words, lang: str) -> str:
    return words if isinstance(words, str) else words.zh if lang == "zh" else words.en


class Terms(_Strict):
    """Why automated access is allowed, and the attribution that must be printed."""

    allowed: Words
    attribution: str = ""


_TO_FILL_IN = re.compile(r"to[ -]fill[ -]in", re.IGNORECASE)


def _open(value: object) -> bool:
    if isinstance(value, dict):
        return any(_open(v) for v in value.values())
    if isinstance(value, list):
        return any(_open(v) for v in value)
    return isinstance(value, str) and _TO_FILL_IN.search(value) is not None


class ToFillIn(ValueError):
    """A draft that is enabled. `about` is the key in which something is left to say."""

    def __init__(self, about: str) -> None:
        super().__init__("to_fill_in")
        self.about = about


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
    note: Words = ""
    _written: Written | None = PrivateAttr(default=None)  # where its keys stand; None: it was not read from a file

    @model_validator(mode="after")
    def _states_an_expectation(self) -> SourceConfig:
        e = self.expect
        if e.min_items is None and e.min_items_week is None and e.newest_within_days is None:
            raise ValueError("no_expectation")
        if not self.urls and self.folder is None:
            raise ValueError("no_url")
        if self.key and self.keys:
            raise ValueError("two_kinds_of_keys")
        if self.enabled and self.to_fill_in:
            raise ToFillIn(self.to_fill_in[0])
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

    def missing_keys(self, known: Callable[[str], str | None]) -> tuple[str, ...]:
        """Variables of keys the source cannot be asked without, and that are not set; `known` gives the value of one."""
        if self.key_optional or self.folder is not None:
            return ()
        return tuple(name for name in self.secrets.values() if not known(name))

    def lacks_key(self, known: Callable[[str], str | None]) -> bool:
        """Whether it is switched on and will never be queried, since a key it needs is not set."""
        return self.enabled and bool(self.missing_keys(known))

    @property
    def secrets(self) -> Mapping[str, str]:
        """Every key the source is asked with: what it is to the source ("key"; "id", "secret" …) → variable that holds it."""
        return {"key": self.key} if self.key else self.keys

    @property
    def to_fill_in(self) -> tuple[str, ...]:
        """Top-level keys in which a person has still to say something: a draft, which is not asked over the network."""
        return tuple(sorted(k for k, value in self.model_dump(mode="json").items() if _open(value)))

    def title_in(self, lang: str) -> str:
        return self.title.zh if lang == "zh" else self.title.en

    @property
    def allowed_hosts(self) -> frozenset[str]:
        return frozenset({urlsplit(u).hostname or "" for u in self.urls.values()} | set(self.hosts))

    def origin_of(self, key: str) -> Origin:
        """Where a top-level key comes from: file and line, or the default."""
        return self._written.origin_of(key) if self._written else Origin("default")

    def refused(self, key: str, name: str) -> ConfigError:
        """An error about the top-level key `name`, with file and line. `key` is that of its text."""
        return _refused(key, (self._written or self._nowhere()).place_of(name), name)

    def _nowhere(self) -> Written:
        return Written(Entry("sources.yaml", self.id, 1, {}, None), {}, {})

    def explained(self, error: ValidationError, *inside: str) -> ConfigError:
        """What is wrong with a value below the keys `inside`, told as the rest of the file is: file, line, key."""
        return _explained(error, self._written or self._nowhere(), inside)


Expect.model_rebuild()
SourceConfig.model_rebuild()


def covered_by(sources: Mapping[str, SourceConfig]) -> frozenset[str]:
    """The countries (as entries write their jurisdiction) from which sources in use come."""
    return frozenset(config.jurisdiction for config in sources.values() if config.enabled)


def load_sources(path: Path, base: Path | None = None) -> Mapping[str, SourceConfig]:
    """All entries of sources.yaml by id, in file order; keys they leave out are those of the shipped file (`base`, where
    another is meant), which is itself read as it stands.

    Raises ConfigError naming file and line, of the file the value stands in, for bad YAML, duplicate or unknown keys, wrong
    values, a missing expectation, an unknown format, a fill rate of what is neither fact nor role, or none of a role that the
    source is matched on.
    """
    from monitor import sources

    base = base or shipped("sources.yaml")
    alone = path.resolve() == base.resolve()
    beneath = None if alone else Shipped(base)
    result: dict[str, SourceConfig] = {}
    for entry in entries_of(text_of(path), str(path), shipped=alone).values():
        if "id" in entry.values:  # it is the name of the entry
            raise _refused("errors.config_unknown_key", entry, "id")
        written = completed(entry, beneath)
        try:
            config = SourceConfig(id=entry.name, **written.values)
        except ValidationError as error:
            raise _explained(error, written, beneath=beneath) from None
        present = sources.named(config.format)
        if present is None:
            place, known = written.place_of("format"), ", ".join(sources.names())
            raise _refused("errors.config_unknown_format", place, "format", format=config.format, known=known)
        config = _with_rates_of(config, present, written, beneath)
        _counts_what_exists(config, written)
        if present != config.format:  # its name of former versions
            config = config.model_copy(update={"format": present})
        config._written = written
        result[config.id] = config
    return result


def _with_rates_of(config: SourceConfig, format: str, written: Written, beneath: Shipped | None) -> SourceConfig:
    """The entry, with a fill rate for every role its source is matched on: without one, a source that no longer gives that role
    finds nothing and looks well. An expectation of the office's own keeps the shipped rates of these roles."""
    from monitor import sources

    lacking = sources.matched_by(format) - config.expect.fill_rate.keys()
    if lacking and beneath is not None and config.id in beneath.names:
        shipped_rates = (beneath.entry(config.id).values.get("expect") or {}).get("fill_rate") or {}
        added = {role: float(shipped_rates[role]) for role in lacking if role in shipped_rates}
        rates = {**config.expect.fill_rate, **added}
        config = config.model_copy(update={"expect": config.expect.model_copy(update={"fill_rate": rates})})
        lacking -= added.keys()
    if lacking:
        where = ("expect", "fill_rate") if config.expect.fill_rate else ("expect",)
        roles, example = ", ".join(sorted(lacking)), ", ".join(f"{role}: 0.9" for role in sorted(lacking))
        raise _refused("errors.config_no_fill_rate", written.place_of("expect"), *where, roles=roles, example=example)
    return config


def _counts_what_exists(config: SourceConfig, written: Written) -> None:
    """A fill rate is of a fact or of a role; of anything else it would be 0 for ever."""
    if not config.expect.fill_rate:
        return
    from monitor.model.near import nearest
    from monitor.model.vocabulary import KNOWN, Sort

    known = {*KNOWN[Sort.FACT], *KNOWN[Sort.ROLE]}
    for name in config.expect.fill_rate:
        if name not in known:
            where, place = ("expect", "fill_rate", name), written.place_of("expect")
            raise _refused("errors.config_unknown_fact", place, *where, value=name, near=nearest(name, known))


def unnamed(chosen: Mapping[str, SourceConfig], base: Path | None = None) -> tuple[str, ...]:
    """Shipped sources that the chosen file does not name."""
    return tuple(name for name in Shipped(base or shipped("sources.yaml")).names if name not in chosen)


def _refused(key: str, place: Entry, *where: str, **params: object) -> ConfigError:
    name = ".".join(where) or place.name
    return ConfigError(
        key, file=place.file, line=place.line_of(*where), source=place.name, **{"name": name, "what": "", **params}
    )


def _explained(
    error: ValidationError, written: Written, inside: tuple[str, ...] = (), beneath: Shipped | None = None
) -> ConfigError:
    # A misspelt key is both unknown and missing; the unknown one tells more.
    first = min(error.errors(), key=lambda e: e["type"] not in _UNKNOWN)
    where = (*inside, *(str(p) for p in first["loc"]))
    place = written.place_of(where[0]) if where else written.home
    kind, why = first["type"], _wrong(first["type"], first.get("ctx") or {})
    if kind in _UNKNOWN:
        return _refused("errors.config_unknown_key", place, *where, why=why)
    if kind == "missing":
        if where == ("expect",):
            return _refused("errors.config_no_expectation", place, why=why)
        near = beneath.near(place.name) if beneath and place.name not in beneath.names else ()
        if near:
            return _refused("errors.config_missing_key_near", place, *where, near=", ".join(near))
        return _refused("errors.config_missing_key", place, *where, why=why)
    if kind == "value_error" and not inside:
        cause = first["ctx"]["error"]
        if not where:
            place = written.place_of(_ABOUT.get(str(cause), ""))
        if isinstance(cause, ToFillIn):
            place, where = written.place_of(cause.about), (cause.about,)
        return _refused(f"errors.config_{cause}", place, *where, why=why, what=getattr(cause, "piece", ""))
    if len(where) == 1 and written.values.get(where[0], "") is None:
        return _refused("errors.config_no_value", place, *where)
    return _refused("errors.config_bad_value", place, *where, why=why)


def _wrong(kind: str, told: Mapping[str, Any]) -> Mapping[str, object]:
    """What is wrong with a value, by the kind the checking library calls it."""
    for name, kinds in _VALUES.items():
        if kind in kinds:
            bound = next((told[k] for k in ("ge", "gt", "le", "lt", "max_length") if k in told), "")
            return {"key": f"errors.value.{name}", "params": {"bound": bound}}
    return {"key": "errors.value.other", "params": {}}


_VALUES = {
    "least": ("greater_than_equal",),
    "above": ("greater_than",),
    "most": ("less_than_equal", "less_than"),
    "whole": ("int_parsing", "int_type", "int_from_float"),
    "number": ("float_parsing", "float_type"),
    "yes_no": ("bool_parsing", "bool_type"),
    "table": ("dict_type", "mapping_type", "model_type", "model_attributes_type"),
    "list": ("tuple_type", "list_type"),
    "text": ("string_type", "string_pattern_mismatch"),
    "long": ("string_too_long",),
    "choice": ("enum", "literal_error"),
    "date": ("date_parsing", "date_type", "date_from_datetime_parsing", "date_from_datetime_inexact"),
}
_UNKNOWN = ("extra_forbidden", "unexpected_keyword_argument")
_ABOUT = {"no_expectation": "expect", "no_url": "urls", "two_kinds_of_keys": "key"}  # what is said of a whole entry
