"""Every sentence of an explanation is true of what was compared: each reason a mark can have is brought about by a real
comparison, and what it says is worked out anew from the name, the text and what stands around it. Invented names."""

from __future__ import annotations

import re
import string
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from rapidfuzz.distance import OSA

import monitor
from monitor.matching import build_matcher, tables
from monitor.matching.explain import sentence
from monitor.matching.marks.classes import related
from monitor.matching.marks.persons import may_be_person
from monitor.matching.normalise import frequency, gazetteer, pinyin, wordlists
from monitor.matching.normalise.folding import key
from monitor.model import Band, Match, MatchContext, Reason, Role, WatchedKind, WatchedName
from monitor.texts import Texts

CLOTHES, ELSEWHERE = (25,), (9,)
TALK = {Role.PRODUCT, Role.GOODS, Role.CAPTION, Role.CITED}


@dataclass(frozen=True)
class Compared:
    """A name beside a text; `around` as of MatchContext, `has` reasons that it brings about."""

    name: str
    text: str
    has: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    around: Mapping[str, Any] = field(default_factory=dict)
    kind: WatchedKind = WatchedKind.TRADEMARK
    classes: tuple[int, ...] = ()
    flags: frozenset[str] = frozenset()
    owner: str = ""

    @property
    def watched(self) -> WatchedName:
        return WatchedName(
            "w", self.name, self.kind, self.aliases, owner=self.owner, nice_classes=self.classes, flags=self.flags
        )

    @property
    def context(self) -> MatchContext:
        return MatchContext(**self.around)

    def match(self) -> Match:
        found = build_matcher([self.watched]).pair("w", self.text, self.context)
        assert found is not None
        return found


def at(**around: Any) -> dict[str, Any]:
    return around


STATED = 'The non-Latin characters in the mark transliterate to "LANGUHE" and this means "misty valley" in English.'
CASES = [
    # which spelling
    Compared("岚谷禾", "岚谷禾", ("variant.name", "operation.whole")),
    Compared("岚谷禾", "LANGUHE", ("variant.given",), aliases=("LANGUHE",)),
    Compared("岚谷禾QUAVELLO", "QUAVELLO", ("variant.part",)),
    Compared("岚谷禾", "LANGUHE", ("variant.pinyin",)),
    Compared("岚谷禾", "랑구허", ("variant.hangul_mandarin",)),
    Compared("会稽山", "KUAIJISHAN", ("variant.pinyin",)),
    Compared("女乐", "NVLE", ("variant.umlaut",)),
    Compared("岚谷潭", "LAN KU T'AN", ("variant.wade_giles",)),
    Compared("岚谷禾", "람곡화", ("variant.hangul_sino",)),
    Compared("岚谷禾", "ㄌㄢㄍㄨㄏㄜ", ("variant.bopomofo",)),
    Compared("岚谷禾", "Ланьгухэ", ("variant.palladius",)),
    Compared("天津岚", "TIENTSIN LAN", ("variant.historical",)),
    # how it stands there
    Compared("LANTERN", "LANTERN GmbH", ("operation.core_aside",)),
    Compared("岚谷禾", "LANGUHE 岚谷禾", ("operation.core_repeated", "together")),
    Compared("QUAVELLO", "КВАВЕЛО", ("operation.whole_by_sound",)),
    Compared("QUAVELLO", "КВАВЕЛО GmbH", ("operation.core_by_sound",)),
    Compared("VUKKIN COFFEE", "VUKKIN COFFEE SIAM", ("operation.word",)),
    Compared("QUAVELLO", "ROYALQUAVELLO", ("operation.embedded",)),
    Compared("岚谷禾酒", "山西岚谷禾酒坊老店", ("operation.embedded",)),
    Compared("BRONTEX", "BRONTUX", ("operation.edit",)),
    Compared("岚谷禾", "岚谷荷", ("operation.han_sound", "one_character.sound")),
    Compared("岚谷末", "岚谷未", ("operation.han_look", "one_character.look")),
    Compared("岚谷陵", "岚谷棱", ("one_character.both",)),
    Compared("岚谷林", "岚谷凌", ("one_character.blurred",)),
    Compared("岚谷醋", "LANGU SUPERIOR MATURE VINEGAR", ("operation.phrase", "inserted"), aliases=("LANGU MATURE VINEGAR",)),
    Compared("岚谷酱", "QUAVEL BEAN PASTE", ("operation.left_out", "left_out"), aliases=("QUAVEL BROAD BEAN PASTE",)),
    Compared("岚谷梨", "PEAR OF QUAVEL YULU", ("operation.turned", "turned"), aliases=("QUAVEL YULU PEAR",)),
    Compared("岚谷酒", "LANGU LIQUOR", ("operation.goods_word", "goods_word")),
    Compared("QUAVELLO", "QUAVOLLIES", ("operation.distance", "against.too_far")),
    Compared("岚谷禾", "LΑNGUHE", ("disguised",)),
    Compared("JUXEL", "ДЖАКСЕЛ", ("operation.heard", "heard")),
    Compared("VELDO", "BUYVELDOSHOES", ("glued",)),
    Compared("岚谷禾", STATED, ("statement",)),
    # what stands around it
    Compared("QUAVELLO", "QUAVELLO", ("class.same",), classes=CLOTHES, around=at(nice_classes=(9, 25))),
    Compared("QUAVELLO", "QUAVELLO", ("class.related_both",), classes=(29,), around=at(nice_classes=(30,))),
    Compared("QUAVELLO", "QUAVELLO", ("class.related_groups",), classes=(5,), around=at(nice_classes=(25,))),
    Compared("QUAVELLO", "QUAVELLO", ("class.related_coordinated",), classes=(30,), around=at(nice_classes=(43,))),
    Compared("QUAVELLO", "QUAVELLO", ("against.other_class",), classes=(33,), around=at(nice_classes=ELSEWHERE)),
    Compared("QUAVELLO", "QUAVELLO", ("against.other_class",), classes=(33,), around=at(nice_classes=ELSEWHERE),
             flags=frozenset({"famous"})),
    Compared("QUAVELLO", "QUAVELLO", ("against.other_class_weak",), classes=(33,), around=at(nice_classes=ELSEWHERE),
             flags=frozenset({"generic"})),
    Compared("QUAVELLO", "QUAVELLO", ("against.weak_name",), flags=frozenset({"generic", "short"})),
    Compared("QUAVELLO", "QUAVELLO", ("serial_owner",), around=at(serial_owner=True)),
    Compared("BRONTE", "BRANTE", ("serial_owner_raised",), around=at(serial_owner=True)),
    Compared("QUAVELLO", "QUAVELLO", ("against.dismissed",), around=at(dismissed=frozenset({"w"}))),
    Compared("QUAVELLO", "QUAVELLO", ("own_filing",), owner="山西岚谷禾酒业有限公司",
             around=at(owners=("山西岚谷禾酒业有限公司",))),
    Compared("岚谷禾", "山西岚谷禾酒业有限公司", ("owner_named",), owner="山西岚谷禾酒业有限公司", around=at(role=Role.PARTY)),
    Compared("QUAVELLO", "QUAVELLO TRADING", ("against.party_role",), around=at(role=Role.DEFENDANT)),
    Compared("岚汾", "WANG LANFEN", ("against.person_like",), around=at(role=Role.DEFENDANT)),
    Compared("山西岚谷禾酒业有限公司", "QUAVCO Harborstone Vale Nunziata", ("against.short_company_name",), kind=WatchedKind.COMPANY, aliases=("QUAVCO",),
             around=at(role=Role.DEFENDANT)),
    Compared("QUAVELLO", "shirts by QUAVELLO and others", ("against.talk",), around=at(role=Role.GOODS)),
    Compared("QUAVELLO", "QUAVELLO", ("against.talk",), around=at(role=Role.PRODUCT)),
    Compared("LANTERN", "a LANTERN and a rope", ("against.weak_in_talk",), around=at(role=Role.GOODS)),
    Compared("太钢", "TISCO", ("against.known_double",), aliases=("TISCO",), around=at(owner_countries=("TH",))),
    Compared("太钢", "TISCO SECURITIES", ("against.known_double_beside",), aliases=("TISCO",)),
    # what speaks against it, and what speaks for it all the same
    Compared("LIVONG", "LIVING", ("against.frequent_word",)),
    Compared("LIVONG", "LIVING", ("agreed.frequent_word",), classes=CLOTHES, around=at(nice_classes=CLOTHES)),
    Compared("MARLUS", "MARLY'S", ("against.possessive",)),
    Compared("MARLUS", "MARLY'S", ("agreed.possessive",), classes=CLOTHES, around=at(nice_classes=CLOTHES)),
    Compared("岚汾", "LANFENYE", ("against.longer_pinyin",)),
    Compared("岚汾", "LANFENYE", ("agreed.longer_pinyin",), classes=CLOTHES, around=at(nice_classes=CLOTHES)),
    Compared("BRONTE", "BRANTE HARBORSTONE", ("against.near_beside",)),
    Compared("BRONTE", "BRANTE HARBORSTONE", ("agreed.near_beside",), classes=CLOTHES, around=at(nice_classes=CLOTHES)),
    Compared("岚谷", "岚古", ("against.two_characters",)),
    Compared("SKEIV", "SKIEV", ("against.short_slip",)),
    Compared("SKEIV", "SKIEV", ("agreed.short_slip",), classes=CLOTHES, around=at(nice_classes=CLOTHES)),
    Compared("QBD", "QBDINVEST", ("against.short_glued",)),
    Compared("山西岚", "陕西岚", ("against.other_place",)),
    Compared("QUAVO", "QUAVO HARBORSTONE", ("against.short",)),
    Compared("WATER LANTERN", "WATER LANTERN PLACE MALL", ("against.everyday",)),
    Compared("北汾谷", "PEI FEN KU HARBORSTONE", ("against.other_romanisation",)),
    Compared("岚谷禾", "Lam Coc Hoa", ("against.without_marks",)),
    Compared("汾潭", "FEN TAN LU CUP", ("against.longer_name",)),
    Compared("汾潭", "FENTAN COUNTY", ("against.place_use",)),
    Compared("QUAVELLO", "TRQUAVELLO", ("against.part_of_word",)),
    Compared("岚谷禾", "LANGUHU", ("against.other_pinyin",)),
    Compared("岚谷山", "LANGUSAN", ("against.soft_pinyin",)),
    Compared("QUAVEL STARR", "QUAVEL STAR", ("against.other_word",)),
    Compared("HIKVELLON", "HIK-VELLON SECURITY", ("against.parted",)),
]  # fmt: skip

Check = Callable[[Compared, Match, Mapping[str, Any]], bool]


def spelt(match: Match) -> str:
    return key(match.variant)


def pinyin_word(case: Compared, match: Match, p: Mapping[str, Any]) -> bool:
    """A word of the text that can be read so and is not the spelling."""
    read = p["reading"].split(" ")
    return (
        key(p["word"]) in key(case.text)
        and "".join(read) == key(p["word"])
        and all(s in pinyin.syllables() for s in read)
    )


def word_of_text(case: Compared, match: Match, p: Mapping[str, Any]) -> bool:
    return key(p["word"]) in key(case.text)


def letters_of(case: Compared, match: Match, p: Mapping[str, Any]) -> bool:
    return bool(p["letters"] == len(spelt(match)))


def one_other(case: Compared, match: Match, p: Mapping[str, Any]) -> bool:
    """One character of the text is another than in the spelling, and the two are those that are named."""
    theirs, ours = key(match.span_text), spelt(match)
    other = [(a, b) for a, b in zip(ours, theirs, strict=True) if a != b]
    return len(theirs) == len(ours) and (not p.get("ours") or other == [(p["ours"], p["theirs"])]) and len(other) == 1


def classes_apart(case: Compared, match: Match, p: Mapping[str, Any]) -> bool:
    ours, theirs = (tuple(map(int, p[side].split("、"))) for side in ("ours", "theirs"))
    same = ours == case.classes and theirs == case.context.nice_classes and not set(ours) & set(theirs)
    return same and related(ours, theirs) is None


def classes_related(case: Compared, match: Match, p: Mapping[str, Any]) -> bool:
    found = related((p["ours"],), (p["theirs"],))
    return p["ours"] in case.classes and p["theirs"] in case.context.nice_classes and found is not None and (
        p.get("groups", "") == found.shown
    )  # fmt: skip


def flagged(case: Compared, match: Match, p: Mapping[str, Any]) -> bool:
    return set(p["flags"].split(", ")) <= case.flags


def everyday(word: str) -> bool:
    return len(word) == 1 or word in wordlists.words("everyday") or frequency.is_frequent(word)


def double(case: Compared, match: Match, p: Mapping[str, Any]) -> bool:
    return any(key(row[0]) == spelt(match) and row[2] in p["other"] for row in tables.rows("collisions.tsv"))


def slip(case: Compared, match: Match, p: Mapping[str, Any]) -> bool:
    return letters_of(case, match, p) and p["letters"] <= 5 and OSA.distance(key(p["word"]), spelt(match)) == 1


def same_text(case: Compared, match: Match, p: Mapping[str, Any]) -> bool:
    return key(match.span_text) == spelt(match) or key(match.span_text).translate(LOOK) == spelt(match)


LOOK = str.maketrans({"α": "a", "3": "e", "0": "o", "1": "i"})
CHECKS: dict[str, Check] = {
    "variant.name": lambda c, m, p: p["variant"] == c.name,
    "variant.given": lambda c, m, p: p["variant"] in c.aliases,
    "variant.part": lambda c, m, p: p["variant"] in c.name and p["variant"] != c.name,
    "operation.whole": lambda c, m, p: (same_text(c, m, p) and key(c.text).translate(LOOK) == spelt(m)) or "statement" in str(m.reasons),
    "operation.core_aside": lambda c, m, p: all(key(w) in key(c.text) and key(w) not in spelt(m) for w in p["aside"].split()),
    "operation.whole_by_sound": lambda c, m, p: same_text(c, m, p) and key(c.text) == spelt(m) and not c.text.isascii(),
    "operation.core_by_sound": lambda c, m, p: key(p["aside"]) in key(c.text) and spelt(m) in key(c.text),
    "operation.core_repeated": lambda c, m, p: same_text(c, m, p) and key(c.text) != spelt(m),
    "operation.word": lambda c, m, p: same_text(c, m, p) and key(c.text) != spelt(m),
    "operation.embedded": lambda c, m, p: same_text(c, m, p) and spelt(m) in key(c.text) != spelt(m),
    "operation.edit": lambda c, m, p: OSA.distance(key(m.span_text), spelt(m)) == p["edits"] == 1,
    "operation.han_sound": one_other,
    "operation.han_look": one_other,
    "operation.phrase": lambda c, m, p: m.edits == 1,
    "operation.left_out": lambda c, m, p: m.edits == 1,
    "operation.turned": lambda c, m, p: set(m.variant.lower().split()) <= set(c.text.lower().split()),
    "operation.goods_word": lambda c, m, p: spelt(m) != key(m.span_text),
    "operation.heard": lambda c, m, p: not m.span_text.isascii() and m.span_text in c.text,
    "operation.distance": lambda c, m, p: OSA.distance(key(m.span_text), spelt(m)) == p["edits"],
    "one_character.sound": one_other,
    "one_character.look": one_other,
    "one_character.both": one_other,
    "one_character.blurred": one_other,
    "heard": lambda c, m, p: p["word"] == m.span_text and p["given"] in (c.name, *c.aliases) and p["sounds"].isascii(),
    "glued": lambda c, m, p: key(p["word"]).replace(spelt(m), "") == "".join(map(key, p["words"].split(" + "))),
    "agreed.short_slip": lambda c, m, p: slip(c, m, p) and set(c.classes) <= set(c.context.nice_classes),
    "against.short_slip": slip,
    "against.short_glued": lambda c, m, p: letters_of(c, m, p) and p["letters"] <= 4 and m.span_text != c.text,
    "disguised": lambda c, m, p: key(m.span_text) != spelt(m),
    "statement": lambda c, m, p: f'"{m.span_text}"' in c.text,
    "together": lambda c, m, p: len(set(c.text.split())) > 1,
    "inserted": lambda c, m, p: p["word"] in c.text and p["word"] not in m.variant.upper(),
    "left_out": lambda c, m, p: p["word"] not in c.text and p["word"] in m.variant.upper(),
    "turned": lambda c, m, p: p["words"] == m.variant.upper() and p["words"] not in c.text,
    "goods_word": lambda c, m, p: key(p["core"]) in key(c.text) and word_of_text(c, m, p),
    "class.same": lambda c, m, p: {int(n) for n in p["classes"].split("、")} == set(c.classes) & set(c.context.nice_classes),
    "class.related_both": classes_related,
    "class.related_groups": classes_related,
    "class.related_coordinated": classes_related,
    "serial_owner": lambda c, m, p: c.context.serial_owner,
    "serial_owner_raised": lambda c, m, p: c.context.serial_owner,
    "own_filing": lambda c, m, p: p["owner"] == c.owner == c.context.owners[0] and m.own_filing,
    "owner_named": lambda c, m, p: p["owner"] == c.owner == c.text,
    "agreed.frequent_word": lambda c, m, p: frequency.is_frequent(p["word"].casefold()) and word_of_text(c, m, p),
    "agreed.possessive": lambda c, m, p: p["word"].endswith("'S") and word_of_text(c, m, p),
    "agreed.longer_pinyin": lambda c, m, p: pinyin_word(c, m, p) and spelt(m) in key(p["word"]),
    "agreed.near_beside": word_of_text,
    "against.frequent_word": lambda c, m, p: frequency.is_frequent(p["word"].casefold()) and word_of_text(c, m, p),
    "against.possessive": lambda c, m, p: p["word"].endswith("'S") and word_of_text(c, m, p),
    "against.person_like": lambda c, m, p: p["name"] == c.text and may_be_person(c.text),
    "against.longer_pinyin": lambda c, m, p: pinyin_word(c, m, p) and spelt(m) in key(p["word"]),
    "against.near_beside": lambda c, m, p: letters_of(c, m, p) and p["word"] == m.span_text != c.text and p["letters"] <= 7,
    "against.two_characters": lambda c, m, p: len(p["ours"]) == 2 and p["theirs"] in c.text and p["ours"] == spelt(m),
    "against.other_place": lambda c, m, p: word_of_text(c, m, p) and p["word"] not in c.name,
    "against.known_double": lambda c, m, p: double(c, m, p) and "CN" not in c.context.owner_countries,
    "against.known_double_beside": lambda c, m, p: double(c, m, p) and m.span_text != c.text,
    "against.short": lambda c, m, p: letters_of(c, m, p) and p["letters"] <= 6 and m.span_text != c.text,
    "against.everyday": lambda c, m, p: all(map(everyday, m.variant.lower().split())) and m.span_text != c.text,
    "against.other_romanisation": lambda c, m, p: pinyin.is_pinyin(spelt(m)) and m.span_text != c.text,
    "against.without_marks": lambda c, m, p: m.span_text.isascii() and not m.variant.isascii(),
    "against.longer_name": lambda c, m, p: p["word"] in c.text.split() and p["word"].lower() in pinyin.syllables(),
    "against.place_use": lambda c, m, p: p["word"].lower() in wordlists.words("designators")
    or (p["word"].lower(),) in gazetteer.latin_places(),
    "against.part_of_word": lambda c, m, p: word_of_text(c, m, p) and spelt(m) in key(p["word"]) != spelt(m),
    "against.other_pinyin": pinyin_word,
    "against.soft_pinyin": lambda c, m, p: pinyin_word(c, m, p) and any(
        [*map(pinyin.soft, p["reading"].split())] == [*map(pinyin.soft, read)] for read in pinyin.readings(spelt(m))
    ),
    "against.other_word": lambda c, m, p: word_of_text(c, m, p) and p["word"] not in m.variant.upper().split(),
    "against.too_far": lambda c, m, p: p["edits"] == m.edits and m.band is None,
    "against.party_role": lambda c, m, p: c.context.role.is_party and c.kind is not WatchedKind.COMPANY,
    "against.short_company_name": lambda c, m, p: c.kind is WatchedKind.COMPANY and spelt(m) != key(c.name),
    "against.talk": lambda c, m, p: c.context.role in TALK,
    "against.weak_in_talk": lambda c, m, p: c.context.role in TALK and (bool(c.flags) or everyday(m.variant.lower())),
    "against.weak_name": flagged,
    "against.other_class": classes_apart,
    "against.other_class_weak": lambda c, m, p: classes_apart(c, m, p) and flagged(c, m, p),
    "against.dismissed": lambda c, m, p: "w" in c.context.dismissed,
    "against.parted": lambda c, m, p: p["written"] in c.text and key(p["written"]) == spelt(m) and p["written"] != m.variant,
}  # fmt: skip
ROLES_OF_ASSESS = {  # what is said of a whole record: tests/assess
    "claimed_country", "claimed_form", "claimed_place", "claimed_alias", "claimed_likeness", "claimed_co_owner",
    "owner_now_other", "owner_before", "person", "shared", "shared_elsewhere", "rejected",
}  # fmt: skip
EARLIER = {"class.coordinated", "operation.core"}  # told by earlier versions


def short(reason: Reason) -> str:
    return reason.key.removeprefix("matching.reason.")


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c.has[0]}: {c.text[:20]}")
def test_what_an_explanation_says_is_so(case: Compared) -> None:
    match = case.match()
    told = {short(r): r.params for r in match.reasons}
    assert set(case.has) <= set(told), told
    for name, params in told.items():
        if name.startswith("variant."):
            assert params["variant"] == match.variant
            assert name in ("variant.name", f"variant.{match.variant_kind}")
        check = CHECKS.get(name)
        assert check is None or check(case, match, params), (name, params, match)
    if match.band is Band.ALERT:  # a sentence that says what it is not
        assert not re.search("不按“高度相近”处理|最高列为“疑似相近”|仅列备查|列为疑似", sentence(match, Texts("zh")))
        assert "at most for review" not in sentence(match, Texts("en"))
    assert {short(r).removeprefix("against.") for r in match.reasons if short(r).startswith("against.")} == set(
        match.demoted_by
    )


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c.has[0]}: {c.text[:20]}")
def test_words_persons_places_and_figures_are_named(case: Compared, lang: str) -> None:
    match, texts = case.match(), Texts(lang)
    said = sentence(match, texts)
    for reason in match.reasons:
        pattern = texts.find(reason.key)
        assert pattern is not None, reason.key
        for _, hole, _, _ in string.Formatter().parse(pattern):
            assert hole is None or str(reason.params[hole]) in said
    assert f"{match.score:.2f}" in said
    assert not re.search(r"[{}]", said)


def test_every_reason_a_mark_can_have_is_brought_about() -> None:
    folder = Path(monitor.__file__).parent / "texts" / "zh" / "matching.toml"
    reasons = tomllib.loads(folder.read_text(encoding="utf-8"))["reason"]
    known = {
        f"{name}.{inner}" if isinstance(value, dict) else name
        for name, value in reasons.items()
        for inner in (value if isinstance(value, dict) else [name])
    }
    wanted = {k for k in known if not k.startswith("variant.")} - ROLES_OF_ASSESS - EARLIER
    assert wanted - {name for case in CASES for name in case.has} == set()
    assert wanted - set(CHECKS) == set()
