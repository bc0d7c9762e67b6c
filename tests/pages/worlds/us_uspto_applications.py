"""The listing of daily files and the files themselves: fifty records on a working day, few on the others."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from html import escape
from random import Random
from typing import Any

from monitor.config import SourceConfig
from monitor.model import Request
from tests.pages.changes import Change, OfView, all_items, frozen, kept
from tests.pages.world import Answer, Item, View, World, firm, mark, number_on

_SHARE = (0.4, 1.2, 1.1, 1.0, 1.0, 0.9, 0.3)


class DayFiles(World):
    source = "us-uspto-applications"
    streams = ("day_file",)
    matched = ("applicant", "mark")
    dated = ("filed",)
    hour = 14

    def expects(self, config: SourceConfig) -> dict[str, Any]:
        return {**super().expects(config), "newest_within_days": 5, "max_skipped": 0.05}

    def published(self, day: date, rng: Random, before: Sequence[Item]) -> list[Item]:
        found = []
        for n in range(number_on(day, 50, rng, _SHARE)):
            old = rng.choice(before[-400:]) if before and rng.random() < 0.4 else None
            number = old.number if old else 99_000_000 + len(before) + n
            applicant = old.fields["applicant"] if old else firm(rng)
            name = old.fields["mark"] if old else mark(rng)
            filed = old.fields["filed"] if old else day - timedelta(days=2)
            found.append(
                Item(number, "day_file", day, {"applicant": applicant, "mark": name, "filed": filed, "on": day})
            )
        return found

    def answer(self, request: Request, view: View) -> Answer | None:
        if request.tag == "zip":
            return self._file(str(request.context["file"]), view)
        params = dict(request.params)
        first, last = (date.fromisoformat(params[p]) for p in ("fileDataFromDate", "fileDataToDate"))
        out = view.made.date() - timedelta(days=1)  # the file of a day is out on the next
        days = [first + timedelta(days=n) for n in range((min(last, out) - first).days + 1)]
        days = [d for d in days if d not in view.extra.get("without", ())]
        files = [
            _listed(d, str(view.extra.get("name", "apc{:%y%m%d}")).format(d))
            for d in days
            if d >= WORLD.first - timedelta(days=20)
        ]
        if renamed := view.extra.get("renamed"):
            files = [_listed(d, f"apc{min(d, renamed):%y%m%d}") for d in days]
        bag = {"count": len(files) if view.counts is None else view.counts, "fileDataBag": files}
        return Answer(
            json.dumps({"count": 1, "bulkDataProductBag": [{"productFileBag": bag}]}).encode(), "application/json"
        )

    def _file(self, name: str, view: View) -> Answer:
        day = datetime.strptime(name, "apc%y%m%d.zip").date()
        cases = "".join(_case(i) for i in view.items if i.day == day)
        none = "<data-available-code>N</data-available-code>" if not cases and view.extra.get("said_empty") else ""
        text = f"""<?xml version="1.0" encoding="utf-8"?>
<trademark-applications-daily><version><version-no>2.0</version-no><version-date>20041108</version-date></version>
<creation-datetime>{day + timedelta(days=1):%Y%m%d}0024</creation-datetime><application-information>{none}<file-segments><file-segment>TRMK</file-segment>
<action-keys><action-key>TX</action-key>{cases}</action-keys></file-segments></application-information></trademark-applications-daily>
"""
        return Answer(text.encode(), "application/zip", zipped=name.replace(".zip", ".xml"))


def _listed(day: date, name: str) -> dict[str, Any]:
    return {
        "fileName": f"{name}.zip", "fileSize": 4415, "fileDataFromDate": day.isoformat(), "fileDataToDate": day.isoformat(),
        "fileTypeText": "Data", "fileDownloadURI": "", "fileReleaseDate": f"{day} 00:26:10",
        "fileLastModifiedDateTime": f"{day} 00:26:10",
    }  # fmt: skip


def _case(i: Item) -> str:
    word = f"<mark-identification>{escape(i.fields['mark'])}</mark-identification>" if "mark" in i.fields else ""
    name = f"<party-name>{escape(i.fields['applicant'])}</party-name>" if "applicant" in i.fields else ""
    extra = f"<brand-new>{i.fields['brand_new']}</brand-new>" if "brand_new" in i.fields else ""
    return f"""<case-file><serial-number>{i.number}</serial-number><registration-number>0000000</registration-number>
<transaction-date>{i.fields["on"]:%Y%m%d}</transaction-date><case-file-header><filing-date>{i.printed("filed", "%Y%m%d")}</filing-date>
<status-code>630</status-code><status-date>{i.fields["on"]:%Y%m%d}</status-date>{word}<mark-drawing-code>4</mark-drawing-code>{extra}
</case-file-header><classifications><classification><international-code-total-no>1</international-code-total-no><international-code>025</international-code>
<primary-code>025</primary-code></classification></classifications><case-file-owners><case-file-owner><entry-number>01</entry-number>
<party-type>10</party-type><legal-entity-type-code>16</legal-entity-type-code>{name}<country>CN</country></case-file-owner></case-file-owners></case-file>
"""


def _with(**extra: Any) -> OfView:
    return lambda view, request, begins: replace(view, extra=extra)


def _renamed(view: View, request: Request, begins: datetime) -> View:
    """The file of yesterday comes again and again under the names of new days."""
    if request.tag != "zip":
        return view
    day = datetime.strptime(str(request.context["file"]), "apc%y%m%d.zip").date()
    if day <= begins.date():
        return view
    items = [replace(i, day=day) for i in view.items if i.day == begins.date() - timedelta(days=1)]
    return replace(view, items=items, extra={"day": begins})


def _same_bytes(answer: Answer, request: Request, begins: datetime) -> Answer:
    if request.tag != "zip":
        return answer
    stamp = f"{begins:%Y%m%d}0024".encode()
    day = datetime.strptime(str(request.context["file"]), "apc%y%m%d.zip").date()
    if day < begins.date():
        return answer
    return replace(
        answer, body=re.sub(rb"<creation-datetime>\d+", b"<creation-datetime>" + stamp, answer.body), zipped="same.xml"
    )


def _missing(view: View, request: Request, begins: datetime) -> View:
    return replace(view, extra={"without": (begins.date() + timedelta(days=2),)})


WORLD = DayFiles()
CHANGES = (
    Change("few", "只剩5%", "5 % of the records", items=kept(lambda i: i.number % 20 == 0), of_the_48=True),
    Change(
        "yesterday-renamed",
        "昨天的文件换了名字",
        "yesterday's file renamed",
        view=_renamed,
        answer=_same_bytes,
        of_the_48=True,
    ),
    Change(
        "listing-frozen",
        "文件列表不变",
        "the listing frozen",
        view=lambda v, r, b: frozen(v, r, b) if r.tag != "zip" else v,
        of_the_48=True,
    ),
    Change("empty-zips", "文件里没有记录", "zips without records", items=kept(lambda i: False), of_the_48=True),
    Change("listing-gap", "列表中间缺一天", "a calendar day missing inside the listing", view=_missing, of_the_48=True),
    Change("half-records", "少一半", "half of the records", items=kept(lambda i: i.number % 2 == 0), of_the_48=True),
    Change(
        "no-mark-texts",
        "没有商标文字",
        "all mark texts empty",
        items=all_items(lambda i: i.with_(mark="")),
        of_the_48=True,
    ),
    Change(
        "owners-unknown",
        "申请人全是“UNKNOWN”",
        "owners UNKNOWN",
        items=all_items(lambda i: i.with_(applicant="UNKNOWN")),
        of_the_48=True,
    ),
    Change(
        "said-empty",
        "文件自称没有数据",
        "files that say they have no data",
        items=kept(lambda i: False),
        view=_with(said_empty=True),
    ),
    Change(
        "counts-more",
        "所写文件数多于所列",
        "the stated number of files is higher",
        view=lambda v, r, b: replace(v, counts=40),
    ),
)
