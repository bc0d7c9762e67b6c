"""Brazilian trademark gazette (INPI, Revista da Propriedade Industrial, section trademarks): one zip a week, or a local
folder of its zips or XML files.

An issue appears every Tuesday under a running number, so the address of every issue follows from its date. Data are
open under Decreto 8.777/2016 with attribution.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise

from pydantic import Field

from monitor.errors import Unparsed
from monitor.model import Capture, Outcome, Request, Skip, Suspect, Unknown
from monitor.sources.base import Gate, Options, Plan, Source
from monitor.sources.br_inpi.processo import EVENTS, FACTS, Issue, day_of, read_processo
from monitor.sources.br_inpi.weeks import TUESDAYS, issue_number, number_in_name, tuesday_of, unit_of
from monitor.sources.kit.fence import TRIPS, tripped
from monitor.sources.kit.fields import Missing
from monitor.sources.kit.once import Told, once
from monitor.sources.kit.pieces import End, pieces, read_prolog
from monitor.sources.kit.xml import Malformed
from monitor.sources.kit.zipped import READ_ERRORS, Member, ZipLimits, xml_members
from monitor.sources.streams import StreamKind, Streams


class GazetteOptions(Options):
    """`max_xml_bytes` and `max_ratio` bound one zip after decompression (an issue has 30-60 MB); `max_record_bytes`
    one process; `number_shift` corrects the computed number should INPI ever skip or insert an issue."""

    max_xml_bytes: int = Field(default=600_000_000, gt=0)
    max_ratio: int = Field(default=250, gt=0)
    max_record_bytes: int = Field(default=8_000_000, gt=0)
    number_shift: int = 0


class Gazette(Source[GazetteOptions]):
    version = "2"
    gates = {"": Gate(min_bytes=22, sentinels=(b"pk\x03\x04", b"<revista", b"<processo"), binary=True)}
    authentication = None
    options = GazetteOptions
    streams = Streams(StreamKind.ISSUE)
    units = TUESDAYS
    writes = FACTS
    events = EVENTS
    matched = frozenset({"applicant", "mark"})
    formerly = ("inpi_rpi",)

    def requests(self, plan: Plan[GazetteOptions]) -> Iterable[Request]:
        """The issue of every Tuesday in the window; or, of a local folder, every zip or XML file, oldest first."""
        if plan.folder is not None:
            for path in sorted(plan.folder_files, key=lambda p: (p.name.rjust(40, "0"), p.name)):
                if path.suffix.lower() in (".zip", ".xml"):
                    yield self.file_request(path)
            return
        base = plan.urls["issues"].rstrip("/")
        for day in TUESDAYS.days(plan.since, plan.until):
            number = issue_number(day) + plan.options.number_shift
            yield Request(
                url=f"{base}/RM{number}.zip",
                once=f"RM{number}",
                # On the day itself and on the next it may not be out yet; then its absence is a failure.
                may_be_absent=TUESDAYS.may_be_missing(day, plan.until),
                context={"file": f"RM{number}.zip", "number": str(number), "day": day.isoformat()},
            )

    def read(self, capture: Capture, plan: Plan[GazetteOptions]) -> Iterator[Outcome]:
        """Records of one issue. Raises Unparsed."""
        name = _file(capture)
        limits = ZipLimits(plan.options.max_xml_bytes, plan.options.max_ratio)
        told: Told = set()
        with capture.open() as file:
            for member in xml_members(file, name, limits):
                try:
                    yield from _read_member(member, capture, plan, told)
                except READ_ERRORS:
                    yield Suspect("kit.suspect.truncated")

    def unit_of(self, name: str, options: GazetteOptions) -> date | None:
        number = number_in_name(name)
        return tuesday_of(number - options.number_shift) if number is not None else None

    def unit_name(self, day: date, options: GazetteOptions) -> str:
        return f"RPI {issue_number(day) + options.number_shift}"

    def recognises(self, head: bytes) -> bool:
        return b"<revista" in head


# --- one XML file -----------------------------------------------------------------------------------------------

_OPEN, _CLOSE = re.compile(rb"<processo(?=[\s>])"), b"</processo>"
_ROOT_END = b"</revista>"
_ROOT = re.compile(rb"<revista\b([^<>]*)>")
_ATTRIBUTE = re.compile(rb"""([\w-]+)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')""")


def _read_member(member: Member, capture: Capture, plan: Plan[GazetteOptions], told: Told) -> Iterator[Outcome]:
    """Records of one XML file, each on its own; `told` are the unknowns already reported."""
    issue: Issue | None = None
    encoding, fragment = "utf-8", False
    read = 0
    for data, offset, end in pieces(member.stream, _CLOSE, max_bytes=plan.options.max_record_bytes):
        where = f"{member.name} @{offset}"
        if end is End.OVERSIZE:
            yield Skip("kit.skip.oversize", where, data)
            continue
        opens = [m.start() for m in _OPEN.finditer(data)]
        begin = opens[-1] if opens else -1
        before = data[: opens[0]] if opens else data
        if issue is None:
            prolog = read_prolog(before)
            encoding, fragment = prolog.encoding, bool(opens) and not prolog.body
            issue = _issue(prolog.body, fragment, member.name, capture, plan)
            yield from _look_at(issue, prolog.declares_entities, member.name, capture, fragment)
            yield from unit_of(
                issue.number,
                issue.day,
                "" if capture.request.path is None else _file(capture),
                plan.options.number_shift,
            )
        elif before.strip() and end is End.CLOSED:
            yield Unknown("kit.unknown.text_between", where)
        if end is End.TAIL:
            if opens:
                yield Skip("kit.skip.cut_off", _named(where, data), data[begin:])
            if opens or not (fragment or data.rstrip().endswith(_ROOT_END)):
                yield Suspect("kit.suspect.truncated")
            elif not read:
                yield Suspect("kit.suspect.no_records")
            return
        for unfinished, following in pairwise(opens):  # records that never ended
            yield Skip("kit.skip.malformed", _named(where, data[unfinished:]), data[unfinished:following])
        if begin < 0:
            yield Skip("kit.skip.malformed", where, data)
            continue
        read += 1
        unknown: list[Unknown] = []
        try:
            yield read_processo(data[begin:], encoding, issue, plan.source, unknown)
        except Malformed as error:
            yield Skip("kit.skip.malformed", f"{_named(where, data[begin:])}: {error}", data[begin:])
        except Missing as error:
            yield Skip("kit.skip.missing", f"{_named(where, data[begin:])}: {error}", data[begin:])
        except TRIPS as error:
            yield tripped(_named(where, data[begin:]), error, data[begin:])
        yield from once(unknown, told, _named(where, data[begin:]))


def _file(capture: Capture) -> str:
    return str(capture.request.context.get("file", ""))


def _issue(body: bytes, fragment: bool, name: str, capture: Capture, plan: Plan[GazetteOptions]) -> Issue:
    """Number and date as the file prints them. A file that is a bare list of processes has neither."""
    if fragment:
        return Issue("", None, _address("", capture, plan))
    root = _ROOT.search(body)
    if root is None or not body.startswith(b"<revista"):
        raise Unparsed("kit.errors.root", file=name, expected="revista")
    values = {k.decode(): (a or b).decode("utf-8", "replace") for k, a, b in _ATTRIBUTE.findall(root[1])}
    number = values.get("numero", "").strip()
    return Issue(number, day_of(values.get("data", "")), _address(number, capture, plan))


def _address(number: str, capture: Capture, plan: Plan[GazetteOptions]) -> str:
    if capture.request.path is None:
        return capture.request.url
    base = plan.urls.get("issues", "").rstrip("/")
    return f"{base}/RM{number}.zip" if base and number else base


def _look_at(issue: Issue, entities: bool, name: str, capture: Capture, fragment: bool) -> Iterator[Outcome]:
    if entities:
        yield Unknown("kit.unknown.entities", name)
    if fragment:
        yield Unknown("br_inpi.unknown.no_gazette", name)
    elif issue.day is None or not issue.number.isdigit():
        yield Unknown("br_inpi.unknown.no_number", name)
        yield Suspect("br_inpi.suspect.no_gazette_date")
    expected = capture.request.context.get("number")
    if expected is not None and issue.number != expected:
        yield Suspect("br_inpi.suspect.other_issue")


_NUMBER = re.compile(rb"<processo\b[^<>]*?\bnumero\s*=\s*[\"']([0-9]{1,12})[\"']")


def _named(where: str, data: bytes) -> str:
    found = _NUMBER.search(data)
    return f"{where}, processo {found[1].decode()}" if found else where
