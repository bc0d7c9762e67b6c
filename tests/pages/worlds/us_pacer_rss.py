"""Three courts and their docket feeds: the entries of the last day, half of them new suits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from html import escape
from random import Random

from monitor.config import SourceConfig
from monitor.model import Request
from tests.pages.changes import Change, OfView, all_items, every_item, frozen, frozen_fresh, kept
from tests.pages.world import Answer, Item, View, World, firm, number_on

_AHEAD = timedelta(hours=14)  # an item that bears a later time is shown all the same
_LONG = timedelta(days=1000)
COURTS = ("ilnd", "nysd", "cacd")
_LABELS = ("Order", "Notice", "Motion for Extension of Time", "Summons Issued")


class Feeds(World):
    source = "us-pacer-rss"
    streams = COURTS
    matched = ("caption",)
    dated = ("at",)

    @property
    def config(self) -> SourceConfig:  # type: ignore[override]
        config = World.config.func(self)  # type: ignore[attr-defined]
        return config.model_copy(
            update={"urls": {c: f"https://ecf.{c}.uscourts.gov/cgi-bin/rss_outside.pl" for c in COURTS}}
        )

    def published(self, day: date, rng: Random, before: Sequence[Item]) -> list[Item]:
        found = []
        for court in COURTS:
            known = [i for i in before if i.stream == court and i.fields["label"] == "Complaint"]
            for _ in range(number_on(day, 26, rng)):
                number = len(before) + len(found) + 1
                suit = rng.choice(known[-80:]) if known and rng.random() < 0.5 else None
                at = datetime.combine(day, datetime.min.time(), UTC) - timedelta(hours=rng.random() * 10)
                docket = suit.fields["docket"] if suit else f"1:26-cv-{number:05d}"
                caption = suit.fields["caption"] if suit else f"{firm(rng)} v. {firm(rng)}"
                label = rng.choice(_LABELS) if suit else "Complaint"
                fields = {"docket": docket, "caption": caption, "label": label, "at": at, "court": court, "link": court}
                found.append(Item(number, court, day, fields))
        return found

    def answer(self, request: Request, view: View) -> Answer | None:
        court = request.stream
        ages = {i.number: view.now - i.fields["at"] for i in view.items if i.stream == court}
        shown = [i for i in view.items if -_AHEAD <= ages.get(i.number, _LONG) <= timedelta(hours=30)]
        items = "".join(_item(i) for i in shown[: view.counts])
        link = f"<link>https://ecf.{court}.uscourts.gov</link>" if not view.extra.get("bare") else ""
        types = view.extra.get("types", "all")
        built = format_datetime(view.made - timedelta(minutes=10), usegmt=True)
        text = f"""<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>DEMO</title>{link}
<description>Docket entries of type: {types}</description><lastBuildDate>{built}</lastBuildDate>{items}</channel></rss>"""
        return Answer(text.encode(), "text/xml")


def _item(i: Item) -> str:
    at = i.printed("at", "%a, %d %b %Y %H:%M:%S GMT") if not i.flipped else i.fields["at"].strftime("%m/%d/%Y %H:%M")
    caption = i.fields.get("caption")
    title = i.fields["docket"] + (f" {escape(str(caption))}" if caption else "")
    address = f"https://ecf.{i.fields['link']}.uscourts.gov/cgi-bin/DktRpt.pl?{500_000 + int(i.fields['docket'][-5:])}"
    extra = f"<brand>{i.fields['brand_new']}</brand>" if "brand_new" in i.fields else ""
    return f"""<item><title>{title}</title><link>{address}</link><description>[{i.fields["label"]}]</description>
<guid>{address}&amp;{i.number}</guid><pubDate>{at}</pubDate>{extra}</item>"""


def _one(item: Item) -> bool:
    return item.stream == COURTS[0]


def _view(**changed: object) -> OfView:
    def of(view: View, request: Request, begins: datetime) -> View:
        return replace(view, extra=changed) if request.stream == COURTS[0] else view

    return of


def _frozen_one(view: View, request: Request, begins: datetime) -> View:
    return frozen_fresh(view, request, begins) if request.stream == COURTS[0] else view


def _cut(view: View, request: Request, begins: datetime) -> View:
    return replace(view, counts=5)


def _others(items: Sequence[Item], begins: date) -> list[Item]:
    """The first court shows what is of the second."""
    kept_items = [i for i in items if i.day < begins or not _one(i)]
    return kept_items + [
        replace(i, stream=COURTS[0], number=i.number + 50_000)
        for i in items
        if i.day >= begins and i.stream == COURTS[1]
    ]


def _hours(item: Item) -> Item:
    return item.with_(at=item.fields["at"] + timedelta(hours=13))


def _old(item: Item) -> Item:
    return item.with_(at=item.fields["at"] - timedelta(days=3)) if _one(item) else item


def _show_old(view: View, request: Request, begins: datetime) -> View:
    return replace(view, now=view.now - timedelta(days=3)) if request.stream == COURTS[0] else view


EXCUSED = {
    "day-missing": (
        "一天没有条目与法院临时休息一天分不开，连着两天才报",
        "one day without entries cannot be told from a day on which a court is closed; two of them are told",
    )
}


def _flip(item: Item) -> Item:
    return replace(item, flipped=True)


WORLD = Feeds()
CHANGES = (
    Change("all-frozen", "各院都不变", "every court frozen", view=frozen, of_the_48=True),
    Change("other-court", "一院给出另一院的动态", "one court gives another's feed", items=_others, of_the_48=True),
    Change(
        "date-format",
        "日期改成另一种写法",
        "dates written otherwise",
        items=all_items(_flip),
        of_the_48=True,
    ),
    Change("cut", "只留5条", "cut to a few items", view=_cut, of_the_48=True),
    Change(
        "all-criminal",
        "全是刑事案件",
        "all of type cr",
        items=every_item(lambda i: i.with_(docket=i.fields["docket"].replace("-cv-", "-cr-"))),
        of_the_48=True,
    ),
    Change(
        "one-frozen", "一院不变，制作时间照新", "one court frozen with a fresh date", view=_frozen_one, of_the_48=True
    ),
    Change("one-empty", "一院空着", "one court empty", items=kept(lambda i: not _one(i)), of_the_48=True),
    Change(
        "one-half",
        "一院少一半",
        "half of one court",
        items=kept(lambda i: not _one(i) or i.number % 2 == 0),
        of_the_48=True,
    ),
    Change("all-half", "各院少一半", "half of every court", items=kept(lambda i: i.number % 2 == 0), of_the_48=True),
    Change(
        "no-complaints",
        "不再有新起诉，仍写“all”",
        "complaints left out though it says “all”",
        items=kept(lambda i: i.fields["label"] != "Complaint"),
        of_the_48=True,
    ),
    Change(
        "no-complaints-said",
        "不再有新起诉，写明了",
        "complaints left out, and it says so",
        items=kept(lambda i: i.fields["label"] != "Complaint" or not _one(i)),
        view=_view(types="order, notice, motion"),
        of_the_48=True,
    ),
    Change(
        "other-court-bare",
        "另一院的条目，动态里没有网址",
        "another court's items without a channel link",
        items=_others,
        view=_view(bare=True),
        of_the_48=True,
    ),
    Change(
        "no-captions",
        "一院没有案件名称",
        "captions gone in one court",
        items=every_item(lambda i: i.without("caption") if _one(i) else i),
        of_the_48=True,
    ),
    Change(
        "three-days-old",
        "一院只有三天前的条目",
        "one court shows items three days old only",
        view=_show_old,
        items=None,
        of_the_48=True,
    ),
    Change("hours-off", "时间错13小时", "times 13 hours off", items=every_item(_hours), of_the_48=True),
)
