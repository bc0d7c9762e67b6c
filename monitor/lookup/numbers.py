"""What a number can be: every reading of a text that is a number, and the numbers that stand in a letter.

Numbers are known by their form (the `[[numbers]]` of the forums and of numbers.toml) and by the words before them. Where a text
may be several things, all are given, the likeliest first: eight digits are a US serial number or one of the Chinese register,
and which one a clerk holds only the store, or the clerk, can say. Nothing is asked or fetched here.

In running text a number counts where its form is like nothing else (1:26-cv-00011, D2026-0123), where a word says what it is,
or where it fills a line or a cell of its own. Days, telephone numbers, amounts, statutes and addresses do not count.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from monitor.forums.finding import FOLDER
from monitor.forums.numbers import NumberForm, forms_of
from monitor.lookup.plain import plain
from monitor.lookup.words_before import TABLES, Said, between_only, court_in, is_court, is_word, said_before
from monitor.model.numbers import NumberKind

_LONGEST = 300  # characters of a text that can be one number with what is said about it
_IN_BRACKETS = re.compile(r" ?\(([^()]{2,60})\)")
_ENDING = re.compile(r"[号號]")


@dataclass(frozen=True, slots=True)
class Reading:
    """One thing a number can be.

    `kind`: one of monitor.forums.numbers.KINDS. `printed`: the number as its office writes it. `office`: code of the forum
    file, "" where no forum answers for it (a Chinese number, a number of our own). `keys`: canonical keys of matters to ask
    for; `asked`: (kind, number) to ask the store's numbers for. `page`: the official page where a person can look, "" where
    none is known. `court`: PACER's code of a court that was named. `likely`: smaller is likelier.
    """

    kind: str
    printed: str
    office: str
    keys: tuple[str, ...] = ()
    asked: tuple[tuple[NumberKind, str], ...] = ()
    page: str = ""
    court: str = ""
    likely: int = 50


@dataclass(frozen=True, slots=True)
class Printed:
    """A number in running text: where it stands, as it stands there, and what it can be."""

    start: int
    end: int
    text: str
    readings: tuple[Reading, ...]


def readings_of(text: str) -> tuple[Reading, ...]:
    """Everything the whole of a text can be as a number, the likeliest first; () where it is none, or more than one.

    >>> [r.printed for r in readings_of("Inv. No. 337-TA-1511")]
    ['337-TA-1511']
    """
    whole = plain(text.strip()).text
    if not whole or len(whole) > _LONGEST or not any(c.isdigit() or c == ":" for c in whole):
        return ()
    if "://" in whole:
        return next((found.readings for found in _in_addresses(whole)), ())
    found: list[tuple[int, Reading]] = []
    for (start, end), matches in _spans(whole).items():
        said = said_before(whole, start)
        court = _court_after(whole, end)
        if between_only(whole[: said.begin]) and (court or _nothing_left(whole[end:])):
            readings = _readings(matches, replace(said, court=said.court or court), whole=True)
            found += ((end - start, reading) for reading in readings)
    longest = max((size for size, _ in found), default=0)
    return _ranked(reading for size, reading in found if size == longest)


def numbers_in(text: str) -> tuple[Printed, ...]:
    """The numbers in a letter or mail, in their order; none overlaps another."""
    made = plain(text)
    whole = made.text
    addresses = _in_addresses(whole)
    masked = _masked(whole)
    found: list[Printed] = list(addresses)
    end_of_last, last = 0, Said()
    for (start, end), matches in _chosen(_spans(masked)):
        if start < end_of_last:
            continue
        said = said_before(masked, start)
        if not said.kinds and last.kinds and _goes_on(masked[end_of_last:start]):
            said = replace(last, begin=start)
        if not said.court and (court := _court_after(masked, end)):
            said = replace(said, court=court)
        readings = _accepted(masked, start, end, matches, said)
        if readings:
            found.append(Printed(start, end, "", readings))
            end_of_last, last = end, said
    found.sort(key=lambda p: p.start)
    placed = ((made.place(p.start), made.place(p.end - 1) + 1, p.readings) for p in found)
    return tuple(Printed(start, end, text[start:end], readings) for start, end, readings in placed)


# --- forms ---------------------------------------------------------------------------------------------------------


@cache
def number_forms() -> tuple[NumberForm, ...]:
    """Every form there is. A file of a forum is read only where it has one."""
    return tuple(form for file in (*sorted(FOLDER.glob("*.toml")), TABLES) for form in forms_of(file))


_Match = tuple[NumberForm, Mapping[str, str | None]]
_Spans = dict[tuple[int, int], list[_Match]]


def _spans(text: str) -> _Spans:
    """Where forms are met, and which."""
    found: _Spans = {}
    for form in number_forms():
        for m in form.pattern.finditer(text):
            found.setdefault(m.span(), []).append((form, m.groupdict()))
    return found


def _chosen(spans: _Spans) -> Iterator[tuple[tuple[int, int], list[_Match]]]:
    """From the left, of those that begin together the longest first."""
    return iter(sorted(spans.items(), key=lambda item: (item[0][0], -item[0][1])))


def _readings(matches: Sequence[_Match], said: Said, *, whole: bool) -> list[Reading]:
    fitting = [m for m in matches if not m[0].labelled or m[0].kind in said.kinds]
    named = [m for m in fitting if m[0].kind in said.kinds]
    fitting = named or fitting
    placed = [m for m in fitting if any(_is_place(m[0].place, place) for place in said.places)]
    return [_reading(form, groups, said.court) for form, groups in placed or fitting]


def _is_place(place: str, named: str) -> bool:
    return place.startswith(named) if named.endswith("-") else place == named


def _reading(form: NumberForm, groups: Mapping[str, str | None], court: str) -> Reading:
    printed_court = (groups.get("court") or "").lower()
    if "court" in groups or court:
        court = printed_court if printed_court and is_court(printed_court) else court
        groups = {**groups, "court": court or None}
    return Reading(
        form.kind,
        form.printed_of(groups),
        form.office,
        form.keys_of(groups),
        form.asked_of(groups),
        form.page_of(groups),
        court if form.kind == "case" else "",
        form.likely,
    )


def _ranked(readings: Iterable[Reading]) -> tuple[Reading, ...]:
    best: dict[tuple[str, str, str], Reading] = {}
    for reading in sorted(readings, key=lambda r: r.likely):
        best.setdefault((reading.kind, reading.printed, reading.office), reading)
    return tuple(best.values())


# --- what stands around a number -------------------------------------------------------------------------------------


def _court_after(text: str, end: int) -> str:
    """The court in brackets behind a number, or as the rest of the text: "26 C 11 (N.D. Ill.)"."""
    if found := _IN_BRACKETS.match(text, end):
        return court_in(found[1])
    rest = text[end:] if len(text) - end < _LONGEST else ""
    return court_in(rest) if rest.strip() else ""


def _nothing_left(rest: str) -> bool:
    rest = _ENDING.sub("", rest, count=1)
    return between_only(rest) or is_word(rest)


_LIST = re.compile(
    r"\s{0,12}(?:[;,/&]|;? ?(?:and|or|和|及|与|以及|或)|[;,]\s{1,12}(?:and|or))\s{0,12}(?:Nos?\.? ?)?", re.IGNORECASE
)


def _goes_on(between: str) -> bool:
    """Whether a number goes on with the list of the one before: "Nos. 7,123,456, 7,123,457 and 7,123,458"."""
    return len(between) < 32 and _LIST.fullmatch(between) is not None


def _accepted(text: str, start: int, end: int, matches: Sequence[_Match], said: Said) -> tuple[Reading, ...]:
    labelled = any(form.kind in said.kinds for form, _ in matches)
    alone = any(form.alone for form, _ in matches) or (bool(said.court) and any(f.kind == "case" for f, _ in matches))
    if not (labelled or alone) and (said.kinds or not _fills_a_line(text, start, end)):
        return ()
    return _ranked(_readings(matches, said, whole=False))


_CELL = re.compile(r"[\n\r\t|]")
_DAY = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
_LEAST_DIGITS = 7


def _fills_a_line(text: str, start: int, end: int) -> bool:
    """Whether a number stands on a line or in a cell of its own, as in a column that was pasted."""
    if sum(c.isdigit() for c in text[start:end]) < _LEAST_DIGITS or _DAY.fullmatch(text, start, end):
        return False
    before, after = text[max(0, start - 40) : start], text[end : end + 40]
    left = _CELL.split(before)[-1]
    right = _CELL.split(after, maxsplit=1)[0]
    open_left = len(left) == len(before) == 40
    open_right = len(right) == len(after) == 40
    return not open_left and not open_right and not (left + right).strip(" .;,*-#()")


# --- what is no number -----------------------------------------------------------------------------------------------

_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"'）】》]{1,2000}", re.IGNORECASE)
_NO_NUMBERS = (
    re.compile(r"[A-Za-z0-9._%+\-]{1,64}@[A-Za-z0-9.\-]{1,190}"),
    # 15 U.S.C. § 1114 · 19 CFR 210.13 · 28 USC 1331 · 91 FR 12345 · 88 Fed. Reg. 12345
    re.compile(
        r"(?<!\d)\d{1,3} {0,2}(?:U\.? ?S\.? ?C\.?A?\.?|C\.? ?F\.? ?R\.?|Fed\. ?Reg\.|FR|Stat\.|F\.[23]d|F\. ?Supp\. ?[23]?d?)"
        r" {0,2}(?:§{1,2}|Parts?|Secs?\.?|Sections?)? {0,2}[0-9][0-9.,()a-z\-]{0,30}",
        re.IGNORECASE,
    ),
    re.compile(r"(?:§{1,2}|Rules?|Sections?|Articles?) {0,2}[0-9][0-9.()a-z\-]{0,20}", re.IGNORECASE),
    # telephone numbers
    re.compile(
        r"(?:Tel(?:ephone)?|Phone|Mobile|Cell|Fax|电话|手机|传真|联系方式|热线|QQ|微信|WeChat)(?: ?(?:No\.?|号码|号))?[ .:]{0,3}"
        r"[+(]?\d[\d() \-]{4,24}",
        re.IGNORECASE,
    ),
    re.compile(r"\+\d{1,3}[\d() \-]{6,20}"),
    re.compile(r"\(\d{3}\) ?\d{3}-\d{4}"),
    re.compile(r"(?<!\d)\d{3,4}-\d{7,8}(?!\d)"),
    # days
    re.compile(r"(?<!\d)(?:19|20)\d\d([-/.])\d{1,2}\1\d{1,2}(?!\d)"),
    re.compile(r"(?<!\d)\d{1,2}([-/.])\d{1,2}\1(?:19|20)?\d\d(?![\d-])"),
    # amounts
    re.compile(r"(?:US\$|RMB|USD|CNY|EUR|GBP|HK\$|[$€£¥]) ?\d[\d,]{0,20}(?:\.\d{1,2})?", re.IGNORECASE),
    re.compile(
        r"(?<![\d,.])\d[\d,]{0,20}(?:\.\d{1,2})? ?(?:dollars|yuan|euros?|USD|RMB|CNY|元|美元|欧元|英镑|人民币|万元|万|亿)"
    ),
)


def _masked(text: str) -> str:
    """The text with spaces, one for one, where numbers mean something else."""
    for pattern in (_ADDRESS, *_NO_NUMBERS):
        text = pattern.sub(lambda m: " " * len(m[0]), text)
    return text


def _in_addresses(text: str) -> list[Printed]:
    """Numbers in the addresses of pages of known offices."""
    found = []
    for address in _ADDRESS.finditer(text):
        for form in number_forms():
            if form.url is not None and (m := form.url.search(address[0])):
                reading = _reading(form, m.groupdict(), "")
                found.append(Printed(address.start() + m.start("n"), address.start() + m.end("n"), "", (reading,)))
                break
    return found
