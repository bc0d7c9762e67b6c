"""CourtListener's search as a service of the test: dockets by the day they were filed, twenty a page, windows heeded."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from monitor.clock import FixedClock
from monitor.collect.run import RunResult, run_source
from monitor.collect.workbench import close_workbench, open_workbench
from monitor.config import Limits, SourceConfig
from monitor.config.settings import load_settings
from monitor.fetch import Fetcher
from monitor.fetch.transport import RawAnswer, request_url
from monitor.model import Request
from monitor.store import Store

PAGE = 20


def suit(number: int, filed: date) -> dict[str, Any]:
    """One Schedule A suit in which a restraint was granted two days after it was filed."""
    granted = filed + timedelta(days=2)
    document = {
        "id": number, "document_number": 9, "entry_number": 9, "pacer_doc_id": f"0670{number:08d}", "document_type": "PACER Document",
        "description": "MINUTE entry: Motion for temporary restraining order is granted", "short_description": "Minute entry",
        "entry_date_filed": granted.isoformat(), "absolute_url": f"/docket/{number}/9/", "attachment_number": None,
    }  # fmt: skip
    return {
        "court_id": "ilnd", "docket_id": 70_000_000 + number, "docketNumber": f"1:26-cv-{number:05d}", "pacer_case_id": str(480_000 + number),
        "caseName": f"Elmwick Lamps {number} v. The Partnerships Identified on Schedule A", "case_name_full": "", "dateFiled": filed.isoformat(),
        "dateTerminated": None, "suitNature": "840 Trademark", "cause": "15:1114", "assignedTo": "", "referredTo": "", "juryDemand": "",
        "court": "District Court, N.D. Illinois", "attorney": [], "firm": [], "party": [f"Elmwick Lamps {number}", *([] if number % 3 else [f"Sample Seller {number}"])],
        "docket_absolute_url": f"/docket/{70_000_000 + number}/x/", "meta": {"timestamp": f"{granted}T12:00:00+00:00"}, "recap_documents": [document],
    }  # fmt: skip


def filed_in(first: date, last: date, a_year: int = 3_300) -> list[dict[str, Any]]:
    """As many suits as are filed in these days, all of them on working days."""
    found: list[dict[str, Any]] = []
    day, owed = first, 0.0
    while day <= last:
        if day.weekday() < 5:
            owed += a_year / 261
        while owed >= 1:
            found.append(suit(len(found) + 1, day))
            owed -= 1
        day += timedelta(days=1)
    return found


@dataclass
class Service:
    """Answers as the search does. `broken` are pages (how many were asked before) that fail; `heedless`: it does not heed
    the end of a window."""

    suits: list[dict[str, Any]]
    folder: Path
    today: date = date(2026, 11, 20)
    broken: frozenset[int] = frozenset()
    heedless: bool = False
    asked: list[str] = field(default_factory=list)
    live: bool = False

    def answer(self, request: Request, headers: Mapping[str, str], limits: Limits, hosts: frozenset[str]) -> RawAnswer:
        url = request_url(request)
        self.asked.append(url)
        path = self.folder / f"{len(self.asked)}.json"
        if len(self.asked) in self.broken:
            path.write_text("{}", encoding="utf-8")
            return RawAnswer(url, 500, {"content-type": "application/json"}, path)
        path.write_text(json.dumps(self._page(url)), encoding="utf-8")
        return RawAnswer(url, 200, {"content-type": "application/json"}, path)

    def _page(self, url: str) -> dict[str, Any]:
        query = {k: v[0] for k, v in parse_qs(urlsplit(url).query).items()}
        found = self._found(query) if "chedule A" in query.get("q", "") else []
        start = int(query.get("cursor", "0"))
        following = None
        if start + PAGE < len(found):
            following = f"{url.partition('?')[0]}?{urlencode({**query, 'cursor': start + PAGE})}"
        return {"count": len(found), "next": following, "previous": None, "results": found[start : start + PAGE]}

    def _found(self, query: Mapping[str, str]) -> list[dict[str, Any]]:
        entries = "entry_date_filed_after" in query
        window = "entry_date_filed" if entries else "filed"
        first = date.fromisoformat(query[f"{window}_after"])
        last = (
            self.today if self.heedless else date.fromisoformat(query.get(f"{window}_before", self.today.isoformat()))
        )

        def day(of: Mapping[str, Any]) -> date:
            return date.fromisoformat(of["recap_documents"][0]["entry_date_filed"] if entries else of["dateFiled"])

        known = (s for s in self.suits if date.fromisoformat(s["dateFiled"]) <= self.today)
        return sorted((s for s in known if first <= day(s) <= min(last, self.today)), key=day, reverse=True)


def ran(store: Store, config: SourceConfig, service: Service, at: datetime, replayed: Path) -> RunResult:
    """One run against the service, its requests counted anew."""
    service.today, service.asked = at.date(), []
    bench = open_workbench(store, load_settings(), {config.id: config}, FixedClock(at), replay=replayed)
    try:
        fetcher = Fetcher(service, bench.fetcher.archive, bench.clock)  # type: ignore[arg-type]
        return run_source(config, replace(bench, fetcher=fetcher))
    finally:
        close_workbench(bench)
