"""Was this run worth anything? Three gates (response, record, count) and the verdict they lead to (DESIGN §5.7).

Everything here is a function of facts that were gathered; nothing is fetched, stored or asked of a clock.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from monitor.config import Canary, Expect
from monitor.errors import Blocked, FetchFailed, SourceError, Unparsed
from monitor.model import Capture, Reason, Verdict
from monitor.sources.base import Gate, clean

_LOOKED_AT = 65_536

# Pages that stand where data should be. Markers are lower-case; each was seen on a real challenge or login page.
_CHALLENGE = (
    b"just a moment", b"cf-chl", b"challenge-platform", b"captcha", b"request access", b"access denied",
    b"radware", b"incapsula", b"_incap_", b"aws-waf-token", b"awswafcookie", b"akamai reference", b"unusual traffic",
    b"are you a robot", b"bot detection", b"ddos-guard", b"perimeterx",
)  # fmt: skip
_LOGIN = re.compile(rb"<input[^>]{0,300}type\s*=\s*[\"']?password", re.IGNORECASE)
_HTML = re.compile(
    rb"^\s*(?:\xef\xbb\xbf)?\s*(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body)", re.I | re.S
)


def check_response(capture: Capture, gate: Gate) -> None:
    """The response gate. Raises Blocked, FetchFailed or Unparsed; returns silently when the answer may be parsed."""
    url = capture.request.url
    with capture.open() as body:
        head = body.read(_LOOKED_AT)
    lower = b"" if gate.binary and not _HTML.match(head) else head.lower()
    if capture.headers.get("cf-mitigated", "").lower() == "challenge":
        raise Blocked("health.challenge", url=url, marker="cf-mitigated")
    looks_html = bool(_HTML.match(head))
    if looks_html or capture.status in (401, 403):
        for marker in _CHALLENGE:
            if marker in lower:
                raise Blocked("health.challenge", url=url, marker=marker.decode())
        if _LOGIN.search(head):
            raise Blocked("health.login_page", url=url)
    status = capture.status
    if status == 401:
        raise Blocked("health.wrong_key", url=url, status=status)
    if status in (403, 407, 451):
        raise Blocked("health.refused", url=url, status=status)
    if status == 429:
        raise Blocked("health.quota", url=url)
    if not 200 <= status < 300:
        raise FetchFailed("health.status", url=url, status=status)
    if capture.size == 0:
        raise Unparsed("health.empty_body", url=url)
    if capture.size < gate.min_bytes:
        raise Unparsed("health.too_small", url=url, size=capture.size, least=gate.min_bytes)
    html_welcome = any("html" in m for m in gate.media_types)
    if looks_html and gate.media_types and not html_welcome:
        raise Unparsed("health.html_instead", url=url, wanted=", ".join(gate.media_types))
    # A missing content type (local files, replays) is not held against the answer; its content is checked below.
    if capture.media_type and gate.media_types and capture.media_type not in gate.media_types:
        raise Unparsed("health.media_type", url=url, got=capture.media_type, wanted=", ".join(gate.media_types))
    if gate.sentinels and not any(s.lower() in head.lower() for s in gate.sentinels):
        raise Unparsed("health.no_sentinel", url=url, wanted=_shown(gate.sentinels))


def _shown(sentinels: tuple[bytes, ...]) -> str:
    return " | ".join(s.decode("utf-8", "replace") for s in sentinels)


MOST_TOLD = 20
"""So many distinct reasons, or unknown things, of one run are told and stored; of the others their number."""


class Unknowns:
    """Distinct things no parser has an opinion on: the first few with their place, of all of them the number."""

    def __init__(self) -> None:
        self.first: dict[str, str] = {}
        self._met: set[int] = set()

    def note(self, what: str, where: str) -> None:
        self._met.add(hash(what))
        what = clean(what, 200)
        if what in self.first or len(self.first) < MOST_TOLD:
            self.first.setdefault(what, clean(where, 200))

    def __len__(self) -> int:
        return len(self._met)

    def reasons(self) -> list[Reason]:
        """What is told of them; how many there are stands before the first few."""
        told = [Reason("health.unknown", {"what": w, "where": p}) for w, p in sorted(self.first.items())]
        if len(self) > len(told):
            told.insert(0, Reason("health.unknown_many", {"count": len(self), "shown": len(told)}))
        return told


@dataclass
class RunFacts:
    """What happened in one run, counted while it goes."""

    records: int = 0
    ignored: int = 0
    skipped: int = 0
    parsed: int = 0  # answers that were parsed
    unchanged: int = 0  # answers known already (304, same digest, immutable document read before)
    failures: list[SourceError] = field(default_factory=list)  # of requests the run needs
    optional_failures: list[SourceError] = field(default_factory=list)
    suspects: list[str] = field(default_factory=list)  # text keys or plain reasons from a parser
    stated: dict[str, tuple[int, bool]] = field(default_factory=dict)
    seen: dict[str, int] = field(default_factory=dict)
    proven_empty: bool = False
    unproven: int = 0  # needed answers in which there was nothing at all, and no proof that there is nothing
    filled: dict[str, int] = field(default_factory=dict)  # fact or role → records that carry it
    odd_dates: int = 0
    newest: date | None = None
    unknowns: Unknowns = field(default_factory=Unknowns)
    cut_short: str = ""  # why the run stopped before its end (item limit)
    term_met: int = 0  # records that carry the frequent word of `canary`
    known_met: set[str] = field(default_factory=set)  # permanent matters of `canary` that were read
    passed_over: list[Reason] = field(default_factory=list)  # what a local folder holds and no run reads
    remarks: list[Reason] = field(default_factory=list)  # told with the run, without touching its verdict
    unheard: list[Reason] = field(default_factory=list)  # why the matcher is not to be trusted

    @property
    def items(self) -> int:
        """Everything the source listed: what the parser says it saw, else what came out."""
        return max(sum(self.seen.values()), self.records + self.ignored + self.skipped)


@dataclass(frozen=True, slots=True)
class History:
    """What earlier runs of the source came to. `newest` is the newest item they saw; `new_week` counts the records of
    the last seven days, those of this run included, that told more than was known; `days` is how long the source has been watched (weekly expectations wait for a full week);
    `term_items` items were read while the word of `canary` was looked for, in its days, and `term_met` records had it."""

    newest: date | None = None
    new_week: int = 0
    days: float = 0.0
    term_items: int = 0
    term_met: int = 0


@dataclass(frozen=True, slots=True)
class Decision:
    """`only_failures`: what was read, was read without complaint; other requests failed."""

    verdict: Verdict
    reasons: tuple[Reason, ...]
    only_failures: bool = False


def decide(facts: RunFacts, expect: Expect, canary: Canary, now: datetime, history: History) -> Decision:
    """The verdict of a run. "Nothing" must be proved: an answer without items and without proof is suspicious."""
    nothing_read = not facts.parsed and not facts.unchanged
    if facts.failures and nothing_read:
        worst = max((_verdict_of(e) for e in facts.failures), key=_SEVERITY.index)
        return Decision(worst, distinct(_reason(e) for e in facts.failures), only_failures=True)
    reasons = [_reason(e) for e in facts.failures]
    reasons += [_plain(s) for s in facts.suspects]
    reasons += facts.passed_over
    if facts.cut_short:
        reasons.append(_plain(facts.cut_short))
    reasons += _record_gate(facts, expect)
    reasons += _count_gate(facts, expect, now, history)
    reasons += _canaries(facts, expect, canary, now, history)
    empty_handed = facts.parsed and not facts.items and not facts.proven_empty and not facts.unchanged
    # An empty folder, a window in which there is nothing to ask for: nothing was looked at.
    if not reasons and (nothing_read or facts.unproven or empty_handed):
        reasons.append(Reason("health.nothing_and_no_proof"))
    if reasons:
        unparsed = facts.parsed and facts.skipped and not facts.records and not facts.ignored
        verdict = Verdict.UNPARSED if unparsed else Verdict.SUSPICIOUS
        return Decision(verdict, distinct(reasons), only_failures=len(reasons) == len(facts.failures))
    if not facts.parsed:
        return Decision(Verdict.UNCHANGED, ())
    if not facts.items:
        return Decision(Verdict.EMPTY if facts.proven_empty else Verdict.UNCHANGED, ())
    return Decision(Verdict.OK, ())


def distinct(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """Each reason once, and no more of them than a person reads; of the rest their number."""
    each = list({(r.key, repr(sorted(r.params.items()))): r for r in reasons}.values())
    if len(each) <= MOST_TOLD:
        return tuple(each)
    return (*each[:MOST_TOLD], Reason("health.more_reasons", {"count": len(each) - MOST_TOLD}))


def _record_gate(facts: RunFacts, expect: Expect) -> list[Reason]:
    reasons = []
    read = facts.records + facts.skipped
    if read and facts.skipped / read > expect.max_skipped:
        reasons.append(Reason("health.too_many_skipped", {"skipped": facts.skipped, "read": read}))
    if facts.records and facts.odd_dates / facts.records > expect.max_odd_dates:
        reasons.append(Reason("health.odd_dates", {"odd": facts.odd_dates, "read": facts.records}))
    for name, least in sorted(expect.fill_rate.items()):
        rate = facts.filled.get(name, 0) / facts.records if facts.records else 1.0
        if rate < least:
            reasons.append(Reason("health.fill_rate", {"name": name, "rate": f"{rate:.0%}", "least": f"{least:.0%}"}))
    return reasons


def _count_gate(facts: RunFacts, expect: Expect, now: datetime, history: History) -> list[Reason]:
    reasons = []
    for what, (total, approximate) in sorted(facts.stated.items()):
        seen = facts.seen.get(what, 0)
        # CourtListener's own error above 2,000 hits is ±6 % (reference: courts); below it counts are exact.
        slack = max(1, int(total * 0.06)) if approximate else 0
        if facts.parsed and seen < total - slack:
            reasons.append(Reason("health.stated_total", {"what": what, "total": total, "seen": seen}))
    if _is_quiet(expect, now):
        return reasons
    if expect.min_items is not None and facts.parsed and facts.items < expect.min_items:
        reasons.append(Reason("health.min_items", {"items": facts.items, "least": expect.min_items}))
    if expect.min_items_week is not None and history.days >= 7 and history.new_week < expect.min_items_week:
        least = {"items": history.new_week, "least": expect.min_items_week}
        reasons.append(Reason("health.min_items_week", least))
    if expect.newest_within_days is not None:
        newest = max((d for d in (facts.newest, history.newest) if d is not None), default=None)
        if newest is not None and newest < now.date() - timedelta(days=expect.newest_within_days):
            reasons.append(Reason("health.stale", {"newest": newest.isoformat(), "days": expect.newest_within_days}))
    return reasons


def _canaries(facts: RunFacts, expect: Expect, canary: Canary, now: datetime, history: History) -> list[Reason]:
    reasons = list(facts.unheard)
    items, met = history.term_items + facts.items, history.term_met + facts.term_met
    if canary.term and items >= canary.of and met < canary.min and not _is_quiet(expect, now):
        reasons.append(
            Reason(
                "health.canary_term",
                {"term": canary.term, "met": met, "least": canary.min, "items": items, "days": canary.days},
            )
        )
    missing = [key for key in canary.known if key not in facts.known_met]
    if missing and facts.parsed and facts.items >= canary.of:
        reasons.append(Reason("health.canary_known", {"keys": ", ".join(missing)}))
    return reasons


def _is_quiet(expect: Expect, now: datetime) -> bool:
    return any(q.since <= now.date() <= q.until for q in expect.quiet)


_SEVERITY = (Verdict.SKIPPED, Verdict.FAILED, Verdict.UNPARSED, Verdict.BLOCKED)


def _verdict_of(error: SourceError) -> Verdict:
    return {
        "Blocked": Verdict.BLOCKED,
        "Unparsed": Verdict.UNPARSED,
        "Skipped": Verdict.SKIPPED,
    }.get(type(error).__name__, Verdict.FAILED)


def _reason(error: SourceError) -> Reason:
    return Reason(error.key, error.params)


def _plain(text: str) -> Reason:
    return Reason(text)


# --- coverage -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Stretch:
    since: datetime
    until: datetime


_SEAM = timedelta(minutes=1)  # instants are stored in whole seconds


def first_gap(
    checked: list[Stretch], begin: datetime, end: datetime, tolerance: timedelta = timedelta(hours=24)
) -> Stretch | None:
    """The first part of [begin, end) that no checked run covers; None if there is none. At the end up to `tolerance`
    may be open, since the next run reaches back over it; between two stretches nothing will."""
    reached = begin
    for stretch in sorted(checked, key=lambda s: s.since):
        if stretch.since >= end:
            break
        if stretch.since > reached + _SEAM:
            return Stretch(reached, min(stretch.since, end))
        reached = max(reached, stretch.until)
        if reached >= end:
            return None
    return Stretch(reached, end) if end - reached > tolerance else None


def exit_code(verdicts: Mapping[str, Verdict]) -> int:
    """0 all checked · 6 some only suspicious · 3 some blocked, unparsed, failed or skipped (DESIGN §5.6)."""
    if all(v.checked for v in verdicts.values()):
        return 0
    if all(v.checked or v is Verdict.SUSPICIOUS for v in verdicts.values()):
        return 6
    return 3
