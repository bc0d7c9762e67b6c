"""One Chinese name in the scripts and romanisations of the world, one function for each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from monitor.matching.normalise.folding import cached_key as key
from monitor.matching.variants import readings
from monitor.matching.weights import prior as prior_of

Made = Iterator[tuple[str, str, float]]  # text, kind, prior

_RARER_READING = prior_of("rarer_reading")  # in the two systems that write the rarer readings too
_RESPELT = prior_of("respelt")


@dataclass(frozen=True, slots=True)
class HanName:
    """The Chinese part of a name in simplified characters, with its Mandarin readings, likeliest first."""

    text: str
    readings: tuple[tuple[str, ...], ...]


def _han_forms(name: HanName) -> Made:
    """Display only: filings are folded to simplified characters before they are compared."""
    from opencc import OpenCC  # a tenth of a second, only when variants are made

    global _converters  # noqa: PLW0603
    if _converters is None:
        _converters = (OpenCC("s2t").convert, OpenCC("t2jp").convert)
    traditional = _converters[0](name.text)
    if traditional != name.text and key(traditional) == key(name.text):
        yield traditional, "traditional", prior_of("traditional")
    japanese = _converters[1](traditional)
    if japanese not in (name.text, traditional) and key(japanese) == key(name.text):
        yield japanese, "japanese", prior_of("japanese")


_converters: tuple[Callable[[str], str], Callable[[str], str]] | None = None


def _pinyin(name: HanName) -> Made:
    for rank, sounds in enumerate(name.readings):
        kind, prior = ("pinyin", prior_of("pinyin")) if rank == 0 else ("heteronym", prior_of("heteronym"))
        plain = [s.replace("v", "u") for s in sounds]
        yield "".join(plain).upper(), kind, prior
        if rank == 0 and len(sounds) > 1:
            yield " ".join(plain).upper(), "pinyin_spaced", prior_of("pinyin")
        if any("v" in s for s in sounds):
            yield "".join(sounds).upper(), "umlaut", prior
            yield "".join(s.replace("v", "yu") for s in sounds).upper(), "umlaut", prior


def _wade_giles(name: HanName) -> Made:
    for rank, sounds in enumerate(name.readings[:3]):
        known = [readings.syllable_table().get(s) for s in sounds]
        if all(known):
            yield (
                " ".join(s.wade_giles for s in known if s).upper(),
                "wade_giles",
                prior_of("wade_giles") if rank == 0 else _RARER_READING,
            )


def _postal(name: HanName) -> Made:
    """Wade–Giles in the dress of post offices and old labels: kiang, chow, hwa, tsing."""
    if not name.readings:
        return
    table = readings.syllable_table()
    options = []
    for sound in name.readings[0]:
        known = table.get(sound)
        if known is None:
            return
        options.append([known.wade_giles.replace("'", "").replace("ü", "u"), *known.postal])
    for n, combo in enumerate(readings.ranked(options, 40)):
        if n and len("".join(combo)) >= 6:
            yield "".join(combo).upper(), "postal", prior_of("postal")


def _historical(name: HanName) -> Made:
    """Spellings trade has used for a name or for the place in it: Tsingtao, Kweichow Moutai."""
    found = list(readings.places_in(name.text))
    if not found or not name.readings:
        return
    options: list[list[str]] = []
    at = 0
    sounds = [s.replace("v", "u") for s in name.readings[0]]
    for start, place in found:
        if start > at:
            options.append(["".join(sounds[at:start])])
        end = start + len(place)
        options.append([*readings.place_readings()[place].historical, "".join(sounds[start:end])])
        at = end
    if at < len(sounds):
        options.append(["".join(sounds[at:])])
    plain = "".join(sounds)
    for combo in readings.ranked(options, 12):
        if key("".join(combo)) != plain:
            yield " ".join(combo).upper(), "historical", prior_of("historical")


def _cantonese(name: HanName) -> Made:
    options = []
    for c in name.text:
        known = readings.character(c)
        forms = [f for j in (known.jyutping if known else ())[:2] for f in readings.hong_kong().get(j, ())]
        if not forms:
            return
        options.append(list(dict.fromkeys(forms)))
    for combo in readings.ranked(options, 60):
        yield " ".join(combo).upper(), "cantonese", prior_of("cantonese")


def _vietnamese(name: HanName) -> Made:
    options = []
    for c in name.text:
        known = readings.character(c)
        if not known or not known.vietnamese:
            return
        options.append(known.vietnamese)
    for combo in readings.ranked(options, 8):
        yield " ".join(combo).title(), "vietnamese", prior_of("vietnamese")


def _hangul_sino(name: HanName) -> Made:
    options = []
    for c in name.text:
        known = readings.character(c)
        if not known or not known.hangul:
            return
        options.append(known.hangul)
    for combo in readings.ranked(options, 8):
        text = "".join(combo)
        begun = _initial_sound(text[0]) + text[1:]
        yield begun, "hangul_sino", prior_of("hangul_sino")
        if begun != text:
            yield text, "hangul_sino", prior_of("hangul_sino")


def _initial_sound(block: str) -> str:
    """두음법칙: at the beginning of a word 려 is written 여, 라 as 나, 녀 as 여."""
    code = ord(block) - 0xAC00
    lead, vowel, coda = code // 588, code % 588 // 28, code % 28
    before_i = vowel in (2, 3, 6, 7, 12, 17, 20)  # ㅑ ㅒ ㅕ ㅖ ㅛ ㅠ ㅣ
    if lead == 5:
        lead = 11 if before_i else 2
    elif lead == 2 and before_i:
        lead = 11
    return chr(0xAC00 + lead * 588 + vowel * 28 + coda)


def _hangul_mandarin(name: HanName) -> Made:
    for sounds in name.readings[:1]:
        known = [readings.syllable_table().get(s) for s in sounds]
        if all(known):
            for combo in readings.ranked([s.hangul for s in known if s], 32):
                yield "".join(combo), "hangul_mandarin", prior_of("hangul_mandarin")


def _kana_on(name: HanName) -> Made:
    options = []
    for c in name.text:
        known = readings.character(c)
        if not known or not known.on:
            return
        options.append(known.on)
    for combo in readings.ranked(options, 8):
        yield "".join(combo), "kana_on", prior_of("kana_on")
    for combo in readings.ranked(options, 4):
        for text in _sound_changes(combo):
            yield text, "kana_on", prior_of("kana_on")


_VOICED = str.maketrans("カキクケコサシスセソタチツテトハヒフヘホ", "ガギグゲゴザジズゼゾダヂヅデドバビブベボ")
_TO_P = str.maketrans("ハヒフヘホ", "パピプペポ")


def _sound_changes(sounds: tuple[str, ...]) -> Iterator[str]:
    """How on-readings change where they meet: 連濁 (リュウ + サン → リュウザン), 促音 (テツ + カン → テッカン)."""
    if len(sounds) > 1:
        yield "".join(sounds[:-1]) + sounds[-1][0].translate(_VOICED) + sounds[-1][1:]
    joined = [sounds[0]]
    for sound in sounds[1:]:
        before, head = joined[-1], sound[0]
        if len(before) > 1 and (
            (before[-1] in "ツチ" and head in "カキクケコサシスセソタチツテトハヒフヘホ")
            or (before[-1] in "クキ" and head in "カキクケコ")
        ):
            joined[-1] = before[:-1] + "ッ"
            sound = head.translate(_TO_P) + sound[1:]  # noqa: PLW2901
        joined.append(sound)
    yield "".join(joined)


_VOICELESS = str.maketrans("ガギグゲゴザジズゼゾダデドバビブベボ", "カキクケコサチツセツタテトパピプペポ")


def _kana_mandarin(name: HanName) -> Made:
    for sounds in name.readings[:1]:
        known = [readings.syllable_table().get(s) for s in sounds]
        if not all(known):
            continue
        for combo in readings.ranked([s.katakana for s in known if s], 8):
            full = "".join(combo)
            for text in dict.fromkeys((full, full.replace("ー", ""), full.translate(_VOICELESS))):
                yield text, "kana_mandarin", prior_of("kana_mandarin")


def _palladius(name: HanName) -> Made:
    for rank, sounds in enumerate(name.readings[:3]):
        known = [readings.syllable_table().get(s) for s in sounds]
        if all(known):
            yield (
                "".join(s.palladius for s in known if s).upper(),
                "palladius",
                prior_of("palladius") if rank == 0 else _RARER_READING,
            )


def _bopomofo(name: HanName) -> Made:
    for sounds in name.readings[:1]:
        known = [readings.syllable_table().get(s) for s in sounds]
        if all(known):
            yield " ".join(s.bopomofo for s in known if s), "bopomofo", prior_of("bopomofo")


SCRIPTS: tuple[Callable[[HanName], Made], ...] = (
    _han_forms,
    _pinyin,
    _wade_giles,
    _historical,
    _postal,
    _cantonese,
    _hangul_sino,
    _hangul_mandarin,
    _kana_on,
    _kana_mandarin,
    _palladius,
    _bopomofo,
    _vietnamese,
)


# What post offices, trade and Hong Kong have written in Latin letters.
OLDER: tuple[Callable[[HanName], Made], ...] = (_historical, _wade_giles, _postal, _cantonese)


def respelt(name: HanName, own: list[str]) -> Made:
    """A given half-translation with its pinyin words in older spellings: WEST LAKE LONGJING → WEST LAKE LUNG CHING."""
    if not name.readings:
        return
    table = readings.syllable_table()
    sounds = name.readings[0]
    older: dict[str, list[str]] = {}
    for start in range(len(sounds)):
        for end in range(start + 1, len(sounds) + 1):
            known = [table.get(s) for s in sounds[start:end]]
            if end - start < len(sounds) and all(known):
                plain = "".join(sounds[start:end]).replace("v", "u")
                listed = readings.place_readings().get(name.text[start:end])
                older[plain] = [*(listed.historical if listed else ()), " ".join(s.wade_giles for s in known if s)]
                postal = [[s.wade_giles.replace("'", "").replace("ü", "u"), *s.postal] for s in known if s]
                older[plain] += ["".join(combo) for combo in readings.ranked(postal, 4)]
    for alias in own:
        words = alias.split()
        if len(words) < 2 or not alias.isascii() or key(alias) == "".join(sounds):
            continue
        for i, word in enumerate(words):
            for old in older.get(key(word), ()):
                if len(word) >= 4 and key(old) != key(word):
                    yield " ".join([*words[:i], old, *words[i + 1 :]]).upper(), "historical", _RESPELT
