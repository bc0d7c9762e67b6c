"""What of a list is not watched, or only in part: counted, so that it is said wherever the list is spoken of. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from monitor.matching import variants_of
from monitor.matching.normalise.folding import squash
from monitor.matching.signs import describe
from monitor.model import Reason, UnreadCell, WatchedKind, WatchedName
from monitor.texts import Texts
from monitor.watchlist.cells import fold_name, has_han
from monitor.watchlist.markets import Uncovered, uncovered_of
from monitor.watchlist.owners import Owner, OwnerKind, owners_in
from monitor.watchlist.table import ReadResult, RowProblem

_DEVICE, _LETTER = "device_only", "one_letter_name"
_ROW = "watchlist.row."
_SHOWN_PLACES = 12


@dataclass(frozen=True, slots=True)
class UnwatchedOwner:
    """An owner who is not watched as a party, and the names of the list that are theirs."""

    owner: Owner
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unwatched:
    """`devices`, `letters` and `refused` are rows that were not taken; `wordless` names on the list without a word to
    compare; `han_only` marks and GIs without any spelling but Chinese; `firms_han_only` firms without an English name;
    `uncovered` names with countries that no source covers; `noted` False: the version that took the list in did not note the rows it refused."""

    devices: int
    letters: int
    refused: int
    wordless: tuple[WatchedName, ...]
    han_only: tuple[WatchedName, ...]
    firms_han_only: tuple[WatchedName, ...]
    owners: tuple[UnwatchedOwner, ...]
    firms_to_come: tuple[
        str, ...
    ]  # owners that this version can watch, and that are watched once the list is imported again
    noted: bool = True
    uncovered: tuple[Uncovered, ...] = ()

    @property
    def blind(self) -> bool:
        """Whether something of the list is not watched at all, or nobody can say."""
        unknown = any(o.owner.kind is OwnerKind.UNKNOWN for o in self.owners)
        rows = self.devices or self.letters or self.refused or self.wordless
        return bool(rows or unknown or self.firms_to_come or self.uncovered or not self.noted)

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Each as a clause, for a sentence: first what is not watched at all, then what is watched in part."""
        return (*_reasons(self), *_to_do(self))

    @property
    def public_reasons(self) -> tuple[Reason, ...]:
        """The same without what only the keeper of the list can do something about."""
        return tuple(_reasons(self))


def unread_cells(result: ReadResult) -> tuple[UnreadCell, ...]:
    """The rows of a file that were not taken, as the store keeps them."""
    return tuple(map(_cell, result.refused))


def unwatched_of(
    names: Sequence[WatchedName], unread: Sequence[UnreadCell] | None, covered: Collection[str] | None = None
) -> Unwatched:
    """`names` is the whole list with its firms; `unread` what its import refused, None where nobody noted it; `covered` the
    countries (ISO codes) from which sources come, None where that is not asked."""
    rows = Counter(c.what if c.what in (_DEVICE, _LETTER) else "" for c in unread or ())
    marks = [n for n in names if n.kind is not WatchedKind.COMPANY]
    firms = [n for n in names if n.kind is WatchedKind.COMPANY]
    by_owner: dict[str, tuple[Owner, list[str]]] = {}
    for name in marks:
        for owner in owners_in(name.owner):
            by_owner.setdefault(fold_name(owner.name), (owner, []))[1].append(name.name)
    watched = {fold_name(n.name) for n in firms}
    return Unwatched(
        devices=rows[_DEVICE],
        letters=rows[_LETTER],
        refused=rows[""],
        wordless=tuple(n for n in marks if not _has_words(n)),
        han_only=tuple(n for n in marks if _has_words(n) and not _is_spelt_abroad(n)),
        firms_han_only=tuple(n for n in firms if not _is_spelt_abroad(n)),
        owners=tuple(
            UnwatchedOwner(o, tuple(theirs))
            for folded, (o, theirs) in by_owner.items()
            if o.kind is not OwnerKind.ORGANISATION and folded not in watched
        ),
        firms_to_come=tuple(
            o.name
            for folded, (o, _) in by_owner.items()
            if firms and o.kind is OwnerKind.ORGANISATION and folded not in watched
        ),
        noted=unread is not None,
        uncovered=() if covered is None else uncovered_of(names, covered),
    )


def anything_watched(names: Sequence[WatchedName]) -> bool:
    """Whether any name is looked for at all: one that is on the list, has a word, and of which not every spelling is switched
    off. Where none is, nothing can be found, however much is read."""
    return any(_is_looked_for(n) for n in names)


def in_one_sentence(reasons: Sequence[Reason], t: Texts) -> str:
    """All clauses as one sentence; "" where everything is watched."""
    if not reasons:
        return ""
    said = t("watchlist.unwatched.between").join(t.reason(r) for r in reasons)
    return t("watchlist.unwatched.sentence", said=said)


def _cell(problem: RowProblem) -> UnreadCell:
    params = dict(problem.params)
    owner = str(params.pop("owner", ""))
    text = str(params.get("name") or params.get("value") or "")
    what = problem.key.removeprefix(_ROW)
    return UnreadCell(problem.sheet, problem.row, problem.column, what, text, owner, params, problem.file)


def _is_looked_for(name: WatchedName) -> bool:
    if name.kind is WatchedKind.COMPANY:
        off = {squash(text) for text in name.disabled_variants}
        return any(squash(text) not in off for text in (name.name, name.owner_en, *name.aliases) if text)
    if not name.disabled_variants:  # the common case, and far cheaper than to make every spelling
        return _has_words(name)
    return _has_words(name) and any(v.enabled for v in variants_of(name))


def _has_words(name: WatchedName) -> bool:
    return any(describe(text).readable for text in (name.name, *name.aliases))


def _is_spelt_abroad(name: WatchedName) -> bool:
    """Whether the office gave any spelling that is not Chinese: a Latin word of the name, an alias, an English name."""
    if name.kind is WatchedKind.COMPANY:
        given = (name.name, name.owner_en, *name.aliases)
        return any(t and not has_han(t) for t in given if t not in name.stores)  # a shop's name is none of the firm
    words = [word for text in (name.name, *name.aliases) for word in describe(text).words]
    return any(not has_han(word) for word in words)


def _reasons(u: Unwatched) -> list[Reason]:
    told = [
        ("devices", u.devices),
        ("letters", u.letters),
        ("wordless", len(u.wordless)),
        ("refused", u.refused),
        ("han_only", len(u.han_only)),
        ("firms_han_only", len(u.firms_han_only)),
    ]
    out = [Reason(f"watchlist.unwatched.{what}", {"count": count}) for what, count in told if count]
    if u.uncovered:
        out.append(Reason("watchlist.unwatched.uncovered", {"count": len(u.uncovered), "places": _places(u.uncovered)}))
    by_kind = Counter(o.owner.kind for o in u.owners)
    out += [
        Reason(f"watchlist.unwatched.owner_{kind.value}", {"count": by_kind[kind]})
        for kind in OwnerKind
        if by_kind[kind]
    ]
    return out


def _places(uncovered: Sequence[Uncovered]) -> str:
    """The countries, those of most names first."""
    counted = Counter(place for each in uncovered for place in each.places)
    shown = [f"{place}（{count}）" for place, count in counted.most_common(_SHOWN_PLACES)]
    return "、".join(shown) + ("…" if len(counted) > _SHOWN_PLACES else "")


def _to_do(u: Unwatched) -> list[Reason]:
    out: list[Reason] = []
    if u.firms_to_come:
        out.append(Reason("watchlist.unwatched.firms_to_come", {"count": len(u.firms_to_come)}))
    if not u.noted:
        out.append(Reason("watchlist.unwatched.not_noted"))
    return out
