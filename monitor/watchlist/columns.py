"""Which column is what, once the row of headings is found: by what the heading says and by what stands below it.

Where two columns may both be the names and nothing tells them apart, none is chosen: the clerk is asked."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from monitor.watchlist import cells
from monitor.watchlist.contents import Contents, contents_of
from monitor.watchlist.table import Row
from monitor.watchlist.wording import forms_of

LISTS = (
    "aliases",
    "pinyin",
    "owner_aliases",
    "remarks",
    "stores",
    "products",
    "goods",
    "licensee",
)  # fields of several columns
_USES = re.compile("使用|许可|生产|经营|运营|实施|加工")
_MARK = re.compile("商标|品牌|标识|mark|brand", re.IGNORECASE)
_GOODS = re.compile("产品|商品")
_MOSTLY = 0.6  # share of the filled cells of a column


@dataclass(frozen=True, slots=True)
class Claim:
    """What the heading of a column says: `rank` is lower where it says it more plainly."""

    field: str
    rank: int
    weak: bool = False


@dataclass(slots=True)
class Settled:
    """`near`: columns of which one or more are the names, and only a person can say which. `like_names`, `like_firms`:
    columns nobody reads although they look so. `companies`: the list has no marks, its firms are what is watched;
    `pictures`: the column of marks holds pictures, and text at most beside some of them."""

    columns: dict[str, tuple[int, ...]] = field(default_factory=dict)
    unread: list[int] = field(default_factory=list)
    near: tuple[int, ...] = ()
    like_names: tuple[int, ...] = ()
    like_firms: tuple[int, ...] = ()
    companies: bool = False
    pictures: bool = False
    goods: bool = False  # the only names stand under 产品名称, beside firms


def settle(
    claims: Mapping[int, Claim],
    labels: Mapping[int, str],
    rows: Sequence[Row],
    chosen: Mapping[str, tuple[int, ...]] | None = None,
) -> Settled:
    """`claims` of the columns that a heading explains, `labels` of all that have one, `rows` below the headings; `chosen`
    by a person, which nothing overrules."""
    settled = Settled()
    taken = {c for columns in (chosen or {}).values() for c in columns}
    seen = {c: contents_of(rows, c) for c in labels}
    by_field: dict[str, list[int]] = {}
    for column, claim in sorted(claims.items(), key=lambda c: (c[1].rank, c[0])):
        if claim.field and column not in taken and claim.field not in (chosen or {}):
            by_field.setdefault(claim.field, []).append(column)
    settled.columns |= chosen or {}
    overruled = [c for c, claim in claims.items() if claim.field in (chosen or {}) and c not in taken]
    spare = overruled + _names(settled, by_field.pop("name", []), claims, labels, seen, rows, by_field)
    spare += _owners(settled, by_field, labels, seen)
    spare += _classes(settled, by_field, seen)
    for name, columns in by_field.items():
        if name in LISTS:
            settled.columns[name] = tuple(sorted({*settled.columns.get(name, ()), *columns}))
        elif name not in settled.columns:
            settled.columns[name] = (columns[0],)
            spare += columns[1:]
        else:
            spare += columns
    marks = [c for c in settled.columns.get("aliases", ()) if _MARK.search(labels[c]) and seen[c].names >= 0.5]
    if "name" not in settled.columns and not settled.near and marks:
        # 英文商标 alone: the only marks there are.
        settled.columns["name"] = (marks[0],)
        settled.columns["aliases"] = tuple(c for c in settled.columns["aliases"] if c != marks[0])
        if not settled.columns["aliases"]:
            del settled.columns["aliases"]
    used = {c for columns in settled.columns.values() for c in columns} | set(settled.near)
    unknown = [c for c in labels if c not in claims and c not in used]
    settled.unread = sorted({*unknown, *spare} - used)
    doubtful = [c for c in settled.unread if seen[c].look_like_names and (c not in claims or claims[c].field == "name")]
    if "name" not in settled.columns and not settled.near:
        _without_names(settled, [c for c in unknown if c in doubtful], seen)
    settled.like_names = tuple(c for c in doubtful if c not in settled.near)
    settled.like_firms = tuple(c for c in settled.unread if seen[c].filled > 1 and seen[c].organisations >= _MOSTLY)
    return settled


def _names(
    settled: Settled,
    columns: list[int],
    claims: Mapping[int, Claim],
    labels: Mapping[int, str],
    seen: Mapping[int, Contents],
    rows: Sequence[Row],
    by_field: dict[str, list[int]],
) -> list[int]:
    """Chooses the column of names; returns those not used. A weak heading gives way: 产品名称 beside 商标 is the goods."""
    good, spare = [], []
    for column in columns:
        held = seen[column]
        if (
            held.empty
            and (not held.filled or any(not seen[c].empty for c in columns))
            and len(columns) + len(by_field) > 1
        ):
            settled.pictures = settled.pictures or not claims[column].weak or "图" in labels[column]
            spare.append(column)
        elif claims[column].weak and held.organisations > 0.5 and "owner" not in by_field:
            by_field["owner"] = [column]
        else:
            good.append(column)
    strong = [c for c in good if not claims[c].weak]
    if strong:
        for column in (c for c in good if claims[c].weak):
            if _GOODS.search(labels[column]):
                by_field.setdefault("products", []).append(column)
            else:
                spare.append(column)
        good = strong
    if len(good) > 1 and not strong:
        # 名称 beside 产品名称: the products; a heading of the vocabulary comes before one made of parts.
        goods = [c for c in good if _GOODS.search(labels[c])]
        if goods and len(goods) < len(good):
            by_field.setdefault("products", []).extend(goods)
            good = [c for c in good if c not in goods]
    kept = _told_apart(good, seen, rows, by_field, spare)
    if len(kept) == 1 or (kept and (_numbered(kept, labels) or _fill_one_another(kept, rows))):
        settled.columns["name"] = tuple(kept)
        firms = any(seen[c].organisations >= 0.5 for c in by_field.get("owner", ()))
        settled.goods = firms and all(claims[c].weak and _GOODS.search(labels[c]) for c in kept)
        settled.pictures = any(seen[c].empty or "图" in labels[c] for c in kept)
    elif kept:
        settled.near = tuple(sorted(kept))
    return spare


def _told_apart(
    columns: list[int],
    seen: Mapping[int, Contents],
    rows: Sequence[Row],
    by_field: dict[str, list[int]],
    spare: list[int],
) -> list[int]:
    """Without the columns that say the same again, and those in another script, which are other spellings."""
    kept: list[int] = []
    for column in columns:
        if any(_same(rows, column, k) for k in kept):
            spare.append(column)
        else:
            kept.append(column)
    if len(kept) > 1:
        han = [c for c in kept if seen[c].han >= _MOSTLY]
        latin = [c for c in kept if seen[c].han <= 0.2 and seen[c].filled]
        if len(han) == 1 and len(han) + len(latin) == len(kept):
            by_field.setdefault("aliases", []).extend(latin)
            return han
        figures = [c for c in kept if seen[c].filled and seen[c].names < 0.2]
        if len(figures) < len(kept):
            spare += figures
            kept = [c for c in kept if c not in figures]
    return kept


def _same(rows: Sequence[Row], one: int, other: int) -> bool:
    pairs = [(a, b) for r in rows if (a := cells.fold_name(r.cell(one))) and (b := cells.fold_name(r.cell(other)))]
    return bool(pairs) and sum(a == b for a, b in pairs) >= 0.9 * len(pairs)


def _numbered(columns: Sequence[int], labels: Mapping[int, str]) -> bool:
    """商标1, 商标2, 商标3: several names of one firm in columns of their own."""
    return len({re.sub(r"[\d①-⑳一二三四五六七八九十]+$", "", forms_of(labels[c])[0]) for c in columns}) == 1


def _fill_one_another(columns: Sequence[int], rows: Sequence[Row]) -> bool:
    """Never two of them filled in one row, and each in some: the clerk used one or the other."""
    filled = [[c for c in columns if r.cell(c).strip()] for r in rows]
    return all(len(f) <= 1 for f in filled) and {c for f in filled for c in f} == set(columns)


def _owners(
    settled: Settled, by_field: dict[str, list[int]], labels: Mapping[int, str], seen: Mapping[int, Contents]
) -> list[int]:
    """The registrant is the owner; a second firm that uses, makes or sells under the mark is a licensee."""
    columns = by_field.pop("owner", [])
    persons = [
        c
        for c in columns
        if "法人" in labels[c] and seen[c].filled and not seen[c].organisations and seen[c].length <= 4
    ]
    columns = [c for c in columns if c not in persons]
    if not columns or "owner" in settled.columns:
        return persons + columns
    best = max(
        columns, key=lambda c: (not seen[c].empty or not seen[c].rows, not _USES.search(labels[c]), -columns.index(c))
    )
    settled.columns["owner"] = (best,)
    rest = [c for c in columns if c != best]
    users = [c for c in rest if _USES.search(labels[c])]
    if users:
        by_field["licensee"] = [*by_field.get("licensee", []), *users]
    return persons + [c for c in rest if c not in users]


def _classes(settled: Settled, by_field: dict[str, list[int]], seen: Mapping[int, Contents]) -> list[int]:
    """Numbers are classes also under a heading of goods; 类别 above words is no class: the kind of right, or another thing."""
    columns = by_field.pop("nice_classes", [])
    if "nice_classes" in settled.columns:
        return columns
    kinds = [c for c in columns if seen[c].kinds >= _MOSTLY and not seen[c].classes]
    if kinds and "kind" not in by_field:
        by_field["kind"] = kinds[:1]
    wordy = [c for c in columns if seen[c].filled and not seen[c].digits and c not in by_field.get("kind", ())]
    columns = [c for c in columns if seen[c].digits or not seen[c].filled]
    goods = by_field.get("goods", [])
    if not columns and (numbered := [c for c in goods if seen[c].classes >= _MOSTLY]):
        columns = numbered
        by_field["goods"] = [c for c in goods if c not in numbered]
    if not by_field.get("goods"):
        by_field.pop("goods", None)
    if columns:
        settled.columns["nice_classes"] = (max(columns, key=lambda c: (seen[c].classes >= 0.5, -columns.index(c))),)
    return wordy + [c for c in columns if c not in settled.columns["nice_classes"]]


def _without_names(settled: Settled, doubtful: Sequence[int], seen: Mapping[int, Contents]) -> None:
    """No heading speaks of names: a column that looks like them is asked about, else the firms themselves are the list."""
    if doubtful and not settled.pictures:
        settled.near = tuple(doubtful)
        return
    owner = settled.columns.get("owner", ())
    if not owner or seen[owner[0]].organisations < 0.5:
        return
    settled.companies = True
    columns = settled.columns
    aliases = [c for name in ("aliases", "owner_en", "owner_aliases") for c in columns.pop(name, ())]
    columns["name"] = columns.pop("owner")
    if aliases:
        columns["aliases"] = tuple(sorted(aliases))


def column_letters(column: int) -> str:
    """A column as the spreadsheet names it: 0 → A, 26 → AA."""
    letters, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def is_letters(wanted: str) -> bool:
    return re.fullmatch("[A-Za-z]{1,2}", wanted.strip()) is not None


def columns_named(wanted: str, labels: Mapping[int, str]) -> tuple[int, ...]:
    """The columns a person means by letters or by a heading."""
    if is_letters(wanted):
        number = 0
        for letter in wanted.strip().upper():
            number = number * 26 + ord(letter) - 64
        return (number - 1,)
    asked = set(forms_of(wanted))
    return tuple(c for c, label in labels.items() if not asked.isdisjoint(forms_of(label)))
