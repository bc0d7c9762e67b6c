"""Deadlines and risk: TOML with the legal basis beside each rule, and the code that computes them. Pure."""

from monitor.rules.awaited import Awaited, awaited_for
from monitor.rules.book import DeadlineRule, deadline_book
from monitor.rules.deadlines import deadlines_for, explain, rule_of, title_of
from monitor.rules.risk import risk_of, risk_reason

__all__ = [
    "Awaited",
    "DeadlineRule",
    "awaited_for",
    "deadline_book",
    "deadlines_for",
    "explain",
    "risk_of",
    "risk_reason",
    "rule_of",
    "title_of",
]
