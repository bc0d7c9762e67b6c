"""The canary of the matcher: an invented name among the watched ones, and invented records that must lead to an alert; and of
the region, an invented firm that lies in it and that nobody listed.

Every run sends them the way of every record, through the very matcher the run uses, its scoring and the folding into the
store, whose transaction is undone. Nothing of them is stored, counted or shown. A matcher that lost its spellings, its
tables or its index finds nothing and says nothing; this is how that is noticed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from monitor.assess.contexts import ALONE
from monitor.assess.region import firms_of_region
from monitor.assess.scoring import Finder, families_of, score_mentions
from monitor.matching import build_matcher
from monitor.model import (
    Band,
    Category,
    Match,
    MatchContext,
    Mention,
    Reason,
    Record,
    Role,
    SubjectKind,
    WatchedKind,
    WatchedName,
)
from monitor.places.region import Region
from monitor.store import Store
from monitor.store.records import Scored

# No syllable of it goes with the next; no register is known to hold it. Were it met, it would be left out all the same.
_MARK = WatchedName("canary-mark", "霁岫澜杳", nice_classes=(33,))
_FIRM = WatchedName(
    "canary-firm",
    "山西霁岫澜杳玻璃科技有限公司",
    WatchedKind.COMPANY,
    aliases=("Shanxi Jixiulanyao Glass Technology Co., Ltd.",),
)
_UNLISTED = "Jixiulanyao Glass Co., Ltd."
_CANARIES = (_MARK, _FIRM)
_IDS = frozenset(c.id for c in _CANARIES)

# One of each kind: Han characters, a spelling that has to be derived, a firm whose legal form is written otherwise.
_SONGS = (
    (_MARK, Mention("霁岫澜杳", Role.MARK, "canary", "zh", nice_classes=(33,))),
    (_MARK, Mention("JI XIU LAN YAO", Role.MARK, "canary", nice_classes=(33,))),
    (_FIRM, Mention("SHANXI JIXIULANYAO GLASS TECHNOLOGY COMPANY LIMITED", Role.RESPONDENT, "canary", "en", "CN")),
)


class Guarded:
    """The matcher of a list, with the canary among its names. `find` never tells of the canary."""

    def __init__(self, names: Sequence[WatchedName]) -> None:
        self.whole: Finder = build_matcher((*names, *_CANARIES))

    @property
    def version(self) -> str:
        return self.whole.version

    def find(self, text: str, context: MatchContext = ALONE) -> list[Match]:
        return [m for m in self.whole.find(text, context) if m.watched_id not in _IDS]


def unheard(matcher: Finder, category: Category) -> tuple[Reason, ...]:
    """Why the matcher is not to be trusted: a reason for every invented text it does not raise an alert for. A matcher
    without a canary (one made for a single question) is taken at its word."""
    if not isinstance(matcher, Guarded):
        return ()
    return tuple(
        Reason("health.canary_unheard", {"name": name.name, "text": mention.text})
        for name, mention in _SONGS
        if not _alerts(matcher, category, name, mention)
    )


def unstored(matcher: Finder, category: Category, store: Store, source: str, run: int, at: datetime) -> list[Reason]:
    """As `unheard`, and also where an alert that was raised does not become a hit of the store."""
    silent = list(unheard(matcher, category))
    if silent or not isinstance(matcher, Guarded):
        return silent
    for name, mention in _SONGS:
        record = Record(
            source=source, matter=f"canary:{name.id}", kind="canary", title=mention.text, url="", mentions=(mention,)
        )
        hits = store.records.rehearse(Scored(record, category, "", _alerts(matcher, category, name, mention)), run, at)
        if not any(h.watched_id == name.id and h.band == Band.ALERT for h in hits):
            silent.append(Reason("health.canary_unstored", {"name": name.name, "text": mention.text}))
    return silent


def unplaced(region: Region | None, category: Category) -> tuple[Reason, ...]:
    """Why firms of the region may be missed: an invented respondent with an address in its midst is not told of."""
    if region is None or _placed(region, category):
        return ()
    return (
        Reason("health.canary_unplaced", {"address": _address(region), "place": {"zh": region.zh, "en": region.en}}),
    )


def unstored_firm(
    region: Region | None, category: Category, store: Store, source: str, run: int, at: datetime
) -> list[Reason]:
    """As `unplaced`, and also where what was told of does not become a hit of the store."""
    silent = list(unplaced(region, category))
    if region is None or silent:
        return silent
    firms = _placed(region, category)
    record = Record(source=source, matter="canary:region", kind="canary", title="", url="", mentions=(firms[0][0],))
    hits = store.records.rehearse(Scored(record, category, "", firms=firms), run, at)
    if not any(h.subject.kind is SubjectKind.FIRM and h.band == Band.ALERT for h in hits):
        silent.append(Reason("health.canary_unstored", {"name": _UNLISTED, "text": _address(region)}))
    return silent


def _placed(region: Region, category: Category) -> tuple[tuple[Mention, Match], ...]:
    firm = Mention(_UNLISTED, Role.RESPONDENT, "canary", "en", address=_address(region))
    try:
        found = firms_of_region((firm,), category, region)
    except Exception:  # whatever it trips over, it did not sing
        return ()
    return tuple((m, match) for m, match in found if match.band is Band.ALERT)


def _address(region: Region) -> str:
    city, _, province = region.en.rpartition(", ")
    return f"1 Canary Street, {city + ' City, ' if city else ''}{province} {region.postcodes[0]}0000, China"


def _alerts(
    matcher: Guarded, category: Category, name: WatchedName, mention: Mention
) -> tuple[tuple[Mention, Match], ...]:
    try:
        found = score_mentions((mention,), category, matcher.whole, families_of(_CANARIES))
    except Exception:  # whatever it trips over, it did not sing
        return ()
    return tuple((m, match) for m, match in found if match.watched_id == name.id and match.band is Band.ALERT)
