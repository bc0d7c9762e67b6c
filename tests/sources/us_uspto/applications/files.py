"""Synthetic USPTO daily files, in the shape and indentation of the real ones (DTD v2.0). All names are invented."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from html import escape

_FLAGS = (
    "principal-register-amended-in supplemental-register-amended-in trademark-in collective-trademark-in "
    "service-mark-in collective-service-mark-in collective-membership-mark-in certification-mark-in "
    "cancellation-pending-in published-concurrent-in concurrent-use-in concurrent-use-proceeding-in "
    "interference-pending-in opposition-pending-in section-12c-in section-2f-in section-2f-in-part-in "
    "renewal-filed-in section-8-filed-in section-8-partial-accept-in section-8-accepted-in "
    "section-15-acknowledged-in section-15-filed-in supplemental-register-in foreign-priority-in "
    "change-registration-in intent-to-use-in intent-to-use-current-in filed-as-use-application-in "
    "amended-to-use-application-in use-application-currently-in amended-to-itu-application-in "
    "filing-basis-filed-as-44d-in amended-to-44d-application-in filing-basis-current-44d-in "
    "filing-basis-filed-as-44e-in filing-basis-current-44e-in amended-to-44e-application-in "
    "without-basis-currently-in filing-current-no-basis-in color-drawing-filed-in color-drawing-current-in "
    "drawing-3d-filed-in drawing-3d-current-in standard-characters-claimed-in filing-basis-filed-as-66a-in "
    "filing-basis-current-66a-in"
)

Owner = Mapping[str, str]


def owner(name: str, *, kind: str = "10", country: str = "US", state: str = "", **more: str) -> Owner:
    """One owner entry: `kind` is the party type, `more` further elements ("dba_aka_text", "city" …)."""
    values = {"party-type": kind, "party-name": name, "state": state, "country": country}
    return values | {k.replace("_", "-"): v for k, v in more.items()}


def case_file(
    serial: str,
    mark: str | None,
    owners: Sequence[Owner],
    *,
    status: str = "630",
    filed: str = "20261102",
    transaction: str = "20261118",
    published: str = "",
    registered: str = "",
    registration_number: str = "0000000",
    header: Mapping[str, str] | None = None,
    flags: Iterable[str] = ("trademark-in", "standard-characters-claimed-in"),
    statements: Sequence[tuple[str, str]] = (),
    events: Sequence[tuple[str, str, str, str]] = (),
    classes: Sequence[str] = ("033",),
    class_status: str = "6",
    madrid: Mapping[str, str] | None = None,
    attorney: str = "",
) -> str:
    """One <case-file>. `header` adds or replaces elements before the flags; texts are escaped here."""
    lines = [
        "        <case-file>",
        _leaf(10, "serial-number", serial),
        _leaf(10, "registration-number", registration_number),
        _leaf(10, "transaction-date", transaction),
        "          <case-file-header>",
    ]
    first = {
        "filing-date": filed,
        "registration-date": registered,
        "status-code": status,
        "status-date": transaction,
        "mark-identification": mark or "",
        "mark-drawing-code": "4",
        "published-for-opposition-date": published,
        **(header or {}),
        "attorney-name": attorney,
    }
    lines += [_leaf(12, k, v) for k, v in first.items() if v]
    true = set(flags)
    lines += [_leaf(12, f, "T" if f in true else "F") for f in _FLAGS.split()]
    lines += [_leaf(12, "current-location", "SYNTHETIC TEST DATA"), "          </case-file-header>"]
    lines += _block("case-file-statements", "case-file-statement", [
        {"type-code": c, "text": t} for c, t in statements
    ])  # fmt: skip
    lines += _block("case-file-event-statements", "case-file-event-statement", [
        {"code": c, "type": k, "description-text": t, "date": d, "number": str(n)}
        for n, (c, k, t, d) in enumerate(events, 1)
    ])  # fmt: skip
    lines += _block("classifications", "classification", [
        {"international-code-total-no": "1", "international-code": c, "status-code": class_status,
         "status-date": filed, "first-use-anywhere-date": "0", "primary-code": c}
        for c in classes
    ])  # fmt: skip
    lines += [
        "          <correspondent>",
        _leaf(12, "address-1", attorney or "SYNTHETIC CORRESPONDENT"),
        _leaf(12, "address-2", "1 Example Street"),
        _leaf(12, "address-3", "Springfield, IL 60000"),
        "          </correspondent>",
        "          <case-file-owners>",
    ]
    for number, values in enumerate(owners, 1):
        nationality = values.get("nationality", values.get("country", ""))
        lines += ["            <case-file-owner>", _leaf(14, "entry-number", str(number))]
        lines += [_leaf(14, "party-type", values["party-type"])]
        if nationality:
            lines += [f"              <nationality><country>{nationality}</country></nationality>"]
        lines += [_leaf(14, "legal-entity-type-code", values.get("entity", "16"))]
        order = ("party-name", "address-1", "city", "state", "country", "postcode", "dba-aka-text")
        lines += [_leaf(14, k, values[k]) for k in order if values.get(k)]
        lines += ["              <name-change-explanation/>", "            </case-file-owner>"]
    lines += ["          </case-file-owners>"]
    if madrid is not None:
        lines += ["          <international-registration>"]
        lines += [_leaf(12, k, v) for k, v in madrid.items()] + ["          </international-registration>"]
    lines += ["        </case-file>"]
    return "\n".join(lines) + "\n"


def _leaf(indent: int, name: str, text: str) -> str:
    return f"{' ' * indent}<{name}>{escape(text, quote=False)}</{name}>"


def _block(container: str, entry: str, rows: Sequence[Mapping[str, str]]) -> list[str]:
    if not rows:
        return []
    lines = [f"          <{container}>"]
    for row in rows:
        lines += [f"            <{entry}>", *(_leaf(14, k, v) for k, v in row.items()), f"            </{entry}>"]
    return [*lines, f"          </{container}>"]


HEAD = """<?xml version="1.0" encoding="utf-8"?>
{doctype}<trademark-applications-daily>
  <version>
    <version-no>{version}</version-no>
    <version-date>20041108</version-date>
  </version>
  <creation-datetime>202611190024</creation-datetime>
  <application-information>
    <file-segments>
      <file-segment>TRMK</file-segment>
      <action-keys>
        <action-key>TX</action-key>
"""
FOOT = """      </action-keys>
    </file-segments>
  </application-information>
</trademark-applications-daily>
"""


def daily(*cases: str, doctype: str = "", version: str = "2.0") -> bytes:
    """A whole daily file."""
    return (HEAD.format(doctype=doctype, version=version) + "".join(cases) + FOOT).encode()


def zipped(**members: bytes) -> bytes:
    """A zip; `apc261118_xml=b"…"` becomes apc261118.xml. The same bytes on every run."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name.replace("_xml", ".xml")), data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
