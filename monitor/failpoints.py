"""Named steps of a run, an issue, a delivery, a change of the lists, of hits and of exception rules, where a test may kill the process (MONITOR_DIE_AT=<step>[:<n>]) to prove
that nothing is lost."""

from __future__ import annotations

import os
import signal
from collections import Counter

RUN = ("begun", "fetched", "gated", "parsed", "matched", "batch_stored", "before_commit", "in_commit", "committed")
ISSUE = ("issue_written", "issue_in_commit", "issue_committed")
APPROVAL = ("approval_written", "approval_in_commit", "approval_committed")
DELIVERY = ("unclaimed", "claimed", "answered", "noted")
LISTS = ("list_replaced", "list_in_commit", "list_committed", "list_matched")
TRIAGE = ("triage_in_commit", "triage_committed")
RULES = ("rule_in_commit", "rule_committed")
STEPS = (*RUN, *ISSUE, *APPROVAL, *DELIVERY, *LISTS, *TRIAGE, *RULES)

_passed: Counter[str] = Counter()


def reached(step: str) -> None:
    """Die here by SIGKILL if the environment says so, at the n-th passing (first by default)."""
    wanted = os.environ.get("MONITOR_DIE_AT")
    if not wanted:
        return
    name, _, count = wanted.partition(":")
    if name == step:
        _passed[step] += 1
        if _passed[step] >= int(count or 1):
            os.kill(os.getpid(), signal.SIGKILL)
