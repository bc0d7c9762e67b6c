"""Who answers for an entry (责任单位), and by when that unit is asked to report (拟办): from the office's form, pure.

Working days are Monday to Friday. Public holidays are not left out, nor days worked in exchange for them: over a holiday the day
is earlier than so many working days, never later.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from monitor.bulletin.form import next_due
from monitor.bulletin.issue import HitView
from monitor.cases.states import SETTLED
from monitor.config.form import OfficeForm
from monitor.forums.calendars import Calendar, is_business_day, plus_business_days
from monitor.model import HitKind
from monitor.rules.acts import Asks, asks_of

_WEEK = Calendar(rest=frozenset({5, 6}))
_FOR_INFORMATION = frozenset({HitKind.OWN_FILING, HitKind.OPPONENT})


def handled(view: HitView, form: OfficeForm, today: date) -> HitView:
    """The view with whom it was given to by hand, else the unit that answers for its city, and with the day by which that one is asked to
    report."""
    unit = view.responsible or form.unit_for(view.city)
    if not form.proposes or view.kind in _FOR_INFORMATION or view.state in SETTLED:
        return replace(view, responsible=unit) if unit else view
    day = report_by(view, form, today)
    return replace(view, responsible=unit, handle_by=day, handle_at_once=day is None)


def report_by(view: HitView, form: OfficeForm, today: date) -> date | None:
    """So many working days from today, and so many days before the first day that counts (something is due, or a forum decides, or
    an order lapses), whichever is earlier; None: at once, since no working day is left."""
    running = [d.date for d in view.deadlines if d.days_left >= 0]
    if next_due(view) is None and any(d.days_left < 0 and asks_of(d) is Asks.DUE for d in view.deadlines):
        return None  # the last day has passed: it is not put off by another week
    day = plus_business_days(today, form.working_days, _WEEK)
    if running:
        day = min(day, min(running) - timedelta(days=form.margin_days))
    while day > today and not is_business_day(day, _WEEK):
        day -= timedelta(days=1)
    return day if day > today else None
