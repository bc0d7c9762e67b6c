"""Every sentence about a firm is true of what was compared: what it names stands in the text or on the list, and what it says of it
is worked out anew. Invented names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

import pytest
from rapidfuzz.distance import OSA

from monitor.matching import firms
from monitor.matching.firms.chinese_name import has_han
from monitor.matching.normalise import gazetteer, pinyin
from monitor.matching.normalise.folding import key
from monitor.model import Band, Match, MatchContext, Role, WatchedName
from monitor.texts import Texts
from tests.matching_firms.firms import PARTY, firm, index, pairs

Told = tuple[WatchedName, str, MatchContext, Match]
ABROAD = MatchContext(role=Role.PARTY, country="US")
FURTHER = [  # reasons no labelled pair has
    (firm("山西岚谷禾酒业有限公司", city="吕梁"), "Languhe Liquor Trading", ABROAD),
    (firm("太原重工股份有限公司"), "Taiyuan Heavy Industry Mining Equipment Co., Ltd.", PARTY),
    (firm("山西新岚谷科技有限公司"), "Shanxi New Langu Technology Co., Ltd.", PARTY),
]


@cache
def told() -> tuple[Told, ...]:
    return tuple(_told())


def _told() -> Iterator[Told]:
    for pair in pairs():
        if match := index().explain_pair(pair.watched, pair.text, PARTY):
            yield pair.watched, pair.text, PARTY, match
    for watched, text, context in FURTHER:
        match = firms.build([watched]).explain_pair(watched, text, context)
        assert match is not None
        yield watched, text, context, match


Check = Callable[[Told, Mapping[str, Any]], bool]


def same_letters(one: Told, p: Mapping[str, Any]) -> bool:
    """Alone, or run together with the place before it or the trade behind it; a conjunction between its syllables does not count."""
    said = key(re.sub(r"\band\b|&", "", p["text"]))
    return said == key(p["core"]) or (key(p["core"]) in said and " " not in p["text"])


def one_slip(one: Told, p: Mapping[str, Any]) -> bool:
    return 0 < OSA.distance(key(p["text"]), key(p["core"])) <= 2  # nasal and sibilant together


def softened(text: str) -> set[tuple[str, ...]]:
    return {tuple(map(pinyin.soft, reading)) for reading in pinyin.readings(key(text))}


def place_known(one: Told, p: Mapping[str, Any]) -> bool:
    """The places said to be the firm's are places of the table."""
    names = {place.zh for place in gazetteer.places().values()}
    return set(p["place"].split("、")) <= names


def elsewhere(one: Told, p: Mapping[str, Any]) -> bool:
    return place_known(one, p) and p["text"] not in p["place"]


def trade_of_firm(one: Told, p: Mapping[str, Any]) -> bool:
    return bool(p["trade"]) and all(has_han(word) for word in p["trade"].split("、"))


def beside(one: Told, p: Mapping[str, Any]) -> bool:
    return not any(key(w) in map(key, (one[0].name, *one[0].aliases)) for w in p["text"].split())


def always(one: Told, p: Mapping[str, Any]) -> bool:
    return True


CHECKS: dict[str, Check] = {
    "core_legal_name": lambda o, p: same_letters(o, p) and key(p["core"]) in key(o[0].name),
    "core_given": lambda o, p: same_letters(o, p) and key(p["core"]) in key(p["source"]),
    "core_given_han": lambda o, p: same_letters(o, p) and key(p["core"]) in key(p["source"]),
    "core_given_pinyin": lambda o, p: same_letters(o, p) and has_han(p["source"]) and pinyin.is_pinyin(p["core"]),
    "core_pinyin": lambda o, p: same_letters(o, p) and has_han(p["source"]),
    "core_pinyin_reading": lambda o, p: same_letters(o, p) and has_han(p["source"]),
    "core_pinyin_umlaut": lambda o, p: same_letters(o, p) and re.search("[绿女吕旅铝]", p["source"]) is not None,
    "core_core_cut": lambda o, p: same_letters(o, p) and has_han(p["source"]),
    "core_half_translated": lambda o, p: "new" in p["core"] and "新" in p["source"],
    "core_near": one_slip,
    "core_absent": lambda o, p: key(p["core"]) not in key(o[1]),
    "place_agrees": place_known,
    "province_agrees": place_known,
    "other_city": elsewhere,
    "other_province": elsewhere,
    "veto_place": lambda o, p: elsewhere(o, p) and p["other"] not in p["place"] and o[3].band is None,
    "trade_agrees": trade_of_firm,
    "trade_related": trade_of_firm,
    "trade_broad": trade_of_firm,
    "trade_open": trade_of_firm,
    "other_trade": trade_of_firm,
    "place_trade": lambda o, p: p["source"] in (o[0].name, *o[0].aliases),
    "no_core": lambda o, p: p["name"] == o[0].name,
    "more_trades": always,
    "weak_core": always,
    "typo": one_slip,
    "near_sound": lambda o, p: one_slip(o, p) and bool(softened(p["text"]) & softened(p["core"])),
    "other_pinyin": lambda o, p: one_slip(o, p) and pinyin.is_pinyin(key(p["text"])),
    "extra_words": beside,
    "longer_name": beside,
    "person_like": lambda o, p: len(p["text"].split()) > 1,
    "foreign_name": always,
    "foreign_country": lambda o, p: p["country"] == o[2].country != "CN",
    "foreign_form": always,
    "same_name": lambda o, p: p["name"] in (o[0].name, *o[0].aliases),
}


@pytest.mark.parametrize("name", sorted(CHECKS))
def test_what_is_said_of_a_firm_is_so(name: str) -> None:
    found = [(one, r.params) for one in told() for r in one[3].reasons if r.key == f"company.reason.{name}"]
    assert found, "no comparison brings this reason about"
    wrong = [(one[0].name, one[1], dict(p)) for one, p in found if not CHECKS[name](one, p)]
    assert wrong == []


def test_what_a_sentence_quotes_stands_in_the_text_or_on_the_list() -> None:
    wrong = []
    for watched, text, _, match in told():
        listed = (watched.name, *watched.aliases, watched.owner, watched.owner_en)
        for reason in match.reasons:
            quoted = str(reason.params.get("text", ""))
            if not all(key(word) in key(text) for word in quoted.split() if word not in ("and", "&")):
                wrong.append((reason.key, quoted, text))
            for part in ("source", "name"):
                if part in reason.params and reason.params[part] not in listed:
                    wrong.append((reason.key, str(reason.params[part]), watched.name))
    assert wrong == []


def test_nothing_says_of_an_alert_that_it_is_none() -> None:
    wrong = [
        (reason.key, watched.name, text)
        for watched, text, _, match in told()
        if match.band is Band.ALERT
        for reason in match.reasons
        if "不按“高度相近”处理" in Texts("zh").reason(reason) or "not taken as very like" in Texts("en").reason(reason)
    ]
    assert wrong == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_places_trades_words_and_cuts_are_named(lang: str) -> None:
    texts = Texts(lang)
    for _, _, _, match in told():
        for reason in match.reasons:
            said = texts.reason(reason)
            for part, value in reason.params.items():
                if "{" + part + "}" in (texts.find(reason.key) or ""):
                    assert str(value) in said
