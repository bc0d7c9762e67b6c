"""What a pasted letter names: numbers, names of the list, firms, what a label says stands behind it, mail addresses. Pure.

Nothing here says what is stored of them; each thing is told with where it stood, so that a person can check it in the letter.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from monitor.assess.contexts import contexts_of
from monitor.legal_forms import Use, han_endings, words_pattern
from monitor.matching import Matcher
from monitor.matching.normalise import fold, squash
from monitor.model import Match, Mention, Role

MOST = 80  # things that are looked up of one letter
_LONGEST_LINE = 2_000  # characters that are looked at for names at once
_LONGEST_NAME = 120
_CLEARLY = 0.1  # by how much one name of the list is likelier than another in one place


class As(StrEnum):
    """As what a thing was recognised. Words: texts "answer.as"."""

    NUMBER = "number"
    LISTED = "listed"
    FIRM = "firm"
    PLAINTIFF = "plaintiff"
    DEFENDANT = "defendant"
    STORE = "store"
    BRAND = "brand"
    COUNSEL = "counsel"
    JUDGE = "judge"
    CASE = "case"  # a label announced a number, and none was read
    MAIL = "mail"


@dataclass(frozen=True, slots=True)
class Thing:
    """`text`: as it stands in the letter; `line` and `column` from 1. `watched` and `match`: of a name of the list.
    `readings`: of a number (monitor.lookup.numbers). `times`: how often it stands there."""

    kind: As
    text: str
    line: int
    column: int
    start: int
    end: int
    watched: str = ""
    match: Match | None = None
    readings: tuple[Any, ...] = ()
    times: int = 1


Numbers = Callable[[str], Iterable[Any]]
"""A text → the numbers printed in it, each with `start`, `end` and `readings`."""


def things_in(text: str, matcher: Matcher | None, numbers: Numbers) -> list[Thing]:
    """Everything recognised, in the order of the letter, each once. A firm that is a name of the list is that; a label that
    stands before a number or a listed name adds nothing."""
    place = _Places(text)
    found = [place.thing(As.NUMBER, p.start, p.end, readings=tuple(p.readings)) for p in numbers(text) if p.readings]
    taken = [(f.start, f.end) for f in found]
    listed = list(_listed(text, matcher, place)) if matcher is not None else []
    found += listed
    taken += [(f.start, f.end) for f in listed]
    firms = list(_firms(text, place))
    found = [f for f in (_as_printed(f, firms, place) for f in found) if not _less_than_another(f, found)]
    for thing in (*_mails(text, place), *_labelled(text, place), *firms):
        for one in (thing, *_behind_and(thing, place)):
            if not any(start < one.end and one.start < end for start, end in taken):
                found.append(one)
                taken.append((one.start, one.end))
                break
    return _once(sorted(found, key=lambda f: (f.start, f.end)))


def _less_than_another(thing: Thing, found: Sequence[Thing]) -> bool:
    """Whether another name of the list is clearly meant in the same place: the firm, and not the mark in its name."""
    return thing.match is not None and any(
        other.match is not None
        and other.match.score > thing.match.score + _CLEARLY
        and other.start < thing.end
        and thing.start < other.end
        for other in found
    )


def _as_printed(thing: Thing, firms: Sequence[Thing], place: _Places) -> Thing:
    """A listed firm with all of its name, where the matcher marks the core alone."""
    if thing.match is None or thing.match.operation != "company":
        return thing
    whole = next((f for f in firms if f.start <= thing.start and thing.end <= f.end), None)
    return place.thing(As.LISTED, whole.start, whole.end, watched=thing.watched, match=thing.match) if whole else thing


def _behind_and(thing: Thing, place: _Places) -> Iterator[Thing]:
    """ "STORE and Firm LLC", where the store is a thing of its own: the firm alone."""
    before, and_, _ = thing.text.rpartition(" and ")
    if thing.kind is As.FIRM and and_ and len(thing.text) == thing.end - thing.start:
        yield place.thing(As.FIRM, thing.start + len(before) + len(and_), thing.end)


class _Places:
    """Where in the letter a character stands."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = [0, *(m.end() for m in re.finditer("\n", text))]

    def thing(self, kind: As, start: int, end: int, **more: Any) -> Thing:
        from bisect import bisect_right

        line = bisect_right(self._starts, start)
        said = " ".join(self._text[start:end].split())
        return Thing(kind, said, line, start - self._starts[line - 1] + 1, start, end, **more)


_CALLED = frozenset({As.FIRM, As.PLAINTIFF, As.DEFENDANT, As.STORE, As.BRAND, As.COUNSEL})
"""Names of somebody or something, whatever a label calls them."""


def _once(found: Sequence[Thing]) -> list[Thing]:
    """Each thing where it stands first, a name of the list where it stands most surely; a name with what a label calls it."""
    first: dict[tuple[str, str], Thing] = {}
    for thing in found:
        known = first.setdefault(_same(thing), replace(thing, times=0))
        sure = known.match is not None and thing.match is not None and thing.match.score > known.match.score
        kind = thing.kind if known.kind is As.FIRM else known.kind
        first[_same(thing)] = replace(thing if sure else known, kind=kind, times=known.times + 1)
    return sorted(first.values(), key=lambda f: f.start)


def _same(thing: Thing) -> tuple[str, str]:
    if thing.kind is As.NUMBER:
        return "number", str([getattr(r, "printed", r) for r in thing.readings])
    if thing.kind is As.LISTED:
        return "listed", thing.watched
    return "called" if thing.kind in _CALLED else thing.kind.value, squash(thing.text) or thing.text


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Begin and end of each line; a very long one in pieces that overlap by more than a name is long."""
    for m in re.finditer(r"[^\n]+", text):
        for start in range(m.start(), m.end(), _LONGEST_LINE - 2 * _LONGEST_NAME):
            yield start, min(m.end(), start + _LONGEST_LINE)
            if start + _LONGEST_LINE >= m.end():
                break


# --- names of the list ----------------------------------------------------------------------------------

(_TALK,) = contexts_of((Mention("", Role.CITED, "letter"),))
(_FIELD,) = contexts_of((Mention("", Role.MARK, "letter"),))


def _listed(text: str, matcher: Matcher, place: _Places) -> Iterator[Thing]:
    """Names of the list, line by line and over the break of a line; behind a label as the whole of a text."""
    seen: set[tuple[str, int]] = set()
    lines = list(_lines(text))
    spans = [(start, end, _TALK) for start, end in lines]
    spans += [
        (start, end, _TALK)
        for (start, over), (begin, end) in pairwise(lines)
        if over + 1 == begin and end - start <= 2 * _LONGEST_LINE
    ]
    spans += [(start, end, _FIELD) for _, start, end in _values(text)]
    for start, end, context in spans:
        for match in matcher.find(text[start:end].replace("\n", " "), context):
            first, last = (start + n for n in match.span) if match.span[1] else (start, end)
            if (match.watched_id, first) not in seen:
                seen.add((match.watched_id, first))
                yield place.thing(As.LISTED, first, last, watched=match.watched_id, match=match)


# --- labels ---------------------------------------------------------------------------------------------

_LABELLED = re.compile(
    r"(?m)^[ \t>*•·\-\d.)、]{0,8}(?P<label>[^\n:：\t=]{2,40}?)[ ]?(?:[:：=]|\t)[ \t]*(?P<value>[^\n\t]{2,300})"
)


@cache
def labels() -> dict[str, As]:
    """Folded word before a colon → what stands behind it."""
    table = tomllib.loads((Path(__file__).parent / "labels.toml").read_text(encoding="utf-8"))
    return {word: As(name) for name, row in table.items() for word in row["words"]}


@cache
def _inner_label() -> re.Pattern[str]:
    """A label that stands behind another value in its line: "案号：26-cv-11，原告：Demo LLC；法官：Jane Q. Sample"."""
    words = "|".join(re.escape(w) for w in sorted(labels(), key=lambda w: (-len(w), w)))
    return re.compile(rf"(?i)[;；,，。、|][ \t]{{0,4}}(?P<label>{words})[ ]?[:：][ \t]{{0,4}}")


def _labels_and_values(text: str) -> Iterator[tuple[As, int, str]]:
    """What a label is for, and where its value begins; a value ends where another label follows."""
    for m in _LABELLED.finditer(text):
        label = fold(m["label"]).strip(" .（(#")
        label = re.sub(r"[（(].*$", "", label).strip()
        kind, start = labels().get(label), m.start("value")
        for inner in (*_inner_label().finditer(text, start, m.end()), None):
            end = inner.start() if inner else m.end()
            if kind is not None:
                yield kind, start, text[start:end]
            if inner:
                kind, start = labels()[fold(inner["label"])], inner.end()


def _values(text: str) -> Iterator[tuple[As, int, int]]:
    for kind, start, value in _labels_and_values(text):
        for piece in re.finditer(r"[^;；、]+" if kind is not As.CASE else r".+", value):
            said = piece[0].strip(" \t。.,，\"“”'‘’《》")
            if 2 <= len(said) <= _LONGEST_NAME:
                at = start + piece.start() + piece[0].index(said)
                yield kind, at, at + len(said)


def _labelled(text: str, place: _Places) -> Iterator[Thing]:
    for kind, start, end in _values(text):
        said = text[start:end]
        if "://" in said or _MAIL.search(said) or len(squash(said)) < 2:
            continue
        if kind is As.CASE and not any(c.isdigit() for c in said):
            continue
        yield place.thing(kind, start, end)


# --- mail addresses -------------------------------------------------------------------------------------

_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@((?:[A-Za-z0-9-]{1,63}\.){1,4}[A-Za-z]{2,24})(?![\w-])")


def _mails(text: str, place: _Places) -> Iterator[Thing]:
    for m in _MAIL.finditer(text):
        if words_of_mail(m[0]):  # of a platform or an office everybody uses nothing can be looked up
            yield place.thing(As.MAIL, m.start(), m.end())


def words_of_mail(address: str) -> str:
    """The word of a mail address that may be a firm's name: "a.b@demolaw.com" → "demolaw"; "" of an office everybody uses."""
    domain = address.rpartition("@")[2].casefold()
    pieces = domain.split(".")
    name = pieces[-3] if len(pieces) > 2 and pieces[-2] in _SECOND else pieces[-2] if len(pieces) > 1 else ""
    return "" if len(name) < 4 or name in _ANYBODYS else name


_SECOND = frozenset({"com", "co", "net", "org", "gov", "ac", "edu"})
_ANYBODYS = frozenset(
    [
        "gmail",
        "googlemail",
        "outlook",
        "hotmail",
        "yahoo",
        "icloud",
        "proton",
        "protonmail",
        "foxmail",
        "126",
        "163",
        "sina",
        "sohu",
        "aliyun",
        "139",
        "189",
        "yeah",
        "amazon",
        "ebay",
        "walmart",
        "alibaba",
        "aliexpress",
        "temu",
        "shein",
        "tiktok",
        "shopify",
        "wish",
        "paypal",
        "etsy",
        "uscourts",
        "usitc",
        "uspto",
    ]
)


# --- firms nobody has on a list -------------------------------------------------------------------------

_LATIN_WORD = r"[A-Z0-9][\w&'’.\-]{0,30}"
_LATIN = re.compile(
    rf"(?P<name>{_LATIN_WORD}(?:,?[ ](?:{_LATIN_WORD}|&|of|and|de|the)){{0,7}}?,?[ ](?i:{words_pattern(Use.INSIDE)})\.?)(?![\w])"
)
_LATIN_FORM = re.compile(rf"(?i:,?[ ]{words_pattern(Use.INSIDE)}\.?)\Z")
_HAN_END = "|".join(map(re.escape, han_endings(Use.FIRM)))
_HAN = re.compile(rf"[\u4e00-\u9fff（）()·]{{2,30}}?(?:{_HAN_END})(?:[\u4e00-\u9fff]{{2,8}}分公司)?")
_LEADING = re.compile(
    r"^.*(?:尊敬的|原告|被告|申请人|权利人|投诉方|被投诉方|委托人|客户|代理|代表|律师|起诉|贵司|我司|名称|包括|以及|收到|通知|关于|另有|还有)"
    r"(?=[\u4e00-\u9fff]{4,})"
)
_PARTICLE = re.compile(r"^[为是由与和及或向对将称致系诉在即另有因被的者同](?=[\u4e00-\u9fff]{4,})")
_SOMEBODYS = re.compile(r"(?:贵|我|本|该|你|你们|我们|各|两|子|母|某|家)公司$")
_SENTENCE = frozenset(["The", "This", "That", "If", "Our", "Your", "We", "You", "And", "Or", "For", "To", "By", "Of", "In", "On", "At", "As", "Re", "Dear", "Attn", "Attorney", "Plaintiff", "Plaintiffs", "Defendant", "Defendants", "Complainant", "Respondent", "Counsel", "Between", "From", "Against"])  # fmt: skip


def _firms(text: str, place: _Places) -> Iterator[Thing]:
    for begin, over in _lines(text):
        line = text[begin:over]
        for firm in _LATIN.finditer(line):
            start, end = firm.span("name")
            words = line[start:end].split(" ")
            while len(words) > 1 and words[0].strip(",.") in _SENTENCE:
                start += len(words[0]) + 1
                words = words[1:]
            if not _LATIN_FORM.fullmatch(" " + line[start:end]) and len(words) > 1:
                yield place.thing(As.FIRM, begin + start, begin + end)
        for firm in _HAN.finditer(line):
            start, end = firm.span()
            for leading in (_LEADING, _PARTICLE, _PARTICLE):
                if before := leading.match(line[start:end]):
                    start += before.end()
            name = line[start:end]
            if end - start >= 5 and name not in han_endings(Use.FIRM) and not _SOMEBODYS.search(name):
                yield place.thing(As.FIRM, begin + start, begin + end)
