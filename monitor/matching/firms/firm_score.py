"""From evidence to a score: what speaks for one firm, what against it, each with its reason.

The core gives a base by its strength; place and trade add to it or take from it. The figures are rows of tables/weights.toml.
"""

from __future__ import annotations

from enum import IntEnum

from monitor.matching.bands import BELOW_ALERT, BELOW_DIGEST, BELOW_REVIEW
from monitor.matching.firms import vocabulary
from monitor.matching.firms.cores import Strength
from monitor.matching.firms.given_name import GivenName
from monitor.matching.firms.profile import Bare, Profile
from monitor.matching.firms.seen import Edit, FoundWord, SeenName
from monitor.matching.firms.summing import Score, Sum
from monitor.matching.normalise import gazetteer
from monitor.matching.normalise.folding import squash
from monitor.matching.weights import graded, weight
from monitor.model import MatchContext

_CHINA = frozenset({"CN", "HK", "MO", "TW"})
# Legal forms of another country that firms in China put behind their English names too.
_WRITTEN_IN_CHINA = frozenset({"inc", "incorporated", "incorporation"})

_BY_RULE = frozenset({"wade_giles", "postal", "cantonese"})  # spellings that a rule makes of any name
_TWO = 2  # syllables that too many names share

_BASE, _PER_PRIOR = graded("firm_core.base"), weight("firm_core.less_likely")
_PLACE_NEAR, _PLACE_PROVINCE = graded("firm_for.place_near"), graded("firm_for.place_province")
_TRADE_SAME, _TRADE_RELATED = graded("firm_for.trade_same"), graded("firm_for.trade_related")
_TRADE_BROAD, _BOTH_AGREE = graded("firm_for.trade_broad"), weight("firm_for.both_agree")
_OTHER_PROVINCE, _OTHER_CITY = graded("firm_against.other_province"), graded("firm_against.other_city")
_PLACE_VETO, _OTHER_TRADE = weight("firm_against.veto_place"), graded("firm_against.other_trade")
_FOREIGN_NAME, _FOREIGN_CONTEXT = graded("firm_against.foreign_name"), graded("firm_against.foreign_country")
_FOREIGN_FORM, _PERSON = graded("firm_against.foreign_form"), graded("firm_against.person_like")
_FIRST_EXTRA, _MORE_EXTRA = graded("firm_against.extra_words"), graded("firm_against.extra_words_more")
_OTHER_PINYIN, _ONE_LETTER = weight("firm_against.other_pinyin"), weight("firm_against.one_letter")
_LONGER_NAME, _SAME_TEXT_ABROAD = weight("firm_against.longer_name"), weight("firm_against.same_text_abroad")
_IN_THE_ADDRESS, _ONLY_POSSIBLY = weight("firm_part.in_the_address"), weight("firm_part.only_possibly")
_OTHER_IN_THE_ADDRESS = weight("firm_part.other_in_the_address")
_STRANGERS_WHERE_ALL_AGREES = weight("firm_part.strangers_where_all_agrees")
_STRANGERS_BEHIND_A_CUT = weight("firm_part.strangers_behind_a_cut")
_BARE_PROVINCE, _BARE_CITY = weight("firm_bare.province"), weight("firm_bare.city")
_MORE_TRADES_PROVINCE = weight("firm_bare.more_trades_province")
_MORE_TRADES_CITY = weight("firm_bare.more_trades_city")
# Bounds of a score, whatever speaks for the firm.
_SAME_NAME, _GIVEN_CORE = weight("firm_least.same_name"), weight("firm_least.given_core")
_COMPLETE, _SAME_TEXT = weight("firm_least.complete"), weight("firm_least.same_text")
_DERIVED, _DOUBTED = weight("firm_most.derived"), weight("firm_most.doubted")
_OWN_MARK, _OTHER_PINYIN_AGREED = weight("firm_most.own_mark"), weight("firm_most.other_pinyin_agreed")
_VETOED = weight("firm_most.vetoed")


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


def score(firm: Profile, seen: SeenName, context: MatchContext) -> Score:
    """Of one firm in one name. Adds up; never reads the text again."""
    at = seen.core.strength
    total = Sum()
    total.gain(_core_key(seen), _BASE.at(at), text=seen.span_text, core=seen.core.text, source=seen.core.source)
    if seen.core.prior < 1:
        total.add(-1, _PER_PRIOR, 1 - seen.core.prior)
        for row in seen.core.guessed:
            total.count(row, _PER_PRIOR * seen.core.prior)
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
    _strangers(firm, seen, place, trade, total)
    _abroad(seen, place, context, total)
    if seen.same_name and not total.against:
        total.free()
        total.lift(_SAME_NAME)
        total.say("same_name", name=seen.same_name)
    elif seen.whole and seen.core.given and at is not Strength.WEAK:
        total.lift(_GIVEN_CORE)
    else:
        total.limit(_DERIVED)
    if vetoed:
        total.limit(_VETOED)
    elif total.against:
        lightly = at is Strength.STRONG and len(total.against) == 1 and not _hard(total)
        total.limit(_DOUBTED if lightly else BELOW_ALERT)
    return total.score()


def score_given(
    firm: Profile, given: GivenName, before: FoundWord | None, places: list[FoundWord], context: MatchContext
) -> Score | None:
    """Of a full corporate name that the office gave, met word by word: an alert, whatever its words are worth. With another word
    before it, or a place elsewhere, it may be another firm's, and is looked at; so is one that many firms are called by, where its place is not told. None where it is another firm's."""
    total = Sum()
    total.gain("same_name", _SAME_NAME, name=given.text)
    if before is not None:
        if before.values and compare_places(firm.places, before.values) < 0:
            return None
        total.doubt("longer_name", text=before.text)
    elsewhere = [p for p in places if compare_places(firm.places, p.values) is PlaceSays.OTHER_PROVINCE]
    agrees = len(elsewhere) < len(places)
    if given.common and not agrees:
        total.say("weak_core", core=given.text)
        total.limit(BELOW_ALERT)
    if firm.places - {"CN"} and places and not agrees:
        total.doubt("other_province", text=elsewhere[0].text, place=_names(firm.places))
    if context.country and context.country.upper() not in _CHINA:
        total.doubt("foreign_country", country=context.country.upper())
    if total.against:
        total.limit(BELOW_ALERT)
    return total.score()


def score_identity(firm: Profile, name: str, sure: bool, context: MatchContext) -> Score:
    """Of a name the office gave that is the whole text: an alert whatever its words mean; without its legal form a short or
    everyday word is looked at. Another country that is told takes a little, and never the alert."""
    total = Sum()
    total.gain("same_name", _SAME_TEXT if sure else _COMPLETE, name=name)
    if not sure:
        total.doubt("weak_core", core=name)
    if context.country and context.country.upper() not in _CHINA:
        total.lose("foreign_country", _SAME_TEXT_ABROAD, country=context.country.upper())
    return total.score()


def score_bare(firm: Profile, bare: Bare, place: str, trades: list[FoundWord], exact: bool) -> Score:
    """Of a firm whose name is place and trade alone; `exact`: the text names no further trade."""
    total = Sum()
    shown = " ".join((place, *(found.text for found in trades)))
    province = all(code.endswith("0000") for code in bare.places)
    total.gain("place_trade", _BARE_PROVINCE if province else _BARE_CITY, text=shown, source=bare.source)
    total.say("no_core", name=firm.watched.name)
    if not exact:
        total.lose("more_trades", _MORE_TRADES_PROVINCE if province else _MORE_TRADES_CITY, text=shown)
    return total.score()


def score_without_core(firm: Profile, seen: SeenName) -> Score | None:
    """Of a text in which the core is absent: never in a band. None where nothing agrees."""
    total = Sum()
    if firm.bare and firm.bare[0].source == firm.watched.name:
        total.say("no_core", name=firm.watched.name)
    else:
        total.say("core_absent", core=seen.core.text)
    total.against.append("core_absent")
    place = PlaceSays.NOTHING if _vetoed(firm, seen, total) else _place(firm, seen, total)
    trade = _trade(firm, seen, total, place)
    if place <= 0 and trade <= 0:
        return None
    total.limit(_VETOED)
    return total.score()


def _core_key(seen: SeenName) -> str:
    if seen.edit is not Edit.NONE:
        return "core_near"
    return f"core_{seen.core.kind}"


def _hard(total: Sum) -> bool:
    return bool({"other_province", "other_trade", "other_city", "foreign_name"} & set(total.against))


# --- place -------------------------------------------------------------------------------------------


def _place(firm: Profile, seen: SeenName, total: Sum) -> PlaceSays:
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
        part: float = 1.0 if agreed in seen.places else _IN_THE_ADDRESS
        if doubtful:
            if not agreed.values & firm.places:
                return PlaceSays.NOTHING
            best, part = PlaceSays.SAME_PROVINCE, _ONLY_POSSIBLY
        near = best is PlaceSays.SAME_CITY
        key, gain = ("place_agrees", _PLACE_NEAR) if near else ("province_agrees", _PLACE_PROVINCE)
        total.gain(key, gain.at(at), part, text=agreed.text, place=_names(firm.places))
        if near or worst > 0 or other not in seen.places:
            return best
    far = worst is PlaceSays.OTHER_PROVINCE
    key, loss = ("other_province", _OTHER_PROVINCE) if far else ("other_city", _OTHER_CITY)
    part = 1.0 if other in seen.places else _OTHER_IN_THE_ADDRESS
    total.lose(key, loss.at(at), part, text=other.text, place=_names(firm.places))
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


def _vetoed(firm: Profile, seen: SeenName, total: Sum) -> bool:
    """Another province whose name is one letter away stands in the name: never this firm."""
    confusable = gazetteer.confusable_places()
    mistaken = {other for code in firm.places for other in confusable.get(_province(code), ())}
    mistaken |= {other for code in firm.places for other in confusable.get(code, ())}
    mine = {_province(code) for code in firm.places}
    for found in seen.places or seen.tail_places:
        provinces = {_province(code) for code in found.values}
        if found.values & mistaken and not provinces & mine:
            total.lose(
                "veto_place", _PLACE_VETO, text=found.text, place=_names(firm.places), other=_names(found.values)
            )
            return True
    return False


def _province(code: str) -> str:
    return code[:2] + "0000" if code != "CN" else code


# --- trade -------------------------------------------------------------------------------------------


def _trade(firm: Profile, seen: SeenName, total: Sum, place: PlaceSays) -> TradeSays:
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
        total.gain("trade_agrees", _TRADE_SAME.at(at), text=found.text, trade=mine)
    elif best is TradeSays.RELATED:
        total.gain("trade_related", _TRADE_RELATED.at(at), text=found.text, trade=mine)
    elif best is TradeSays.BROAD:
        total.gain("trade_broad", _TRADE_BROAD.at(at), text=found.text, trade=mine)
    worst, other = min(verdicts, key=lambda pair: pair[0])
    if worst is TradeSays.OTHER and best < TradeSays.RELATED:
        total.lose("other_trade", _OTHER_TRADE.at(at), text=other.text, trade=mine)
        return TradeSays.OTHER
    if best is TradeSays.NOTHING and at is not Strength.STRONG:
        total.say("trade_open", text=found.text, trade=mine)
        total.limit(BELOW_ALERT)
        if place <= 0 and seen.core.derived and len(seen.core.syllables) == _TWO:
            total.say("two_syllables", core=seen.core.text)
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


def _weak(firm: Profile, seen: SeenName, place: PlaceSays, trade: TradeSays, total: Sum) -> None:
    """A core that says little alone needs place or trade; broad trades count where the whole legal name is there."""
    if place > 0 and trade >= TradeSays.RELATED:
        total.add(1, _BOTH_AGREE)
        return
    total.say("weak_core", core=seen.core.text)
    alone = seen.core.given and seen.whole
    complete = _complete(firm, seen, place)
    if (alone or complete) and not total.against:
        total.lift(_COMPLETE)
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


def _asked(seen: SeenName, place: PlaceSays, trade: TradeSays, total: Sum) -> None:
    """A core that is one guess of several is no alert, and asks for the place or the trade beside it before anybody is told, or for
    both."""
    placed, traded = place > 0, trade >= TradeSays.RELATED
    if (placed and traded) if seen.core.asks_both else (placed or traded):
        total.limit(BELOW_ALERT)
        return
    if seen.core.asks_both:
        total.say("half_of_it", core=seen.core.text)
        total.limit(BELOW_REVIEW)
        return
    by_rule = seen.core.kind in _BY_RULE
    total.say("older_by_rule" if by_rule else "one_of_several", core=seen.core.text)
    total.limit(BELOW_REVIEW)


def _edit(seen: SeenName, place: PlaceSays, trade: TradeSays, total: Sum) -> None:
    if seen.edit is Edit.NONE:
        return
    if seen.edit is Edit.OTHER_PINYIN:
        total.lose("other_pinyin", _OTHER_PINYIN, text=seen.span_text, core=seen.core.text)
        agreed = place is PlaceSays.SAME_CITY and trade is TradeSays.SAME
        total.limit(_OTHER_PINYIN_AGREED if agreed else BELOW_REVIEW)
        return
    sure = place > 0 and trade >= TradeSays.RELATED
    coined = seen.core.given and not seen.core.syllables
    if not sure and (seen.core.strength is not Strength.STRONG or (coined and place <= 0 and trade <= 0)):
        # Two syllables have too many neighbours, and so has a coined mark with nothing beside it.
        total.limit(BELOW_REVIEW)
    key = "near_sound" if seen.edit is Edit.SOUND else "typo"
    total.lose(key, _ONE_LETTER, text=seen.span_text, core=seen.core.text)
    total.limit(_DOUBTED if sure else BELOW_ALERT)


def _strangers(firm: Profile, seen: SeenName, place: PlaceSays, trade: TradeSays, total: Sum) -> None:
    """Words nobody knows in the same name: it may be a longer name, another firm's. The firm's own town is none of them."""
    at = seen.core.strength
    extra = [word for word in seen.extra if squash(word) not in firm.localities]
    if extra:
        part: float = 1.0
        if place > 0 and trade is TradeSays.SAME:
            part = _STRANGERS_WHERE_ALL_AGREES
        elif seen.core.kind == "core_cut" and place > 0:
            part = _STRANGERS_BEHIND_A_CUT
        total.lose("extra_words", _FIRST_EXTRA.at(at), part, text=" ".join(extra))
        if more := min(2, len(extra) - 1):
            total.add(-1, _MORE_EXTRA.at(at), part, more)
    if seen.touching and squash(seen.touching) not in firm.localities:
        total.lose("longer_name", _LONGER_NAME, text=seen.touching)
        total.limit(BELOW_ALERT)
    firm_words = seen.forms or seen.trades or seen.group  # no person is called "Yun Zhu Trading"
    if seen.apart and seen.whole and not firm_words and not seen.core.given and at is not Strength.WEAK:
        total.lose("person_like", _PERSON.at(at), text=seen.span_text)


def _abroad(seen: SeenName, place: PlaceSays, context: MatchContext, total: Sum) -> None:
    at = seen.core.strength
    outside = [f for f in seen.countries if not f.values & _CHINA]
    if outside:
        total.lose("foreign_name", _FOREIGN_NAME.at(at), text=outside[0].text)
    elif context.country and context.country.upper() not in _CHINA:
        total.lose("foreign_country", _FOREIGN_CONTEXT.at(at), country=context.country.upper())
    foreign = bool(seen.forms) and all("foreign" in f.values for f in seen.forms)
    if foreign and not (place > 0 and all(f.text.casefold() in _WRITTEN_IN_CHINA for f in seen.forms)):
        total.lose("foreign_form", _FOREIGN_FORM.at(at), text=seen.forms[0].text)
