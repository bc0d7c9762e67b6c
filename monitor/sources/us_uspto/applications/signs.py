"""The sign of an application, its classes and goods, and what statements say of how the sign is read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from monitor.model import Mention, Role, Unknown
from monitor.sources.kit.text import clean
from monitor.sources.us_uspto.applications.patterns import CaseFile
from monitor.sources.us_uspto.applications.statements import (
    named_in_description,
    named_in_statement,
    read_statement,
)

GOODS_SHOWN = 1000  # characters of goods text kept per class


def classes_of(
    case: CaseFile,
) -> tuple[tuple[int, ...], tuple[str, ...], tuple[int, ...], dict[str, str]]:
    """Nice classes; class codes outside it (US classes, A, B, 200); Nice classes whose entry is no longer active; and for
    prime classes of another system the Nice classes they became."""
    nice: dict[int, bool] = {}  # class: is any entry of it active
    other: dict[str, None] = {}
    became: dict[str, str] = {}
    for entry in case.classes:
        active = entry.get("status-code", _ACTIVE) == _ACTIVE
        codes = entry.get("international-code", ())
        for code in codes:
            number = int(code) if code.isdecimal() else 0
            if 1 <= number <= 45:
                nice[number] = nice.get(number, False) or active
            elif code.strip("0"):
                other[code] = None
        if "primary-code" in entry and entry["primary-code"][0] not in codes:
            prime = entry["primary-code"][0].rjust(3, "0")
            if found := sorted({int(c) for c in codes if c.isdecimal() and 1 <= int(c) <= 45}):
                became.setdefault(prime, ", ".join(str(c) for c in found))
    inactive = tuple([c for c, active in nice.items() if not active])
    return tuple(nice), tuple(other), inactive, became


_ACTIVE = ["6"]


def statements_of(
    case: CaseFile, classes: tuple[int, ...], became: dict[str, str], unknown: list[Unknown]
) -> tuple[dict[str, str], list[str], list[Mention]]:
    """Goods text by class, what of the sign did not fit into its field, and the mentions hidden in statements. `became`:
    Nice classes of prime classes that are none."""
    goods: dict[str, str] = {}
    overflow: list[str] = []
    mentions: list[Mention] = []
    candidates: list[Mention] = []
    for code, text in case.statements:
        kind = code[:2]
        if kind == "GS":
            if code[5:6] != "2" and text:  # 2 = only what the goods are less
                prime = code[2:5]
                nice = became[prime] if prime in became else _nice_of(prime, classes, case)
                shown = clean(
                    text[: 2 * GOODS_SHOWN], GOODS_SHOWN
                )  # a long text is not cleaned to its end to show a part
                goods[nice] = f"{goods[nice]} {shown}"[:GOODS_SHOWN] if nice in goods else shown
        elif kind == "PM":
            mentions.append(Mention(clean(text), Role.PSEUDO_MARK, code, "en", nice_classes=classes))
        elif kind == "TR" or code[:4] == "TLIT":
            named, weak = _named_in(code, clean(text), classes, unknown)
            mentions += named
            candidates += weak
        elif kind == "MK":
            overflow.append(clean(text))
        elif kind == "DM":
            candidates += _candidates(code, named_in_description(text), classes)
        elif kind in _QUOTING:
            candidates += _candidates(code, named_in_statement(text), classes)
        elif kind not in _NAMELESS and code[:4] != "TNSF" and code != "LINKBR":
            unknown.append(Unknown("us_uspto.applications.unknown.statement", params={"code": code[:4]}))
    return goods, overflow, [m for m in mentions if m.text] + candidates


# Kinds of statement that quote words of the sign: disclaimers (DS beside D0 and D1 since 2024), consents to a name.
_QUOTING = frozenset(("D0", "D1", "DS", "N0"))
# Kinds that name nothing to be watched: corrections, colours, drawings, limitations …
_NAMELESS = frozenset(("AF", "A0", "B0", "CC", "CD", "CS", "CU", "FN", "IN", "LS", "MD", "NR", "OR", "TF"))


def _nice_of(prime: str, classes: tuple[int, ...], case: CaseFile) -> str:
    """The Nice class of goods given by a prime class that is not known to be of another system. In old records the prime
    class is one of the United States: then all classes of the record, or, where it has none, that one, said to be one."""
    number = prime.lstrip("0")
    if not number.isdecimal() or int(number) in classes or not case.classes:
        return number or prime
    return ", ".join([str(c) for c in sorted(classes)]) or f"US {number}"


def _named_in(
    code: str, text: str, classes: tuple[int, ...], unknown: list[Unknown]
) -> tuple[list[Mention], list[Mention]]:
    """What a translation or transliteration names, and what it only quotes."""
    reading = read_statement(text)
    named = [
        Mention(term, Role.TRANSLITERATION, code, nice_classes=classes)
        for term in reading.transliterations + reading.wordings
    ]
    named += [Mention(term, Role.TRANSLATION, code, "en", nice_classes=classes) for term in reading.meanings]
    if not reading.understood and text:
        unknown.append(Unknown("us_uspto.applications.unknown.translation"))
        named.append(Mention(text, Role.TRANSLATION, code, "en", nice_classes=classes, extra={"whole_statement": True}))
    return named, _candidates(code, reading.candidates, classes)


def _candidates(code: str, terms: Iterable[str], classes: tuple[int, ...]) -> list[Mention]:
    """Words a statement quotes without saying what they are: perhaps how the sign is read."""
    return [
        Mention(term, Role.TRANSLITERATION, code, nice_classes=classes, extra={"weak": True})
        for term in islice(terms, _MOST_CANDIDATES)
        if len(term) <= _LONGEST_CANDIDATE
    ]


_MOST_CANDIDATES, _LONGEST_CANDIDATE = 16, 200  # of one statement; characters


def mentions_of(sign: Mention | None, statements: list[Mention], owners: list[Mention]) -> Iterator[Mention]:
    if sign:
        yield sign
    told = set()
    for mention in statements:
        same = (mention.role, mention.text.casefold())
        if same not in told:
            told.add(same)
            if "weak" not in mention.extra or sign is None or not _has(sign.text, mention.text):
                yield mention
    yield from owners


def _has(sign: str, words: str) -> bool:
    """Whether these words stand in the sign, which is matched as a whole."""
    return f" {words.casefold()} " in f" {sign.casefold()} "


def sign_of(mark: str, parts: list[str], classes: tuple[int, ...]) -> Mention | None:
    """The sign; one too long for its field goes on in an overflow statement, which may repeat its beginning or cut a
    word in two."""
    overflow = " ".join([part for part in parts if part])
    if not overflow:
        return Mention(mark, Role.MARK, "mark-identification", nice_classes=classes) if mark else None
    if overflow.startswith(mark):
        return Mention(overflow, Role.MARK, "mark-identification", nice_classes=classes)
    return Mention(
        f"{mark} {overflow}", Role.MARK, "mark-identification", aliases=(mark + overflow,), nice_classes=classes
    )
