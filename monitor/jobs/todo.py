"""What needs a person today (`monitor todo`), and whom to call (`--phone`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from monitor import schedule
from monitor.assess.details import HitDetails, advice_of, details_of
from monitor.assess.silent import is_silent
from monitor.bulletin.places import matter_number
from monitor.cases.states import SETTLED
from monitor.cases.tasks import FOR_INFORMATION, Want, order, wants_of
from monitor.clock import BEIJING
from monitor.config.form import OfficeForm, bare_city
from monitor.config.settings import secret
from monitor.jobs.around import Around, settings_of
from monitor.model import Deadline, State, WatchedKind, WatchedName
from monitor.outbox import office_audience
from monitor.rules import title_of
from monitor.rules.acts import Asks, asks_of, day_in_words, days_in_words, weight
from monitor.store import Store
from monitor.texts import Texts
from monitor.watchlist.worksheet.proposals import is_spelt_abroad

WITHIN = 14
"""Days ahead in which a clock needs somebody."""


@dataclass(frozen=True, slots=True)
class Task:
    """One line. `hit` 0: it is about no hit; `what` says it then. `wants`: why, the gravest first; `days` left to `day`, None: without a
    day; `first_step`: what to do; `command`: which records it. `unit`, `person`: who answers for it. `contact`, `phone`: of the firm, as
    the list has them, for the office alone."""

    wants: tuple[Want, ...]
    command: str
    hit: int = 0
    entry_no: str = ""
    watched: str = ""
    owner: str = ""
    city: str = ""
    kind: str = ""
    risk: str = ""
    state: str = ""
    matter: str = ""
    title: str = ""
    what: str = ""
    days: int | None = None
    day: str = ""
    left: str = ""
    then: str = ""
    first_step: str = ""
    unit: str = ""
    person: str = ""
    contact: tuple[str, ...] = ()
    phone: tuple[str, ...] = ()
    demo: bool = False


@dataclass(frozen=True, slots=True)
class Todo:
    """`tasks` in the order in which they should be done. `watching`: how many hits need nobody today, have no clock and are not settled;
    `later`: how many need nobody today and have a clock that ends beyond the days asked for (neither is counted for one city, unit or person); `kept_out`: how many an exception rule keeps out."""

    tasks: tuple[Task, ...]
    watching: int
    later: int
    kept_out: int = 0


def todo(
    around: Around, *, within: int = WITHIN, city: str = "", unit: str = "", person: str = "", phone: bool = False
) -> Todo:
    """`city`, `unit`, `person`: only what these answer for (what is about no hit is then left out). `phone`: only hits whose firm
    should be called: a near day, a high risk, or confirmed and not told or not answered. Raises StateError, ConfigError."""
    now = around.clock.now()
    today = now.astimezone(BEIJING).date()
    with Store.open(around.state, readonly=True) as store, store.snapshot():
        settings = settings_of(around, store)
        every = details_of(store, store.hits.find(), now, around.texts.lang)
        details = [d for d in every if not d.suppressed]
        numbers = store.issues.entry_numbers(d.hit.id for d in details)
        names = store.watchlist.by_id({d.hit.watched_id for d in details})
        demo = store.meta.get("demo") == "1"
        others = () if city or unit or person or phone else tuple(_others(around, store))
    tasks, idle, later = [], 0, 0
    for d in details:
        task = _of_hit(d, settings.office_form, names.get(d.hit.watched_id), numbers, today, within, around)
        if task is None:
            if d.hit.state in SETTLED or city or unit or person:
                continue
            ahead = _clocks(d)[1] is not None
            later += ahead
            idle += not ahead and d.hit.kind not in FOR_INFORMATION
        elif _asked_for(task, city, unit, person) and (not phone or _to_be_called(task)):
            tasks.append(Task(**{**_plain(task), "demo": demo}))
    tasks.sort(key=lambda t: order(t.wants, t.days, t.risk, t.hit))
    return Todo((*tasks, *others), idle, later, len(every) - len(details))


def _plain(task: Task) -> dict[str, Any]:
    return {name: getattr(task, name) for name in Task.__slots__}


def _of_hit(
    d: HitDetails,
    form: OfficeForm,
    name: WatchedName | None,
    numbers: Mapping[int, str],
    today: date,
    within: int,
    around: Around,
) -> Task | None:
    """The task a hit makes, None where it needs nobody."""
    hit, file, t = d.hit, d.file, around.texts
    missed, running = _clocks(d)
    days = running.days_left if running else None
    wants = wants_of(hit.state, hit.kind, file, days, today, within=within, missed=missed is not None)
    if not wants:
        return None
    first = missed or running
    unit = file.unit or form.unit_for(d.watched.city, d.watched.industry)
    return Task(
        wants=wants,
        command=_command(wants, hit.id, hit.state),
        hit=hit.id,
        entry_no=numbers.get(hit.id, ""),
        watched=d.watched.name,
        owner=d.watched.owner if d.watched.kind is not WatchedKind.COMPANY else d.watched.name,
        city=d.watched.city,
        kind=hit.kind.value,
        risk=d.risk,
        state=hit.state.value,
        matter=matter_number(hit.matter.key),
        title=hit.matter.title,
        what=title_of(first.rule, t.lang) if first else "",
        days=first.days_left if first else None,
        day=day_in_words(first, t) if first else "",
        left=days_in_words(first, t) if first else "",
        then=_said(running, t) if missed and running else "",
        first_step=next(iter(advice_of(d, t.lang).steps), ""),
        unit=unit,
        person=file.person or form.person_for(d.watched.city, d.watched.industry, unit),
        contact=name.contact if name else (),
        phone=name.phone if name else (),
    )


def _said(clock: Deadline, t: Texts) -> str:
    return t(
        "triage.todo.then", what=title_of(clock.rule, t.lang), day=day_in_words(clock, t), left=days_in_words(clock, t)
    )


def _clocks(d: HitDetails) -> tuple[Deadline | None, Deadline | None]:
    """Of the clocks no person has silenced: the act whose day passed last and that nothing known has settled, and the nearest that
    runs."""
    open_ = [c for c in (*d.deadlines, *d.passed) if not is_silent(d, c)]
    missed = [c for c in open_ if c.days_left < 0 and asks_of(c) is Asks.DUE]
    running = [c for c in open_ if c.days_left >= 0]
    return (
        max(missed, key=lambda c: (c.days_left, -weight(c), c.rule), default=None),
        min(running, key=lambda c: (c.days_left, asks_of(c) is not Asks.DUE, weight(c), c.rule), default=None),
    )


def _command(wants: Sequence[Want], hit: int, state: State) -> str:
    """What records that it was dealt with."""
    if Want.UNREVIEWED in wants:
        return f"monitor hit show {hit}"
    if state is State.REVIEW:
        return f"monitor hit confirm {hit}"
    if Want.UNTOLD in wants or Want.UNANSWERED in wants:
        return f"monitor hit notify {hit} --how phone"
    return f"monitor hit show {hit}"


def _asked_for(task: Task, city: str, unit: str, person: str) -> bool:
    return (
        (not city or bare_city(task.city) == bare_city(city))
        and (not unit or task.unit == unit)
        and (not person or task.person == person)
    )


def _to_be_called(task: Task) -> bool:
    """Whether the firm should hear of it by telephone: something is near, it is grave, or it was confirmed and not told or not
    answered."""
    told = {Want.UNTOLD, Want.UNANSWERED}
    return bool(told & set(task.wants)) or task.risk == "high" or Want.DUE in task.wants or Want.OVERDUE in task.wants


def _others(around: Around, store: Store) -> Iterable[Task]:
    """What needs somebody and is about no hit."""
    t, now = around.texts, around.clock.now()
    settings = settings_of(around, store)
    for row in store.outbox.undelivered(office_audience(settings).id):
        if row.state in ("refused", "given_up"):
            yield Task(
                (Want.MAIL,), "monitor outbox list", what=t("triage.todo.mail", to=row.recipient, why=row.answer)
            )
    unsigned = schedule.unsigned_issue(store, settings, now)
    if unsigned is not None:
        week = str(unsigned.issue.week)
        yield Task((Want.SIGN,), f"monitor bulletin show --week {week}", what=t("triage.todo.sign", week=week))
    for config in around.sources.values():
        if config.lacks_key(secret):
            missing = t("cli.list.and").join(config.missing_keys(secret))
            yield Task(
                (Want.KEY,),
                f"monitor source show {config.id}",
                what=t("triage.todo.key", source=config.id, names=missing),
            )
    names = store.watchlist.names()
    lacking = [n for n in names if not is_spelt_abroad(n)]
    if lacking:
        some = t("cli.list.and").join(n.name for n in lacking[:3])
        yield Task(
            (Want.SPELLING,), "monitor watchlist ask 核对表.xlsx" if t.lang == "zh" else "monitor watchlist ask worksheet.xlsx",
            what=t("triage.todo.spelling", count=len(lacking), some=some),
        )  # fmt: skip


def rows_of(found: Todo) -> list[dict[str, Any]]:
    """As `monitor todo --json` prints it."""
    return [
        {
            **{name: getattr(task, name) for name in Task.__slots__ if name not in ("wants", "contact", "phone")},
            "wants": [w.value for w in task.wants],
            "contact": list(task.contact),
            "phone": list(task.phone),
        }
        for task in found.tasks
    ]
