"""One check: look, decide, tell, remember, and give a sign of life where all is well."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from monitor.errors import ConfigError, FetchFailed, MonitorError
from monitor.jobs.around import Around
from monitor.jobs.checking.forecast import Sample, with_sample
from monitor.jobs.checking.letter import accepted, send_letter
from monitor.jobs.checking.remembering import Known, recall, remember
from monitor.jobs.checking.telling import Decided, Letter, decide
from monitor.jobs.checking.wrong import Wrong, code_of, wrong_now
from monitor.mail import describe

_FORGETFUL = 10  # minutes of each hour in which who can remember nothing mails


@dataclass(frozen=True, slots=True)
class Checked:
    """`letter` that was due; `mailed`: whether an administrator has it, None where none was due or nobody is to be mailed.
    `unsent` why not, `unheard` why the sign of life was not heard."""

    wrong: tuple[Wrong, ...]
    letter: Letter | None = None
    mailed: bool | None = None
    unsent: str = ""
    pinged: bool | None = None
    unheard: str = ""

    @property
    def code(self) -> int:
        codes = [code_of(self.wrong), 7 if self.mailed is False else 0, 3 if self.pinged is False else 0]
        return next((code for code in (4, 7, 3, 6) if code in codes), 0)


def look(around: Around) -> Checked:
    """What is wrong; nothing is written and nobody told. Raises ConfigError."""
    known = recall(around.state)
    return Checked(wrong_now(around, known.samples, known.memory.open))


def check(around: Around, *, ping: bool = False) -> Checked:
    """Look, and mail the administrators what they should know. `ping`: give the sign of life, unless something is wrong: the
    watch outside raises the alarm where it fails to come. Raises ConfigError for settings that are wrong."""
    settings, now = around.settings, around.clock.now()
    if ping and not settings.ping_url.get_secret_value():
        raise ConfigError("errors.no_ping_url")
    known = recall(around.state)
    samples = _sampled(around, known.samples)
    found = wrong_now(around, known.samples, known.memory.open)
    decided = decide(known.memory, [w.key for w in found], now)
    # Whether it can be remembered is known before anybody is mailed: else the same mail would go out at every check.
    remembers = remember(around.state, Known(now, decided.kept, samples))
    done = Checked(found)
    if settings.administrators and _is_due(decided, now, remembers=remembers):
        done = _told(around, decided, found)
        if done.mailed:
            remember(around.state, Known(now, decided.told, samples))
    return _pinged(around, done) if ping else done


def _is_due(decided: Decided, now: datetime, *, remembers: bool) -> bool:
    return decided.letter is not None and (remembers or now.minute < _FORGETFUL)


def _told(around: Around, decided: Decided, found: Sequence[Wrong]) -> Checked:
    done = Checked(tuple(found), decided.letter)
    try:
        outcomes = send_letter(around, decided, found)
    except MonitorError as error:
        return replace(done, mailed=False, unsent=around.texts(error.key, **error.params))
    if accepted(outcomes):
        return replace(done, mailed=True)
    return replace(done, mailed=False, unsent=describe(outcomes[0][1], around.texts))


def _pinged(around: Around, done: Checked) -> Checked:
    if done.code:
        return done
    from monitor.fetch.ping import ping

    settings = around.settings
    try:
        ping(settings.ping_url.get_secret_value(), proxy=settings.proxy, private_hosts=settings.private_hosts)
    except FetchFailed as error:
        return replace(done, pinged=False, unheard=around.texts(error.key, **error.params))
    return replace(done, pinged=True)


def _sampled(around: Around, samples: Sequence[Sample]) -> tuple[Sample, ...]:
    with suppress(OSError):
        return with_sample(samples, around.clock.now().date(), shutil.disk_usage(around.state).free)
    return tuple(samples)
