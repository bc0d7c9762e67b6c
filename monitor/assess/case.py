"""The case in labelled lines (案情): what the sources state of a matter and what the program found out about it, one line each,
in one order for every door. Pure.

A further line is one row of LINES: where it stands there it stands everywhere. The facts it reads name "bulletin case" among
their readers (model/facts.toml), and what the program finds out itself is written by assess/found_out.py. The label is the text
"case.line.<name>", or, where there is none, the words of the fact of that name.

Texts of sources are hostile: every value is one visible line of bounded length, and what is left out of a list is counted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from monitor.assess import suit_lines
from monitor.bulletin import calendar_words as when
from monitor.bulletin.safe import one_line
from monitor.model.facts import FACTS, Fact, FactType
from monitor.texts import Texts

READER = "bulletin case"
SHOWN = 6
"""Items of a list that are written out; the rest is counted."""
ITEM = 120
"""Characters of one item."""
_FIRM, _LONG = 400, 800
"""Characters of an item that is a firm with its lawyers and those it acts for, and of one that is several sentences."""
ORIGINAL = 600
"""Characters of a passage in the source's own words."""

Facts = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Stated:
    """One line. `name` is the line's (or the fact's) own, `title` and `value` are for people; `original` is the passage of the
    source it rests on, in the source's own language, where the value is not that itself."""

    name: str
    title: str
    value: str
    original: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What a line says: items of a list, each in words, what is to be known about all of them, and the passage they rest on.
    No items: the line is left out."""

    items: tuple[str, ...] = ()
    original: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """`reads`: facts. `say`: what they say in words. `length`: characters of one item."""

    name: str
    reads: tuple[str, ...]
    say: Callable[[Facts, Texts], Said]
    length: int = ITEM


def case_lines(facts: Facts, texts: Texts) -> tuple[Stated, ...]:
    """The lines of a case, in their order; what nobody states is left out."""
    return tuple(stated for line in LINES if (stated := _stated(line, facts, texts)))


def _stated(line: Line, facts: Facts, texts: Texts) -> Stated | None:
    said = line.say(facts, texts)
    if not (value := listed(said.items, texts, length=line.length)):
        return None
    if said.note:
        value = texts("case.list.noted", said=value, note=said.note)
    return Stated(line.name, title_of(line.name, texts), value, one_line(said.original, ORIGINAL))


def title_of(name: str, texts: Texts) -> str:
    return texts.find(f"case.line.{name}") or texts(f"fact.{name}")


def listed(items: tuple[str, ...], texts: Texts, *, shown: int = SHOWN, length: int = ITEM) -> str:
    """One line: "甲、乙，另有3项". Of each item at most `length` characters, of the items at most `shown`."""
    clean = list(dict.fromkeys(line for item in items if (line := one_line(item, length))))
    said = texts("case.list.and").join(clean[:shown])
    more = len(clean) - shown
    return texts("case.list.more", said=said, count=more) if more > 0 else said


# --- facts in words -----------------------------------------------------------------------------------


def in_words(fact: Fact, value: object, texts: Texts) -> tuple[str, ...]:
    """The value of a fact in items; () where it is empty, a flag that is not set, or of another type than the fact's."""
    return tuple(_each(fact, value, texts)) if value and fact.takes(value) else ()


def _each(fact: Fact, value: object, texts: Texts) -> Iterator[str]:
    match fact.type:
        case FactType.RIGHTS:
            yield from rights_in_words(value, texts)
        case FactType.WORDS if isinstance(value, Mapping):
            yield from (texts("case.list.keyed", key=k, value=v) for k, v in value.items())
        case _ if isinstance(value, list | tuple):
            for item in value:
                if isinstance(item, Mapping):
                    yield str(item.get(texts.lang, ""))
                else:
                    yield _one(fact, item, texts)
        case _:
            yield _one(fact, value, texts)


def _one(fact: Fact, value: object, texts: Texts) -> str:
    match fact.type:
        case FactType.FLAG:
            return texts("cli.hit.yes")
        case FactType.EVENTS:
            return texts.find(f"event.{value}") or str(value)
        case FactType.DAY:
            return day_in_words(value, texts)
        case _:
            return (texts.find(f"{fact.shown}.{value}") if fact.shown else None) or str(value)


def day_in_words(value: object, texts: Texts) -> str:
    """ "2026-11-20" as the bulletin writes a day; what the source prints of it where it prints no whole day."""
    text = str(value or "")
    try:
        return when.day(date.fromisoformat(text), texts) if len(text) == 10 else text
    except ValueError:
        return text


def rights_in_words(value: object, texts: Texts) -> tuple[str, ...]:
    """ "专利 99,911,001（2038年8月25日届满）"; a kind of right that has no word is said to be a right."""
    said = []
    for right in value if isinstance(value, list | tuple) else ():
        if isinstance(right, Mapping):
            kind = str(right.get("type") or "other")
            key = f"matter.right.{kind}" if texts.find(f"matter.right.{kind}") else "matter.right.other"
            named = texts(key, number=one_line(str(right.get("number") or ""), ITEM)).strip()
            expires = day_in_words(right.get("expires"), texts)
            said.append(texts("case.right_expires", right=named, day=expires) if expires else named)
    return tuple(said)


# --- the lines ----------------------------------------------------------------------------------------


def by_type(name: str) -> Line:
    """A line that says one fact by its type."""
    return Line(name, (name,), lambda facts, texts: Said(in_words(FACTS[name], facts.get(name), texts)))


def in_items(name: str, say: Callable[[Facts, Texts], tuple[str, ...]], *reads: str, length: int = ITEM) -> Line:
    """A line of items without a passage they rest on, each of at most `length` characters."""
    return Line(name, reads, lambda facts, texts: Said(say(facts, texts)), length)


def _codes(value: object) -> tuple[str, ...]:
    return tuple(str(code) for code in value) if isinstance(value, list | tuple) else ()


def _orders(codes: tuple[str, ...], texts: Texts, general: str) -> tuple[str, ...]:
    """Orders of the ITC in words; of a general one that it reaches firms nobody named, which its name does not tell."""
    return tuple(
        texts(f"case.{general}") if code == _GENERAL else texts.find(f"event.{code}") or code for code in codes
    )


def _asked(facts: Facts, texts: Texts) -> Said:
    codes = _codes(facts.get("relief"))
    if facts.get("geo_requested") and _GENERAL not in codes:
        codes = (_GENERAL, *codes)
    temporary = (texts("case.temporary_asked"),) if facts.get("temporary_relief") is True else ()
    return Said((*_orders(codes, texts, "general_asked"), *temporary))


def _ordered(facts: Facts, texts: Texts) -> Said:
    codes = _codes(facts.get("ordered"))
    if facts.get("geo_ordered") and _GENERAL not in codes:
        codes = (_GENERAL, *codes)
    titles = listed(_codes(facts.get("orders")), texts)
    said = _orders(codes, texts, "general_ordered")
    return Said(said or ((texts("case.orders_unread"),) if titles else ()), titles)


def _scope(facts: Facts, texts: Texts) -> Said:
    """Of which chapters of the tariff the goods are a part, and whose words bound them; the notice's own description as the
    original. The product itself is the title of the matter."""
    product, scope = str(facts.get("product") or ""), str(facts.get("scope") or "")
    if not product and not scope:
        return Said()
    instituted = facts.get("instituted") or facts.get("investigation")
    bounds = "scope_by_notice" if scope else "scope_elsewhere" if instituted else "scope_by_complaint"
    kinds = _in_chapters("goods_of_chapter", _codes(facts.get("hts")), texts)
    said = texts(f"case.{bounds}")
    return Said(kinds, scope, said) if kinds else Said((said,), scope)


def _tariff(facts: Facts, texts: Texts) -> Said:
    numbers = in_words(FACTS["hts"], facts.get("hts"), texts)
    return Said(
        tuple((*_in_chapters("tariff_number", (number,), texts), number)[0] for number in numbers),
        note=texts("case.tariff"),
    )


def _in_chapters(key: str, numbers: Iterable[str], texts: Texts) -> tuple[str, ...]:
    """Each number with its chapter of the Harmonized System: "7307.11.00" is of chapter 73, articles of iron or steel.

    A chapter is said once where the text does not show the number; a number of no known chapter is left out.
    """
    said: dict[str, None] = {}
    for number in numbers:
        chapter = number.strip()[:2]
        if chapter.isdigit() and (goods := texts.find(f"case.chapter.{chapter}")):
            said[texts(f"case.{key}", number=number, chapter=int(chapter), goods=goods)] = None
    return tuple(said)


def _unfair_acts(facts: Facts, texts: Texts) -> Said:
    return Said(_known(_codes(facts.get("unfair_acts")), "act", texts))


def _nature(facts: Facts, texts: Texts) -> Said:
    """ "840 Trademark" by its code, which the courts number on the civil cover sheet."""
    text = str(facts.get("nature_of_suit") or "")
    code, word = suit_lines.nature(text, texts)
    return Said((texts("case.nature_coded", word=word, code=code) if word else text,))


def _cause(facts: Facts, texts: Texts) -> Said:
    """ "15:1114 Trademark Infringement" by the title and section of the US Code it begins with."""
    text = str(facts.get("cause") or "")
    title, section, word = suit_lines.cause(text, texts)
    if not section:
        return Said((text,))
    law = texts("case.us_code", title=title, section=section)
    return Said((texts("case.coded", word=word, code=law) if word else law,), "" if word else text)


def _known(said: tuple[str, ...], area: str, texts: Texts) -> tuple[str, ...]:
    """Each in our words where there are any, else in the source's."""
    slugs = (re.sub(r"[^a-z0-9]+", "_", text.casefold()).strip("_") for text in said)
    return tuple(texts.find(f"case.{area}.{slug}") or text for slug, text in zip(slugs, said, strict=True))


def _respondents(facts: Facts, texts: Texts) -> Said:
    """How many firms the investigation was opened against; both figures where the two sources differ."""
    counts = (facts.get("respondents_printed"), facts.get("respondents_listed"))
    printed, listed_ = (n if isinstance(n, int) and not isinstance(n, bool) and n > 0 else None for n in counts)
    if printed and listed_ and printed != listed_:
        return Said((texts("case.respondents_differ", printed=printed, listed=listed_),))
    number = printed or listed_
    return Said((texts("case.respondents", count=number),)) if number else Said()


def _hearing(facts: Facts, texts: Texts) -> Said:
    first, last = (day_in_words(facts.get(name), texts) for name in ("evidentiary_hearing", "evidentiary_hearing_end"))
    if not first:
        return Said()
    days = texts("case.from_to", first=first, last=last) if last and last != first else first
    return Said((days,), note=texts("case.hearing_listed"))


def _target(facts: Facts, texts: Texts) -> Said:
    return Said(in_words(FACTS["target_date"], facts.get("target_date"), texts), note=texts("case.target"))


def _violation(facts: Facts, texts: Texts) -> Said:
    """What was found, or only how the docket calls the determination."""
    printed = str(facts.get("determination") or "")
    found = in_words(FACTS["violation"], facts.get("violation"), texts)
    return Said(found, printed) if found else Said(_known((printed,), "determination", texts))


def _unread(facts: Facts, texts: Texts) -> Said:
    """That something was not understood, which may be the gravest of all, and the first of it."""
    passages = in_words(FACTS["unread"], facts.get("unread"), texts)
    return Said((texts("case.unread", count=len(passages)),), passages[0]) if passages else Said()


_GENERAL = "exclusion_order_general"

LINES: tuple[Line, ...] = (
    Line("relief", ("relief", "geo_requested", "temporary_relief"), _asked),
    Line("ordered", ("ordered", "geo_ordered", "orders"), _ordered),
    Line("violation", ("violation", "determination"), _violation),
    Line("unread_passages", ("unread",), _unread),
    Line("scope", ("product", "scope", "instituted", "investigation"), _scope),
    Line("hts", ("hts",), _tariff),
    by_type("asserted_rights"),
    Line("unfair_acts", ("unfair_acts",), _unfair_acts),
    Line("nature_of_suit", ("nature_of_suit",), _nature),
    Line("cause", ("cause",), _cause),
    Line("respondents", ("respondents_printed", "respondents_listed"), _respondents),
    in_items(
        "defendants",
        suit_lines.defendants,
        "defendants_named",
        "defendants_out",
        "parties_without_side",
        "ever_schedule_a",
    ),
    in_items("plaintiff_suits", suit_lines.plaintiff_suits, "plaintiff_suits", "pseudonymous_plaintiff", length=_LONG),
    in_items("plaintiff_counsel", suit_lines.plaintiff_counsel, "counsel", length=_FIRM),
    in_items("firm_suits", suit_lines.firm_suits, "firm_suits", length=_LONG),
    in_items("defendant_counsel", suit_lines.defendant_counsel, "counsel", length=_FIRM),
    in_items("other_counsel", suit_lines.other_counsel, "counsel", length=_FIRM),
    in_items("counsel_of_no_side", suit_lines.counsel_of_no_side, "firms", "attorneys", "counsel"),
    by_type("judge"),
    by_type("referred_to"),
    in_items("jury_demand", suit_lines.jury, "jury_demand"),
    Line("hearing", ("evidentiary_hearing", "evidentiary_hearing_end"), _hearing),
    Line("target_date", ("target_date",), _target),
    by_type("parallel_litigation"),
)
"""Gravest first: what is asked for and ordered; about what; who acts; when; where else."""
