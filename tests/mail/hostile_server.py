"""A mail server on loopback that misbehaves as it is told: per step, per recipient, the first so many times.

It speaks SMTP over a bare socket, so that it can do what no library lets a server do: hang up in the middle of a
message, keep one and never say so, say one byte a second, say nothing. What it kept stands in `kept`; what a client
reached stands in `reached`. The steps of one conversation, in order:

    connect   before the banner             body      some of the message has come, the rest has not been read
    helo      EHLO or HELO was heard        dot       the final dot has come; nothing is kept yet
    mail      MAIL FROM was heard           kept      the message is kept; the client has not been told
    rcpt      RCPT TO was heard             answered  the client was sent the 250
    data      DATA was heard                quit      QUIT was heard
"""

from __future__ import annotations

import contextlib
import hashlib
import re
import socket
import struct
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

STEPS = ("connect", "helo", "mail", "rcpt", "data", "body", "dot", "kept", "answered", "quit")

_USUAL = {
    "connect": "220 mail.test ESMTP",
    "helo": "250-mail.test\r\n250-8BITMIME\r\n250 SIZE 50000000",
    "mail": "250 2.1.0 ok",
    "rcpt": "250 2.1.5 ok",
    "data": "354 go ahead",
    "quit": "221 2.0.0 bye",
}
_BODY_STEP_AFTER = 512  # bytes


@dataclass(frozen=True, slots=True)
class Step:
    """One step a client reached. `count`: how often this recipient (before RCPT: anybody) reached it, from 1."""

    name: str
    connection: int
    recipient: str
    count: int


@dataclass(frozen=True, slots=True)
class Kept:
    """One message the server took responsibility for."""

    recipient: str
    message_id: str
    digest: str  # of the bytes as sent
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Say:
    """Another answer than the usual one; after 421 the server hangs up."""

    text: str


@dataclass(frozen=True, slots=True)
class Raw:
    """Bytes that are no answer of SMTP; then the server goes on as if it had spoken."""

    data: bytes


@dataclass(frozen=True, slots=True)
class Drop:
    """Hang up without a word; `reset` tears the connection down instead of closing it."""

    reset: bool = False


@dataclass(frozen=True, slots=True)
class Silence:
    """Say nothing more and keep the line open, until the client or the test has enough."""


@dataclass(frozen=True, slots=True)
class Drip:
    """The usual answer, one byte at a time."""

    pause: float = 1.0


@dataclass(frozen=True, slots=True)
class Late:
    """The usual answer, after so many seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Call:
    """Call something (to kill the client, say); then go on with the next rule or as usual."""

    what: Callable[[Step], None]


Act = Say | Raw | Drop | Silence | Drip | Late | Call


@dataclass(frozen=True, slots=True)
class Rule:
    """At `step`, for recipients whose address begins with `to`, do `act`: `times` times (0: always), not before the
    `after`-th passing. At a step before RCPT nobody is known yet: such a rule has no `to`."""

    step: str
    act: Act
    to: str = ""
    times: int = 0
    after: int = 0

    def __post_init__(self) -> None:
        if self.step not in STEPS:
            raise ValueError(f"no such step: {self.step}")
        if self.to and STEPS.index(self.step) < STEPS.index("rcpt"):
            raise ValueError(f"nobody is known yet at {self.step}")


def greylisting(to: str = "", times: int = 1) -> Rule:
    """Each recipient is put off so many times, then served."""
    return Rule("rcpt", Say("451 4.7.1 greylisted, come back in a minute"), to=to, times=times)


class _HungUp(Exception):
    """The conversation is over."""


class HostileServer:
    """Serves from `start()` to `stop()`; `rules` may be changed at any time and hold from the next step on.

    `times` of a rule counts per recipient where the recipient is known, so that greylisting treats each alike.
    """

    def __init__(self, rules: Iterable[Rule] = ()) -> None:
        self.rules = tuple(rules)
        self.kept: list[Kept] = []
        self.reached: list[Step] = []
        self._counts: Counter[tuple[str, str]] = Counter()
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._threads: list[threading.Thread] = []
        self._open: set[socket.socket] = set()
        self._listening = socket.create_server(("127.0.0.1", 0), backlog=50)
        self.port: int = self._listening.getsockname()[1]

    def start(self) -> None:
        self._begin(self._accept)

    def stop(self) -> None:
        self._stopping.set()
        with contextlib.suppress(OSError):  # wakes the thread that waits in accept
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        with self._lock:
            for connection in self._open:
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(10)

    def behave(self, *rules: Rule) -> None:
        """From now on by these rules, counted anew."""
        with self._lock:
            self.rules = rules
            self._counts.clear()

    def received(self) -> Counter[str]:
        """How many messages were kept for each recipient."""
        with self._lock:
            return Counter(k.recipient for k in self.kept)

    def steps(self, recipient: str = "") -> list[str]:
        """Names of the steps reached, in order; of one recipient, or of all."""
        with self._lock:
            return [s.name for s in self.reached if not recipient or s.recipient == recipient]

    # --- the conversation ---------------------------------------------------------------------------

    def _begin(self, work: Callable[..., None], *args: object) -> None:
        thread = threading.Thread(target=work, args=args, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        number = 0
        while not self._stopping.is_set():
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            number += 1
            with self._lock:
                self._open.add(connection)
            self._begin(self._serve, connection, number)

    def _serve(self, connection: socket.socket, number: int) -> None:
        with contextlib.suppress(OSError, _HungUp), connection, connection.makefile("rb") as lines:
            _Conversation(self, connection, lines, number).hold()
        with self._lock:
            self._open.discard(connection)

    def reach(self, name: str, connection: int, recipient: str) -> tuple[Step, list[Rule]]:
        """Note that a step was reached; the rules that hold at it."""
        with self._lock:
            self._counts[name, recipient] += 1
            step = Step(name, connection, recipient, self._counts[name, recipient])
            self.reached.append(step)
            return step, [
                r
                for r in self.rules
                if r.step == name
                and recipient.startswith(r.to)
                and step.count > r.after
                and (not r.times or step.count <= r.after + r.times)
            ]

    def keep(self, recipient: str, body: bytes) -> None:
        found = re.search(rb"^message-id:\s*(\S+)", body, re.IGNORECASE | re.MULTILINE)
        message_id = found[1].decode("ascii", "replace") if found else ""
        with self._lock:
            self.kept.append(Kept(recipient, message_id, hashlib.sha256(body).hexdigest(), body))

    def wait(self, seconds: float | None = None) -> None:
        """Wait so long, or until the server is stopped; then nobody is to be answered any more."""
        if self._stopping.wait(seconds):
            raise _HungUp


class _Conversation:
    def __init__(self, server: HostileServer, connection: socket.socket, lines: Iterable[bytes], number: int) -> None:
        self._server = server
        self._connection = connection
        self._lines = iter(lines)
        self._number = number
        self._recipient = ""

    def hold(self) -> None:
        self._step("connect", _USUAL["connect"])
        for line in self._lines:
            verb = line.decode("latin-1").strip().upper()
            if verb.startswith(("EHLO", "HELO")):
                self._step("helo", _USUAL["helo"] if verb.startswith("EHLO") else "250 mail.test")
            elif verb.startswith("MAIL"):
                self._recipient = ""
                self._step("mail", _USUAL["mail"])
            elif verb.startswith("RCPT"):
                found = re.search(rb"<([^>]*)>", line)
                self._recipient = found[1].decode("latin-1") if found else ""
                self._step("rcpt", _USUAL["rcpt"])
            elif verb == "DATA":
                if self._step("data", _USUAL["data"]):
                    self._take()
            elif verb == "QUIT":
                self._step("quit", _USUAL["quit"])
                return
            elif verb in ("RSET", "NOOP"):
                self._say("250 ok")
            else:
                self._say("502 5.5.2 what?")

    def _take(self) -> None:
        body = bytearray()
        halted = False
        for line in self._lines:
            if line == b".\r\n":
                break
            body += line[1:] if line.startswith(b".") else line
            if not halted and len(body) >= _BODY_STEP_AFTER:
                halted = True
                self._step("body", "")
        else:
            return  # the client hung up: nothing was handed over
        if not self._step("dot", ""):
            return
        self._server.keep(self._recipient, bytes(body))
        self._step("kept", f"250 2.0.0 kept as {len(self._server.kept)}")
        self._step("answered", "")

    def _step(self, name: str, usual: str) -> bool:
        """Do what the rules say, else give the usual answer; whether the conversation goes on as usual."""
        step, rules = self._server.reach(name, self._number, self._recipient)
        for rule in rules:
            act = rule.act
            if isinstance(act, Call):
                act.what(step)
                continue
            if isinstance(act, Say):
                self._say(act.text)
                if act.text.startswith("421"):
                    raise _HungUp
                return False
            if isinstance(act, Raw):
                self._connection.sendall(act.data)
                return False
            if isinstance(act, Drop):
                self._hang_up(act.reset)
            elif isinstance(act, Silence):
                self._wait_for_the_end()
            elif isinstance(act, Drip):
                for byte in usual.encode() + b"\r\n" if usual else b"":
                    self._connection.sendall(bytes([byte]))
                    self._server.wait(act.pause)
            elif isinstance(act, Late):
                self._server.wait(act.seconds)
                self._say(usual)
            return True
        self._say(usual)
        return True

    def _say(self, text: str) -> None:
        if text:
            self._connection.sendall(text.encode() + b"\r\n")

    def _hang_up(self, reset: bool) -> None:
        if reset:
            self._connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self._connection.close()
        else:
            self._connection.shutdown(socket.SHUT_RDWR)
        raise _HungUp

    def _wait_for_the_end(self) -> None:
        """Until the client hangs up or the server is stopped. What the client says meanwhile goes unanswered."""
        self._connection.settimeout(0.2)
        while True:
            self._server.wait(0)
            try:
                if not self._connection.recv(65536):
                    raise _HungUp
            except TimeoutError:
                continue


@contextmanager
def hostile_server(*rules: Rule) -> Iterator[HostileServer]:
    """Serves until the block ends."""
    server = HostileServer(rules)
    server.start()
    try:
        yield server
    finally:
        server.stop()
