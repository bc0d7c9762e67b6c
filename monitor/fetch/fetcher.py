"""One door for every request: budget, pace, conditional GET, retries, then the stored copy."""

from __future__ import annotations

import hashlib
import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt, wait_exponential_jitter

from monitor.clock import Clock
from monitor.config import Limits
from monitor.errors import Blocked, FetchFailed, why_of
from monitor.fetch.archive import Archive
from monitor.fetch.pace import Pace
from monitor.fetch.transport import RawAnswer, Retryable, Transport
from monitor.model import Capture, Request
from monitor.redaction import redact
from monitor.waiting import pause

_LONGEST_WAIT = 120.0  # a server that asks for more is asked again by the next run
_ATTEMPTS = 4
_BACK_OFF = wait_exponential_jitter(initial=1.0, max=30.0, jitter=1.0)  # where the server asks for nothing


@dataclass(frozen=True, slots=True)
class FetchRules:
    """How one source wants to be asked. `secret` headers carry the key; they are neither logged nor archived. `left` tells
    how many seconds are left of the run: no request outlives it."""

    source: str
    limits: Limits
    pace: float
    hosts: frozenset[str]
    keep_body: bool = True
    secret: Mapping[str, str] = field(default_factory=dict)
    etag: str = ""
    last_modified: str = ""
    throttle: Callable[[bytes], float | None] | None = None  # reads the wait out of a 429 body, where no header says it
    left: Callable[[], float] = lambda: math.inf


@dataclass(frozen=True, slots=True)
class NotModified:
    """304: the server vouches that nothing changed."""

    request: Request


class Fetcher:
    """Fetches requests through a transport. `spend` is asked before each attempt on the network and may raise Skipped;
    `pace` is shared by all who ask at the same time; `sleep` may raise Stopped."""

    def __init__(
        self,
        transport: Transport,
        archive: Archive,
        clock: Clock,
        *,
        spend: Callable[[str], None] = lambda source: None,
        pace: Pace | None = None,
        sleep: Callable[[float], None] = pause,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._transport = transport
        self._archive = archive
        self._clock = clock
        self._spend = spend
        self._pace = pace or Pace()
        self._sleep = sleep
        self._monotonic = monotonic

    @property
    def archive(self) -> Archive:
        return self._archive

    def close(self) -> None:
        """Close the connections of the transport, if it has any."""
        close = getattr(self._transport, "close", None)
        if close is not None:
            close()

    def fetch(self, request: Request, rules: FetchRules) -> Capture | NotModified:
        """The stored answer. Raises FetchFailed, Blocked, Skipped, Unparsed or Stopped; a 4xx/5xx status is an answer
        for the response gate unless every attempt failed. All attempts and the waits a server asks for come to no more
        than the seconds allowed."""
        if request.path is not None:
            return self._local(request, rules)
        headers = dict(rules.secret)
        if rules.etag:
            headers["If-None-Match"] = rules.etag
        if rules.last_modified:
            headers["If-Modified-Since"] = rules.last_modified
        answer = self._attempts(request, rules, headers)
        if answer.status == 304:
            if answer.body_path.parent == self._archive.spool:  # the body of a replay is not ours to remove
                answer.body_path.unlink(missing_ok=True)
            if not (rules.etag or rules.last_modified):
                # Nothing was asked "has it changed since?", so this vouches for nothing.
                raise FetchFailed("health.status", url=redact(request.url), status=304)
            return NotModified(request)
        if answer.status == 206 and not any(name.lower() == "range" for name, _ in request.headers):
            if answer.body_path.parent == self._archive.spool:
                answer.body_path.unlink(missing_ok=True)
            # Nobody asked for a part, and nothing tells which part it is.
            raise FetchFailed("health.status", url=redact(request.url), status=206)
        capture = _capture(request, answer, self._clock)
        self._archive.keep(rules.source, capture, body=rules.keep_body)
        return capture

    def _attempts(self, request: Request, rules: FetchRules, headers: Mapping[str, str]) -> RawAnswer:
        if not self._transport.live:
            return self._transport.answer(request, headers, rules.limits, rules.hosts)
        host = urlsplit(request.url).hostname or ""
        seconds = rules.limits.seconds
        begun: list[float] = []

        def left() -> float:
            """Seconds left of this request, counted from its first attempt, and of the run."""
            spent = self._monotonic() - begun[0] if begun else 0.0
            return min(seconds - spent, rules.left())

        def worth_another(error: BaseException) -> bool:
            if not isinstance(error, Retryable):
                return False
            if error.wait is None and error.status == 429 and rules.throttle is not None:
                error.wait = rules.throttle(error.body)
            return error.wait is None or error.wait <= min(_LONGEST_WAIT, left())

        def wait(state: RetryCallState) -> float:
            error = state.outcome.exception() if state.outcome else None
            asked = error.wait if isinstance(error, Retryable) else None
            return asked if asked is not None else min(_BACK_OFF(state), max(left(), 0.0))

        def once() -> RawAnswer:
            self._spend(rules.source)
            with self._pace.turn(host, rules.pace, self._sleep):
                if not begun:
                    begun.append(self._monotonic())
                if left() <= 0:
                    raise FetchFailed("fetch.too_slow", seconds=seconds)
                limits = rules.limits.model_copy(update={"seconds": left()})
                return self._transport.answer(request, headers, limits, rules.hosts)

        attempts = Retrying(
            retry=retry_if_exception(worth_another),
            stop=stop_after_attempt(_ATTEMPTS),
            wait=wait,
            sleep=self._sleep,
            reraise=True,
        )
        try:
            return attempts(once)
        except Retryable as error:
            if error.status == 429:
                raise Blocked("fetch.quota", url=redact(request.url), wait=int(error.wait or 0)) from None
            raise FetchFailed("fetch.unreachable", url=redact(request.url), why=redact(error.why)) from None
        except FetchFailed as error:
            if error.key != "fetch.too_slow":
                raise
            if rules.left() <= 0:
                raise FetchFailed("fetch.run_too_long", url=redact(request.url)) from None
            raise FetchFailed("fetch.too_slow", seconds=seconds) from None

    def _local(self, request: Request, rules: FetchRules) -> Capture:
        path = request.path
        assert path is not None
        if not path.is_file():
            raise FetchFailed("fetch.no_such_file", file=path.name)
        if path.stat().st_size > rules.limits.bytes:
            raise FetchFailed("fetch.too_large", limit=rules.limits.bytes)
        try:
            capture = _capture(request, RawAnswer(request.url, 200, {}, path), self._clock)
        except OSError as error:
            raise FetchFailed("fetch.unreachable", url=path.name, why=why_of(error)) from None
        self._archive.keep(rules.source, capture, body=False)
        return capture


def _capture(request: Request, answer: RawAnswer, clock: Clock) -> Capture:
    digest, size = hashlib.sha256(), 0
    with answer.body_path.open("rb") as body:
        while chunk := body.read(1 << 20):
            digest.update(chunk)
            size += len(chunk)
    return Capture(
        id=f"sha256:{digest.hexdigest()}",
        request=request,
        status=answer.status,
        headers=dict(answer.headers),
        fetched_at=clock.now(),
        size=size,
        body_path=answer.body_path,
    )
