"""What the wording of a heading says of its column (headers.toml): first the headings offices use, word for word, then the
parts a heading is made of. Traditional characters count as simplified ones."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from monitor.matching.normalise.folding import letter_folds

_OR = re.compile(r"[/／、|及或和]")


@dataclass(frozen=True, slots=True)
class Meaning:
    """`field`: what the column holds; "" where it is understood and not needed. `exact`: the heading is one that offices
    use, word for word. `weak`: a name, unless another column says more plainly that it is one. `sure`: no part of it is
    unknown ("云杼商标" is more likely a mark than a heading)."""

    field: str
    exact: bool = False
    weak: bool = False
    sure: bool = True


@cache
def vocabulary() -> Mapping[str, Any]:
    return tomllib.loads(Path(__file__).with_name("headers.toml").read_text(encoding="utf-8"))


def field_of(label: str) -> str | None:
    """The field a heading stands for; "" for one that is understood and not needed; None for an unknown one."""
    found = meaning_of(label)
    return found.field if found else None


def meaning_of(label: str) -> Meaning | None:
    """What a heading says, or None where it is not known as one."""
    return _meaning(label) if len(label) <= 60 else None


@lru_cache(4096)  # cells are asked about too, not headings alone
def _meaning(label: str) -> Meaning | None:
    forms = forms_of(label)
    weak = not set(weak_names()).isdisjoint(forms)
    for form in forms:
        for name, words in vocabulary()["fields"].items():
            if form in words["exact"]:
                return Meaning(str(name), True, weak)
        if form in vocabulary()["ignored"]["exact"]:
            return Meaning("", True)
    found = next((found for form in forms if (found := _by_parts(form))), None)
    if found is None or not found.field:
        # 商标名称及图样, 联系人/地址: what the parts say, the first that says something; 商标名称1: without its number.
        parts = (p for p in (*_OR.split(label), re.sub(r"[\d①-⑳]+$", "", label)) if p and p != label)
        found = next((m for p in parts if (m := _meaning(p)) and m.field), found)
    if found:
        return found
    for form in forms:
        # owner_en before owner, and name last: "注册人英文名称" ends with neither, "企业英文名称" with the first only.
        for name in ("owner_en", "aliases", "owner", "nice_classes", "name"):
            if any(form.endswith(end) for end in vocabulary()["fields"][name].get("ends", ())) and len(form) <= 20:
                return Meaning(name)
    return None


def weak_names() -> tuple[str, ...]:
    return tuple(vocabulary()["grammar"]["before"]["weak"])


def forms_of(label: str) -> tuple[str, ...]:
    """The heading folded, whole and without what stands in brackets: "类别(种类)" → "类别种类", "类别"."""
    text = unicodedata.normalize("NFKC", label).casefold().translate(_simplified())
    whole = "".join(c for c in text if c.isalnum() or c == "№")
    bare = "".join(c for c in re.sub(r"\([^()]*\)|\[[^\[\]]*\]", "", text) if c.isalnum())
    return (whole, bare) if bare and bare != whole else (whole,)


@cache
def _simplified() -> Mapping[int, str | None]:
    return {c: s for c, s in letter_folds().items() if c > 0x2E80}


# --- by its parts -----------------------------------------------------------------------------------------------------


def _by_parts(text: str) -> Meaning | None:
    """The noun at the end decides, once what is said of it is taken off: 代表性·商标·名称 → name."""
    grammar = vocabulary()["grammar"]
    if not text or len(text) > grammar["longest"]:
        return None
    if text.startswith("是否"):
        return Meaning("")
    whole, said = text, set[str]()
    while text:
        what, ending = _said(text)
        if (found := _noun(text)) and len(found[1]) >= len(ending):
            break
        if not ending:
            return None
        said.add(what)
        text = text.removesuffix(ending)
    if not text:  # nothing but what is said of something: 中文名称, 英文译名
        return _of_a_name(said, "", weak=True) if "名" in whole[1:] or said != {"said"} else None
    noun = _noun(text)
    assert noun is not None
    field, word = noun
    before = text.removesuffix(word)
    sure = _before().fullmatch(before) is not None
    if word in grammar["before"]["strict"] and not sure:
        return None
    if field == "name":
        return replace(_of_a_name(said, before, weak=word in grammar["before"]["weak"]), sure=sure)
    if field == "owner":
        abroad = "foreign" in said or any(w in before for w in grammar["foreign"] if len(w) > 1 and w != "国际")
        return Meaning("owner_en" if abroad else "owner_aliases" if "former" in said else "owner", sure=sure)
    if field == "products" and "foreign" in said:
        return Meaning("aliases", sure=sure)
    if field == "products" and said and before in grammar["named_products"]:
        return Meaning("name", weak=True)
    return Meaning(field, sure=sure)


def _of_a_name(said: set[str], before: str, *, weak: bool) -> Meaning:
    if "pinyin" in said:
        return Meaning("pinyin")
    abroad = any(w in before for w in vocabulary()["grammar"]["abroad"])
    return Meaning("aliases" if abroad or said & {"foreign", "former"} else "name", weak=weak)


def _noun(text: str) -> tuple[str, str] | None:
    return next(((field, word) for word, field in _nouns() if text.endswith(word)), None)


@cache
def _nouns() -> tuple[tuple[str, str], ...]:
    """(noun, field), the longest first."""
    found = {word: field for field, words in vocabulary()["grammar"]["nouns"].items() for word in words}
    return tuple(sorted(found.items(), key=lambda n: -len(n[0])))


def _said(text: str) -> tuple[str, str]:
    """(which list, the ending), the longest that fits; ("", "") where none does."""
    return max(
        (
            (what, end)
            for what in ("said", "foreign", "former", "pinyin")
            for end in vocabulary()["grammar"][what]
            if text.endswith(end)
        ),
        key=lambda found: len(found[1]),
        default=("", ""),
    )


@cache
def _before() -> re.Pattern[str]:
    words = sorted(vocabulary()["grammar"]["before"]["words"], key=len, reverse=True)
    return re.compile(f"(?:{'|'.join(map(re.escape, words))})*")


def accepted_names() -> tuple[str, ...]:
    """A few headings under which a name is looked for, for the error message."""
    exact: list[str] = vocabulary()["fields"]["name"]["exact"]
    return tuple(exact[1:9])
