"""The weekly gazette: eighty processes an issue, half of them not seen before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from html import escape
from random import Random
from typing import Any

from monitor.config import SourceConfig
from monitor.model import Request
from monitor.sources.br_inpi.weeks import issue_number, tuesday_of
from tests.pages.changes import Change, OfView, all_items, kept, old_content
from tests.pages.world import Answer, Item, View, World, firm, mark

_CODES = (
    ("IPAS009", "Publicação de pedido de registro para oposição (exame formal concluído)"),
    ("IPAS158", "Concessão de registro"),
)


class Gazette(World):
    source = "br-inpi"
    streams = ("issue",)
    matched = ("applicant", "mark")
    dated = ()
    week = frozenset({1, 2})
    hour = 14
    prelude = 71

    def expects(self, config: SourceConfig) -> dict[str, Any]:
        return {**super().expects(config), "newest_within_days": 16}

    def published(self, day: date, rng: Random, before: Sequence[Item]) -> list[Item]:
        if day.weekday() != 1:
            return []
        found = []
        for n in range(round(rng.gauss(80, 5))):
            known = before[-300:]
            old = rng.choice(known) if known and rng.random() < 0.5 else None
            number = old.number if old else 940_000_000 + len(before) + n
            applicant = old.fields["applicant"] if old else f"{firm(rng)} Construção"
            name = old.fields["mark"] if old else mark(rng)
            fields = {
                "applicant": applicant,
                "mark": name,
                "code": 1 if old else 0,
                "filed": date(2026, 3, 2),
                "of": day,
            }
            found.append(Item(number, "issue", day, fields))
        return found

    def answer(self, request: Request, view: View) -> Answer | None:
        day = tuesday_of(int(request.url.rpartition("/RM")[2].removesuffix(".zip")))
        if day > view.now.date() or day >= view.extra.get("missing", date.max):
            return None
        shown = [i for i in view.items if i.day == day]
        printed = day - timedelta(days=7) if view.extra.get("last_week") and day >= view.extra["last_week"] else day
        if printed != day:
            shown = [i for i in view.items if i.day == printed]
        body = "".join(_process(i) for i in shown)
        root = f'<revista numero="{issue_number(printed)}" data="{printed:%d/%m/%Y}">'
        if view.items and view.items[-1].flipped:
            root = root.replace(f"{printed:%d/%m/%Y}", f"{printed:%m/%d/%Y}")
        text = f'<?xml version="1.0" encoding="UTF-8" ?>\n{root}\n{body}</revista>\n'
        return Answer(text.encode(), "application/zip", zipped=f"RM{issue_number(printed)}.xml")


def _process(i: Item) -> str:
    code, name = _CODES[i.fields["code"]]
    holder = i.fields.get("holder_tag", "nome-razao-social")
    owner = (
        f'<titular {holder}="{escape(i.fields["applicant"])}" pais="BR" uf="SC"/>' if "applicant" in i.fields else ""
    )
    word = f"<nome>{escape(i.fields['mark'])}</nome>" if "mark" in i.fields else ""
    extra = f"<novo>{i.fields['brand_new']}</novo>" if "brand_new" in i.fields else ""
    return f"""<processo numero="{i.number}" data-deposito="{i.fields["filed"]:%d/%m/%Y}"><despachos>
<despacho codigo="{code}" nome="{name}"/></despachos><titulares>{owner}</titulares>
<marca apresentacao="Nominativa" natureza="Produtos e/ou Serviço">{word}</marca>{extra}</processo>
"""


def _since(what: str) -> OfView:
    def of(view: View, request: Request, begins: datetime) -> View:
        return replace(view, extra={what: begins.date()})

    return of


WORLD = Gazette()
CHANGES = (
    Change("last-week", "又是上周的一期", "last week's issue again", view=_since("last_week"), of_the_48=True),
    Change("issue-missing", "没有这一期", "the issue is missing", view=_since("missing"), of_the_48=True),
    Change("no-marks", "没有商标名称", "marks gone", items=all_items(lambda i: i.without("mark")), of_the_48=True),
    Change(
        "applicant-renamed",
        "申请人的属性改名",
        "the applicant's attribute renamed",
        items=all_items(lambda i: i.with_(holder_tag="nome-do-titular")),
        of_the_48=True,
    ),
    Change(
        "old-issue",
        "旧内容，新期号、新日期",
        "old content under a new number and date",
        items=old_content,
        of_the_48=True,
    ),
    Change("half-issue", "少一半", "half of the processes", items=kept(lambda i: i.number % 2 == 0), of_the_48=True),
)
