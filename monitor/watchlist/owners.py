"""Who stands in the owner cell of a list: firms and other organisations that can be a party, persons, authorities.

A cell says more than a name: "甲有限公司（原乙厂）", "丙控股有限公司（BING HOLDING A/S）", "丁有限公司（被许可人）", two firms beside
each other. What stands in brackets behind a name is taken off and used. Pure; the words are those of owners.toml.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path

from monitor.legal_forms import Use, han_endings, latin_words
from monitor.watchlist.cells import has_han, one_line, several, unique, unquoted


class OwnerKind(StrEnum):
    """What an owner is. Organisations are watched as parties; of the others the reason is told why they are not."""

    ORGANISATION = "organisation"
    PERSON = "person"
    AUTHORITY = "authority"
    PLACE = "place"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Owner:
    """One owner of a cell: `name` as it will be watched, `other_names` former and short ones and those in other scripts
    that are no English name; `role` and `contact` are what the brackets said, as written."""

    name: str
    kind: OwnerKind
    english: tuple[str, ...] = ()
    other_names: tuple[str, ...] = ()
    role: str = ""
    contact: str = ""


@lru_cache(maxsize=20_000)
def owners_in(cell: str) -> tuple[Owner, ...]:
    """The owners of a cell in their order. 甲公司、乙公司等 are two, and so are 甲公司 乙厂 and 甲公司/乙公司."""
    found: dict[str, Owner] = {}
    for part in _parts(cell):
        owner = _owner(part)
        if owner.name:
            found.setdefault(owner.name, owner)
    return tuple(found.values())


def looks_like_organisation(text: str) -> bool:
    """Whether a registrant can be a party by name: it ends like an organisation. A county, a person, a remark is not."""
    return kind_of(text) is OwnerKind.ORGANISATION


def kind_of(name: str) -> OwnerKind:
    """What a name without anything beside it is."""
    plain = unicodedata.normalize("NFKC", name).casefold().strip().removesuffix("等").strip()
    bare = _without_belonging(plain)
    if not bare:
        return OwnerKind.UNKNOWN
    if not has_han(bare) and not _EAST_ASIAN.search(bare):
        return OwnerKind.ORGANISATION if _is_latin_organisation(bare) else OwnerKind.UNKNOWN
    ending = next((e for e in _organisation_ends() if bare.endswith(e)), "")
    if len(bare) >= 3 and bare != ending and (ending or bare.startswith(_form_before())):
        return OwnerKind.ORGANISATION
    if bare.endswith(tuple(_listed("authorities"))) and len(bare) >= 3:
        return OwnerKind.AUTHORITY
    if (len(bare) >= 3 or bare.endswith("县")) and bare.endswith(tuple(_listed("places"))):
        return OwnerKind.PLACE
    return OwnerKind.PERSON if _is_person(bare) else OwnerKind.UNKNOWN


# --- one cell -------------------------------------------------------------------------------------------------------

_EAST_ASIAN = re.compile("[\u3040-\u30ff\uac00-\ud7a3]")
_HAN = "\u3400-\u9fff\uf900-\ufaff"
_BEHIND = re.compile(r"^(?P<name>.*\S)\s*[(（\[【〔](?P<inside>[^()（）\[\]【】〔〕]*)[)）\]】〕]\s*$", re.DOTALL)
_LABELLED = re.compile(r"^(?P<label>[^:：]{1,8})\s*[:：]\s*(?P<text>.*)$")
_BESIDE = re.compile(rf"^(?P<han>.*[{_HAN})）])\s*(?P<latin>[A-Za-z][^{_HAN}]*[A-Za-z.)])$")
_BEFORE = re.compile(rf"^(?P<latin>[A-Za-z][^{_HAN}]*[A-Za-z.)])\s+(?P<han>[{_HAN}].*)$")
_NUMBERED = re.compile(r"^\s*(?:[\u2460-\u2473]|[(（]?\d{1,2}[)）]|\d{1,2}[.、])\s*(?=\D)")
_LONGEST_INITIALS = 3


def _parts(cell: str) -> Iterator[str]:
    for part in several(_split_at_blanks(cell), comma=False):
        rest = _NUMBERED.sub("", unquoted(part))
        yield from _split_at_signs(rest)


def _split_at_blanks(cell: str) -> str:
    """甲公司 乙厂 are two where both are organisations; a blank inside a name is of the typesetting."""
    words = re.split(r"[ \t\u3000]+", cell)
    out = words[0]
    for word in words[1:]:
        last = re.split(r"[;；、|\n]", out)[-1]
        both = (
            has_han(last) and has_han(word) and all(kind_of(_bare(w)) is OwnerKind.ORGANISATION for w in (last, word))
        )
        out += ("、" if both else " ") + word
    return out


@lru_cache(maxsize=4_000)  # what is left of a part is asked for again and again
def _split_at_signs(part: str) -> tuple[str, ...]:
    """Split at / and at ， 和 与 & between organisations."""
    for sign in re.finditer(r"\s*[/／,，&＆]\s*|[和与及]", part):
        left, right = part[: sign.start()], part[sign.end() :]
        if not (has_han(left) and right) or left.count("(") + left.count("（") > left.count(")") + left.count("）"):
            continue
        if kind_of(_bare(left)) is not OwnerKind.ORGANISATION:
            continue
        behind = _split_at_signs(right)
        whole = sign[0].strip() in ("/", "／") and has_han(
            right
        )  # 甲公司/乙: the second is an owner even if it is a person
        if whole or any(o.kind is OwnerKind.ORGANISATION for o in map(_owner, behind) if has_han(o.name)):
            return (left, *behind)
    return (part,)


def _owner(text: str) -> Owner:
    """One owner with what stands behind it in brackets."""
    name, role, contact = re.sub(r"等$", "", text.strip(" /／,，")), "", ""
    english: list[str] = []
    others: list[str] = []
    natural = False
    while (found := _BEHIND.match(name)) and not _belongs(found["inside"]):
        inside, name = one_line(found["inside"]), re.sub(r"等$", "", found["name"].strip())
        label, said = _labelled(inside)
        if inside in _listed("natural"):
            natural = True
        elif label in _listed("contacts"):
            contact = inside
        elif label in _listed("former") or label in _listed("others"):
            (others if has_han(said) else english).append(said)
        elif inside in _listed("roles"):
            role = inside
        elif not has_han(inside) and re.search(r"[A-Za-z]{2}", inside):
            english.insert(0, inside)
        elif not role:
            role = inside
    if beside := _BESIDE.match(name):
        if not _is_part(beside["latin"]) and kind_of(beside["han"]) is OwnerKind.ORGANISATION:
            name = beside["han"].strip()
            english.append(beside["latin"].strip())
    elif (beside := _BEFORE.match(name)) and _is_latin_organisation(beside["latin"].casefold()):
        name = beside["han"].strip()
        english.append(beside["latin"].strip())
    name = one_line(name)
    kind = OwnerKind.PERSON if natural else kind_of(name)
    return Owner(name, kind, unique(english), unique(o for o in others if o != name), role, contact)


def written(owners: tuple[Owner, ...]) -> str:
    """Several owners in one cell, as `owners_in` reads them again: roles and contacts left out."""
    return "、".join(
        o.name + "".join(f"（{e}）" for e in o.english) + "".join(f"（曾用名：{n}）" for n in o.other_names)
        for o in owners
    )


def _bare(text: str) -> str:
    """A name without the brackets behind it."""
    while (found := _BEHIND.match(text)) and not _belongs(found["inside"]):
        text = found["name"]
    return text.strip()


def _labelled(inside: str) -> tuple[str, str]:
    """(what the text says it is, the rest): "联系人：孙某" and "原沁香居厂"; "" for what says nothing."""
    if found := _LABELLED.match(inside):
        return found["label"].strip(), found["text"].strip()
    label = next((w for w in sorted(_listed("former"), key=len, reverse=True) if inside.startswith(w)), "")
    if label and kind_of(rest := inside.removeprefix(label).strip()) is OwnerKind.ORGANISATION:
        return label, rest
    contact = next((w for w in _listed("contacts") if inside.startswith(w)), "")
    return contact, inside.removeprefix(contact).strip()


def _belongs(inside: str) -> bool:
    """Whether brackets at the end are part of the name: （有限合伙）."""
    return unicodedata.normalize("NFKC", inside).strip() in _listed("belongs")


def _without_belonging(plain: str) -> str:
    """蔚禾商行(个体工商户) → 蔚禾商行, to see what it ends with. A form in brackets alone says it too."""
    found = _BEHIND.match(plain)
    return found["name"] if found and _belongs(found["inside"]) and found["inside"] != "有限合伙" else plain


def _is_part(latin: str) -> bool:
    """Letters that belong to the Chinese name they follow: 兰谷有限公司A."""
    return len(re.sub(r"[^A-Za-z]", "", latin)) <= _LONGEST_INITIALS


# --- what kind ------------------------------------------------------------------------------------------------------


def _is_latin_organisation(plain: str) -> bool:
    joined = re.sub(
        r"(?<![^\W\d_])([^\W\d_])[./]\s?(?=[^\W\d_](?![^\W\d_]))", r"\1", plain.casefold()
    )  # A/S, S.p.A., K.K.
    words = re.findall(r"[^\W\d_]+", joined)
    return len(words) >= 2 and not _latin_forms().isdisjoint(words[1:])


def _is_person(plain: str) -> bool:
    if "·" in plain or "・" in plain:
        return bool(re.fullmatch(rf"[{_HAN}a-z.·・\s]+", plain))
    letters = re.sub(r"\s", "", plain)
    if not re.fullmatch(rf"[{_HAN}]+", letters):
        return False
    if letters.startswith(tuple(_listed("surnames_of_two"))):
        return 3 <= len(letters) <= 4
    return 2 <= len(letters) <= 3 and letters[0] in _surnames()


@cache
def _organisation_ends() -> tuple[str, ...]:
    known = {*_listed("organisations"), *han_endings(Use.ORGANISATION), *han_endings(Use.FIRM)}
    return tuple(sorted(known, key=lambda end: (-len(end), end)))


@cache
def _form_before() -> tuple[str, ...]:
    """Forms that stand before the name, as in Japan and Korea."""
    return tuple(form for form in han_endings(Use.FIRM) if form.endswith(("会社", "회사")))


@cache
def _latin_forms() -> frozenset[str]:
    single = {form for use in (Use.ORGANISATION, Use.FIRM) for form in latin_words(use) if " " not in form}
    return frozenset(single | set(_listed("organisation_words")))


@cache
def _table() -> Mapping[str, object]:
    return tomllib.loads(Path(__file__).with_name("owners.toml").read_text(encoding="utf-8"))


def _listed(name: str) -> list[str]:
    listed = _table()[name]
    assert isinstance(listed, list)
    return listed


@cache
def _surnames() -> frozenset[str]:
    return frozenset("".join(str(_table()["surnames"]).split()))
