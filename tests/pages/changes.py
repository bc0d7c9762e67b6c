"""How pages change in reality: a catalogue that every source is put through. Each change begins on a day and stays."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from monitor.model import Request
from tests.pages.world import Answer, Item, View, World

OfItems = Callable[[Sequence[Item], date], Iterable[Item]]
OfView = Callable[[View, Request, datetime], View]
OfAnswer = Callable[[Answer, Request, datetime], Answer | None]


@dataclass(frozen=True, slots=True)
class Change:
    """`items` changes what is published from a day on, `view` what is shown of it, `answer` the page. `harmless`: nothing is lost by
    it, and it must not be called a trouble. `of_the_48`: one of the ways to go blind that were tried first. `why`: why it cannot be
    noticed, where that is so (zh, en)."""

    name: str
    zh: str
    en: str
    items: OfItems | None = None
    view: OfView | None = None
    answer: OfAnswer | None = None
    harmless: bool = False
    of_the_48: bool = False
    why: tuple[str, str] | None = None


def every_item(change: Callable[[Item], Item]) -> OfItems:
    return lambda items, begins: [change(i) if i.day >= begins else i for i in items]


def all_items(change: Callable[[Item], Item]) -> OfItems:
    """Of all that is shown, however old: a page that is laid out anew is so for every item."""
    return lambda items, begins: [change(i) for i in items]


def kept(keep: Callable[[Item], bool]) -> OfItems:
    return lambda items, begins: [i for i in items if i.day < begins or keep(i)]


def half(item: Item) -> bool:
    return hash((item.number * 2_654_435_761) & 0xFFFFFFFF) % 2 == 0


def body(change: Callable[[bytes], bytes], media: str | None = None, status: int | None = None) -> OfAnswer:
    def changed(answer: Answer, request: Request, begins: datetime) -> Answer:
        return replace(
            answer,
            body=change(answer.body),
            media=answer.media if media is None else media,
            status=answer.status if status is None else status,
            zipped="" if media else answer.zipped,
        )

    return changed


def page(text: str, status: int = 200) -> OfAnswer:
    html = f"<!DOCTYPE html><html><head><title>{text}</title></head><body>{text}</body></html>".encode()
    return body(lambda _: html, "text/html", status)


def mojibake(text: bytes) -> bytes:
    """UTF-8 that was taken for Latin-1 and encoded once more, with accents where names have some."""
    return text.replace(b"a", "á".encode()).decode("utf-8").encode("utf-8").decode("latin-1").encode("utf-8")


def frozen(view: View, request: Request, begins: datetime) -> View:
    return replace(view, items=[i for i in view.items if i.day <= begins.date()], now=begins, made=begins)


def frozen_fresh(view: View, request: Request, begins: datetime) -> View:
    return replace(frozen(view, request, begins), made=view.made)


def old_content(items: Sequence[Item], begins: date) -> list[Item]:
    """What was published four weeks before comes again under today's dates, in place of what is new."""
    shift = timedelta(days=28)
    again = [
        replace(i, day=i.day + shift, fields={k: v + shift if isinstance(v, date) else v for k, v in i.fields.items()})
        for i in items
        if begins - shift <= i.day < begins
    ]
    return [*(i for i in items if i.day < begins), *again]


def catalogue(world: World) -> list[Change]:
    """What may happen to the pages of any source."""
    found = [
        Change("empty", "应答为空", "the answer is empty", answer=body(lambda b: b"")),
        Change("truncated", "应答只到一半", "the answer breaks off", answer=body(lambda b: b[: len(b) // 2])),
        Change("challenge", "人机验证页面", "a challenge page", answer=page("Just a moment... cf-chl", 403)),
        Change("login", "登录页面", "a login page", answer=page('Sign in <input type="password">')),
        Change("soft-404", "“页面不存在”，状态码200", "“not found” with status 200", answer=page("Page not found")),
        Change("renamed", "网址改了（404）", "the address changed (404)", answer=body(lambda b: b, None, 404)),
        Change(
            "error-in-200",
            "状态码200的错误信息",
            "an error in a 200",
            answer=body(lambda b: b'{"error": "internal server error", "status": 500}', "application/json"),
        ),
        Change("frozen", "应答一字不变", "frozen byte for byte", view=frozen),
        Change("frozen-fresh", "内容不变，制作时间照新", "frozen under a fresh date", view=frozen_fresh),
        Change("nothing", "不再有新条目", "nothing new any more", items=kept(lambda i: False)),
        Change("half", "少一半", "half is missing", items=kept(half)),
        Change(
            "day-missing",
            "少一天",
            "one day is missing",
            items=lambda items, begins: [
                i for i in items if i.day != begins + timedelta(days=_to_a_day(world, begins))
            ],
        ),
        Change("old-content", "旧内容换上新日期", "old content under new dates", items=old_content),
        Change(
            "dates-flipped",
            "日期的月日互换",
            "month and day flipped",
            items=all_items(lambda i: replace(i, flipped=True)),
        ),
        Change("encoding", "编码出错", "garbled encoding", answer=body(lambda b: b.decode("utf-8").encode("utf-16"))),
        Change("reordered", "次序颠倒", "items in another order", view=_reordered, harmless=True),
        Change(
            "new-field", "多出一个字段", "a new field", items=all_items(lambda i: i.with_(brand_new="1")), harmless=True
        ),
    ]
    for name in world.matched:
        for what, zh, en, value in (
            ("empty", "为空", "is empty", ""),
            ("unknown", "是“UNKNOWN”", "says UNKNOWN", "UNKNOWN"),
        ):
            found.append(
                Change(
                    f"{name}-{what}",
                    f"{name} {zh}",
                    f"{name} {en}",
                    items=all_items(lambda i, n=name, v=value: i.with_(**{n: v})),
                )  # type: ignore[misc]
            )
        found.append(
            Change(
                f"{name}-gone", f"{name} 字段没有了", f"{name} is gone", items=all_items(lambda i, n=name: i.without(n))
            )
        )  # type: ignore[misc]
    if len(world.streams) > 1:
        one = world.streams[0]
        found += [
            Change(
                "one-stream-dead",
                "一路不再有新条目",
                "one stream has nothing new",
                items=kept(lambda i: i.stream != one),
            ),
            Change(
                "one-stream-half",
                "一路少一半",
                "one stream lost half",
                items=kept(lambda i: i.stream != one or half(i)),
            ),
        ]
    return found


def _to_a_day(world: World, begins: date) -> int:
    """Days to a day on which something is published."""
    return next(n for n in range(1, 8) if (begins + timedelta(days=n)).weekday() == 1)


def _reordered(view: View, request: Request, begins: datetime) -> View:
    return replace(view, items=list(reversed(view.items)))
