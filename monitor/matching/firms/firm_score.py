"""From evidence to a score: what speaks for one firm, what against it, each with its reason.

The core gives a base by its strength; place and trade add to it or take from it. The figures were set on the labelled
pairs of tests/matching_firms and nowhere else.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from monitor.matching.bands import BELOW_ALERT, BELOW_DIGEST, BELOW_REVIEW
from monitor.matching.firms import vocabulary
from monitor.matching.firms.cores import Strength
from monitor.matching.firms.given_name import GivenName
from monitor.matching.firms.profile import Bare, Profile
from monitor.matching.firms.seen import Edit, FoundWord, SeenName
from monitor.matching.normalise import gazetteer
from monitor.model import MatchContext, Reason

_CHINA = frozenset({"CN", "HK", "MO", "TW"})
# Legal forms of another country that firms in China put behind their English names too.
_WRITTEN_IN_CHINA = frozenset({"inc", "incorporated", "incorporation"})

_BY_RULE = frozenset({"wade_giles", "postal", "cantonese"})  # spellings that a rule makes of any name
_TWO = 2  # syllables that too many names share

# Bounds of a score, whatever speaks for the firm.
_VETOED = 0.30
_DERIVED = 0.98  # what was derived is never quite certain
_DOUBTED = 0.89  # a strong core with one thing against it, or one wrong letter where place and trade agree
_OTHER_PINYIN_AGREED = 0.80  # pinyin of another name, place and trade agreeing
# The least score of a name the office gave: word by word, as the core alone, and as all there is of a weak name.
_SAME_NAME, _GIVEN_CORE, _COMPLETE = 0.95, 0.92, 0.72
_OWN_MARK = (
    0.70  # what a mark of the firm writes, alone: looked at, and less than the mark itself, which may be what is meant
)
_SAME_TEXT, _SAME_TEXT_ABROAD = 0.97, 0.06  # the name is the whole text

# By strength of the core: weak, medium, strong.
_BASE = (0.56, 0.78, 0.88)
_PLACE_NEAR, _PLACE_PROVINCE = (0.17, 0.13, 0.10), (0.12, 0.09, 0.07)
_TRADE_SAME, _TRADE_RELATED, _TRADE_BROAD = (0.16, 0.10, 0.07), (0.07, 0.04, 0.03), (0.07, 0.04, 0.03)
_OTHER_PROVINCE, _OTHER_CITY = (0.30, 0.22, 0.19), (0.16, 0.14, 0.08)
_OTHER_TRADE = (0.24, 0.18, 0.13)
_FOREIGN_NAME, _FOREIGN_CONTEXT, _FOREIGN_FORM = (0.30, 0.12, 0.06), (0.20, 0.06, 0.03), (0.10, 0.05, 0.02)
_FIRST_EXTRA, _MORE_EXTRA = (0.16, 0.12, 0.08), (0.06, 0.05, 0.04)
_PERSON = (0.16, 0.16, 0.20)

# Whatever the strength.
_PER_PRIOR = 0.4  # how much of what a spelling lacks in likelihood its score loses
_IN_THE_ADDRESS, _ONLY_POSSIBLY = 0.8, 0.5  # weight of a place that agrees: after the name; a word for several places
_OTHER_IN_THE_ADDRESS = 0.6  # weight of a place that contradicts, after the name
_PLACE_VETO = 0.5
_BOTH_AGREE = 0.02  # a weak core with place and trade
_OTHER_PINYIN, _ONE_LETTER, _LONGER_NAME = 0.20, 0.09, 0.06
_STRANGERS_WHERE_ALL_AGREES = 0.6
_STRANGERS_BEHIND_A_CUT = 0.4  # they may be the rest of the Chinese name, in English
# Names of place and trade alone: of a province, of a city or county; and what further trades take from them.
_BARE_PROVINCE, _BARE_CITY = 0.82, 0.9
_MORE_TRADES_PROVINCE, _MORE_TRADES_CITY = 0.20, 0.24


class PlaceSays(IntEnum):
    """What the places of a name say of the firm."""

    OTHER_PROVINCE = -2
    OTHER_CITY = -1
    NOTHING = 0
    SAME_PROVINCE = 1
    SAME_CITY = 2  # or county


class TradeSays(IntEnum):
    """What the trades of a name say of the firm."""

    OTHER = -1
    NOTHING = 0
    BROAD = 1  # only a broad word agrees
    RELATED = 2
    SAME = 3


@dataclass(frozen=True, slots=True)
class Score:
    """A score from 0 to 1, why, and the names of the reasons that lowered it."""

    value: float
    reasons: tuple[Reason, ...]
    demoted_by: tuple[str, ...]


class _Sum:
    """A running score with its reasons; `against` names what demoted."""

    def __init__(self) -> None:
        self.value = 0.0
        self.cap = 1.0
        self.reasons: list[Reason] = []
        self.against: list[str] = []

    def add(self, amount: float, key: str, **params: object) -> None:
        self.value += amount
        self.reasons.append(Reason(f"company.reason.{key}", params))
        if amount < 0:
            self.against.append(key)

    def limit(self, cap: float) -> None:
        self.cap = min(self.cap, cap)


def score(firm: Profile, seen: SeenName, context: MatchContext) -> Score:
    """Of one firm in one name. Adds up; never reads the text again."""
    at = seen.core.strength
    total = _Sum()
    total.add(_BASE[at], _core_key(seen), text=seen.span_text, core=seen.core.text, source=seen.core.source)
    if seen.core.prior < 1:
        total.value -= (1 - seen.core.prior) * _PER_PRIOR
    vetoed = _vetoed(firm, seen, total)
    place = PlaceSays.NOTHING if vetoed else _place(firm, seen, total)
    trade = _trade(firm, seen, total, place)
    if at is Strength.WEAK:
        _weak(firm, seen, place, trade, total)
    if seen.core.everyday and place <= 0:
        total.limit(BELOW_DIGEST)
    if seen.core.review and place <= 0 and trade < TradeSays.RELATED:
        total.limit(_OWN_MARK)
    if seen.core.asks:
        _asked(seen, place, trade, total)
    _edit(seen, place, trade, total)
    _strangers(seen, place, trade, total)
    _abroad(seen, place, context, total)
    if seen.same_name and not total.against:
        total.value, total.cap = max(total.value, _SAME_NAME), 1.0
        total.add(0.0, "same_name", name=seen.same_name)
    elif seen.whole and seen.core.given and at is not Strength.WEAK:
        total.value = max(total.value, _GIVEN_CORE)
    else:
        total.limit(_DERIVED)
    if vetoed:
        total.limit(_VETOED)
    elif total.against:
        lightly = at is Strength.STRONG and len(total.against) == 1 and not _hard(total)
        total.limit(_DOUBTED if lightly else BELOW_ALERT)
    return Score(round(max(0.0, min(total.value, total.cap, 1.0)), 3), tuple(total.reasons), tuple(total.against))


def score_given(
    firm: Profile, given: GivenName, before: FoundWord | None, places: list[FoundWord], context: MatchContext
) -> Score | None:
    """Of a full corporate name that the office gave, met word by word: an alert, whatever its words are worth. With another word
    before it, or a place elsewhere, it may be another firm's, and is looked at; so is one that many firms are called by, where its place is not told. None where it is another firm's."""
    total = _Sum()
    total.add(_SAME_NAME, "same_name", name=given.text)
    if before is not None:
        if before.values and compare_places(firm.places, before.values) < 0:
            return None
        total.add(0.0, "longer_name", text=before.text)
        total.against.append("longer_name")
    elsewhere = [p for p in places if compare_places(firm.places, p.values) is PlaceSays.OTHER_PROVINCE]
    agrees = len(elsewhere) < len(places)
    if given.common and not agrees:
        total.add(0.0, "weak_core", core=given.text)
        total.limit(BELOW_ALERT)
    if firm.places - {"CN"} and places and not agrees:
        total.add(0.0, "other_province", text=elsewhere[0].text, place=_names(firm.places))
        total.against.append("other_province")
    if context.country and context.country.upper() not in _CHINA:
        total.add(0.0, "foreign_country", country=context.country.upper())
        total.against.append("foreign_country")
    if total.against:
        total.limit(BELOW_ALERT)
    return Score(round(min(total.value, total.cap), 3), tuple(total.reasons), tuple(total.against))


def score_identity(firm: Profile, name: str, sure: bool, context: MatchContext) -> Score:
    """Of a name the office gave that is the whole text: an alert whatever its words mean; without its legal form a short or
    everyday word is looked at. Another country that is told takes a little, and never the alert."""
    total = _Sum()
    total.add(_SAME_TEXT if sure else _COMPLETE, "same_name", name=name)
    if not sure:
        total.add(0.0, "weak_core", core=name)
        total.against.append("weak_core")
    if context.country and context.country.upper() not in _CHINA:
        total.add(-_SAME_TEXT_ABROAD, "foreign_country", country=context.country.upper())
    return Score(round(total.value, 3), tuple(total.reasons), tuple(total.against))


def score_bare(firm: Profile, bare: Bare, place: str, trades: list[FoundWord], exact: bool) -> Score:
    """Of a firm whose name is place and trade alone; `exact`: the text names no further trade."""
    total = _Sum()
    shown = " ".join((place, *(found.text for found in trades)))
    province = all(code.endswith("0000") for code in bare.places)
    total.add(_BARE_PROVINCE if province else _BARE_CITY, "place_trade", text=shown, source=bare.source)
    total.add(0.0, "no_core", name=firm.watched.name)
    if not exact:
        total.add(-(_MORE_TRADES_PROVINCE if province else _MORE_TRADES_CITY), "more_trades", text=shown)
    return Score(round(total.value, 3), tuple(total.reasons), tuple(total.against))


def score_without_core(firm: Profile, seen: SeenName) -> Score | None:
    """Of a text in which the core is absent: never in a band. None where nothing agrees."""
    total = _Sum()
    if firm.bare and firm.bare[0].source == firm.watched.name:
        total.add(0.0, "no_core", name=firm.watched.name)
    else:
        total.add(0.0, "core_absent", core=seen.core.text)
    total.against.append("core_absent")
    place = PlaceSays.NOTHING if _vetoed(firm, seen, total) else _place(firm, seen, total)
    trade = _trade(firm, seen, total, place)
    if place <= 0 and trade <= 0:
        return None
    total.limit(_VETOED)
    return Score(round(max(0.0, min(total.value, total.cap)), 3), tuple(total.reasons), tuple(total.against))


def _core_key(seen: SeenName) -> str:
    if seen.edit is not Edit.NONE:
        return "core_near"
    return f"core_{seen.core.kind}"


def _hard(total: _Sum) -> bool:
    return bool({"other_province", "other_trade", "other_city", "foreign_name"} & set(total.against))


# --- place -------------------------------------------------------------------------------------------


def _place(firm: Profile, seen: SeenName, total: _Sum) -> PlaceSays:
    """What the best place of the name says, or the worst where that contradicts in the name itself."""
    at = seen.core.strength
    if not firm.places - {"CN"}:
        return PlaceSays.NOTHING
    verdicts = [(compare_places(firm.places, found.values), found) for found in (*seen.places, *seen.tail_places)]
    if not verdicts:
        return PlaceSays.NOTHING
    best, agreed = max(verdicts, key=lambda pair: pair[0])
    worst, other = min(verdicts, key=lambda pair: pair[0])
    # 新绛 and 新疆 are both Xinjiang: such a word proves little, and nothing where another one says which is meant.
    doubtful = best > 0 and compare_places(firm.places, gazetteer.highest(agreed.values)) < best
    if best > 0 and not (doubtful and worst is PlaceSays.OTHER_PROVINCE):
        weight = 1.0 if agreed in seen.places else _IN_THE_ADDRESS
        if doubtful:
            if not agreed.values & firm.places:
                return PlaceSays.NOTHING
            best, weight = PlaceSays.SAME_PROVINCE, _ONLY_POSSIBLY
        near = best is PlaceSays.SAME_CITY
        gain = (_PLACE_NEAR if near else _PLACE_PROVINCE)[at] * weight
        total.add(gain, "place_agrees" if near else "province_agrees", text=agreed.text, place=_names(firm.places))
        if near or worst > 0 or other not in seen.places:
            return best
    far = worst is PlaceSays.OTHER_PROVINCE
    loss = (_OTHER_PROVINCE if far else _OTHER_CITY)[at] * (1.0 if other in seen.places else _OTHER_IN_THE_ADDRESS)
    key = "other_province" if far else "other_city"
    total.add(-loss, key, text=other.text, place=_names(firm.places))
    return worst


def compare_places(ours: frozenset[str], theirs: frozenset[str]) -> PlaceSays:
    """How the places of a firm and one place word of a text (its possible codes) agree, at best."""
    best = PlaceSays.OTHER_PROVINCE
    for one in ours:
        for other in theirs:
            best = max(best, _compare(one, other))
    return best


def _compare(one: str, other: str) -> PlaceSays:
    if one == "CN" or other == "CN" or one[:2] != other[:2]:
        return PlaceSays.OTHER_PROVINCE
    if one.endswith("0000") or other.endswith("0000"):
        # 省会 or not: a city inside our province, or our province alone, is weaker than the city itself.
        municipality = one == other and one[:2] in {"11", "12", "31", "50"}
        return PlaceSays.SAME_CITY if municipality else PlaceSays.SAME_PROVINCE
    if one[:4] == other[:4] and (one == other or one.endswith("00") or other.endswith("00")):
        return PlaceSays.SAME_CITY
    return PlaceSays.SAME_PROVINCE if one[:4] == other[:4] else PlaceSays.OTHER_CITY


def _names(codes: frozenset[str]) -> str:
    known = gazetteer.places()
    return "、".join(known[c].zh for c in sorted(codes) if c in known)


def _vetoed(firm: Profile, seen: SeenName, total: _Sum) -> bool:
    """Another province whose name is one letter away stands in the name: never this firm."""
    confusable = gazetteer.confusable_places()
    mistaken = {other for code in firm.places for other in confusable.get(_province(code), ())}
    mistaken |= {other for code in firm.places for other in confusable.get(code, ())}
    mine = {_province(code) for code in firm.places}
    for found in seen.places or seen.tail_places:
        provinces = {_province(code) for code in found.values}
        if found.values & mistaken and not provinces & mine:
            total.add(
                -_PLACE_VETO, "veto_place", text=found.text, place=_names(firm.places), other=_names(found.values)
            )
            return True
    return False


def _province(code: str) -> str:
    return code[:2] + "0000" if code != "CN" else code


# --- trade -------------------------------------------------------------------------------------------


def _trade(firm: Profile, seen: SeenName, total: _Sum, place: PlaceSays) -> TradeSays:
    """What the best trade of the name says; another trade where none is the firm's own or related."""
    at = seen.core.strength
    meanings = vocabulary.trades()
    ours = {c for c in firm.trades if meanings[c].breadth != "filler"}
    said = [f for f in seen.trades if any(meanings[c].breadth != "filler" for c in f.values)]
    if not ours or not said:
        return TradeSays.NOTHING
    verdicts = [(_compare_trade(ours, found), found) for found in said]
    best, found = max(verdicts, key=lambda pair: pair[0])
    mine = _trade_names(firm)
    if best is TradeSays.SAME:
        total.add(_TRADE_SAME[at], "trade_agrees", text=found.text, trade=mine)
    elif best is TradeSays.RELATED:
        total.add(_TRADE_RELATED[at], "trade_related", text=found.text, trade=mine)
    elif best is TradeSays.BROAD:
        total.add(_TRADE_BROAD[at], "trade_broad", text=found.text, trade=mine)
    worst, other = min(verdicts, key=lambda pair: pair[0])
    if worst is TradeSays.OTHER and best < TradeSays.RELATED:
        total.add(-_OTHER_TRADE[at], "other_trade", text=other.text, trade=mine)
        return TradeSays.OTHER
    if best is TradeSays.NOTHING and at is not Strength.STRONG:
        total.add(0.0, "trade_open", text=found.text, trade=mine)
        total.limit(BELOW_ALERT)
        if place <= 0 and seen.core.derived and len(seen.core.syllables) == _TWO:
            total.add(0.0, "two_syllables", core=seen.core.text)
            total.limit(BELOW_REVIEW)
    return best


def _compare_trade(ours: set[str], found: FoundWord) -> TradeSays:
    meanings = vocabulary.trades()
    shared = ours & found.values
    if shared:
        return TradeSays.SAME if any(meanings[c].breadth == "" for c in shared) else TradeSays.BROAD
    groups = {meanings[c].group for c in ours if meanings[c].breadth == ""}
    theirs = [meanings[c] for c in found.values if meanings[c].breadth != "filler"]
    if any(t.group in groups for t in theirs):
        return TradeSays.RELATED
    if any(t.breadth == "broad" for t in theirs) or not groups:
        return TradeSays.NOTHING
    if any((mine, t.group) in vocabulary.related_groups() for mine in groups for t in theirs):
        return TradeSays.NOTHING
    return TradeSays.OTHER


def _trade_names(firm: Profile) -> str:
    return "、".join(_first_word(c) for c in sorted(firm.trades) if vocabulary.trades()[c].breadth != "filler")


def _first_word(concept: str) -> str:
    return next(word for word, c in vocabulary.han_trades().items() if c == concept)


# --- the rest ----------------------------------------------------------------------------------------


def _weak(firm: Profile, seen: SeenName, place: PlaceSays, trade: TradeSays, total: _Sum) -> None:
    """A core that says little alone needs place or trade; broad trades count where the whole legal name is there."""
    if place > 0 and trade >= TradeSays.RELATED:
        total.value += _BOTH_AGREE
        return
    total.add(0.0, "weak_core", core=seen.core.text)
    alone = seen.core.given and seen.whole
    complete = _complete(firm, seen, place)
    if (alone or complete) and not total.against:
        total.value = max(total.value, _COMPLETE)
    near, same = place is PlaceSays.SAME_CITY, trade is TradeSays.SAME
    if place <= 0 and trade < TradeSays.RELATED and not alone and not complete:
        total.limit(BELOW_DIGEST)
    elif not (near or same or (place > 0 and trade > 0) or alone or complete):
        total.limit(BELOW_REVIEW)
    else:
        total.limit(BELOW_ALERT)


def _complete(firm: Profile, seen: SeenName, place: PlaceSays) -> bool:
    """Every part of the legal name is in the text and nothing else: 山西安泰集团 is "Shanxi Antai Group", and 东方集团, which has
    neither place nor trade, "Dongfang Group"."""
    if seen.extra or (firm.name_placed and place <= 0):
        return False
    if not (firm.name_placed or firm.name_trades):
        return seen.whole and firm.name_grouped == seen.group and bool(seen.forms or seen.group)
    meanings = vocabulary.trades()
    said = [f.values for f in seen.trades if any(meanings[c].breadth != "filler" for c in f.values)]
    named = all(any(t in values for values in said) for t in firm.name_trades)
    return named and all(v & firm.name_trades or any(meanings[c].breadth for c in v) for v in said)


def _asked(seen: SeenName, place: PlaceSays, trade: TradeSays, total: _Sum) -> None:
    """A core that is one guess of several is no alert, and asks for the place or the trade beside it before anybody is told."""
    if place > 0 or trade >= TradeSays.RELATED:
        total.limit(BELOW_ALERT)
        return
    by_rule = seen.core.kind in _BY_RULE
    total.add(0.0, "older_by_rule" if by_rule else "one_of_several", core=seen.core.text)
    total.limit(BELOW_REVIEW)


def _edit(seen: SeenName, place: PlaceSays, trade: TradeSays, total: _Sum) -> None:
    if seen.edit is Edit.NONE:
        return
    if seen.edit is Edit.OTHER_PINYIN:
        total.add(-_OTHER_PINYIN, "other_pinyin", text=seen.span_text, core=seen.core.text)
        agreed = place is PlaceSays.SAME_CITY and trade is TradeSays.SAME
        total.limit(_OTHER_PINYIN_AGREED if agreed else BELOW_REVIEW)
        return
    sure = place > 0 and trade >= TradeSays.RELATED
    coined = seen.core.given and not seen.core.syllables
    if not sure and (seen.core.strength is not Strength.STRONG or (coined and place <= 0 and trade <= 0)):
        # Two syllables have too many neighbours, and so has a coined mark with nothing beside it.
        total.limit(BELOW_REVIEW)
    total.add(
        -_ONE_LETTER, "near_sound" if seen.edit is Edit.SOUND else "typo", text=seen.span_text, core=seen.core.text
    )
    total.limit(_DOUBTED if sure else BELOW_ALERT)


def _strangers(seen: SeenName, place: PlaceSays, trade: TradeSays, total: _Sum) -> None:
    """Words nobody knows in the same name: it may be a longer name, another firm's."""
    at = seen.core.strength
    if seen.extra:
        loss = _FIRST_EXTRA[at] + _MORE_EXTRA[at] * min(2, len(seen.extra) - 1)
        if place > 0 and trade is TradeSays.SAME:
            loss *= _STRANGERS_WHERE_ALL_AGREES
        elif seen.core.kind == "core_cut" and place > 0:
            loss *= _STRANGERS_BEHIND_A_CUT
        total.add(-loss, "extra_words", text=" ".join(seen.extra))
    if seen.touching:
        total.add(-_LONGER_NAME, "longer_name", text=seen.touching)
        total.limit(BELOW_ALERT)
    firm_words = seen.forms or seen.trades or seen.group  # no person is called "Yun Zhu Trading"
    if seen.apart and seen.whole and not firm_words and not seen.core.given and at is not Strength.WEAK:
        total.add(-_PERSON[at], "person_like", text=seen.span_text)


def _abroad(seen: SeenName, place: PlaceSays, context: MatchContext, total: _Sum) -> None:
    at = seen.core.strength
    outside = [f for f in seen.countries if not f.values & _CHINA]
    if outside:
        total.add(-_FOREIGN_NAME[at], "foreign_name", text=outside[0].text)
    elif context.country and context.country.upper() not in _CHINA:
        total.add(-_FOREIGN_CONTEXT[at], "foreign_country", country=context.country.upper())
    foreign = bool(seen.forms) and all("foreign" in f.values for f in seen.forms)
    if foreign and not (place > 0 and all(f.text.casefold() in _WRITTEN_IN_CHINA for f in seen.forms)):
        total.add(-_FOREIGN_FORM[at], "foreign_form", text=seen.forms[0].text)
