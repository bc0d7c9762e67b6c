"""Kill the daemon while it mails, again and again, against a server that misbehaves at random; then let it be calm.

    python -m tests.chaos.mail_loop [kills, default 100] [seed]

Every issue is mailed through some rounds. In each the server puts off, refuses for now, hangs up, says nothing or is slow
as the dice say, and the daemon is killed at a random step of a conversation or a random moment after the first. Then
either all is calm until everybody has the issue, or the next week comes with messages still open.

lost: suits nobody was ever told of, and issues of calm weeks somebody never had. doubled: messages that told somebody
the same again; each needs a kill, or a server that kept a message without saying so (unsaid).
"""

from __future__ import annotations

import os
import random
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from monitor.clock import Week
from tests.forking import Process
from tests.issue.mailed import doubled, read, untold
from tests.issue.mailing_office import FIRST, RECIPIENTS, Office, issue_day, suits_of, week_after
from tests.mail.hostile_server import (
    STEPS,
    Act,
    Call,
    Drop,
    HostileServer,
    Late,
    Rule,
    Say,
    Silence,
    Step,
    hostile_server,
)

_ACTS: tuple[Act, ...] = (
    Say("451 4.7.1 greylisted"),
    Say("421 4.3.2 closing"),
    Drop(),
    Drop(reset=True),
    Silence(),
    Late(0.3),
)
_FAR = 2.0  # hours from one life of the daemon to the next: an issue's all lie within the days in which it is retried


class Loop:
    def __init__(self, root: Path, server: HostileServer, dice: random.Random, wanted: int) -> None:
        self.office = Office(root, server.port)
        self.server = server
        self.dice = dice
        self.wanted = wanted
        self.kills = self.unsaid = 0
        self.suits: set[str] = set()
        self.calm_weeks: list[Week] = []

    def run(self) -> None:
        self.office.found()
        week = FIRST
        while self.kills < self.wanted:
            self.issue(week)
            week = week_after(week)
        self.begin(week)
        self.calm(week, 0)

    def begin(self, week: Week) -> None:
        self.office.read(week)
        self.suits |= suits_of(week)

    def issue(self, week: Week) -> None:
        self.begin(week)
        hours, rounds = 0.0, self.dice.randint(2, 5)
        for _ in range(rounds):
            if self.kills >= self.wanted or self.everybody_has(week):
                break
            self.round(week, hours)
            hours += _FAR
        if self.dice.random() < 0.7:
            self.calm(week, hours)

    def round(self, week: Week, hours: float) -> None:
        """One life of the daemon: it is killed while it mails."""
        mailing, at_step, done = threading.Event(), threading.Event(), threading.Event()
        victim: list[Process] = []

        def kill_at(_: Step) -> None:
            if not at_step.is_set():
                at_step.set()
                victim[0].send_signal(signal.SIGKILL)
                done.wait(10)

        rules = [Rule("connect", Call(lambda _: mailing.set()))]
        if by_step := self.dice.random() < 0.6:
            rules.append(self.at_a_step(kill_at))
        for _ in range(self.dice.randint(0, 2)):
            rules += self.mischief()
        if self.dice.random() < 0.5:  # a slow server: more moments to be killed at
            rules += [Rule(step, Late(0.02)) for step in ("helo", "rcpt", "kept")]
        self.server.behave(*rules)
        process = self.office.begin_daemon(issue_day(week, hours))
        victim.append(process)
        if self.dice.random() < 0.1:
            time.sleep(self.dice.uniform(0.3, 2))  # while it starts and builds the issue
            process.send_signal(signal.SIGKILL)
            self.kills += mailing.is_set()
        elif mailing.wait(15):
            if by_step:
                at_step.wait(self.dice.uniform(0.5, 1.5))
            else:
                time.sleep(self.dice.uniform(0, 0.4))
            process.send_signal(signal.SIGKILL)
            self.kills += 1
        else:
            process.send_signal(signal.SIGKILL)  # it had nothing to mail: no kill of the kind that is counted
        process.communicate()
        done.set()

    def at_a_step(self, kill: Callable[[Step], None]) -> Rule:
        step = self.dice.choice(STEPS)
        if STEPS.index(step) < STEPS.index("rcpt"):  # nobody is known yet: of whom it is the turn is drawn as well
            return Rule(step, Call(kill), after=self.dice.randint(0, len(RECIPIENTS) - 1))
        return Rule(step, Call(kill), to=self.somebody())

    def mischief(self) -> list[Rule]:
        act = self.dice.choice(_ACTS)
        after_the_message = ("body", "kept", "answered")
        steps = [s for s in STEPS if s != "quit" and not (isinstance(act, Say) and s in after_the_message)]
        step = self.dice.choice(steps)
        to = self.somebody() if STEPS.index(step) >= STEPS.index("rcpt") and self.dice.random() < 0.7 else ""
        rule = Rule(step, act, to=to, times=self.dice.randint(1, 2), after=self.dice.randint(0, 1))
        unsaid = step in ("kept", "answered") and not isinstance(act, Late)
        return [*([replace(rule, act=Call(self.not_said))] if unsaid else []), rule]

    def not_said(self, _: Step) -> None:
        """A message is kept and its sender will not hear of it: like a kill, it may double one."""
        self.unsaid += 1

    def somebody(self) -> str:
        return self.dice.choice(RECIPIENTS)

    def everybody_has(self, week: Week) -> bool:
        name = f"{week.year}-{week.number}"
        return {m.recipient for m in read(self.server.kept) if m.issue == name} == set(RECIPIENTS)

    def calm(self, week: Week, hours: float) -> None:
        """The server is well again: within three lives of the daemon everybody has the issue."""
        self.calm_weeks.append(week)
        for life in range(3):
            self.server.behave()
            with self.office.daemon(issue_day(week, hours + life * _FAR)) as process:
                limit = time.monotonic() + 10
                while process.poll() is None and not self.everybody_has(week) and time.monotonic() < limit:
                    time.sleep(0.05)
                time.sleep(0.5)  # what was accepted is noted; a second mail would be seen
            if self.everybody_has(week):
                return

    def lost(self) -> list[str]:
        mails = read(self.server.kept)
        had = {(m.recipient, m.issue) for m in mails}
        missing = [
            f"{who} never had {week}"
            for week in self.calm_weeks
            for who in RECIPIENTS
            if (who, f"{week.year}-{week.number}") not in had
        ]
        return missing + sorted(f"nobody was told of {suit}" for suit in untold(mails, self.suits))


def main(wanted: int, seed: int) -> int:
    with tempfile.TemporaryDirectory() as folder, hostile_server() as server:
        loop = Loop(Path(folder), server, random.Random(seed), wanted)
        loop.run()
        lost, twice, unsaid = loop.lost(), doubled(read(server.kept)), loop.unsaid
        print(
            "| kills while mailing | issues | mails kept | lost | doubled | unsaid | seed |\n|---|---|---|---|---|---|---|"
        )
        issues = len(loop.suits) // len(suits_of(FIRST))
        print(f"| {loop.kills} | {issues} | {len(server.kept)} | {len(lost)} | {twice} | {unsaid} | {seed} |")
        for line in lost:
            print(line)
    return int(bool(lost) or twice > loop.kills + unsaid)


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:]]
    sys.exit(main(given[0] if given else 100, given[1] if len(given) > 1 else int.from_bytes(os.urandom(4), "big")))
