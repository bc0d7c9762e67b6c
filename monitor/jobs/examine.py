"""Every prerequisite looked at, and what to do about those that are missing."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from monitor import schedule
from monitor.clock import BEIJING, beijing
from monitor.config.form import DEFAULT_CITY, OfficeForm, bare_city
from monitor.config.names import unknown_names
from monitor.errors import ConfigError, MonitorError, StateError
from monitor.installation import FILE, check_installation, damaged
from monitor.jobs import backup, status
from monitor.jobs.around import Around
from monitor.jobs.checking.forecast import LEAST_FREE, NEARLY_FULL
from monitor.jobs.checking.remembering import recall
from monitor.jobs.courts import courts_found
from monitor.jobs.heartbeat import DaemonState, heartbeat_of
from monitor.jobs.trouble import told_of
from monitor.jobs.vocabulary import check_words
from monitor.model import Listing, Reason, UnreadCell, WatchedName
from monitor.outbox.wording import said_of
from monitor.store import Store
from monitor.store.database import SQLITE_VERSION
from monitor.store.outbox import FAILED
from monitor.texts.reasons import state_in_words
from monitor.texts.spans import span_in_words
from monitor.watchlist import in_one_sentence, unwatched_of
from monitor.watchlist.expiring import batches, expiring

_UNWATCHED = timedelta(minutes=30)
_SHOWN_NAMES = 5


LEVELS = ("bad", "warn", "untried", "fine")
"""What is at fault, what somebody should know of (a choice of the office, a source that is not checked), what is filled in and
was not tried, what is well."""


@dataclass(frozen=True, slots=True)
class Finding:
    """`level` ∈ LEVELS."""

    what: str
    level: str
    text: str


def code_of(around: Around, findings: Iterable[Finding]) -> int:
    """The exit code: 4 where anything but a mail, the daemon or a key is at fault, else that of `status` (DESIGN §5.6)."""
    delivery = {around.texts(f"cli.doctor.check.{name}") for name in ("delivery", "daemon", "keys")}
    if any(f.level == "bad" and f.what not in delivery for f in findings):
        return 4
    return status.standing(around).code if _has_state(around) else 0


def examine(around: Around) -> Iterator[Finding]:
    """All checks, one after the other; none of them stops the next, none writes anything."""
    checks: tuple[tuple[str, Callable[[Around], Iterator[tuple[str, str]]]], ...] = (
        ("program", _program),
        ("words", _words),
        ("sources", _sources),
        ("keys", _keys),
        ("state", _state),
        ("watchlist", _watchlist),
        ("daemon", _daemon),
        ("watch", _watch),
        ("clock", _clock),
        ("runs", _runs),
        ("courts", courts_found),
        ("templates", _templates),
        ("office", _office),
        ("region", _region),
        ("sending", _sending),
        ("settings", _unknown_settings),
        ("mail", _mail),
        ("issue", _issue),
        ("delivery", _delivery),
        ("disk", _disk),
    )
    faults: dict[str, list[str]] = {}  # one cause may stop several checks: it is told once, with what it stopped
    for name, check in checks:
        what = around.texts(f"cli.doctor.check.{name}")
        try:
            for level, text in check(around):
                yield Finding(what, level, text)
        except Exception as error:
            if (told := told_of(error, around.state)) is None:
                raise
            stopped = faults.setdefault(around.texts(told.key, **told.params), [])
            if what not in stopped:
                stopped.append(what)
    for text, stopped in faults.items():
        others = around.texts("cli.list.and").join(stopped[1:])
        yield Finding(stopped[0], "bad", text + (around.texts("cli.doctor.also", checks=others) if others else ""))


def _program(around: Around) -> Iterator[tuple[str, str]]:
    from monitor import __version__

    python = ".".join(str(n) for n in sys.version_info[:3])
    yield "fine", around.texts("cli.doctor.program", version=__version__, python=python, sqlite=SQLITE_VERSION)


def _words(around: Around) -> Iterator[tuple[str, str]]:
    check_words()
    yield "fine", around.texts("cli.doctor.words")


def _sources(around: Around) -> Iterator[tuple[str, str]]:
    from monitor.collect.planning import options_of
    from monitor.config import unnamed
    from monitor.jobs.described import told_of, units_in_words

    wrong = 0
    for config in around.sources.values():
        try:
            options_of(config)
        except ConfigError as error:
            wrong += 1
            yield "bad", around.texts(error.key, **error.params)
    if wrong:
        return
    enabled = sum(c.enabled for c in around.sources.values())
    yield "fine", around.texts("cli.doctor.sources", count=len(around.sources), enabled=enabled)
    due = [(c.title_in(around.texts.lang), told_of(c).source.units) for c in around.sources.values() if c.enabled]
    listed = [f"{title} {units_in_words(units, around.texts)}" for title, units in due if units is not None]
    if listed:
        yield "fine", around.texts("cli.doctor.units", listed=around.texts("cli.list.then").join(listed))
    for config in around.sources.values():
        if open_keys := config.to_fill_in:
            keys = around.texts("cli.list.and").join(open_keys)
            yield "warn", around.texts("cli.doctor.to_fill_in", source=config.id, keys=keys)
    if lacking := unnamed(around.sources):
        names = around.texts("cli.list.and").join(lacking)
        yield "warn", around.texts("cli.doctor.not_named", count=len(lacking), names=names, one=lacking[0])
    if not around.settings.contact:
        yield "warn", around.texts("cli.doctor.no_contact")


def _keys(around: Around) -> Iterator[tuple[str, str]]:
    from monitor.config.settings import secret

    for config in around.sources.values():
        if not config.enabled or config.folder is not None:
            continue
        title = config.title_in(around.texts.lang)
        for name in config.secrets.values():
            if secret(name):
                yield "fine", around.texts("cli.doctor.key_set", name=name, source=title)
            elif config.key_optional:
                yield "warn", around.texts("cli.doctor.key_optional", name=name, source=title)
            else:  # switched on, and never asked
                yield "bad", around.texts("cli.doctor.key_missing", name=name, source=title)


def _state(around: Around) -> Iterator[tuple[str, str]]:
    if not _has_state(around):
        check_installation(around.state)
        if around.state.is_dir() and not os.access(around.state, os.W_OK):
            raise StateError("errors.state_readonly", folder=str(around.state))
        yield "warn", around.texts("cli.doctor.no_state", folder=str(around.state))
        return
    checked = backup.check(around)
    if checked.pending:
        raise StateError("errors.state_older", file=str(around.state / FILE))
    if checked.integrity != "ok":
        raise damaged(around.state / FILE, checked.integrity)
    with Store.open(around.state, readonly=True) as store:
        yield "fine", around.texts("cli.doctor.state", folder=str(around.state), matters=store.matters.count())
        held = store.captures.held()
    if lost := [name for name in held if not (around.state / name).is_file()]:
        yield "bad", around.texts("cli.doctor.captures_lost", count=len(lost), total=len(held), first=lost[0])
    if not checked.indexed:
        yield "warn", around.texts("lookup.not_indexed")


def _watchlist(around: Around) -> Iterator[tuple[str, str]]:
    names: tuple[WatchedName, ...] = ()
    unread: tuple[UnreadCell, ...] | None = ()
    listings: tuple[Listing, ...] = ()
    if _has_state(around):
        with Store.open(around.state, readonly=True) as store:
            names, unread = store.watchlist.names(), store.watchlist.unread()
            listings = store.watchlist.listings()
    if names:
        yield "fine", around.texts("cli.doctor.watchlist", count=len(names))
        lacking = unwatched_of(names, unread, _covered(around))
        if said := in_one_sentence(lacking.reasons, around.texts):
            to_do = around.texts("watchlist.unwatched.to_do")
            yield ("warn", said + to_do) if lacking.blind else ("fine", said)
        ending = expiring(names, around.clock.now().astimezone(BEIJING).date())
        for what, over in (("expired", True), ("expiring", False)):
            if found := list(dict.fromkeys(e.name.name for e in ending if e.over is over)):
                shown = around.texts("cli.list.and").join(found[:_SHOWN_NAMES])
                yield "warn", around.texts(f"watchlist.expiring.{what}", count=len(found), names=shown)
        for held in batches(listings, around.clock.now().astimezone(BEIJING).date()):
            if held.over or held.soon or held.day is None:
                key = "batch_over" if held.over else "batch_soon" if held.soon else "batch_unclear"
                batch = f"{held.list} {held.batch}".strip()
                yield (
                    "warn",
                    around.texts(f"watchlist.expiring.{key}", list=batch, count=len(held.names), until=held.until),
                )
    else:
        yield "bad", around.texts("cli.doctor.no_watchlist")


def _covered(around: Around) -> frozenset[str] | None:
    """Countries of the sources; None where their file is wrong, which is told by itself."""
    try:
        from monitor.config import covered_by

        return covered_by(around.sources)
    except MonitorError:
        return None


def _has_state(around: Around) -> bool:
    return (around.state / FILE).is_file()


def _watch(around: Around) -> Iterator[tuple[str, str]]:
    """Whether anybody would hear of it, should the monitor itself be in trouble."""
    t, settings = around.texts, around.settings
    if not _has_state(around):
        return
    at = recall(around.state).at
    if at is None or around.clock.now() - at > _UNWATCHED:
        last = t("cli.doctor.watch_last", at=beijing(at)) if at is not None else ""
        yield "warn", t("cli.doctor.watch_none", last=last)
    elif not settings.administrators:
        yield "warn", t("cli.doctor.watch_nobody")
    else:
        yield "fine", t("cli.doctor.watch", at=beijing(at), addresses=t("cli.list.and").join(settings.administrators))


def _clock(around: Around) -> Iterator[tuple[str, str]]:
    now = around.clock.now()
    trouble: Reason | None = None
    if _has_state(around):
        with Store.open(around.state, readonly=True) as store:
            trouble = schedule.clock_trouble(store, now)
    if trouble is not None:
        yield (
            "bad",
            around.texts(
                "cli.doctor.run", said=around.texts.reason(trouble), to_do=around.texts("cli.doctor.set_clock")
            ),
        )
    else:
        yield "fine", around.texts("cli.doctor.clock", now=beijing(now))


def _is_demo(around: Around) -> bool:
    if not _has_state(around):
        return False
    with Store.open(around.state, readonly=True) as store:
        return store.meta.get("demo") == "1"


def _runs(around: Around) -> Iterator[tuple[str, str]]:
    if not _has_state(around):
        return
    t = around.texts
    now = status.standing(around)
    for row in now.unchecked:
        state = state_in_words(row["judged"], row["verdict"], t)
        since = t("cli.status.since", since=row["not_read"]) if row["not_read"] else ""
        said = t("cli.status.source", title=row["title"], state=state, since=since)
        said += t("cli.status.reason", reason=row["reason"]) if row["reason"] else ""
        yield "warn", t("cli.doctor.run", said=said, to_do=row["to_do"]) if row["to_do"] else said
    if not now.unchecked:
        yield "fine", t("cli.doctor.runs_fine")


def _daemon(around: Around) -> Iterator[tuple[str, str]]:
    t, beat = around.texts, heartbeat_of(around)
    at = beijing(beat.at) if beat.at else "-"
    said = t(f"cli.status.daemon.{beat.state}", age=span_in_words(beat.seconds, t), at=at, pid=beat.pid or "-")
    if beat.wrong:
        yield "bad", t("cli.doctor.run", said=said.rstrip("。."), to_do=t("cli.status.to_do.daemon"))
    else:
        yield "fine" if beat.state == DaemonState.RUNNING else "warn", said


def _issue(around: Around) -> Iterator[tuple[str, str]]:
    if not _has_state(around):
        return
    t, now = around.texts, status.standing(around)
    if (said := status.issue_owed(now, t)) or (said := status.weeks_without_issue(now, t)):
        yield "warn", said
    if (waits := now.unsigned) is not None:
        i = waits.issue
        number = t("bulletin.page.number", year=i.week.year, number=i.number)
        number = t("bulletin.page.correction", number=number, correction=i.revision) if i.revision else number
        if (hindrance := status.hindered(around, now)) is not None:
            why = t(hindrance.key, **hindrance.params)
            yield "warn", t("cli.status.issue.draft_hindered", issue=number, at=beijing(i.built_at), why=why)
            return
        late = waits.late and waits.planned is not None
        at = beijing(waits.planned if late and waits.planned else i.built_at)
        key = "late" if late else "waits" if waits.waits else "unsigned"
        yield "warn", t(f"cli.status.issue.draft_{key}", issue=number, at=at, week=i.week)


def _delivery(around: Around) -> Iterator[tuple[str, str]]:
    if not _has_state(around):
        return
    now = status.standing(around)
    for row in now.undelivered:
        level = "bad" if row.state in FAILED else "warn"
        yield level, said_of(row, around.texts)
    if now.unserved and now.issue is not None:
        listed = around.texts("cli.list.and").join(now.unserved)
        yield "warn", around.texts("cli.status.unserved", addresses=listed, week=now.issue.week)
    if not now.mail_missing:
        yield "fine", around.texts("cli.doctor.delivered")


def _templates(around: Around) -> Iterator[tuple[str, str]]:
    from monitor import bulletin
    from monitor.resources import shipped

    folder = shipped("templates")
    if not folder.is_dir():
        yield "bad", around.texts("cli.doctor.no_templates", folder=str(folder))
    else:
        yield "fine", around.texts("cli.doctor.templates", formats=", ".join(bulletin.formats()))


def _office(around: Around) -> Iterator[tuple[str, str]]:
    s = around.settings
    wanted = {
        "MONITOR_OFFICE_NAME": s.office_name,
        "MONITOR_PROVINCE": s.province,
        "MONITOR_OFFICE_PHONE": s.office_phone,
        "MONITOR_ENTRY_PREFIX": s.entry_prefix,
    }
    missing = [name for name, value in wanted.items() if not value]
    if missing:
        yield "warn", around.texts("cli.doctor.office_missing", names=", ".join(missing))
    else:
        yield "fine", around.texts("cli.doctor.office", name=s.office_name)
    yield from _form(around)


def _form(around: Around) -> Iterator[tuple[str, str]]:
    """Masthead, imprint, and who answers for which city."""
    t, form, region = around.texts, around.settings.office_form, around.settings.region
    if form == OfficeForm():
        yield "warn", t("cli.doctor.form_none")
        return
    signers = t("cli.list.and").join(form.signers) or t("cli.doctor.form_anybody")
    publisher = form.publisher or around.settings.office_name or "—"
    yield "fine", t("cli.doctor.form", publisher=publisher, signers=signers, units=len(form.units))
    if form.units and DEFAULT_CITY not in form.units:
        yield "warn", t("cli.doctor.form_no_default")
    if region is not None and region.cities:
        known = {bare_city(c.zh) for c in region.cities}
        for city in form.units:
            if city != DEFAULT_CITY and bare_city(city) not in known:
                yield "warn", t("cli.doctor.form_city", city=city, region=region.name(t.lang))


def _unknown_settings(around: Around) -> Iterator[tuple[str, str]]:
    """Names of the environment that look like settings and are none: what somebody meant to set is not set."""
    t = around.texts
    for name, near in unknown_names(os.environ):
        said = t("cli.doctor.unknown_near", near=near) if near else ""
        yield "warn", t("cli.doctor.unknown_setting", name=name, near=said)


def _sending(around: Around) -> Iterator[tuple[str, str]]:
    """What lets an issue go; said louder where the setting says it in the words of an earlier version."""
    t, s = around.texts, around.settings
    said = t(f"cli.doctor.way.{s.sending}")
    if s.sends_as_formerly:
        yield "warn", t("cli.doctor.sending_formerly", value=s.bulletin_send, way=s.sending.value, said=said)
    else:
        yield "fine", t("cli.doctor.sending", way=said)


def _region(around: Around) -> Iterator[tuple[str, str]]:
    """Whether firms that are not on the list are told of, and of which region."""
    region = around.settings.region
    if region is None:
        yield "warn", around.texts("cli.doctor.no_region")
        return
    t = around.texts
    cities = t("cli.list.and").join(c.zh if t.lang == "zh" else c.name for c in region.cities)
    postcodes = t("cli.list.and").join(f"{prefix}xxxx" for prefix in region.postcodes)
    name = region.name(t.lang)
    yield "fine", t("cli.doctor.region", name=name, code=region.code, cities=cities or name, postcodes=postcodes)


def _mail(around: Around) -> Iterator[tuple[str, str]]:
    from monitor.mail import is_address
    from monitor.outbox.server import smtp_settings

    s = around.settings
    if _is_demo(around):
        yield "fine", around.texts("cli.doctor.mail_demo")
        return
    if not s.mail_ready:
        try:
            smtp_settings(s)
        except MonitorError as error:
            yield "bad" if s.mail_begun else "warn", around.texts(error.key, **error.params)
            if s.mail_begun:
                yield "bad", around.texts("cli.doctor.mail_half")
        return
    yield "untried", around.texts("cli.doctor.mail", host=s.smtp_host, port=s.smtp_port, count=len(s.recipients))
    named = {
        "MONITOR_MAIL_TO": s.recipients,
        "MONITOR_MAIL_FROM": (s.mail_from,),
        "MONITOR_MAIL_REPLY_TO": (s.mail_reply_to,),
    }
    for name, addresses in named.items():
        for address in addresses:
            if address and not is_address(address):
                yield "bad", around.texts("cli.doctor.mail_no_address", name=name, address=address)
    if s.smtp_security == "none":
        yield "warn", around.texts("cli.doctor.mail_plain")


def _disk(around: Around) -> Iterator[tuple[str, str]]:
    folder = around.state if around.state.exists() else around.state.absolute().parent
    free = shutil.disk_usage(folder).free
    if free >= LEAST_FREE:
        yield "fine", around.texts("cli.doctor.disk", free=f"{free / 1e9:.1f}")
    elif free >= NEARLY_FULL:
        yield "warn", around.texts("cli.doctor.disk_low", free=f"{free / 1e9:.1f}")
    else:
        yield "bad", around.texts("cli.doctor.disk_nearly_full", free=f"{free / 1e6:.0f}")
