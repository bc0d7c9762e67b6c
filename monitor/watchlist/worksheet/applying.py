"""The lists with what the worksheet confirmed. Nothing is taken off a list; a cell left as it was, or emptied, changes nothing. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from monitor.model import Listing, WatchedKind, WatchedName
from monitor.watchlist import cells
from monitor.watchlist.entries import MAX_TEXT, Gathered, Report
from monitor.watchlist.identity import identity
from monitor.watchlist.importing import is_derived
from monitor.watchlist.owners import Owner, owners_in, written
from monitor.watchlist.particulars import particulars
from monitor.watchlist.table import RowProblem
from monitor.watchlist.versions import owners_of
from monitor.watchlist.worksheet.answers import Answered
from monitor.watchlist.worksheet.form import BETWEEN, COLUMNS, FIELD_OF, FIRMS, MARKS, PROPOSED, field_text

_YES = frozenset({"是", "对", "对的", "正确", "确认", "同意", "可", "可以", "yes", "y", "ok", "√", "✓", "✔", "v"})
_NO = frozenset(
    {
        "否",
        "不",
        "不是",
        "不对",
        "错",
        "错误",
        "无",
        "没有",
        "不采用",
        "都不对",
        "不确认",
        "待定",
        "待确认",
        "no",
        "n",
        "none",
        "na",
        "×",
        "x",
        "✗",
        "✘",
    }
)
_NUMBER = {"1": 0, "2": 1, "3": 2, "4": 3, "①": 0, "②": 1, "③": 2, "④": 3, "一": 0, "二": 1, "三": 2, "四": 3}
_PROPOSAL = "建议"
_BESIDE = {
    which: tuple(dict.fromkeys(FIELD_OF.get(c.key, c.key) for c in columns if c.asked and c.key != "confirm"))
    for which, columns in COLUMNS.items()
}


@dataclass(frozen=True, slots=True)
class Applied:
    """`confirmed`: spellings taken; `fields`: other cells that say something new; `rows`: rows of the worksheet."""

    listings: tuple[Listing, ...]
    problems: tuple[RowProblem, ...]
    rows: int
    confirmed: int
    fields: int


def applied(
    listings: Sequence[Listing],
    watched: Sequence[WatchedName],
    answers: Sequence[Answered],
    file: str,
    labels: Mapping[str, str],
) -> Applied:
    """`watched`: all names and firms now watched; `labels`: key of a column → its heading, to say where something is wrong."""
    told = Gathered(file)
    by_id = {n.id: n for n in watched}
    changes: dict[str, list[Callable[[WatchedName], WatchedName]]] = {}
    confirmed = fields = 0
    for answer in answers:
        report = Report(told, answer.sheet, answer.row, labels)
        name = by_id.get(answer["id"])
        if name is None or identity(name.name) != identity(answer["name"]):
            report("answer_of_nobody", "id", fatal=True, id=answer["id"][:40], name=answer["name"][:40])
            continue
        spellings = _confirmed(answer, report, have=(name.name, name.owner_en, *name.aliases))
        beside = _beside(answer, name, report)
        targets = _targets(name, listings) if is_derived(name) else [name.id]
        if is_derived(name) and beside and not _owns_alone(name, listings):
            report("answer_of_several", "contact", name=name.name)
            beside = {}
        if not targets and (spellings or beside):
            report("answer_without_place", "confirm", name=name.name)
            continue
        confirmed += len(spellings)
        fields += len(beside)
        for target in targets:
            changes.setdefault(target, []).append(_change(name, spellings, beside))
    new = tuple(
        replace(held, name=_after(held.name, changes[held.name.id])) if held.name.id in changes else held
        for held in listings
    )
    return Applied(new, tuple(told.problems), len(answers), confirmed, fields)


def _after(name: WatchedName, changes: Sequence[Callable[[WatchedName], WatchedName]]) -> WatchedName:
    for change in changes:
        name = change(name)
    return name


# --- what was answered ------------------------------------------------------------------------------------------------


def _confirmed(answer: Answered, report: Report, have: Sequence[str]) -> tuple[str, ...]:
    """The spellings a person chose or wrote; a word of assent stands for the one proposal there is."""
    known = {cells.fold_name(t) for t in have}
    proposals = [answer[key] for key in PROPOSED if answer[key]]
    taken: list[str] = []
    for part in cells.several(report.clean(answer["confirm"], "confirm"), comma=False):
        text = _meant(part, proposals, report)
        folded = cells.fold_name(text)
        if not text or folded in known:
            continue
        if cells.has_han(text):
            report("answer_is_chinese", "confirm", value=text[:40])
        elif len(folded) < 2 or len(text) > MAX_TEXT:  # one letter is in everything
            report("answer_is_no_spelling", "confirm", value=text[:40])
        else:
            taken.append(text)
            known.add(folded)
    return tuple(taken)


def _meant(part: str, proposals: Sequence[str], report: Report) -> str:
    """The spelling that one part of an answer stands for, "" for none."""
    plain = part.strip(" 。.!！").casefold()
    if plain in _NO or cells.is_dash(part):
        return ""
    if plain in _YES:
        if len(proposals) == 1:
            return proposals[0]
        report("answer_of_which", "confirm", value=part[:40], count=len(proposals))
        return ""
    number = _NUMBER.get(plain.removeprefix(_PROPOSAL))
    if number is not None:
        return proposals[number] if number < len(proposals) else ""
    return part


def _beside(answer: Answered, name: WatchedName, report: Report) -> dict[str, Any]:
    """Field → its new value, of the cells that say something else than they were given."""
    which = FIRMS if name.kind is WatchedKind.COMPANY else MARKS
    new: dict[str, Any] = {}
    for field in _BESIDE[which]:
        keys = [c.key for c in COLUMNS[which] if FIELD_OF.get(c.key, c.key) == field and c.key in answer.cells]
        said = {key: answer[key] or field_text(name, key) for key in keys}
        if all(cells.one_line(said[key]) == cells.one_line(field_text(name, key)) for key in keys):
            continue
        value = particulars(
            {field: BETWEEN.join(v for v in said.values() if not cells.is_dash(v))}, report, canonical=False
        )
        if field in value or all(cells.is_dash(said[key]) for key in keys):
            new[field] = value.get(field, type(getattr(name, field))())
    return {field: value for field, value in new.items() if value != getattr(name, field)}


# --- where it is kept -------------------------------------------------------------------------------------------------


def _targets(firm: WatchedName, listings: Sequence[Listing]) -> list[str]:
    """The names of the lists that make a firm watched: those it owns, and those it has a licence of."""
    folded = cells.fold_name(firm.name)
    return [
        held.name.id
        for held in listings
        if folded in {cells.fold_name(o) for o in owners_of(held.name)} or _licensed(held.name, folded) is not None
    ]


def _owns_alone(firm: WatchedName, listings: Sequence[Listing]) -> bool:
    """Whether a name has this owner and no other: contacts and shops of a firm are kept with such a name."""
    folded = cells.fold_name(firm.name)
    return any([cells.fold_name(o) for o in owners_of(held.name)] == [folded] for held in listings)


def _licensed(name: WatchedName, folded: str) -> int | None:
    """Which of the licensees of a name is this firm."""
    for at, text in enumerate(name.licensee):
        if any(cells.fold_name(o.name) == folded for o in owners_in(text)):
            return at
    return None


def _change(
    answered: WatchedName, spellings: Sequence[str], beside: Mapping[str, Any]
) -> Callable[[WatchedName], WatchedName]:
    def on_name(name: WatchedName) -> WatchedName:
        return replace(name, aliases=cells.unique((*name.aliases, *spellings)), **beside)

    def on_firm(name: WatchedName) -> WatchedName:
        folded = cells.fold_name(answered.name)
        owners = owners_in(name.owner)
        if folded not in {cells.fold_name(o.name) for o in owners}:
            return _with_licensee(name, folded, spellings)
        if len(owners) > 1:  # whose the English name is must be seen
            return replace(name, owner=written(tuple(_with_english(o, folded, spellings) for o in owners)))
        english = cells.unique((*filter(None, (name.owner_en,)), *spellings))
        others = cells.unique((*name.owner_aliases, *english[1:])) if spellings else name.owner_aliases
        return replace(name, owner_en=english[0] if english else "", owner_aliases=others, **beside)

    return on_firm if is_derived(answered) else on_name


def _with_english(owner: Owner, folded: str, spellings: Sequence[str]) -> Owner:
    if cells.fold_name(owner.name) != folded:
        return owner
    return replace(owner, english=cells.unique((*owner.english, *spellings)))


def _with_licensee(name: WatchedName, folded: str, spellings: Sequence[str]) -> WatchedName:
    at = _licensed(name, folded)
    if at is None or not spellings:
        return name
    said = written(tuple(_with_english(o, folded, spellings) for o in owners_in(name.licensee[at])))
    return replace(name, licensee=(*name.licensee[:at], said, *name.licensee[at + 1 :]))
