"""Notices of complaints under section 337, about six a week, each a list entry and a text; beside them other notices."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

from monitor.config import SourceConfig
from monitor.model import Request
from tests.pages.changes import Change, OfView, all_items, frozen, kept
from tests.pages.world import Answer, Item, View, World, firm, number_on

_TEXT = """<html><head><title>Federal Register</title></head><body><pre>
[Federal Register Volume 91, Number 999 ({published})]
[Notices]
[FR Doc No: {number}]

INTERNATIONAL TRADE COMMISSION

Notice of Receipt of Complaint; Solicitation of Comments Relating to
the Public Interest

AGENCY: U.S. International Trade Commission.

ACTION: Notice.

SUMMARY: Notice is hereby given that the U.S. International Trade Commission has received a complaint entitled {title}, DN
{docket}; the Commission is soliciting comments on any public interest issues raised by the complaint.

SUPPLEMENTARY INFORMATION:
{parties}

    By order of the Commission.

    Issued: {issued}.
Jane Demo,
Secretary to the Commission.
[FR Doc. {number} Filed {issued}; 8:45 am]
BILLING CODE 7020-02-P

</pre></body></html>"""
_PARTIES = """    The Commission has received a complaint and a submission pursuant
to Sec. 210.8(b) of the Commission's Rules of Practice and Procedure filed on behalf of {complainant} on {received}. The
complaint alleges violations of section 337 of the Tariff Act of 1930 (19 U.S.C. 1337) in the importation into the United
States, the sale for importation, and the sale within the United States after importation of certain things. The complaint
names as respondents: {respondent} of China. The complainant requests that the Commission issue a limited exclusion order and
cease and desist orders."""


class Notices(World):
    source = "us-itc-federal-register"
    streams = ("documents",)
    matched = ("complainant", "respondent")
    dated = ("published",)
    prelude = 57

    def expects(self, config: SourceConfig) -> dict[str, Any]:
        return {**super().expects(config), "newest_within_days": 10}

    def published(self, day: date, rng: Random, before: Sequence[Item]) -> list[Item]:
        found = []
        for n in range(min(4, number_on(day, 1.4, rng))):
            number = len(before) + n + 1
            fields = {
                "complainant": firm(rng),
                "respondent": firm(rng),
                "published": day,
                "title": f"Certain {firm(rng).split()[0]} Things",
            }
            found.append(Item(number, "documents", day, fields))
        return found

    def answer(self, request: Request, view: View) -> Answer | None:
        if request.tag == "inspection":
            return Answer(b'{"count": 0}', "application/json")
        if request.tag == "list":
            params = dict(request.params)
            since, until = (params[f"conditions[publication_date][{edge}]"] for edge in ("gte", "lte"))
            shown = [i for i in view.items if since <= i.day.isoformat() <= until and i.day <= view.now.date()]
            rows = [_row(i) for i in shown]
            data = {
                "count": len(rows) if view.counts is None else view.counts,
                "description": "DEMO",
                "total_pages": 1,
                "results": rows,
            }
            return Answer(json.dumps(data).encode(), "application/json")
        found = [i for i in view.items if _number(i) in request.url]
        return Answer(_text(found[0], view).encode(), "text/html") if found else None


def _number(i: Item) -> str:
    return f"{i.day.year}-{10_000 + i.number}"


def _row(i: Item) -> dict[str, Any]:
    number, day = _number(i), i.printed("published", "%Y-%m-%d")
    return {
        "document_number": number,
        "publication_date": day,
        "title": "Notice of Receipt of Complaint; Solicitation of Comments Relating to the Public Interest",
        "abstract": "Notice is hereby given that the U.S. International Trade Commission has received a complaint entitled "
        f"{i.fields['title']}, DN {4000 + i.number}; the Commission is soliciting comments on any public interest issues.",
        "type": "Notice",
        "html_url": f"https://www.federalregister.gov/documents/{number}/notice-demo",
        "raw_text_url": f"https://www.federalregister.gov/documents/full_text/text/{number}.txt",
        "docket_ids": [],
        **({"brand_new": "1"} if "brand_new" in i.fields else {}),
    }


def _text(i: Item, view: View) -> str:
    if view.extra.get("stub"):
        return f"<html><body><pre>INTERNATIONAL TRADE COMMISSION\n[FR Doc No: {_number(i)}]\n{'This text is not available yet. ' * 12}</pre></body></html>"
    given = "complainant" in i.fields and "respondent" in i.fields and not view.extra.get("bare")
    received = i.fields["published"] - timedelta(days=6)
    parties = ""
    if given:
        names = {"complainant": i.fields["complainant"], "respondent": i.fields["respondent"]}
        parties = _PARTIES.format(received=f"{received:%B} {received.day}, {received.year}", **names)
    issued = i.fields["published"] - timedelta(days=2)
    return _TEXT.format(
        number=_number(i), title=i.fields["title"], docket=4000 + i.number, parties=parties, published=i.fields["published"],
        issued=f"{issued:%B} {issued.day}, {issued.year}",
    )  # fmt: skip


def _with(**extra: Any) -> OfView:
    return lambda view, request, begins: replace(view, extra=extra)


_FEW = (
    "一周只有六七条，三周里分不开是少了还是平常的起落",
    "six or seven a week: over three weeks less cannot be told from the usual ups and downs",
)
_NAMES = (
    "公告一周只有几份，旧公告的当事人还在四周之内；逐份看，写着的就是当事人",
    "a few notices a week, and those of four weeks ago still name parties; each by itself names somebody",
)
EXCUSED = {
    "half": _FEW, "day-missing": _FEW, "complainant-unknown": _NAMES, "respondent-unknown": _NAMES, "respondent-empty": _NAMES,
}  # fmt: skip
WORLD = Notices()
CHANGES = (
    Change("list-frozen", "列表不变", "the list frozen", view=frozen, of_the_48=True),
    Change(
        "no-respondents", "正文里没有当事人一段", "the block of parties gone", view=_with(bare=True), of_the_48=True
    ),
    Change("stub", "正文只有几句话", "the text is a stub", view=_with(stub=True), of_the_48=True),
    Change(
        "half-notices",
        "少一半",
        "half of the notices",
        items=kept(lambda i: i.number % 2 == 0),
        of_the_48=True,
        why=_FEW,
    ),
    Change(
        "half-counted",
        "少一半，所写总数照旧",
        "half missing, the stated number as before",
        items=kept(lambda i: i.number % 2 == 0),
        view=lambda v, r, b: replace(v, counts=60),
    ),
    Change(
        "all-withheld",
        "当事人全是“Name Withheld”",
        "all parties “Name Withheld”",
        items=all_items(lambda i: i.with_(complainant="Name Withheld", respondent="Name Withheld")),
        why=_NAMES,
    ),
)
