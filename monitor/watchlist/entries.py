"""One entry of a list, checked field by field. Nothing is dropped without a word.

Decisions a reader of the list should know (they are reported per row, so that the clerk can object):
- several names in one cell (、 ; line break, “甲”“乙”) become one entry each, with the same owner and classes;
- lines of one script are also taken as one wrapped name (lines.py), and told;
- a Latin name beside a Han one in the same cell ("汾酒/FENJIU") is an alias of it;
- "及图" and whatever else the cell says of the mark stay in the name, and are read when it is watched (matching/signs); a
  device mark without a word cannot be watched by name;
- the same name of the same owner on a second row joins the first: classes and aliases are added together.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from monitor.matching.signs import SignKind, describe
from monitor.model import WatchedKind, WatchedName
from monitor.watchlist import cells
from monitor.watchlist.fields import joined as joined_entry
from monitor.watchlist.identity import identity, without_device
from monitor.watchlist.lines import joined_lines
from monitor.watchlist.owners import Owner, looks_like_organisation, owners_in, written
from monitor.watchlist.particulars import particulars
from monitor.watchlist.stamp import Stamp
from monitor.watchlist.table import Place, RowProblem
from monitor.watchlist.wording import vocabulary

MAX_NAME = 80
MAX_TEXT = 200
MAX_ALIASES = 60
_LATIN = re.compile(r"[A-Za-z]")
# Names that may be none: taken as they stand, and told, so that the clerk looks at them.
_ODD = {
    "name_of_digits": re.compile(r"\d+"),
    "name_like_date": re.compile(
        r"\d{4}[-/.年]\d{1,2}([-/.月]\d{1,2}日?|月)?( [\d:]+)?|\d{1,2}月\d{1,2}日|\d{1,2}-[A-Z][a-z]{2}|[A-Z][a-z]{2}-\d{2}"
    ),
    "name_like_logical": re.compile(r"TRUE|FALSE"),
    "name_like_total": re.compile(r"合计|总计|共计|小计|总数|总和"),
}
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")


@dataclass
class Gathered:
    """Names and problems while a file is being read (several sheets add to one)."""

    file: str
    names: list[WatchedName] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)
    stands: list[Place] = field(default_factory=list)  # of the names, one each
    places: dict[tuple[str, str, str], tuple[int, str, int]] = field(default_factory=dict)  # key → index, sheet, row
    same_names: dict[tuple[str, str], tuple[str, int]] = field(
        default_factory=dict
    )  # name, kind → sheet, row of the first
    ids: dict[str, int] = field(default_factory=dict)
    owners_told: set[str] = field(default_factory=set)
    stamp: Stamp | None = None  # of the export that the file was made from


class Report:
    """Where we are, so that a problem can be noted with its key alone."""

    def __init__(self, into: Gathered, sheet: str, row: int, labels: Mapping[str, str]) -> None:
        self.sheet, self.row = sheet, row
        self.kind_given = False
        self.given: frozenset[str] = frozenset()  # fields that the row filled
        self.owner = ""  # of the row, kept with what is refused
        self._into, self._labels = into, labels

    def __call__(self, what: str, field_name: str = "", *, fatal: bool = False, **params: object) -> None:
        column = self._labels.get(field_name, field_name)
        if fatal and self.owner:
            params = {**params, "owner": self.owner}
        self._into.problems.append(
            RowProblem(self._into.file, self.sheet, self.row, column, f"watchlist.row.{what}", params, fatal)
        )

    def clean(self, text: str, field_name: str) -> str:
        text, removed = cells.without_invisible(text)
        if removed:
            self("invisible", field_name, count=removed)
        return text

    def told_owner(self, cell: str, owners: Sequence[Owner]) -> None:
        """Once for each cell: how it was understood."""
        if cell not in self._into.owners_told:
            self._into.owners_told.add(cell)
            beside = cells.unique(t for o in owners for t in (*o.english, *o.other_names, o.role, o.contact))
            what = "owners_read" if not beside else "owners_read_beside"
            self(what, "owner", names=tuple(o.name for o in owners), beside=beside)


def add_entry(raw: Mapping[str, str], report: Report, into: Gathered, *, canonical: bool) -> None:
    """One entry of a list, all fields as text, checked and added. `report` knows where it stands."""
    raw, report.given = _filled(raw)
    report.owner = cells.one_line(raw.get("owner", ""))[:MAX_TEXT]
    name_cell = report.clean(raw.get("name", ""), "name")
    listed, joined = (name_cell, ()) if canonical else joined_lines(name_cell, raw.get("owner", ""))
    names = (cells.name_line(name_cell),) if canonical else cells.names_in(listed)
    names = tuple(n for n in names if n)
    if not names:
        report("no_name", "name", fatal=True)
        return
    shared = _shared_fields(raw, report, canonical=canonical)
    for name, aliases in _with_latin_partners(names, canonical=canonical):
        taken = _checked_name(name, report, canonical=canonical, beside=len(names) > 1)
        if taken is None or not _named(taken, (*aliases, *shared.aliases), shared.kind, report, canonical=canonical):
            continue
        _add(_entry(taken, aliases, shared, report, canonical=canonical), report, into, canonical=canonical)
        shared = replace(shared, id="")
    for whole in joined:
        report("joined_lines", "name", name=whole)
    if len(names) > 1:
        report("several_names", "name", names=names)


def _filled(raw: Mapping[str, str]) -> tuple[dict[str, str], frozenset[str]]:
    """(the fields without those that say "-", all that say something): a "-" says that there is nothing, a blank says nothing."""
    kept, given = dict(raw), {f for f, value in raw.items() if cells.several(value, comma=False)}
    for name in given - {"name"}:
        if all(cells.is_dash(part) for part in cells.several(raw[name], comma=False)):
            kept[name] = ""
    if given & {"pinyin", "remarks", "stores"}:
        given.add("aliases")
    return kept, frozenset(given)


def _entry(
    name: str, partners: tuple[str, ...], shared: WatchedName, report: Report, *, canonical: bool
) -> WatchedName:
    kind = shared.kind
    read = describe(name)
    if not canonical and read.classes and not shared.nice_classes:
        shared = replace(shared, nice_classes=read.classes)
    if not canonical and read.firm and not shared.owner:
        shared = replace(shared, owner=read.firm)
    if not canonical and not read.readable:
        report("unreadable", "name", name=name)
    firm = kind is WatchedKind.COMPANY or looks_like_organisation(
        without_device(name)
    )  # looked for as a firm, never by such parts
    if not canonical and not firm and len(pieces := [s.text for s in read.spellings if s.piece]) > 1:
        report("parted_words", "name", name=name, parts=pieces)
    word = without_device(name)
    if not report.kind_given and looks_like_organisation(word) and word.endswith(("公司", "集团")):
        kind, name = WatchedKind.COMPANY, word
        report("kind_company", "name", name=name)
    own = cells.fold_name(name)
    aliases = cells.unique(a for a in (*_checked_aliases(partners, report), *shared.aliases) if _differs(a, name, own))
    return replace(shared, name=name, kind=kind, aliases=aliases)


def _differs(alias: str, name: str, folded: str) -> bool:
    return alias.casefold() not in (name.casefold(), without_device(name).casefold()) and bool(folded)


def _add(entry: WatchedName, report: Report, into: Gathered, *, canonical: bool) -> None:
    if entry.id:
        if entry.id in into.ids:
            report("id_twice", "id", id=entry.id, row=into.ids[entry.id])
            entry = replace(entry, id="")
        else:
            into.ids[entry.id] = report.row
    # What an export holds apart stays apart.
    same = cells.fold_name(entry.name) if canonical else identity(entry.name)
    key = (same, entry.kind.value, cells.fold_name(entry.owner))
    if key in into.places:
        index, sheet, row = into.places[key]
        written = max(into.names[index].name, entry.name, key=len) if not canonical else into.names[index].name
        into.names[index] = replace(joined_entry(into.names[index], entry), name=written)
        into.stands[index] = replace(into.stands[index], given=into.stands[index].given | report.given)
        report(_here_or_there("duplicate_joined", sheet, report), "name", name=entry.name, row=row, sheet=sheet)
        return
    here = (report.sheet, report.row)
    if (other := into.same_names.setdefault(key[:2], here)) != here:
        what = _here_or_there("same_name_other_owner", other[0], report)
        report(what, "name", name=entry.name, row=other[1], sheet=other[0])
    into.places[key] = (len(into.names), report.sheet, report.row)
    into.names.append(entry)
    into.stands.append(Place(into.file, report.sheet, report.row, report.given))


def _here_or_there(what: str, sheet: str, report: Report) -> str:
    """The key of a remark that names another row, with its sheet where that is another one."""
    return what if sheet == report.sheet else f"{what}_elsewhere"


def _checked_name(name: str, report: Report, *, canonical: bool, beside: bool = False) -> str | None:
    """The name as it will be watched, or None (reported) when it cannot be. `beside`: other names stand in its cell."""
    cell, name = name, name if canonical else without_device(name)
    if not canonical and (_plain(name) in vocabulary()["names"]["device_only"] or _is_device(name)):
        report("device_only", "name", fatal=not beside, name=cell)
        return None
    if len(name) > MAX_NAME:
        report("name_too_long", "name", fatal=True, name=name[:30], length=len(name), limit=MAX_NAME)
        return None
    folded = cells.fold_name(name)
    if not folded:
        report("name_is_nothing", "name", fatal=True, name=name)
        return None
    if len(folded) == 1 and not cells.has_han(folded):
        report("one_letter_name", "name", fatal=True, name=name)
        return None
    if len(folded) == 1:
        report("one_character_name", "name", name=name)
    if not canonical and (odd := next((what for what, form in _ODD.items() if form.fullmatch(name.strip())), "")):
        report(odd, "name", name=name)
    return cell


def _named(name: str, aliases: Sequence[str], kind: WatchedKind, report: Report, *, canonical: bool) -> bool:
    """Whether a firm can be told by its name: not where that is a legal form alone. A place or a trade alone is taken, and said."""
    if kind is not WatchedKind.COMPANY or canonical:
        return True
    from monitor.matching.firms.nameless import Nameless, nameless  # the tables of firms, which most lists need not

    what = nameless(name)
    if what is Nameless.FORM:
        report("name_is_form", "name", fatal=True, name=name)
        return False
    if what is not None and not any(nameless(alias) is None for alias in aliases):
        report(f"name_is_{what.value}", "name", name=name)
    return True


def _checked_aliases(aliases: Sequence[str], report: Report, column: str = "aliases") -> tuple[str, ...]:
    good: list[str] = []
    for alias in aliases:
        folded = cells.fold_name(alias)
        if not folded:
            report("alias_is_nothing", column, alias=alias[:40])
        elif len(folded) == 1:
            report("one_letter_alias", column, alias=alias)
        elif len(alias) > MAX_TEXT:
            report("alias_too_long", column, alias=alias[:30], length=len(alias), limit=MAX_TEXT)
        else:
            good.append(alias)
    kept = cells.unique(good)
    if len(kept) > MAX_ALIASES:
        report("too_many_aliases", column, count=len(kept), limit=MAX_ALIASES)
    return kept[:MAX_ALIASES]


def _shared_fields(raw: Mapping[str, str], report: Report, *, canonical: bool) -> WatchedName:
    """Everything but the name: what the entries of one row have in common."""

    def text(name: str) -> str:
        value = cells.one_line(report.clean(raw.get(name, ""), name))
        if len(value) > MAX_TEXT:
            report("text_too_long", name, length=len(value), limit=MAX_TEXT)
            return ""
        return value

    def parts(name: str, *, comma: bool) -> tuple[str, ...]:
        return cells.several(report.clean(raw.get(name, ""), name), comma=comma and not canonical)

    aliases = list(
        _checked_aliases(
            [cells.unquoted(a) for a in parts("aliases", comma=True)]
            if not canonical
            else parts("aliases", comma=False),
            report,
        )
    )
    squashed = {cells.fold_name(a) for a in aliases}
    for pinyin in parts("pinyin", comma=True):
        # The office's own reading settles heteronyms (长子 is ZHANGZI); the same letters spaced otherwise add nothing.
        if cells.fold_name(pinyin) not in squashed:
            aliases += _checked_aliases((pinyin,), report, "pinyin")
            squashed.add(cells.fold_name(pinyin))
    english = _checked_aliases(parts("owner_en", comma=False), report, "owner_en")
    classes, bad = cells.classes_in(report.clean(raw.get("nice_classes", ""), "nice_classes"))
    for value in bad:
        report("bad_class", "nice_classes", value=value)
    kind, implied = _kind(text("kind"), report)
    owner = text("owner")
    owner_english: tuple[str, ...] = ()
    owner_others: tuple[str, ...] = ()
    if owner and not canonical:
        owner, owner_english, owner_others = _owner(raw["owner"], owner, report)
    english = cells.unique((*english, *owner_english))
    beside = particulars(raw, report, canonical=canonical)
    if not canonical and (kind is WatchedKind.COMPANY or not _is_one_firm(owner)):
        # No firm is derived whose spellings the shops could be: they are looked for with the name.
        aliases += _checked_aliases(beside.get("stores", ()), report, "stores")
    return WatchedName(
        id=_given_id(text("id"), report),
        name="",
        kind=kind,
        aliases=tuple(aliases),
        owner=owner,
        owner_en=english[0] if english else "",
        owner_aliases=cells.unique(
            (
                *english[1:],
                *_checked_aliases(parts("owner_aliases", comma=True), report, "owner_aliases"),
                *owner_others,
            )
        ),
        nice_classes=classes,
        city=text("city"),
        industry=text("industry"),
        flags=implied | _flags(parts("flags", comma=True), report),
        disabled_variants=tuple(cells.unique(cells.several(raw.get("disabled_variants", ""), comma=False))),
        **beside,
    )


def _is_one_firm(owner: str) -> bool:
    return len(owners_in(owner)) == 1 and looks_like_organisation(owner)


def _owner(cell: str, line: str, report: Report) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """(the owner as the list keeps it, English names, other names): what stands in brackets behind a firm is used."""
    plain = cells.unquoted(line)
    owners = owners_in(cells.without_invisible(cell)[0])
    if not owners or (len(owners) == 1 and owners[0].name == plain):
        return plain, (), ()
    report.told_owner(line, owners)
    if len(owners) > 1:
        return written(owners), (), ()  # whose the English name is must be seen
    return owners[0].name, owners[0].english, owners[0].other_names


def _kind(value: str, report: Report) -> tuple[WatchedKind, frozenset[str]]:
    report.kind_given = False
    if not value:
        return WatchedKind.TRADEMARK, frozenset()
    plain = _plain(value)
    flags = frozenset({"famous"}) if plain in vocabulary()["famous"]["kinds"] else frozenset()
    for kind, words in vocabulary()["kinds"].items():
        if plain in words:
            report.kind_given = True
            return WatchedKind(kind), flags
    for kind, word in (("gi", "地理标志"), ("trademark", "商标"), ("trademark", "老字号")):
        if word in plain:
            report.kind_given = True
            return WatchedKind(kind), flags
    report("unknown_kind", "kind", value=value)
    return WatchedKind.TRADEMARK, frozenset()


def _flags(values: Sequence[str], report: Report) -> frozenset[str]:
    found: set[str] = set()
    for value in values:
        match = next((flag for flag, words in vocabulary()["flags"].items() if _plain(value) in words), None)
        if match:
            found.add(match)
        else:
            report("unknown_flag", "flags", value=value[:40], known=sorted(vocabulary()["flags"]))
    return frozenset(found)


def _given_id(value: str, report: Report) -> str:
    if value and not _ID.fullmatch(value):
        report("bad_id", "id", id=value[:40])
        return ""
    return value


def _with_latin_partners(names: tuple[str, ...], *, canonical: bool) -> list[tuple[str, tuple[str, ...]]]:
    """Each Han name with the Latin names that follow it; "汾酒(FENJIU)" and "汾酒 FENJIU" are such pairs too."""
    if canonical:
        return [(n, ()) for n in names]
    pairs: list[tuple[str, tuple[str, ...]]] = []
    for name in names:
        if pairs and not cells.has_han(name) and cells.has_han(pairs[-1][0]) and _LATIN.search(name):
            pairs[-1] = (pairs[-1][0], (*pairs[-1][1], name))
            continue
        beside = re.fullmatch(
            r"(?P<han>[^A-Za-z()（）]*[^\sA-Za-z()（）])\s*[(（ ]\s*(?P<latin>[A-Za-z][A-Za-z0-9 .'&·-]+?)\s*[)）]?",
            name,
        )
        if beside and cells.has_han(beside["han"]):
            pairs.append((beside["han"].strip(), (beside["latin"].strip(),)))
        else:
            pairs.append((name, ()))
    return pairs


def _is_device(name: str) -> bool:
    """Whether a cell describes a drawing and holds no word, letter or figure."""
    return {s.kind for s in describe(name).signs} <= _BESIDE_WORDS and not describe(name).spellings


_BESIDE_WORDS = frozenset({SignKind.DEVICE, SignKind.NOTE, SignKind.CLASS, SignKind.NUMBER, SignKind.NUMBERING})


def _plain(text: str) -> str:
    return cells.fold_name(text)
