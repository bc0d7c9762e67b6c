"""Brazilian trademark gazette (INPI, Revista da Propriedade Industrial, section trademarks): one zip a week, or a local
folder of its zips or XML files.

An issue appears every Tuesday under a running number, so the address of every issue follows from its date. Data are
open under Decreto 8.777/2016 with attribution.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from itertools import pairwise

from pydantic import BaseModel, ConfigDict, Field

from monitor.errors import Unparsed
from monitor.model import Capture, Outcome, Request, Skip, Suspect, Unknown
from monitor.sources._inpi_processo import Gazette, day_of, read_processo
from monitor.sources._pieces import End, pieces, read_prolog
from monitor.sources._xml import Malformed
from monitor.sources._zipped import READ_ERRORS, Member, ZipLimits, xml_members
from monitor.sources.base import Gate, Missing, Plan

VERSION = "1"
GATES: Mapping[str, Gate] = {
    "": Gate(min_bytes=22, sentinels=(b"pk\x03\x04", b"<revista", b"<processo"), binary=True),
}
AUTH = None

# The anchor of the weekly numbering: RPI 2629 appeared on Tuesday, 25 May 2021.
_ANCHOR_NUMBER, _ANCHOR_DAY = 2629, date(2021, 5, 25)


class Options(BaseModel):
    """`max_xml_bytes` and `max_ratio` bound one zip after decompression (an issue has 30-60 MB); `max_record_bytes`
    one process; `number_shift` corrects the computed number should INPI ever skip or insert an issue."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    max_xml_bytes: int = Field(default=600_000_000, gt=0)
    max_ratio: int = Field(default=250, gt=0)
    max_record_bytes: int = Field(default=8_000_000, gt=0)
    number_shift: int = 0


def requests(plan: Plan) -> Iterable[Request]:
    """The issue of every Tuesday in the window; or, of a local folder, every zip or XML file, oldest first."""
    if plan.folder is not None:
        for path in sorted(plan.folder_files, key=lambda p: (p.name.rjust(40, "0"), p.name)):
            if path.suffix.lower() in (".zip", ".xml"):
                yield Request(url=path.absolute().as_uri(), path=path, context={"file": path.name})
        return
    base = plan.urls["issues"].rstrip("/")
    for day in _tuesdays(plan.since, plan.until):
        number = issue_number(day) + _options(plan).number_shift
        yield Request(
            url=f"{base}/RM{number}.zip",
            once=f"RM{number}",
            # On the day itself the issue may not be out yet; from the day after, its absence is a failure.
            optional=plan.until - day <= timedelta(days=1),
            context={"file": f"RM{number}.zip", "number": str(number), "day": day.isoformat()},
        )


def issue_number(tuesday: date) -> int:
    """Number of the issue of that Tuesday.

    >>> issue_number(date(2026, 9, 22))
    2907
    """
    return _ANCHOR_NUMBER + (tuesday - _ANCHOR_DAY).days // 7


def parse(capture: Capture, plan: Plan) -> Iterator[Outcome]:
    """Records of one issue. Raises Unparsed."""
    options = _options(plan)
    name = str(capture.request.context.get("file", ""))
    told: set[str] = set()
    with capture.open() as file:
        for member in xml_members(file, name, ZipLimits(options.max_xml_bytes, options.max_ratio)):
            try:
                yield from _read_member(member, capture, plan, options, told)
            except READ_ERRORS:
                yield Suspect("registers.suspect.truncated")


def _options(plan: Plan) -> Options:
    return plan.options if isinstance(plan.options, Options) else Options()


def _tuesdays(since: date, until: date) -> Iterator[date]:
    day = since + timedelta(days=(1 - since.weekday()) % 7)
    while day <= until:
        yield day
        day += timedelta(days=7)


# --- one XML file -----------------------------------------------------------------------------------------------

_OPEN, _CLOSE = re.compile(rb"<processo(?=[\s>])"), b"</processo>"
_ROOT_END = b"</revista>"
_ROOT = re.compile(rb"<revista\b([^<>]*)>")
_ATTRIBUTE = re.compile(rb"""([\w-]+)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')""")


def _read_member(member: Member, capture: Capture, plan: Plan, options: Options, told: set[str]) -> Iterator[Outcome]:
    """Records of one XML file, each on its own; `told` are the unknowns already reported."""
    gazette: Gazette | None = None
    encoding, fragment = "utf-8", False
    read = 0
    for data, offset, end in pieces(member.stream, _CLOSE, max_bytes=options.max_record_bytes):
        where = f"{member.name} @{offset}"
        if end is End.OVERSIZE:
            yield Skip("registers.skip.oversize", where, data)
            continue
        opens = [m.start() for m in _OPEN.finditer(data)]
        begin = opens[-1] if opens else -1
        before = data[: opens[0]] if opens else data
        if gazette is None:
            prolog = read_prolog(before)
            encoding, fragment = prolog.encoding, bool(opens) and not prolog.body
            gazette = _gazette(prolog.body, fragment, member.name, capture, plan)
            yield from _look_at(gazette, prolog.declares_entities, member.name, capture, fragment)
        elif before.strip() and end is End.CLOSED:
            yield Unknown("text between records", where)
        if end is End.TAIL:
            if opens:
                yield Skip("registers.skip.cut_off", _named(where, data), data[begin:])
            if opens or not (fragment or data.rstrip().endswith(_ROOT_END)):
                yield Suspect("registers.suspect.truncated")
            elif not read:
                yield Suspect("registers.suspect.no_records")
            return
        for unfinished, following in pairwise(opens):  # records that never ended
            yield Skip("registers.skip.malformed", _named(where, data[unfinished:]), data[unfinished:following])
        if begin < 0:
            yield Skip("registers.skip.malformed", where, data)
            continue
        read += 1
        unknown: list[str] = []
        try:
            yield read_processo(data[begin:], encoding, gazette, plan.source, unknown)
        except Malformed as error:
            yield Skip("registers.skip.malformed", f"{_named(where, data[begin:])}: {error}", data[begin:])
        except Missing as error:
            yield Skip("registers.skip.missing", f"{_named(where, data[begin:])}: {error}", data[begin:])
        for what in unknown:
            if what not in told:
                told.add(what)
                yield Unknown(what, _named(where, data[begin:]))


def _gazette(body: bytes, fragment: bool, name: str, capture: Capture, plan: Plan) -> Gazette:
    """Number and date as the file prints them. A file that is a bare list of processes has neither."""
    if fragment:
        return Gazette("", None, _address("", capture, plan))
    root = _ROOT.search(body)
    if root is None or not body.startswith(b"<revista"):
        raise Unparsed("registers.errors.root", file=name, expected="revista")
    values = {k.decode(): (a or b).decode("utf-8", "replace") for k, a, b in _ATTRIBUTE.findall(root[1])}
    number = values.get("numero", "").strip()
    return Gazette(number, day_of(values.get("data", "")), _address(number, capture, plan))


def _address(number: str, capture: Capture, plan: Plan) -> str:
    if capture.request.path is None:
        return capture.request.url
    base = plan.urls.get("issues", "").rstrip("/")
    return f"{base}/RM{number}.zip" if base and number else base


def _look_at(gazette: Gazette, entities: bool, name: str, capture: Capture, fragment: bool) -> Iterator[Outcome]:
    if entities:
        yield Unknown("entity declarations, not expanded", name)
    if fragment:
        yield Unknown("processes without a gazette: acts cannot be dated", name)
    elif gazette.day is None or not gazette.number.isdigit():
        yield Unknown("revista without number or date", name)
        yield Suspect("registers.suspect.no_gazette_date")
    expected = capture.request.context.get("number")
    if expected is not None and gazette.number != expected:
        yield Suspect("registers.suspect.other_issue")


_NUMBER = re.compile(rb"<processo\b[^>]*?\bnumero\s*=\s*[\"']([0-9]{1,12})[\"']")


def _named(where: str, data: bytes) -> str:
    found = _NUMBER.search(data)
    return f"{where}, processo {found[1].decode()}" if found else where
