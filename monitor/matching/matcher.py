"""Watched names against texts: the index of all spellings, the score, and what stands around them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from monitor.matching import tables
from monitor.matching.bands import band_of
from monitor.matching.explain import reasons_of
from monitor.matching.firms import FirmIndex, names_the_firm, owners
from monitor.matching.firms.cuts import Cut
from monitor.matching.firms.own_marks import marks_of_firms, own_marks
from monitor.matching.firms.summing import Points
from monitor.matching.marks import context as around
from monitor.matching.marks import persons, statement
from monitor.matching.marks.finding import Finding
from monitor.matching.marks.mark_index import MarkIndex
from monitor.matching.marks.no_match import closest_spelling
from monitor.matching.marks.search import findings
from monitor.matching.variants.sought import SoughtNames, sought_for
from monitor.matching.variants.spellings import WRITTEN
from monitor.matching.weights import spelling_row
from monitor.model import Match, MatchContext, Reason, Variant, WatchedKind, WatchedName, Whose

ENGINE = "6"
_ALONE = MatchContext()  # nothing known around the text
_TOGETHER = 0.05  # what two different spellings of one name in one text add
_CLEARLY = 0.1  # by how much a firm is likelier than its mark in one text
_TELLING = 0.5  # the least score of the second


def build_matcher(watched: Sequence[WatchedName]) -> Matcher:
    """A matcher over these names. Makes all variants (milliseconds a name); searching afterwards needs no dictionary."""
    return Matcher(watched)


def engine_version() -> str:
    """Engine version and digest of the tables, of every matcher this program makes."""
    return f"{ENGINE}-{tables.digest()}"


class Matcher:
    """Finds watched names in texts. Immutable once built; safe to share between threads and to send to a process."""

    def __init__(self, watched: Sequence[WatchedName]) -> None:
        self._entries: SoughtNames = sought_for(watched)
        self._index = MarkIndex(self._entries)
        self._place = {w.id: n for n, w in enumerate(self._entries.watched)}
        companies = [w for w in watched if w.kind is WatchedKind.COMPANY]
        self._companies: FirmIndex | None = None
        if companies:
            self._companies = FirmIndex(companies, own_marks(watched))  # reads the tables of firms
        self._owned = {firm: {mark.id for mark in marks} for firm, marks in marks_of_firms(watched).items()}

    @property
    def version(self) -> str:
        """Engine version and digest of the tables: stored with each hit, so that a score can be reproduced."""
        return engine_version()

    def find(self, text: str, context: MatchContext = _ALONE) -> list[Match]:
        """The best match of every watched name that reaches a band, best first."""
        best: dict[str, Match] = {}
        if self._index.touches(text):
            for m, _ in self._marks(text, context, self._index):
                if m.band is not None:
                    best[m.watched_id] = m
        if self._companies is not None:
            for m in self._companies.find(text, context):
                if self._means_its_mark(m, best):
                    continue
                if m.band is not None and (m.watched_id not in best or best[m.watched_id].score < m.score):
                    best[m.watched_id] = m
        return sorted(best.values(), key=lambda m: (-m.score, m.watched_id)) if best else []

    def pair(self, watched_id: str, text: str, context: MatchContext = _ALONE) -> Match | None:
        """The best comparison of one name with a text, even below every band; None if they share nothing.

        Raises KeyError for an unknown id.
        """
        n = self._place[watched_id]
        w = self._entries.watched[n]
        found = [m for m, _ in self._marks(text, context, self._index, only=n)]
        if self._companies is not None and w.kind is WatchedKind.COMPANY:
            other = self._companies.explain_pair(w, text, context)
            if other is not None:
                found.append(other)
        if found:
            return max(found, key=lambda m: m.score)
        near = closest_spelling(text, self._index, n)
        return self._match(near, text, context, []) if near is not None else None

    def weighed(self, text: str, context: MatchContext = _ALONE) -> list[tuple[Match, tuple[str, ...]]]:
        """Every mark found in a text, in whatever band, with the rows of tables/weights.toml that made its score."""
        return [
            (m, (spelling_row(f.variant.kind, f.variant.prior), *filter(None, f.weighed)))
            for m, f in self._marks(text, context, self._index)
        ]

    def weighed_firms(self, text: str, context: MatchContext = _ALONE) -> list[tuple[Match, tuple[Points, ...]]]:
        """The same of firms, each row with the points that it has in the score."""
        return [] if self._companies is None else self._companies.weighed(text, context)

    def variants_of(self, watched_id: str) -> tuple[Variant, ...]:
        """All spellings looked for, switched-off ones included. Raises KeyError for an unknown id."""
        n = self._place[watched_id]
        w = self._entries.watched[n]
        made = self._entries.variants[n]
        if self._companies is not None and w.kind is WatchedKind.COMPANY:
            return (*self._companies.variants_of(w), *made)
        return made

    def cuts_of(self, watched_id: str) -> tuple[Cut, ...]:
        """How the Chinese names of a firm are divided, the likeliest first; () for a mark. Raises KeyError for an unknown id."""
        w = self._entries.watched[self._place[watched_id]]
        if self._companies is None or w.kind is not WatchedKind.COMPANY:
            return ()
        return self._companies.cuts_of(w)

    # -- inside ---------------------------------------------------------------------------------------

    def _means_its_mark(self, firm: Match, found: Mapping[str, Match]) -> bool:
        """Whether a firm was met only in what its own mark writes, nothing of the firm beside it, and that mark is found nearly as
        surely: it is the mark. With the firm's place or trade beside it, it is the firm, and the mark is met too."""
        if firm.variant_kind != "mark_latin" or names_the_firm(firm):
            return False
        return any(m in found and found[m].score + _CLEARLY >= firm.score for m in self._owned.get(firm.watched_id, ()))

    def _marks(
        self, text: str, context: MatchContext, index: MarkIndex, only: int | None = None
    ) -> list[tuple[Match, Finding]]:
        close = not around.whole_words_only(context.role)
        quoted = statement.parts(text) if context.role.is_mark else None
        if quoted is None:
            found = findings(text, index, close=close)
        else:
            found = []
            for start, end in quoted:
                for f in findings(text[start:end], index, close=close):
                    f.span = (f.span[0] + start, f.span[1] + start)
                    f.extra.append(Reason("matching.reason.statement"))
                    found.append(f)
        by_name: dict[int, list[Finding]] = {}
        for f in found:
            if (only is None or f.name == only) and around.admits(f, context.role):
                by_name.setdefault(f.name, []).append(f)
        out = []
        for here in by_name.values():
            # Exact before near, the office's own spelling before a derived one, where scores are equal.
            here.sort(key=lambda f: (-round(f.score, 6), f.edits, f.variant.kind not in WRITTEN, f.span))
            best = here[0]
            extra: list[Reason] = []
            if _corroborated(best, here):
                best.score = min(1.0, best.score + _TOGETHER)
                extra.append(Reason("matching.reason.together"))
            out.append((self._match(best, text, context, extra), best))
        return out

    def _match(self, f: Finding, text: str, context: MatchContext, extra: list[Reason]) -> Match:
        w = self._entries.watched[f.name]
        own = self._is_own(w, context)
        # A mark in the name of a party says little, unless that party is its owner.
        named = context.role.is_party and not own and owners.is_own(w, (text,))
        person = text if context.role.is_party and persons.may_be_person(text) else ""
        reasons = [*extra, *around.apply(f, w, context, own=own, owner_named=named, person=person)]
        score = round(min(f.score, 1.0), 3)
        return Match(
            watched_id=w.id,
            score=score,
            band=band_of(score),
            variant=f.variant.text,
            variant_kind=f.variant.kind,
            operation=f.operation,
            edits=f.edits,
            span=f.span,
            span_text=text[slice(*f.span)],
            demoted_by=tuple(dict.fromkeys(why for why, _, _ in f.against)),
            reasons=tuple(reasons_of(f, w, reasons)),
            whose=Whose.OURS if own else Whose.STRANGER,
        )

    @staticmethod
    def _is_own(w: WatchedName, context: MatchContext) -> bool:
        return bool(context.owners) and owners.is_own(w, context.owners)


def _corroborated(best: Finding, here: Sequence[Finding]) -> bool:
    """Another spelling of the same name, in another script or meaning, elsewhere in the text."""
    return any(
        not f.edits
        and f.bounded
        and (f.span[1] <= best.span[0] or best.span[1] <= f.span[0])
        and f.variant.text.casefold() != best.variant.text.casefold()
        and f.score >= _TELLING
        for f in here
    )
