"""How one Mandarin (or Cantonese) syllable is spelled in other systems, as rules. Used only by build_tables.py.

The rules are those of the published systems, written down from their descriptions: Hanyu Pinyin (1958, ISO 7098),
Wade–Giles, the Chinese postal romanisation, the Palladius system, the Korean rules for foreign words (외래어 표기법,
Chinese), common Japanese katakana renderings, and the Hong Kong usage for Cantonese. ü is written v inside.
"""

from __future__ import annotations

import itertools

_FINALS = {
    "b": "a ai an ang ao ei en eng i ian iao ie in ing o u",
    "p": "a ai an ang ao ei en eng i ian iao ie in ing o ou u",
    "m": "a ai an ang ao e ei en eng i ian iao ie in ing iu o ou u",
    "f": "a an ang ei en eng o ou u",
    "d": "a ai an ang ao e ei en eng i ia ian iao ie ing iu ong ou u uan ui un uo",
    "t": "a ai an ang ao e eng i ian iao ie ing ong ou u uan ui un uo",
    "n": "a ai an ang ao e ei en eng i ian iang iao ie in ing iu ong ou u uan uo v ve",
    "l": "a ai an ang ao e ei eng i ia ian iang iao ie in ing iu ong ou u uan un uo v ve",
    "g": "a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo",
    "k": "a ai an ang ao e en eng ong ou u ua uai uan uang ui un uo",
    "h": "a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo",
    "j": "i ia ian iang iao ie in ing iong iu v van ve vn",
    "q": "i ia ian iang iao ie in ing iong iu v van ve vn",
    "x": "i ia ian iang iao ie in ing iong iu v van ve vn",
    "zh": "a ai an ang ao e ei en eng i ong ou u ua uai uan uang ui un uo",
    "ch": "a ai an ang ao e en eng i ong ou u ua uai uan uang ui un uo",
    "sh": "a ai an ang ao e ei en eng i ou u ua uai uan uang ui un uo",
    "r": "an ang ao e en eng i ong ou u uan ui un uo",
    "z": "a ai an ang ao e ei en eng i ong ou u uan ui un uo",
    "c": "a ai an ang ao e en eng i ong ou u uan ui un uo",
    "s": "a ai an ang ao e en eng i ong ou u uan ui un uo",
    "": "a ai an ang ao e ei en eng er o ou i ia ian iang iao ie in ing iong iou v van ve vn u ua uai uan uang uei uen ueng uo",
}
# How a syllable without initial is written in pinyin.
_ZERO = {
    "i": "yi", "ia": "ya", "ian": "yan", "iang": "yang", "iao": "yao", "ie": "ye", "in": "yin", "ing": "ying",
    "iong": "yong", "iou": "you", "v": "yu", "van": "yuan", "ve": "yue", "vn": "yun", "u": "wu", "ua": "wa",
    "uai": "wai", "uan": "wan", "uang": "wang", "uei": "wei", "uen": "wen", "ueng": "weng", "uo": "wo",
}  # fmt: skip
_HISSING = ("zh", "ch", "sh", "r", "z", "c", "s")


def syllables() -> list[tuple[str, str, str]]:
    """(pinyin as registers write it, initial, final) of every syllable of the standard language."""
    out = []
    for initial, finals in _FINALS.items():
        for final in finals.split():
            if not initial:
                spelled = _ZERO.get(final, final)
            elif initial in ("j", "q", "x"):
                spelled = initial + final.replace("v", "u")
            else:
                spelled = initial + final
            out.append((spelled, initial, final))
    return sorted(out)


# --- Wade–Giles and postal ---------------------------------------------------------------------------

_WG_INITIAL = {
    "b": "p", "p": "p'", "d": "t", "t": "t'", "g": "k", "k": "k'", "j": "ch", "q": "ch'", "x": "hs",
    "zh": "ch", "ch": "ch'", "r": "j", "z": "ts", "c": "ts'",
}  # fmt: skip
_WG_ZERO = {
    "i": "i", "ie": "yeh", "ian": "yen", "iong": "yung", "iou": "yu", "v": "yü", "van": "yüan", "ve": "yüeh",
    "vn": "yün", "e": "o", "er": "erh",
}  # fmt: skip


def wade_giles(spelled: str, initial: str, final: str) -> str:
    if not initial:
        return _WG_ZERO.get(final, spelled)
    if final == "i" and initial in _HISSING:
        return {"z": "tzu", "c": "tz'u", "s": "ssu"}.get(initial) or _WG_INITIAL.get(initial, initial) + "ih"
    head = _WG_INITIAL.get(initial, initial)
    tail = {"ie": "ieh", "ian": "ien", "iong": "iung", "ong": "ung", "ve": "üeh"}.get(final, final)
    if final == "e" and initial in ("g", "k", "h"):
        tail = "o"
    if final == "uo" and initial not in ("g", "k", "h", "sh"):
        tail = "o"
    if final == "ui" and initial in ("g", "k"):
        tail = "uei"
    return head + tail.replace("v", "ü")


def postal(spelled: str, initial: str, final: str) -> list[str]:
    """Spellings of the postal kind and of old trade names, most usual first; ≤ 3, without the Wade–Giles one."""
    wg = wade_giles(spelled, initial, final).replace("'", "").replace("ü", "u")
    heads = {"j": ["k", "ch", "ts"], "q": ["k", "ch", "ts"], "x": ["h", "s", "hs"]}.get(initial)
    tail = final.replace("v", "u")
    swaps = {
        "ou": "ow", "ua": "wa", "uang": "wang", "uan": "wan", "ui": "wei", "uo": "o", "ong": "ung", "ian": "ien",
        "e": "eh", "ie": "ieh", "ve": "ueh", "uai": "wai", "iong": "iung",
    }  # fmt: skip
    tail = swaps.get(final, tail)
    if heads is None:
        if not initial or final == "i":
            old = {"shi": ["shih"], "si": ["sze"], "zi": ["tze"], "yi": ["yi"], "you": ["yow"]}.get(spelled, [])
            return [s for s in old if s != wg]
        if initial in ("d", "t", "n", "l", "z", "c", "s", "r", "zh", "ch", "sh") and final in ("uan", "ui", "uo"):
            return []
        heads = [_WG_INITIAL.get(initial, initial).replace("'", "")]
        if initial in ("g", "k", "h") and final == "e":
            tail = "o"
    return [s for s in (head + tail for head in heads) if s != wg][:3]


# --- Palladius ----------------------------------------------------------------------------------------

_RU_INITIAL = {
    "b": "б", "p": "п", "m": "м", "f": "ф", "d": "д", "t": "т", "n": "н", "l": "л", "g": "г", "k": "к", "h": "х",
    "j": "цз", "q": "ц", "x": "с", "zh": "чж", "ch": "ч", "sh": "ш", "r": "ж", "z": "цз", "c": "ц", "s": "с",
}  # fmt: skip
_RU_FINAL = {
    "a": "а", "o": "о", "e": "э", "ai": "ай", "ei": "эй", "ao": "ао", "ou": "оу", "an": "ань", "en": "энь",
    "ang": "ан", "eng": "эн", "er": "эр", "ong": "ун", "i": "и", "ia": "я", "ie": "е", "iao": "яо", "iu": "ю",
    "ian": "янь", "in": "инь", "iang": "ян", "ing": "ин", "iong": "юн", "u": "у", "ua": "уа", "uo": "о",
    "uai": "уай", "ui": "уй", "uan": "уань", "un": "унь", "uang": "уан", "v": "юй", "ve": "юэ", "van": "юань",
    "vn": "юнь", "iou": "ю", "uei": "вэй", "uen": "вэнь", "ueng": "вэн",
}  # fmt: skip
_RU_ZERO = {"ua": "ва", "uo": "во", "uai": "вай", "uan": "вань", "uang": "ван"}


def palladius(spelled: str, initial: str, final: str) -> str:
    if not initial:
        return _RU_ZERO.get(final) or _RU_FINAL[final]
    if spelled == "hui":
        return "хуэй"
    if final == "i" and initial in ("z", "c", "s"):
        return _RU_INITIAL[initial] + "ы"
    return _RU_INITIAL[initial] + _RU_FINAL[final]


# --- bopomofo ------------------------------------------------------------------------------------------

_ZHUYIN_ORDER = "b p m f d t n l g k h j q x zh ch sh r z c s"
_ZHUYIN_INITIAL = dict(zip(_ZHUYIN_ORDER.split(), "ㄅㄆㄇㄈㄉㄊㄋㄌㄍㄎㄏㄐㄑㄒㄓㄔㄕㄖㄗㄘㄙ", strict=True))
_ZHUYIN_FINAL = {
    "a": "ㄚ", "o": "ㄛ", "e": "ㄜ", "ai": "ㄞ", "ei": "ㄟ", "ao": "ㄠ", "ou": "ㄡ", "an": "ㄢ", "en": "ㄣ", "ang": "ㄤ",
    "eng": "ㄥ", "er": "ㄦ", "ong": "ㄨㄥ", "i": "ㄧ", "ia": "ㄧㄚ", "ie": "ㄧㄝ", "iao": "ㄧㄠ", "iu": "ㄧㄡ", "iou": "ㄧㄡ",
    "ian": "ㄧㄢ", "in": "ㄧㄣ", "iang": "ㄧㄤ", "ing": "ㄧㄥ", "iong": "ㄩㄥ", "u": "ㄨ", "ua": "ㄨㄚ", "uo": "ㄨㄛ",
    "uai": "ㄨㄞ", "ui": "ㄨㄟ", "uei": "ㄨㄟ", "uan": "ㄨㄢ", "un": "ㄨㄣ", "uen": "ㄨㄣ", "uang": "ㄨㄤ", "ueng": "ㄨㄥ",
    "v": "ㄩ", "ve": "ㄩㄝ", "van": "ㄩㄢ", "vn": "ㄩㄣ",
}  # fmt: skip


def bopomofo(spelled: str, initial: str, final: str) -> str:
    if final == "i" and initial in _HISSING:
        return _ZHUYIN_INITIAL[initial]
    return _ZHUYIN_INITIAL.get(initial, "") + _ZHUYIN_FINAL[final]


# --- hangul -------------------------------------------------------------------------------------------

_LEADS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_CODAS = ["", *"ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"]
_KO_INITIAL = {
    "b": "ㅂ", "p": "ㅍ", "m": "ㅁ", "f": "ㅍ", "d": "ㄷ", "t": "ㅌ", "n": "ㄴ", "l": "ㄹ", "g": "ㄱ", "k": "ㅋ",
    "h": "ㅎ", "j": "ㅈ", "q": "ㅊ", "x": "ㅅ", "zh": "ㅈ", "ch": "ㅊ", "sh": "ㅅ", "r": "ㄹ", "z": "ㅉ", "c": "ㅊ",
    "s": "ㅆ", "": "ㅇ",
}  # fmt: skip
# final -> spellings as vowel + coda + further letters; the official one first, then what people write by ear.
_KO_FINAL = {
    "a": ["ㅏ"], "o": ["ㅗ"], "e": ["ㅓ"], "ai": ["ㅏ+이"], "ei": ["ㅔ+이"], "ao": ["ㅏ+오"], "ou": ["ㅓ+우", "ㅗ+우"],
    "an": ["ㅏㄴ"], "en": ["ㅓㄴ", "ㅔㄴ"], "ang": ["ㅏㅇ"], "eng": ["ㅓㅇ"], "er": ["ㅓㄹ"], "ong": ["ㅜㅇ", "ㅗㅇ"],
    "i": ["ㅣ"], "ia": ["ㅑ", "ㅣ+아"], "ie": ["ㅖ", "ㅣ+에"], "iao": ["ㅑ+오", "ㅣ+아오"], "iu": ["ㅠ", "ㅣ+우"],
    "ian": ["ㅖㄴ", "ㅣ+엔", "ㅣ+안"], "in": ["ㅣㄴ"], "iang": ["ㅑㅇ", "ㅣ+앙"], "ing": ["ㅣㅇ"],
    "iong": ["ㅠㅇ", "ㅛㅇ"], "u": ["ㅜ"], "ua": ["ㅘ", "ㅜ+아"], "uo": ["ㅝ", "ㅜ+오"], "uai": ["ㅘ+이"],
    "ui": ["ㅜ+이"], "uan": ["ㅘㄴ", "ㅜ+안"], "un": ["ㅜㄴ"], "uang": ["ㅘㅇ", "ㅜ+앙"], "v": ["ㅟ", "ㅠ"],
    "ve": ["ㅞ", "ㅟ+에"], "van": ["ㅟ+안", "ㅟ+엔"], "vn": ["ㅟㄴ", "ㅠㄴ"], "iou": ["ㅠ", "ㅛ+우"], "uei": ["ㅞ+이"],
    "uen": ["ㅝㄴ"], "ueng": ["ㅝㅇ"],
}  # fmt: skip
_PALATAL = {"ㅑ": "ㅏ", "ㅕ": "ㅓ", "ㅛ": "ㅗ", "ㅠ": "ㅜ", "ㅖ": "ㅔ"}


def hangul(spelled: str, initial: str, final: str) -> list[str]:
    lead = _KO_INITIAL[initial]
    if final == "i" and initial in _HISSING:
        official = [(lead, "ㅡ", "", "")]
    else:
        official = []
        for form in _KO_FINAL[final]:
            head, _, tail = form.partition("+")
            vowel, coda = head[0], head[1:]
            if lead in "ㅈㅉㅊ" and vowel in _PALATAL:
                vowel = _PALATAL[vowel]
            official.append((lead, vowel, coda, tail))
    plain = {"ㅉ": "ㅈ", "ㅆ": "ㅅ"}
    by_ear = [(plain[lead_], v, c, t) for lead_, v, c, t in official if lead_ in plain]
    return list(dict.fromkeys(_block(*parts) for parts in official + by_ear))


def _block(lead: str, vowel: str, coda: str, tail: str) -> str:
    code = (_LEADS.index(lead) * 21 + _VOWELS.index(vowel)) * 28 + _CODAS.index(coda)
    return chr(0xAC00 + code) + tail


# --- katakana -----------------------------------------------------------------------------------------

_ROWS = {
    "b": "バビブベボ", "p": "パピプペポ", "m": "マミムメモ", "d": "ダディドゥデド", "t": "タティトゥテト",
    "n": "ナニヌネノ", "l": "ラリルレロ", "r": "ラリルレロ", "g": "ガギグゲゴ", "k": "カキクケコ", "h": "ハヒフヘホ",
    "s": "サシスセソ", "z": "ザズィズゼゾ", "c": "ツァツィツツェツォ", "f": "ファフィフフェフォ",
    "sh": "シャシシュシェショ", "ch": "チャチチュチェチョ", "zh": "ジャジジュジェジョ", "j": "ジャジジュジェジョ",
    "q": "チャチチュチェチョ", "x": "シャシシュシェショ",
}  # fmt: skip
_KANA_FINAL = {  # A I U E O stand for the row's kana, other letters for themselves
    "a": ["Aー"], "o": ["Oー"], "e": ["Aー", "Oー", "Uー", "Eー"], "ai": ["Aイ"], "ei": ["Eイ"], "ao": ["Aオ"],
    "ou": ["Oウ"], "an": ["Aン"], "ang": ["Aン"], "en": ["Eン"], "eng": ["Eン", "Oン"], "ong": ["Oン", "Uン"],
    "i": ["Iー"], "ia": ["Iア", "Iャ"], "ie": ["Iエ"], "iao": ["Iアオ", "Iャオ"], "iu": ["Iウ", "Iュウ", "Iョウ"],
    "ian": ["Iエン", "Iアン"], "in": ["Iン"], "ing": ["Iン"], "iang": ["Iャン", "Iアン"], "iong": ["Iョン", "Iオン"],
    "u": ["Uー"], "ua": ["Uア", "Oア", "Uワ"], "uo": ["Uオ", "Oー"], "uai": ["Uアイ", "Oアイ"],
    "uan": ["Uアン", "Oアン"], "uang": ["Uアン", "Oアン"], "ui": ["Uイ", "Oイ"], "un": ["Uン", "Uエン"],
    "v": ["Iュー", "Iュイ"], "ve": ["Iュエ"], "van": ["Iュアン", "Iュエン"], "vn": ["Iュン"],
}  # fmt: skip
_KANA_ZERO = {
    "a": "アー", "ai": "アイ", "an": "アン", "ang": "アン", "ao": "アオ", "e": "オー;ウー", "ei": "エイ", "en": "エン",
    "eng": "オン", "er": "アル", "o": "オー", "ou": "オウ", "i": "イー", "ia": "ヤー", "ian": "イエン;ヤン", "iang": "ヤン",
    "iao": "ヤオ", "ie": "イエ", "in": "イン", "ing": "イン", "iong": "ヨン", "iou": "ヨウ;ユウ", "v": "ユー;ユイ",
    "van": "ユエン;ユアン", "ve": "ユエ", "vn": "ユン", "u": "ウー", "ua": "ワー", "uai": "ワイ", "uan": "ワン",
    "uang": "ワン", "uei": "ウェイ", "uen": "ウェン", "ueng": "ウォン", "uo": "ウォ;ウオ",
}  # fmt: skip


def katakana(spelled: str, initial: str, final: str) -> list[str]:
    """Renderings by ear, most usual first. Voiced and voiceless spellings (ジウ/チウ) are one after folding."""
    if not initial:
        return _KANA_ZERO[final].split(";")
    row = _row(_ROWS[initial])
    if final == "i" and initial in ("z", "c", "s"):
        return [{"z": "ズー", "c": "ツー", "s": "スー"}[initial]]
    if spelled == "ri":
        return ["リー", "ルー"]
    if spelled.startswith("hua"):
        return [
            s + spelled[3:].replace("ng", "ン").replace("n", "ン").replace("i", "イ") for s in ("ホア", "フア", "ホワ")
        ]
    out = []
    for form in _KANA_FINAL[final]:
        kana = "".join(row.get(c, c) for c in form)
        if initial in ("j", "q", "x") and final in ("ia", "ian", "iang", "iao"):
            out.append(
                kana.replace("ジア", "ジャ").replace("チア", "チャ").replace("シア", "シャ").replace("エン", "ェン")
            )
        out.append(kana)
    return list(dict.fromkeys(out))


def _row(kana: str) -> dict[str, str]:
    cells: list[str] = []
    for c in kana:
        if c in "ァィゥェォャュョ" and cells:
            cells[-1] += c
        else:
            cells.append(c)
    return dict(zip("AIUEO", cells, strict=True))


# --- Cantonese, Hong Kong usage -----------------------------------------------------------------------

_HK_INITIAL = {
    "b": ["p", "b"], "p": ["p"], "m": ["m"], "f": ["f"], "d": ["t", "d"], "t": ["t"], "n": ["n"], "l": ["l"],
    "g": ["k", "g"], "k": ["k"], "ng": ["ng"], "h": ["h"], "gw": ["kw", "gw"], "kw": ["kw"], "w": ["w"],
    "z": ["ch", "ts", "j"], "c": ["ch", "ts"], "s": ["s", "sh"], "j": ["y"], "": [""],
}  # fmt: skip
_HK_FINAL = {
    "aa": ["a", "ah"], "aai": ["ai"], "aau": ["au"], "aam": ["am"], "aan": ["an"], "aang": ["ang"], "aap": ["ap"],
    "aat": ["at"], "aak": ["ak"], "ai": ["ai"], "au": ["au", "ow"], "am": ["am", "um"], "an": ["an", "un"],
    "ang": ["ang", "ung"], "ap": ["ap", "up"], "at": ["at", "ut"], "ak": ["ak", "ack"], "e": ["e", "eh"], "ei": ["ei", "ee"],
    "eng": ["eng"], "ek": ["ek"], "i": ["i", "ee"], "iu": ["iu"], "im": ["im"], "in": ["in"], "ing": ["ing"],
    "ip": ["ip"], "it": ["it"], "ik": ["ik", "ick"], "o": ["o"], "oi": ["oi"], "ou": ["o", "ou"], "on": ["on"], "ong": ["ong"],
    "ot": ["ot"], "ok": ["ok", "ock"], "oe": ["eu"], "oeng": ["eung"], "oek": ["euk"], "eoi": ["ui"], "eon": ["un"],
    "eot": ["ut"], "u": ["u", "oo"], "ui": ["ui"], "un": ["un", "oon"], "ung": ["ung"], "ut": ["ut"], "uk": ["uk", "ook"],
    "yu": ["yu", "u", "ue"], "yun": ["uen", "un", "yuen"], "yut": ["uet", "ut"], "m": ["m"], "ng": ["ng"],
}  # fmt: skip


def hong_kong(jyutping: str) -> list[str]:
    """Romanisations of one Jyutping syllable (without tone), the government's usage first; ≤ 5."""
    for size in (2, 1, 0):
        initial, final = jyutping[:size], jyutping[size:]
        if initial in _HK_INITIAL and final in _HK_FINAL:
            break
    else:
        return []
    special = {"si": ["sze", "si", "see"], "zi": ["chi", "tsz", "ji"], "ci": ["chi", "tsz"], "jyun": ["yuen"], "jyu": ["yu", "yue"],
               "jyut": ["yuet"], "hap": ["hop", "hap", "hup"], "gap": ["kap", "kop"], "m": ["ng", "m"], "ng": ["ng"]}  # fmt: skip
    if jyutping in special:
        return special[jyutping]
    heads = _HK_INITIAL[initial]
    if initial in ("", "ng") and final[:1] in "aoe":  # 亞 is A, Ah and Nga
        heads = ["", "ng"] if initial == "" else ["ng", ""]
    if initial == "s" and final in ("oeng", "ing", "yu", "eng", "ek", "ap", "am", "eoi", "eon", "an", "iu", "yun"):
        heads = ["sh", "s"]
    ranked = sorted(itertools.product(enumerate(heads), enumerate(_HK_FINAL[final])), key=lambda p: p[0][0] + p[1][0])
    return list(dict.fromkeys(h[1] + f[1] for h, f in ranked))[:5]
