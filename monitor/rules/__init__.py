"""What is due and how grave it is: the engine over the forums' clocks, and the ranks of risk.toml. Pure."""

from monitor.rules.advice import Advice, advice_for
from monitor.rules.awaited import Awaited, awaited_for
from monitor.rules.deadlines import clocks_for, kind_of, rule_of, title_of
from monitor.rules.explaining import Explained, explain, explained_for
from monitor.rules.naming import forum_called, place_called
from monitor.rules.risk import risk_of, risk_reasons
from monitor.rules.stages import counting_events, stage_of

__all__ = [
    "Advice",
    "Awaited",
    "Explained",
    "advice_for",
    "awaited_for",
    "clocks_for",
    "counting_events",
    "explain",
    "explained_for",
    "forum_called",
    "kind_of",
    "place_called",
    "risk_of",
    "risk_reasons",
    "rule_of",
    "stage_of",
    "title_of",
]
