"""Building the issue of a week, and letting it go."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from monitor.clock import Week
from monitor.config.settings import Sending
from monitor.errors import UsageError
from monitor.issue.building import Built, build_issue
from monitor.jobs.around import Around, settings_of
from monitor.jobs.excepting import settle_exceptions
from monitor.jobs.triage import expire
from monitor.jobs.vocabulary import check_words
from monitor.locks import MAIL, Lock
from monitor.outbox import office_audience
from monitor.outbox.server import check_mail
from monitor.store import Store
from monitor.store.outbox import OPEN
from monitor.waiting import Stop, never


def build(around: Around, week: Week, *, release: bool = False, correct: bool = False, stop: Stop = never) -> Built:
    """Build the office's issue of a week; with `release` it goes out: its mails are queued, or it counts as given out as a
    file. `correct` makes a numbered 更正 of one that was told.

    Raises ConfigError (to be released, and mail is set in part), UsageError (to be released, and issues are signed here; a week to come, an issue that was told, nothing to correct), StateError, LockHeld: where another
    process writes, or is just sending this very issue, or `stop()` ended the waiting for it."""
    check_words()
    with Store.open(around.state, stop=stop) as store:
        settings = settings_of(around, store)
        if release:
            if settings.sending is Sending.APPROVED:
                raise UsageError("errors.approval.release", week=str(week))
            check_mail(settings)
        settle_exceptions(store, around.clock.now())
        with _nobody_sends(around, store, week, release=release, stop=stop) as waiting:
            expire(store, around.clock.now())
            built = build_issue(
                store,
                settings,
                around.sources,
                week,
                around.clock.now(),
                around.texts,
                release=release,
                correct=correct,
            )
            left = store.outbox.find(ids=waiting, states=OPEN)
            return replace(built, recalled=len(waiting) - len(left))


@contextmanager
def _nobody_sends(around: Around, store: Store, week: Week, *, release: bool, stop: Stop) -> Iterator[frozenset[int]]:
    """An issue of which mails are under way is not taken from under the sender. Gives the rows that are."""

    def waiting() -> frozenset[int]:
        before = store.issues.get(office_audience(settings_of(around, store)).id, week)
        return frozenset(r.id for r in store.outbox.find(issue=before.id, states=OPEN)) if before else frozenset()

    if not release and not waiting():
        yield frozenset()
        return
    with Lock(around.state, MAIL, stop=stop).held():
        store.outbox.free_claims(around.texts("mail.outcome.interrupted"), around.clock.now())
        yield waiting()
