"""US trademark applications: the USPTO's daily XML zips (product TRTDXFAP), listed by API, or a local folder of them.

Each daily file carries the complete current record of every case with activity on that day, so a record replaces what
was known (by its transaction date), and a file that was issued again (another size or time) is read again.
Reference: USPTO Open Data Portal, bulk datasets API; DTD "trademark-applications-daily" v2.0.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from pydantic import Field

from monitor.errors import Unparsed
from monitor.model import (
    Capture,
    Follow,
    Ignored,
    Outcome,
    ProvenEmpty,
    Request,
    Seen,
    Skip,
    Stated,
    Suspect,
    Unknown,
)
from monitor.sources.base import Gate, Options, Plan, Source
from monitor.sources.kit.fence import TRIPS, tripped
from monitor.sources.kit.fields import Fields, Missing
from monitor.sources.kit.once import Told, once
from monitor.sources.kit.pieces import End, Prolog, read_prolog, runs
from monitor.sources.kit.xml import Malformed
from monitor.sources.kit.zipped import READ_ERRORS, Member, ZipLimits, xml_members
from monitor.sources.streams import StreamKind, Streams
from monitor.sources.us_uspto.applications.case_file import CLOSE, OPEN, case_files, read_case_file
from monitor.sources.us_uspto.applications.days import DAYS, day_in_name, unit_of
from monitor.sources.us_uspto.applications.history import EVENTS, WANTED_HISTORY
from monitor.sources.us_uspto.applications.record import FACTS, record_of


class DailyOptions(Options):
    """`max_xml_bytes` and `max_ratio` bound one zip after decompression (a busy Tuesday has 1 GB at 18 : 1, annual
    parts reach 140 : 1); `max_record_bytes` one record; `versions` are the DTD versions this parser was made for."""

    max_xml_bytes: int = Field(default=4_000_000_000, gt=0)
    max_ratio: int = Field(default=250, gt=0)
    max_record_bytes: int = Field(default=8_000_000, gt=0)
    versions: tuple[str, ...] = ("2.0",)


class Applications(Source[DailyOptions]):
    version = "3"
    gates = {
        "": Gate(media_types=("application/json",), min_bytes=2, sentinels=(b"bulkdataproductbag",)),
        # A missing key or file is answered with 200 and a page of HTML: only the magic of a zip tells.
        "zip": Gate(min_bytes=22, sentinels=(b"pk\x03\x04", b"<trademark-applications-daily"), binary=True),
    }
    authentication = ("X-API-KEY", "{key}")
    options = DailyOptions
    streams = Streams(StreamKind.DAY_FILE)
    units = DAYS
    writes = FACTS
    events = EVENTS
    matched = frozenset({"applicant", "mark"})
    formerly = ("uspto_applications",)

    def requests(self, plan: Plan[DailyOptions]) -> Iterable[Request]:
        """The listing of the window's files; or, of a local folder, every zip (or XML) in it, oldest first."""
        if plan.folder is not None:
            for path in sorted(plan.folder_files, key=lambda p: _age(p.name)):
                if path.suffix.lower() in (".zip", ".xml"):
                    yield self.file_request(path)
            return
        yield Request(
            url=plan.urls["listing"],
            params=(("fileDataFromDate", plan.since.isoformat()), ("fileDataToDate", plan.until.isoformat())),
        )

    def read(self, capture: Capture, plan: Plan[DailyOptions]) -> Iterator[Outcome]:
        """Records of a zip; or the files a listing leads to. Raises Unparsed."""
        if capture.request.tag == "zip":
            yield from _read_zip(capture, plan)
        else:
            yield from _read_listing(capture, plan)

    def unit_of(self, name: str, options: DailyOptions) -> date | None:
        return day_in_name(name)

    def recognises(self, head: bytes) -> bool:
        return _ROOT in head

    def file_request(self, path: Path) -> Request:
        return replace(super().file_request(path), tag="zip")


# --- the listing ----------------------------------------------------------------------------------------------


def _read_listing(capture: Capture, plan: Plan[DailyOptions]) -> Iterator[Outcome]:
    try:
        answer = json.loads(capture.read())
        bag = answer["bulkDataProductBag"][0]["productFileBag"]
        entries = [Fields(entry) for entry in bag["fileDataBag"]]
    except (ValueError, LookupError, TypeError, AttributeError):
        raise Unparsed("us_uspto.applications.errors.listing_shape", source=plan.source) from None
    if isinstance(bag.get("count"), int):
        yield Stated("files", bag["count"])
    files: list[Request] = []
    seen = 0
    for entry in entries:
        try:
            name = entry.text("fileName")
            if name.lower().endswith((".doc", ".docx", ".pdf")) or " " in name:
                yield Ignored("us_uspto.applications.ignored.manual")
            elif entry.maybe("fileTypeText") == "Data" and name.lower().endswith(".zip"):
                files.append(_file_request(name, entry, plan))
            else:
                yield Unknown("us_uspto.applications.unknown.file_kind", name)
            seen += 1
        except Missing as missing:
            yield Skip("us_uspto.applications.skip.listing_entry", str(missing))
    yield Seen("files", seen)
    if not files and plan.until - plan.since >= timedelta(days=3):  # there is a file for every calendar day
        yield Suspect("us_uspto.applications.suspect.no_files")
    for request in sorted(files, key=lambda r: _age(str(r.context["file"]))):
        yield Follow(request)


_SAFE_NAME = re.compile(r"[A-Za-z0-9._-]{1,120}")


def _file_request(name: str, entry: Fields, plan: Plan[DailyOptions]) -> Request:
    """The address is built from sources.yaml, not taken from the answer: the key goes nowhere an answer names."""
    if not _SAFE_NAME.fullmatch(name):
        raise Missing(f"fileName {name!r}")
    size, modified = entry.take("fileSize"), entry.text("fileLastModifiedDateTime")
    base = plan.urls.get("files") or plan.urls["listing"].replace("/products/", "/products/files/", 1)
    return Request(
        url=f"{base.rstrip('/')}/{name}",
        tag="zip",
        once=f"{name}:{size}:{modified}",
        context={"file": name, "size": size},
    )


_DAY_IN_NAME = re.compile(r"(\d{6})(?!\d)")
_YEAR_IN_NAME = re.compile(r"\d{8}-(\d{8})-(\d+)")


def _age(name: str) -> tuple[str, str]:
    """Sort key, oldest first: by the day of a daily file (apc260422), by the last day of an annual one
    (apc18840407-20251231-01). The records carry their own dates; the order only spares needless changes."""
    if found := _YEAR_IN_NAME.search(name):
        return found[1], found[2].rjust(4, "0")
    found = _DAY_IN_NAME.search(Path(name).stem)
    return (f"20{found[1]}" if found else "", name)


# --- the zip ----------------------------------------------------------------------------------------------------

_ROOT = b"<trademark-applications-daily"
_ROOT_END = b"</trademark-applications-daily>"
_VERSION_NO = re.compile(rb"<version-no>([^<]*)</version-no>")
_NO_DATA = re.compile(rb"<data-available-code>\s*N\s*</data-available-code>")
_FRAME = re.compile(
    rb"(?:\s*</?(?:file-segments|action-keys)\s*/?>|\s*<(file-segment|action-key)>[^<&]{0,20}</\1>)*\s*"
)


def _read_zip(capture: Capture, plan: Plan[DailyOptions]) -> Iterator[Outcome]:
    options = plan.options
    name = str(capture.request.context.get("file", ""))
    limits = ZipLimits(options.max_xml_bytes, options.max_ratio)
    told: Told = set()
    with capture.open() as file:
        for member in xml_members(file, name, limits):
            try:
                yield from _read_member(member, name, plan, options, told)
            except READ_ERRORS:
                yield Suspect("kit.suspect.truncated")


def _read_member(
    member: Member, file: str, plan: Plan[DailyOptions], options: DailyOptions, told: Told
) -> Iterator[Outcome]:
    """Records of one XML file; `told` are the unknowns already reported."""
    prolog: Prolog | None = None
    read = False
    for data, offset, end in runs(member.stream, CLOSE, max_bytes=options.max_record_bytes):
        where = f"{member.name} @{offset}"
        if end is End.OVERSIZE:
            yield Skip("kit.skip.oversize", where, data)
            continue
        begin = data.find(OPEN)
        first = 0  # where the records of this run begin
        if prolog is None:
            before = data[:begin] if begin >= 0 else data
            prolog = read_prolog(before)
            if not prolog.body.startswith(_ROOT):
                raise Unparsed("kit.errors.root", file=member.name, expected="trademark-applications-daily")
            yield from unit_of(member.name, file, prolog.body)
            yield from _look_at_prolog(prolog, member.name, options)
            first = begin if begin >= 0 and CLOSE not in before else 0
        if end is End.CLOSED:
            read = True
            reading = _Reading(member.name, prolog.encoding, _day_of(prolog, member.name, plan), plan, told)
            yield from _read_run(data, first, offset, reading)
            continue
        if begin >= 0:
            yield Skip("kit.skip.cut_off", _named(where, data), data[begin:])
        if not data.rstrip().endswith(_ROOT_END):
            yield Suspect("kit.suspect.truncated")
        elif not read and _NO_DATA.search(prolog.body):
            yield ProvenEmpty()
        elif not read:
            yield Suspect("kit.suspect.no_records")


class _Reading(NamedTuple):
    """What the records of one XML file have in common."""

    file: str
    encoding: str
    day: date
    plan: Plan[DailyOptions]
    told: Told


_CREATED = re.compile(rb"<creation-datetime>\s*(\d{8})\d*\s*</creation-datetime>")


def _day_of(prolog: Prolog, name: str, plan: Plan[DailyOptions]) -> date:
    """The day of a file, after which nothing in it can have happened: that of its creation or, where it is later, that of
    its name; of a file that says neither, the day of the run."""
    created = _CREATED.search(prolog.body)
    told = [created[1].decode()] if created else []
    told += [f"20{found[1]}" for found in [_DAY_IN_NAME.search(Path(name).stem)] if found]
    days = [day for text in told if (day := _date(text))]
    return max(days, default=plan.now.date())


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _read_run(run: bytes, first: int, offset: int, reading: _Reading) -> Iterator[Outcome]:
    """Every record from `first` of a run of whole records that begins at `offset` of the file."""
    source, jurisdiction = reading.plan.source, reading.plan.jurisdiction or "US"
    unknown: list[Unknown] = []
    for begin, end, case in case_files(run, first, WANTED_HISTORY, reading.encoding):
        if case is None:
            yield from _read_piece(run[begin:end], offset + begin, reading)
            continue
        try:
            yield record_of(case, source, jurisdiction, unknown, reading.day)
        except Missing as error:
            yield _missing(error, run[begin:end], f"{reading.file} @{offset + begin}")
        except TRIPS as error:
            yield tripped(_named(f"{reading.file} @{offset + begin}", run[begin:end]), error, run[begin:end])
        if unknown:
            yield from once(unknown, reading.told, _named(f"{reading.file} @{offset + begin}", run[begin:end]))
            unknown = []


def _read_piece(data: bytes, offset: int, reading: _Reading) -> Iterator[Outcome]:
    """One record that is not quite as the DTD has it, and what precedes it."""
    where = f"{reading.file} @{offset}"
    begin = data.find(OPEN)
    if begin < 0:
        yield Skip("kit.skip.malformed", _named(where, data), data)
        return
    if data[:begin].strip() and not _FRAME.fullmatch(data[:begin]):
        yield Unknown("kit.unknown.text_between", where)
    yield from _read_strictly(data[begin:], where, reading)


def _read_strictly(data: bytes, where: str, reading: _Reading) -> Iterator[Outcome]:
    unknown: list[Unknown] = []
    try:
        case = read_case_file(data, WANTED_HISTORY, reading.encoding)
        yield record_of(case, reading.plan.source, reading.plan.jurisdiction or "US", unknown, reading.day)
    except Malformed as error:
        last = data.rfind(OPEN)  # beyond 0: a record that never ended, and the next one behind it
        broken = data[:last] if last > 0 else data
        yield Skip("kit.skip.malformed", f"{_named(where, broken)}: {error}", broken)
        if last > 0:
            yield from _read_strictly(data[last:], where, reading)
    except Missing as error:
        yield _missing(error, data, where)
    except TRIPS as error:
        yield tripped(_named(where, data), error, data)
    yield from once(unknown, reading.told, _named(where, data))


def _missing(error: Missing, data: bytes, where: str) -> Skip:
    return Skip("kit.skip.missing", f"{_named(where, data)}: {error}", data)


def _look_at_prolog(prolog: Prolog, name: str, options: DailyOptions) -> Iterator[Outcome]:
    if prolog.declares_entities:
        yield Unknown("kit.unknown.entities", name)
    found = _VERSION_NO.search(prolog.body)
    version = found[1].decode("utf-8", "replace").strip() if found else ""
    if version not in options.versions:
        yield Unknown("us_uspto.applications.unknown.version", name, {"version": version or "-"})
        yield Suspect("us_uspto.applications.suspect.version")


_SERIAL = re.compile(rb"<serial-number>\s*([0-9]{1,10})\s*<")


def _named(where: str, data: bytes) -> str:
    found = _SERIAL.search(data)
    return f"{where}, serial {found[1].decode()}" if found else where
