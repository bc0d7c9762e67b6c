"""Was a run worth anything? Three gates (response, record, count), the canaries, and the verdict they lead to.

Everything here is a function of facts that were gathered; nothing is fetched, stored or asked of a clock.
"""

from monitor.health.facts import MOST_TOLD, History, RunFacts, Unknowns
from monitor.health.response import check_response
from monitor.health.short import DAYS_LEFT, STREAM, short_of_streams, short_of_units_alone
from monitor.health.stretches import Stretch, first_gap
from monitor.health.units import Standing, reasons_of, said_of, spans_of, unread
from monitor.health.verdict import Decision, decide, distinct, exit_code

__all__ = [
    "DAYS_LEFT",
    "MOST_TOLD",
    "STREAM",
    "Decision",
    "History",
    "RunFacts",
    "Standing",
    "Stretch",
    "Unknowns",
    "check_response",
    "decide",
    "distinct",
    "exit_code",
    "first_gap",
    "reasons_of",
    "said_of",
    "short_of_streams",
    "short_of_units_alone",
    "spans_of",
    "unread",
]
