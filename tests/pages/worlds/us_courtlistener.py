"""The searches: six Schedule A suits a working day, which the questions find in part; twenty results a page."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from random import Random
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from monitor.config import SourceConfig
from monitor.model import Request
from tests.pages.changes import Change, OfView, all_items, frozen, kept
from tests.pages.world import Answer, Item, View, World, firm, number_on

_URL = "https://www.courtlistener.com/api/rest/v4/search/"
_PAGE = 20
_FOUND_BY = {"schedule-a": 1.0, "tro": 0.4, "young": 0.15, "identified-on": 0.4, "other-captions": 0.15}


class Searches(World):
    source = "us-courtlistener"
    streams = ("schedule-a",)
    matched = ("party", "caseName")
    dated = ("filed",)
    hour = 11

    def expects(self, config: SourceConfig) -> dict[str, Any]:
        return {**super().expects(config), "newest_within_days": 10}

    def published(self, day: date, rng: Random, before: Sequence[Item]) -> list[Item]:
        found = []
        for n in range(number_on(day, 6, rng)):
            number = len(before) + n + 1
            plaintiff = firm(rng)
            fields = {
                "caseName": f"{plaintiff} v. The Partnerships and Unincorporated Associations Identified on Schedule A",
                "party": [plaintiff, firm(rng)], "filed": day,
                "by": [q for q, share in _FOUND_BY.items() if rng.random() < share],
            }  # fmt: skip
            found.append(Item(number, "schedule-a", day, fields))
        return found

    def answer(self, request: Request, view: View) -> Answer | None:
        query = dict([*parse_qsl(urlsplit(request.url).query), *request.params])
        shown = [i for i in view.items if request.stream in i.fields["by"] and i.day <= view.now.date()]
        if not view.unfiltered:
            since = next((v for k, v in query.items() if k.endswith("_after")), "")
            until = next((v for k, v in query.items() if k.endswith("_before")), "9999")
            shown = [i for i in shown if since <= i.day.isoformat() <= until]
        shown = sorted(shown, key=lambda i: (i.day, i.number), reverse=True)
        page, total = int(query.get("page", 1)), len(shown)
        rows = [_result(i) for i in shown[_PAGE * (page - 1) : _PAGE * page]]
        more = total > _PAGE * page and not view.cut
        following = f"{_URL}?{urlencode({**query, 'page': page + 1})}" if more else None
        stated = total if view.counts is None else view.counts
        data = {
            "count": stated,
            "document_count": stated,
            "next": following,
            "previous": None,
            "results": rows if not view.extra.get("none") else [],
        }
        return Answer(json.dumps(data).encode(), "application/json")


def _result(i: Item) -> dict[str, Any]:
    day, number = i.printed("filed", "%Y-%m-%d"), i.number
    row: dict[str, Any] = {
        "caseName": i.fields.get("caseName"), "case_name_full": "", "cause": "15:1114 Trademark Infringement", "court": "District Court, N.D. Illinois",
        "court_id": "ilnd", "dateFiled": day, "dateTerminated": None, "docketNumber": f"1:26-cv-{number:05d}",
        "docket_absolute_url": f"/docket/{700_000 + number}/demo/", "docket_id": 700_000 + number, "firm": [], "attorney": [],
        "juryDemand": "Plaintiff", "jurisdictionType": "Federal question", "pacer_case_id": str(300_000 + number),
        "suitNature": "840 Trademark", "party": i.fields.get("party"), "assignedTo": "Demo Q. Judge", "referredTo": None,
        "meta": {"timestamp": f"{i.fields['filed']}T21:05:11.482913Z", "date_created": f"{i.fields['filed']}T16:20:00.000000Z"},
        "recap_documents": [
            {"id": 1_000_000 + number, "docket_entry_id": 2_000_000 + number, "document_number": 1, "entry_number": 1, "attachment_number": None,
             "description": "COMPLAINT filed by plaintiff; Jury Demand.", "short_description": "Complaint", "entry_date_filed": day,
             "document_type": "PACER Document", "absolute_url": f"/docket/{700_000 + number}/1/demo/", "is_available": False, "pacer_doc_id": ""}
        ],
    }  # fmt: skip
    row = {k: v for k, v in row.items() if k not in ("caseName", "party") or k in i.fields}
    return {**row, **({"brand_new": "1"} if "brand_new" in i.fields else {})}


def _view(**changed: Any) -> OfView:
    return lambda view, request, begins: replace(view, **changed)


# Two hundred answers a week are read again and again; these are played by its own changes, or last three weeks to say nothing.
NOT_PLAYED = frozenset({"frozen", "frozen-fresh", "nothing", "half", "day-missing", "old-content", "new-field"})
WORLD = Searches()
CHANGES = (
    Change("all-zero", "各条检索都是0条", "every search finds nothing", view=_view(items=()), of_the_48=True),
    Change(
        "count-only", "有总数，没有结果", "a count without results", view=_view(extra={"none": True}), of_the_48=True
    ),
    Change("half-results", "少一半", "half missing", items=kept(lambda i: i.number % 2 == 0), of_the_48=True),
    Change("next-missing", "没有下一页", "the next page is missing", view=_view(cut=True), of_the_48=True),
    Change(
        "filter-ignored",
        "日期条件不起作用",
        "the filter by day is ignored",
        view=_view(unfiltered=True),
        of_the_48=True,
    ),
    Change("searches-frozen", "结果不变", "frozen", view=frozen, of_the_48=True),
    Change(
        "no-party",
        "当事人全空",
        "party empty in every result",
        items=all_items(lambda i: i.with_(party=[])),
        of_the_48=True,
    ),
    Change(
        "party-key-gone",
        "没有当事人字段",
        "the key party is gone",
        items=all_items(lambda i: i.without("party")),
        of_the_48=True,
    ),
    Change(
        "one-query",
        "一条检索不再有结果",
        "one search finds nothing",
        view=lambda v, r, b: replace(v, items=[i for i in v.items if i.day < b.date()]) if r.stream == "tro" else v,
    ),
)
