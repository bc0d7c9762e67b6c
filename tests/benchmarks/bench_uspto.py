"""Throughput and memory of the USPTO reader against lxml.iterparse doing the same extraction on the same file.

    python -m tests.benchmarks.bench_uspto [MB of XML, default 500] [folder of the USPTO's own zips]

A zip of synthetic case files of realistic size, or of the records found in the folder's zips, cycled under serial
numbers of their own, is written to a temporary folder; each method reads it in a process of its own, in turns, five
times; speeds are those of the best round, ratios the median of the rounds, since other work on the machine slows what
happens to run beside it: `ours` = the format module (every record becomes a Record); `lxml` = iterparse with
tag="case-file", the same fields taken element by element, the same Record built, elements freed; `bare` = iterparse
that only walks over the records and builds nothing, for orientation.
"""

from __future__ import annotations

import json
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.sources.us_uspto.applications.files import FOOT, HEAD, case_file, owner

_ROUNDS = 5
_CASES = 4000  # different records; more are made by giving them other serial numbers
_WORDS = (
    "apparatus instruments recording transmission software downloadable namely featuring bottles glassware vinegar "
    "spirits clothing footwear headwear castings couplings pipe fittings pumps retail services electronic beverages "
    "alcoholic except beer household kitchen containers tableware porcelain earthenware unworked semi-worked"
)
_VOCABULARY = _WORDS.split()
_HISTORY = (  # the life of an application in its usual order; about one entry in five matters to an alert
    ("NWAP", "I", "NEW APPLICATION ENTERED"),
    ("NWOS", "I", "NEW APPLICATION OFFICE SUPPLIED DATA ENTERED"),
    ("MAFR", "O", "APPLICATION FILING RECEIPT MAILED"),
    ("DOCK", "D", "ASSIGNED TO EXAMINER"),
    ("CNRT", "R", "NON-FINAL ACTION WRITTEN"),
    ("GNRT", "F", "NON-FINAL ACTION E-MAILED"),
    ("GNRN", "O", "NOTIFICATION OF NON-FINAL ACTION E-MAILED"),
    ("TROA", "I", "TEAS RESPONSE TO OFFICE ACTION RECEIVED"),
    ("CRFA", "I", "CORRESPONDENCE RECEIVED IN LAW OFFICE"),
    ("TEME", "I", "TEAS/EMAIL CORRESPONDENCE ENTERED"),
    ("CNSA", "O", "APPROVED FOR PUB - PRINCIPAL REGISTER"),
    ("NONP", "E", "NOTIFICATION OF NOTICE OF PUBLICATION E-MAILED"),
    ("PUBO", "A", "PUBLISHED FOR OPPOSITION"),
    ("NPUB", "E", "OFFICIAL GAZETTE PUBLICATION CONFIRMATION E-MAILED"),
    ("TCCA", "I", "TEAS CHANGE OF CORRESPONDENCE RECEIVED"),
    ("ARAA", "I", "ATTORNEY/DOM.REP.REVOKED AND/OR APPOINTED"),
    ("R.PR", "A", "REGISTERED-PRINCIPAL REGISTER"),
    ("NRCC", "E", "NOTICE OF REGISTRATION CONFIRMATION EMAILED"),
    ("REAP", "I", "TEAS REVOKE/APP/CHANGE ADDR OF ATTY/DOM REP RECEIVED"),
    ("CHAN", "I", "APPLICANT/CORRESPONDENCE CHANGES (NON-RESPONSIVE) ENTERED"),
    ("COAR", "I", "TEAS CHANGE OF OWNER ADDRESS RECEIVED"),
    ("ASGN", "I", "AUTOMATIC UPDATE OF ASSIGNMENT OF OWNERSHIP"),
    ("REM1", "E", "COURTESY REMINDER - SEC. 8 (6-YR) E-MAILED"),
    ("E815", "I", "TEAS SECTION 8 & 15 RECEIVED"),
    ("APRE", "A", "CASE ASSIGNED TO POST REGISTRATION PARALEGAL"),
    ("C15A", "O", "REGISTERED - SEC. 8 (6-YR) ACCEPTED & SEC. 15 ACK."),
    ("NA85", "E", "NOTICE OF ACCEPTANCE OF SEC. 8 & 15 - E-MAILED"),
    ("REM2", "E", "COURTESY REMINDER - SEC. 8 (10-YR)/SEC. 9 E-MAILED"),
    ("E89R", "I", "TEAS SECTION 8 & 9 RECEIVED"),
    ("89AG", "O", "REGISTERED - SEC. 8 (10-YR) ACCEPTED/SEC. 9 GRANTED"),
)


def _history(random: random.Random) -> list[tuple[str, str, str, str]]:
    """A case that has come some way: its entries in order, weeks apart."""
    length = random.choice((3, 3, 4, 10, 14, 14, 18, 22, 26, 30))
    day = date(2026, 11, 17) - timedelta(days=7 * random.randint(length, 6 * length))
    entries = []
    for code, kind, text in _HISTORY[:length]:
        entries.append((code, kind, text, f"{day:%Y%m%d}"))
        day += timedelta(days=random.choice((0, 0, 1, 7, 14, 28)))
    return entries


def synthetic_cases(random: random.Random) -> list[bytes]:
    cases = []
    for number in range(_CASES):
        classes = random.sample(range(1, 46), random.choice((1, 1, 1, 2, 3, 4)))
        goods = [
            (f"GS{c:03d}1", "; ".join(" ".join(random.choices(_VOCABULARY, k=6)) for _ in range(random.randint(2, 18))))
            for c in classes
        ]
        extra = [("PM0001", " ".join(random.choices(_VOCABULARY, k=2)).upper())] * random.choice((0, 0, 1))
        if number % 12 == 0:
            extra.append(
                ("TR0000", f'The English translation of "{random.choice(_VOCABULARY).upper()}" in the mark is "RIVER".')
            )
        if number % 9 == 0:
            extra.append(("DM0000", "The mark consists of a stylized cup above the wording & three dots."))
        events = _history(random)
        form = "Société" if number % 40 == 0 else "& Sons LLC" if number % 5 == 0 else "LLC"
        name = f"{random.choice(_VOCABULARY).title()} Example {number} {form}"
        owners = [
            owner(
                name,
                kind=k,
                country="US",
                state="IL",
                address_1="1 Example Street",
                city="Springfield",
                postcode="60000",
            )
            for k in (("30", "20", "10") if number % 2 else ("10",))
        ]
        flags = {"trademark-in", *random.sample(("service-mark-in", "intent-to-use-in", "opposition-pending-in",
                 "standard-characters-claimed-in", "use-application-currently-in", "section-8-accepted-in",
                 "section-15-acknowledged-in", "change-registration-in"), random.randint(1, 4))}  # fmt: skip
        text = case_file(
            "99999999", " ".join(random.choices(_VOCABULARY, k=2)).upper(), owners, statements=goods + extra, events=events,
            classes=[f"{c:03d}" for c in classes], flags=flags, published="20261117",
            attorney=f"{random.choice(_VOCABULARY).title()} & Partners" if number % 3 else "A. Example",
        )  # fmt: skip
        cases.append(text.replace("\n  ", "\n          ").encode())  # the deeper indentation of 2026 files
    return cases


_SERIAL = re.compile(rb"(<serial-number>)[0-9]{8}(?=<)")


def real_cases(folder: Path) -> list[bytes]:
    """The records of the daily files in `folder`, white space before them included."""
    cases = []
    for path in sorted(folder.glob("*.zip")):
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                cases += re.findall(rb"\s*<case-file>.*?</case-file>", archive.read(name), re.DOTALL)
    return [_SERIAL.sub(rb"\g<1>99999999", case, count=1) for case in cases]


def write_zip(path: Path, megabytes: int, cases: list[bytes] | None = None) -> tuple[int, int]:
    """Bytes of XML and number of records written."""
    cases = cases or synthetic_cases(random.Random(20261120))
    size = count = 0
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive,
        archive.open("apc261118.xml", "w") as out,
    ):
        out.write(HEAD.format(doctype="", version="2.0").encode())
        while size < megabytes * 1_000_000:
            case = cases[count % len(cases)].replace(b"99999999", b"%08d" % (90_000_000 + count), 1)
            out.write(case)
            size += len(case)
            count += 1
        out.write(FOOT.encode())
    return size, count


# --- the methods ----------------------------------------------------------------------------------------------


def ours(path: Path) -> int:
    from monitor.model import Capture, Record, Request
    from monitor.sources.base import Plan
    from monitor.sources.us_uspto.applications.source import Applications, DailyOptions

    request = Request(url="https://example.test/apc261118.zip", tag="zip", context={"file": path.name})
    now = datetime(2026, 11, 20, 2, tzinfo=UTC)
    capture = Capture("sha256:0", request, 200, {}, now, path.stat().st_size, path)
    plan = Plan("us-uspto-applications", {}, date(2026, 11, 18), date(2026, 11, 20), now, DailyOptions())
    return sum(1 for o in Applications().read(capture, plan) if isinstance(o, Record))


def lxml(path: Path) -> int:
    from monitor.sources.us_uspto.applications.record import record_of

    unknown: list[str] = []
    return _iterparse(path, lambda e: record_of(_fields(e), "us-uspto-applications", "US", unknown))


def bare(path: Path) -> int:
    return _iterparse(path, lambda e: None)


def _iterparse(path: Path, use: Callable[[Any], object]) -> int:
    from lxml import etree

    count = 0
    with zipfile.ZipFile(path) as archive, archive.open("apc261118.xml") as stream:
        for _, element in etree.iterparse(
            stream, tag="case-file", resolve_entities=False, no_network=True, huge_tree=True
        ):
            use(element)
            count += 1
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    return count


def _fields(e: Any) -> Any:
    """The fields of a case file as one takes them from elements: one pass over each block."""
    from monitor.sources.us_uspto.applications.history import WANTED_HISTORY
    from monitor.sources.us_uspto.applications.patterns import CaseFile

    case = CaseFile()
    for child in e:
        match child.tag:
            case "serial-number":
                case.serial = child.text
            case "registration-number":
                case.registration_number = child.text
            case "transaction-date":
                case.transaction_date = child.text
            case "case-file-header":
                case.header = header = {leaf.tag: leaf.text for leaf in child if leaf.text}
                case.flags = frozenset(k for k, v in header.items() if v == "T")
            case "case-file-statements":
                for s in child:
                    case.statements.append((s.findtext("type-code", ""), s.findtext("text", "")))
            case "case-file-event-statements":
                for s in child:
                    code, kind = s.findtext("code", ""), s.findtext("type", "")
                    if (code, kind) in WANTED_HISTORY:
                        case.history.append((code, kind, s.findtext("description-text", ""), s.findtext("date", "")))
            case "classifications":
                for c in child:
                    case.classes.append({
                        "international-code": [leaf.text for leaf in c.iterfind("international-code")],
                        "status-code": [c.findtext("status-code", "6")],
                    })  # fmt: skip
            case "case-file-owners":
                for o in child:
                    values = {leaf.tag: leaf.text for leaf in o if leaf.text}
                    values["nationality-country"] = o.findtext("nationality/country", "")
                    case.owners.append(values)
            case "international-registration":
                case.madrid = {leaf.tag: leaf.text for leaf in child if leaf.text}
    return case


# --- one run --------------------------------------------------------------------------------------------------


def _measure(method: str, path: Path) -> None:
    from lxml import etree  # imports are not what is measured  # noqa: F401

    import monitor.cli  # the interpreter as the command sets it up  # noqa: F401
    from monitor.sources.us_uspto.applications import source  # noqa: F401

    began, cpu = time.perf_counter(), time.process_time()
    count = {"ours": ours, "lxml": lxml, "bare": bare}[method](path)
    seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
    print(json.dumps({"count": count, "s": seconds, "cpu": cpu, "rss_mb": _peak_mb()}))


def _peak_mb() -> float:
    """Peak resident memory of this process (getrusage would count the parent it was forked from)."""
    status = Path("/proc/self/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1024  # type: ignore[index]


def main(megabytes: int, real: Path | None = None) -> None:
    cases = real_cases(real) if real else None
    if cases == []:
        sys.exit(f"no record of a daily file in the zips of {real}")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "apc261118.zip")
        size, count = write_zip(path, megabytes, cases)
        print(
            f"{size / 1e6:.0f} MB of XML ({f'{len(cases)} real records, cycled' if cases else 'synthetic'}), {count} records of {size / count / 1000:.1f} KB, zip {path.stat().st_size / 1e6:.0f} MB"
        )
        runs: dict[str, list[dict[str, float]]] = {"ours": [], "lxml": [], "bare": []}
        for _ in range(_ROUNDS):  # in turns, so that what else the machine does falls on all of them
            for method, results in runs.items():
                command = [sys.executable, "-m", "tests.benchmarks.bench_uspto", "--measure", method, str(path)]
                result = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
                assert result["count"] == count, (method, result["count"], count)
                results.append(result)
        speed = {m: size / 1e6 / min(r["s"] for r in results) for m, results in runs.items()}
        busy = {m: size / 1e6 / min(r["cpu"] for r in results) for m, results in runs.items()}
        for method, results in runs.items():
            print(
                f"{method:5s} {speed[method]:6.1f} MB/s {speed[method] * 1e6 * count / size:6.0f} records/s   "
                f"{busy[method]:6.1f} MB per CPU second   peak {max(r['rss_mb'] for r in results):.0f} MB"
            )
        for other in ("lxml", "bare"):
            clock, cpu = (
                statistics.median(b[k] / a[k] for a, b in zip(runs["ours"], runs[other], strict=True))
                for k in ("s", "cpu")
            )
            print(f"ours : {other} = {clock:.2f} by the clock, {cpu:.2f} by CPU time (median of {_ROUNDS} rounds)")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        _measure(sys.argv[2], Path(sys.argv[3]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 500, Path(sys.argv[2]) if len(sys.argv) > 2 else None)
