"""The daily snapshot of all investigations: seventy old cases, two new ones a week, and cases whose status moves on."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from monitor.config import SourceConfig
from monitor.model import Request
from tests.pages.changes import Change, all_items, frozen, frozen_fresh, kept
from tests.pages.world import Answer, Item, View, World, firm, number_on

_STATUS = ("Active", "Terminated")


class Snapshot(World):
    source = "us-itc-ids"
    streams = ("snapshot",)
    matched = ("complainant", "respondent")
    dated = ("received",)

    def expects(self, config: SourceConfig) -> dict[str, Any]:
        return {**super().expects(config), "min_items": 40, "newest_within_days": None}

    def published(self, day: date, rng: Random, before: Sequence[Item]) -> list[Item]:
        """A case that moves on is published again, under its number."""
        cases = {i.number: i for i in before}
        new = 4 if not before else 0
        new += sum(rng.random() < 0.08 for _ in range(5)) if day.weekday() < 5 else 0
        if not before:
            new = 160
        found = []
        for _ in range(new):
            number = 1000 + len(cases) + len(found)
            fields = {
                "complainant": firm(rng), "respondent": firm(rng), "kind": ("Complainant", "Respondent"),
                "received": day, "status": 1, "parties": 1,
            }  # fmt: skip
            found.append(Item(number, "snapshot", day, fields))
        for _ in range(number_on(day, 2.5, rng)):
            open_ones = [n for n, i in cases.items() if "noi" not in i.fields or "due" not in i.fields]
            if open_ones:
                case = cases[rng.choice(open_ones[-40:])]
                found.append(replace(case.with_(**{"due" if "noi" in case.fields else "noi": day}), day=day))
        return found

    def answer(self, request: Request, view: View) -> Answer | None:
        latest = {i.number: i for i in sorted(view.items, key=lambda i: i.day)}
        shown = {i.number: latest[i.number] for i in view.items}
        if view.extra.get("lost"):
            shown = {n: i for n, i in shown.items() if n <= max(shown) - view.extra["lost"]}
        rows = [_row(i) for i in shown.values()]
        made = (view.made - timedelta(hours=5)).strftime("%Y-%m-%dT22:00:00.000+00:00")
        data = {"data": rows, "date": made, "count": len(rows) if view.counts is None else view.counts}
        return Answer(json.dumps(data).encode(), "application/json")


def _row(i: Item) -> dict[str, Any]:
    number = f"337-TA-{i.number}"
    parties = []
    for kind, name in zip(i.fields["kind"], ("complainant", "respondent"), strict=True):
        for text in (
            [i.fields[name], *(i.fields.get("more", ()) if name == "respondent" else ())] if name in i.fields else ()
        ):
            parties.append(_party(kind, text, i))
    noi, due = (
        {"date": i.printed(n, "%Y-%m-%dT12:00:00.000+00:00") or None, "isNa": n not in i.fields} for n in ("noi", "due")
    )
    row: dict[str, Any] = {
        "Investigation Number": number,
        "official_investigation_number": number,
        "Investigation ID": i.number,
        "Case ID": i.number,
        "Investigation Phase": {"Name": "Violation"},
        "Phase Number": {"Name": 1},
        "Investigation Status": {"ID": 1, "Name": _STATUS[i.fields["status"] - 1]},
        "Investigation Type": {"Name": "Unfair Imports"},
        "Investigation Categories": [{"ID": 6, "Name": "337 - Unfair Imports", "Is Active?": True}],
        "Topic": f"Certain Things {i.number}",
        "Full Title": f"Certain Things {i.number}; Inv. No. {number} (Violation)",
        "Docket Number": str(i.number + 2000),
        "Initiating Document Received Date": i.printed("received", "%m-%d-%Y"),
        "Date of Publication of FR Notice (NOI)": noi,
        "Party Comments Due Date": due,
        "Participants": parties if i.fields["parties"] else [],
        "Intellectual Property": [],
        "Unfair Act": [],
        "Is Active?": True,
    }
    return {**row, **({"Brand New": "1"} if "brand_new" in i.fields else {})}


def _party(kind: str, name: str, i: Item) -> dict[str, Any]:
    return {
        "Participant Type": {"name": kind, "ID": 6},
        "Participant": {"ID": 1, "Name": name, "Country": {"name": "China"}},
        "Active Date": i.printed("received", "%m-%d-%Y"),
        "Inactive Date": None,
        "Is Petitioner?": False,
    }


def _lost(view: View, request: Request, begins: datetime) -> View:
    return replace(view, extra={"lost": 6})


def _new_bare(items: Sequence[Item], begins: date) -> list[Item]:
    known = {i.number for i in items if i.day < begins}
    return [i if i.number in known else i.with_(parties=0) for i in items]


EXCUSED = {
    "half": (
        "一周只立几件新案，少一半与平常的起落分不开；快照自称的总数、最高的案号都照旧",
        "a few new cases a week: half of them missing cannot be told from the usual ups and downs, and neither the stated count nor the highest number contradicts",
    ),
    "day-missing": (
        "快照每天给出全部案件，少一天即迟一天",
        "a snapshot holds all cases every day: one day less is one day later",
    ),
}
WORLD = Snapshot()
CHANGES = (
    Change("snapshot-frozen", "快照一字不变", "snapshot frozen byte for byte", view=frozen, of_the_48=True),
    Change("rows-frozen", "案件不变，日期照新", "rows frozen under a new date", view=frozen_fresh, of_the_48=True),
    Change("newest-lost", "最新的案件不见了", "newest rows missing", view=_lost, of_the_48=True),
    Change(
        "no-participants",
        "各案没有当事人",
        "participants empty in every row",
        items=all_items(lambda i: i.with_(parties=0)),
        of_the_48=True,
    ),
    Change(
        "new-without-participants", "新案没有当事人", "participants empty in new rows", items=_new_bare, of_the_48=True
    ),
    Change(
        "type-renamed",
        "当事人身份改名",
        "party types renamed",
        items=all_items(lambda i: i.with_(kind=("Petitioning Side", "Accused Side"))),
        of_the_48=True,
    ),
    Change(
        "withheld",
        "名称全是“Name Withheld”",
        "all names “Name Withheld”",
        items=all_items(lambda i: i.with_(complainant="Name Withheld", respondent="Name Withheld", more=())),
        of_the_48=True,
    ),
    Change(
        "half-counted",
        "少一半，所写总数照旧",
        "half missing, the stated count as before",
        items=kept(lambda i: False),
        view=lambda v, r, b: replace(v, counts=5000),
    ),
)
