"""Is this our own firm? Stricter than finding: a squatter writes a firm's core too."""

from __future__ import annotations

from functools import lru_cache

from monitor.matching.firms import chinese_name, latin_name
from monitor.matching.firms.firm_index import FirmIndex
from monitor.matching.firms.lexicon import Kind
from monitor.matching.firms.line import Line
from monitor.matching.normalise.folding import squash
from monitor.model import Match, MatchContext, Role, WatchedKind, WatchedName

_FOR = frozenset({"place_agrees", "province_agrees", "trade_agrees", "trade_related", "same_name", "place_trade"})
_HELD = 4096


def core_of(name: str) -> str:
    """The distinctive core: "山西岚谷禾酒业有限公司" → "岚谷禾", "Shanxi Languhe Liquor Co., Ltd." → "languhe".
    "" where the name is place, trade and form only."""
    if chinese_name.has_han(name):
        return chinese_name.read(name).core
    return "".join(squash(p.text) for p in latin_name.read(Line(name)) if p.kind is Kind.OTHER)


def same_owner(a: str, b: str) -> bool:
    """Do two names, in any script, name one owner? The core must agree and place or trade with it, nothing may speak
    against it, and the form must be one a Chinese firm has: "Languhe LLC" of Delaware is not 岚谷禾酒业."""
    if not squash(a) or not squash(b):
        return False
    if squash(a) == squash(b):
        return True
    if chinese_name.has_han(b) and not chinese_name.has_han(a):
        a, b = b, a
    match = _alone(a).find(b, MatchContext(role=Role.APPLICANT))
    if not match or match[0].demoted_by or match[0].edits:
        return False
    return names_the_firm(match[0])


def names_the_firm(match: Match) -> bool:
    """Whether more than the core of a firm was met: its place, its trade, or a whole name of it."""
    return any(reason.key.rpartition(".")[2] in _FOR for reason in match.reasons)


@lru_cache(maxsize=_HELD)
def _alone(name: str) -> FirmIndex:
    return FirmIndex([WatchedName(id="0", name=name, kind=WatchedKind.COMPANY)])
