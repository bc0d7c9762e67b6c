"""Latin names of the list in other scripts: what they sound like, and words that only look so. Invented names."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import pytest

from monitor.matching import build_matcher, variants_of
from monitor.matching.explain import sentence
from monitor.matching.indexing.needles import needles_of
from monitor.matching.indexing.written import written_forms
from monitor.matching.sounds.latin import SOUNDS, ways_of_saying
from monitor.matching.sounds.likeness import skeleton, unlikeness
from monitor.matching.sounds.writing import write
from monitor.matching.sounds.written import SCRIPTS, heard_in, read, reading_table
from monitor.model import Band, Match, MatchContext, Role, WatchedName
from monitor.texts import Texts

PAIRS = Path(__file__).with_name("sounds_holdout.csv")


def found(name: str, text: str, *, off: tuple[str, ...] = (), **around: object) -> Match | None:
    watched = WatchedName("w", name, nice_classes=(25,), disabled_variants=off)
    matches = build_matcher([watched]).find(text, MatchContext(**around))  # type: ignore[arg-type]
    return matches[0] if matches else None


def reviewed(match: Match | None) -> bool:
    return match is not None and match.band in (Band.REVIEW, Band.ALERT)


# --- pairs nobody fitted the tables to -----------------------------------------------------------------


@cache
def judged() -> list[tuple[dict[str, str], Match | None]]:
    with PAIRS.open(encoding="utf-8", newline="") as file:
        pairs = list(csv.DictReader(file))
    names = list(dict.fromkeys(p["watch_name"] for p in pairs))
    matcher = build_matcher([WatchedName(n, n) for n in names])
    return [
        (p, next((m for m in matcher.find(p["filing_text"]) if m.watched_id == p["watch_name"]), None)) for p in pairs
    ]


def test_names_are_found_as_each_script_writes_them() -> None:
    rows = [(p, m) for p, m in judged() if p["label"] == "match"]
    missed = [f"{p['watch_name']} | {p['filing_text']}" for p, m in rows if not reviewed(m)]
    assert {p["script"] for p, _ in rows} == set(SCRIPTS)
    assert len(missed) <= 0.05 * len(rows), missed


def test_few_words_of_other_sounds_are_taken_for_a_name_and_none_is_an_alert() -> None:
    strangers = [(p, m) for p, m in judged() if p["label"] == "no"]
    taken = [f"{p['watch_name']} | {p['filing_text']}" for p, m in strangers if reviewed(m)]
    assert len(taken) <= 0.05 * len(strangers), taken
    assert not [p for p, m in strangers if m is not None and m.band is Band.ALERT]


def test_look_up_by_index_loses_none_of_them() -> None:
    for p, match in judged():
        if match is not None:
            forms = written_forms(p["filing_text"])
            needles = needles_of([WatchedName("w", p["watch_name"])])
            assert any(all(any(piece in f for f in forms) for piece in n.pieces) for n in needles), p


# --- what is said of them ------------------------------------------------------------------------------


def test_the_usual_spelling_of_a_script_is_a_variant_of_its_own_and_weighs_less_than_the_list() -> None:
    made = {v.kind: v for v in variants_of(WatchedName("w", "VELMOR"))}
    assert set(made) == {"given", *SCRIPTS}
    assert (made["cyrillic"].text, made["hangul"].text) == ("ВЕЛМОР", "벨모어")
    assert all(made[s].prior < made["given"].prior for s in SCRIPTS)


WITHOUT_A_LETTER = {
    "cyrillic": "ТАЛВИЗА",
    "arabic": "تالفيزا",
    "greek": "ΤΑΛΒΙΖΑ",
    "thai": "ทัลวีซา",
    "hebrew": "טאלוויזא",
    "katakana": "タルヴィザ",
}


@pytest.mark.parametrize(
    ("name", "spelt"),
    [
        ("TALVIZAR", ("ТАЛВИЗАР", "탈비자", "タルヴィザー", "تالفيزار", "ΤΑΛΒΙΖΑΡ", "ทัลวีซัร", "טאלויזאר")),
        ("DANKER", ("ДАНКЕР", "당커", "ダンカー", "دانكر", "ΝΤΑΝΚΕΡ", "ดันเคอร", "דאנקר")),
        ("MORTIVA", ("МОРТИВА", "모티바", "モーティヴァ", "مورتيفا", "ΜΟΡΤΙΒΑ", "โมรทีวา", "מורטיוא")),
        ("JUMBOR", ("ДЖУМБОР", "줌보어", "ジュンボア", "جومبور", "ΤΖΟΥΜΜΠΟΡ", "จูมโบร", "ג'ומבור")),
        ("TISLAN", ("ТИСЛАН", "티슬란", "ティスラン", "تيسلان", "ΤΙΣΛΑΝ", "ทีซลัน", "טיסלאן")),
    ],
)
def test_an_r_and_an_n_before_k_are_written_as_each_script_writes_them(name: str, spelt: tuple[str, ...]) -> None:
    made = {v.kind: v.text for v in variants_of(WatchedName("w", name))}
    assert tuple(made[s] for s in SCRIPTS) == spelt


@pytest.mark.parametrize("script", WITHOUT_A_LETTER)
def test_a_spelling_that_lost_a_letter_sounds_like_the_name_and_is_not_the_name(script: str) -> None:
    match = found("TALVIZAR", WITHOUT_A_LETTER[script])
    assert match is None or match.operation == "heard"
    assert match is None or "逐字相同" not in sentence(match, Texts("zh"))


def test_a_script_that_leaves_a_letter_out_spells_no_name_for_certain() -> None:
    lost, kept = found("TALVIZAR", "탈비자"), found("TALVIZAN", "탈비잔")
    assert lost is not None
    assert kept is not None
    assert (lost.operation, lost.band, kept.band) == ("whole", Band.REVIEW, Band.ALERT)


@pytest.mark.parametrize("script", SCRIPTS)
def test_what_is_spelt_by_its_sound_is_never_said_to_be_identical(script: str) -> None:
    spelt = next(v.text for v in variants_of(WatchedName("w", "TAMORIKO")) if v.kind == script)
    for text in (spelt, f"{spelt} GmbH"):
        match = found("TAMORIKO", text)
        assert match is not None
        assert "一致" not in sentence(match, Texts("zh"))
        assert "identical" not in sentence(match, Texts("en"))


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_spelling_written_as_usual_is_the_whole_text_and_said_to_be_made_by_its_sound(script: str) -> None:
    spelt = next(v.text for v in variants_of(WatchedName("w", "TAMORIKO")) if v.kind == script)
    match = found("TAMORIKO", spelt)
    assert match is not None
    assert (match.operation, match.variant_kind) == ("whole", script)
    assert "按读音写成" in sentence(match, Texts("zh"))
    assert "by its sound in" in sentence(match, Texts("en"))


def test_another_spelling_of_the_same_sound_is_read_out_beside_the_name_it_sounds_like() -> None:
    match = found("JUXEL", "ДЖАКСЕЛ")
    assert match is not None
    assert match.operation == "heard"
    assert match.band is Band.REVIEW
    assert "“ДЖАКСЕЛ”读作 jaksel，与名录所载“JUXEL”读音相近" in sentence(match, Texts("zh"))
    assert "“ДЖАКСЕЛ” is read jaksel, like “JUXEL” of the list" in sentence(match, Texts("en"))


def test_the_nearer_the_sound_the_higher_the_score() -> None:
    near, far = found("GIMBACO", "ДЖИМБАКО"), found("GIMBACO", "ДЖЫМБАКО")
    further = found("GIMBACO", "ДЖАМБАКО")
    scores = [m.score if m else 0.0 for m in (near, far, further)]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] > scores[2]


def test_a_frequent_word_of_the_language_is_that_word_unless_the_class_agrees() -> None:
    match, agreed = found("VREMYA", "ВРЕМЯ"), found("VREMYA", "ВРЕМЯ", nice_classes=(25,))
    assert match is not None
    assert agreed is not None
    assert (match.band, match.demoted_by) == (Band.DIGEST, ("frequent_word",))
    assert agreed.band in (Band.REVIEW, Band.ALERT)


def test_two_consonants_say_little_amid_other_words() -> None:
    alone, beside = found("VATTU", "ВАТТУ"), found("VATTU", "ВАТТУ БАНК")
    assert alone is not None
    assert alone.band is Band.REVIEW
    assert beside is None or beside.band is Band.DIGEST


@pytest.mark.parametrize("role", [Role.DEFENDANT, Role.GOODS, Role.CITED])
def test_parties_and_running_text_are_searched_by_the_usual_spelling_alone(role: Role) -> None:
    assert found("JUXEL", "ДЖАКСЕЛ", role=role) is None
    assert found("VELDAMO", "ВЕЛДАМО", role=role) is not None


def test_a_script_that_is_switched_off_is_not_heard_either() -> None:
    spelt = next(v.text for v in variants_of(WatchedName("w", "BRIGHTOX")) if v.kind == "cyrillic")
    assert found("BRIGHTOX", "БРАЙТАКС", off=(spelt,)) is None
    assert found("BRIGHTOX", "브라이톡스", off=(spelt,)) is not None


@pytest.mark.parametrize("name", ["JCY", "ABC", "EAST LAKE GREEN TEA", "XKCDVW", "2468"])
def test_what_is_too_short_a_phrase_or_no_word_is_not_written_by_its_sound(name: str) -> None:
    assert {v.kind for v in variants_of(WatchedName("w", name))} == {"given"}


def test_a_latin_name_that_reads_as_pinyin_is_written_as_chinese_too() -> None:
    made = {v.text for v in variants_of(WatchedName("w", "QUANMEI"))}
    assert {"ЦЮАНЬМЭЙ", "취안메이"} <= made


# --- reading and writing -------------------------------------------------------------------------------


def test_every_sound_of_the_tables_is_one_of_the_known_ones() -> None:
    for script in SCRIPTS:
        assert SOUNDS.issuperset("".join(reading_table(script).values())), script
    for word in ("tion", "shox", "chroma", "bright", "queen", "thump", "zhang"):
        assert all(SOUNDS.issuperset(way.sounds) for way in ways_of_saying(word)), word


@pytest.mark.parametrize(
    ("word", "sounds"),
    [
        ("haval", "haval"),
        ("skyne", "skin"),
        ("vision", "viZ@n"),
        ("gelly", "Jeli"),
        ("chase", "Ceis"),
        ("boxx", "boks"),
    ],
)
def test_english_spelling_is_said_as_usual_first(word: str, sounds: str) -> None:
    assert ways_of_saying(word)[0].sounds == sounds
    assert ways_of_saying(word)[0].unusual == 0


@pytest.mark.parametrize(
    ("script", "word", "sounds"),
    [
        ("cyrillic", "ДЖИЛИ", "Jili"), ("hangul", "브라이톡스", "b^raitoks^"), ("katakana", "ﾌﾞﾗｲﾄ", "buraito"),
        ("katakana", "ぶらいと", "buraito"), ("arabic", "برايتوكس", "braituks"), ("greek", "Φελίνα", "felina"),
        ("thai", "เวลมอร์", "welmor"), ("hebrew", "קזולי", "kzuli"),
    ],
)  # fmt: skip
def test_each_script_is_read_by_its_table(script: str, word: str, sounds: str) -> None:
    assert read(script, word) == sounds


@pytest.mark.parametrize("script", SCRIPTS)
@pytest.mark.parametrize("sounds", ["velmor", "tamoriko", "braitoks", "ekoflo", "Samilu", "Junaki"])
def test_what_a_script_writes_reads_alike(script: str, sounds: str) -> None:
    written = write(script, sounds)
    assert written
    assert unlikeness(script, sounds, read(script, written), 1.7) <= 1.5


def test_likeness_is_zero_for_the_same_and_infinite_beyond_what_is_asked() -> None:
    assert unlikeness("cyrillic", "velmor", "velmor", 1.0) == 0.0
    assert unlikeness("cyrillic", "velmor", "katun", 1.0) == float("inf")
    assert skeleton("hikviZ@n") == skeleton("hikviz^n") == "KPSN"


def test_words_are_heard_alone_and_with_their_neighbours_of_the_same_script() -> None:
    text = "Дроникс-Скай 드론 x"
    heard = [text[w.start : w.end] for w in heard_in(text)]
    assert heard == ["Дроникс", "Дроникс-Скай", "Скай", "드론"]
    assert list(heard_in("plain letters")) == []
