"""All watched firms at once: one automaton finds the cores, the name around each is read, scored and explained."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick, MatchKind

from monitor.matching.bands import band_of
from monitor.matching.firms import chinese_name, english_names, latin_name, lexicon, profile, vocabulary
from monitor.matching.firms.chinese_text import ChineseText
from monitor.matching.firms.cores import Core, Strength
from monitor.matching.firms.cuts import Cut, cuts_of
from monitor.matching.firms.firm_score import (
    compare_places,
    score,
    score_bare,
    score_given,
    score_identity,
    score_without_core,
)
from monitor.matching.firms.given_name import GivenName
from monitor.matching.firms.identity import Identities, Identity
from monitor.matching.firms.latin_text import LatinText, Run, fill
from monitor.matching.firms.lexicon import Kind
from monitor.matching.firms.line import Line
from monitor.matching.firms.own_marks import OwnMark
from monitor.matching.firms.profile import Bare, Profile
from monitor.matching.firms.seen import Edit, FoundWord, SeenName
from monitor.matching.firms.summing import Points, Score
from monitor.matching.normalise import gazetteer
from monitor.model import Match, MatchContext, Variant, WatchedName

NEAR_FROM = 8  # letters a core needs before one wrong letter is forgiven
# Bounds for one text. A page of any register stays far below; a hostile one must not hold up the rest.
_MOST_NAMES = 120
_MOST_NEAR = 2000
_DELETE = {c: None for c in range(128) if not chr(c).isalnum()}
_AND = re.compile(r"\band\b")


@dataclass(frozen=True, slots=True)
class _Target:
    """What a pattern of the automaton leads to: a core (or a half of it, to be verified), the place of a bare name, or a full
    name."""

    firm: Profile
    core: Core | None = None
    bare: Bare | None = None
    seed: str = ""  # "head" or "tail": half of the core
    given: GivenName | None = None  # a full corporate name, met word by word


_Patterns = dict[str, list[_Target]]
_Found = tuple[Match, tuple[Points, ...]]  # with the weights that made its score
_NONE: Mapping[str, Sequence[OwnMark]] = {}


class FirmIndex:
    """Immutable after building; safe to share between threads."""

    def __init__(self, watched: Sequence[WatchedName], marks: Mapping[str, Sequence[OwnMark]] = _NONE) -> None:
        """`marks`: those a firm owns, by its id."""
        lexicon.warm()
        self._marks = marks
        self._firms = {w.id: profile.profile_of(w, marks.get(w.id, ())) for w in watched}
        self._identities = Identities(self._firms.values())
        latin_patterns: _Patterns = {}
        han_patterns: _Patterns = {}
        for firm in self._firms.values():
            _add_cores(firm, latin_patterns, han_patterns)
            _add_bare(firm, latin_patterns, han_patterns)
            for given in firm.given:
                latin_patterns.setdefault(given.squashed, []).append(_Target(firm, given=given))
        self._latin_targets = list(latin_patterns.values())
        self._han_targets = list(han_patterns.values())
        self._latin = _automaton(latin_patterns)
        self._han = _automaton(han_patterns)

    def find(self, text: str, context: MatchContext) -> list[Match]:
        """Every firm the text names, its best match each, best first; only those in a band."""
        return [m for m, _ in self._best(text, context) if m.band is not None]

    def weighed(self, text: str, context: MatchContext) -> list[_Found]:
        """Every firm found in a text, in whatever band, with the rows of tables/weights.toml that made its score."""
        return self._best(text, context)

    def explain_pair(self, w: WatchedName, text: str, context: MatchContext) -> Match | None:
        """The best match of one firm whatever its score, with what speaks for and against it; None where text and
        firm share nothing at all."""
        alone = self if len(self._firms) == 1 and w.id in self._firms else FirmIndex([w], self._marks)
        firm = alone._firms[w.id]
        best = alone._best(text, context)
        if best:
            return best[0][0]
        return _without_core(firm, text)

    def variants_of(self, w: WatchedName) -> tuple[Variant, ...]:
        """The spellings looked for and the names registers are expected to write, likeliest first."""
        held = self._firms.get(w.id)
        return english_names.variants(held if held is not None and held.watched == w else self._profile_of(w))

    def cuts_of(self, w: WatchedName) -> tuple[Cut, ...]:
        """How the Chinese names of a firm are divided, and which divisions are looked for."""
        held = self._firms.get(w.id)
        return cuts_of(held if held is not None and held.watched == w else self._profile_of(w))

    def _profile_of(self, w: WatchedName) -> Profile:
        return profile.profile_of(w, self._marks.get(w.id, ()))

    def _best(self, text: str, context: MatchContext) -> list[_Found]:
        best: dict[str, _Found] = {}
        for found in self._matches(text, context):
            held = best.get(found[0].watched_id)
            if held is None or found[0].score > held[0].score:
                best[found[0].watched_id] = found
        return sorted(best.values(), key=lambda found: (-found[0].score, found[0].watched_id))

    def _matches(self, text: str, context: MatchContext) -> Iterator[_Found]:
        for same in self._identities.of(text):
            yield _identity_match(same, text, context)
        ascii_only = text.isascii()
        # Most texts name nobody: for those a squash and one pass of the automaton is all.
        if self._latin is not None and (not ascii_only or self._latin.find_matches_as_indexes(_squashed(text))):
            yield from self._latin_matches(self._latin, LatinText(text), context)
        if self._han is not None and not ascii_only and chinese_name.has_han(text):
            yield from self._han_matches(self._han, ChineseText(text), context)

    def _latin_matches(self, automaton: AhoCorasick, text: LatinText, context: MatchContext) -> Iterator[_Found]:
        hits = automaton.find_matches_as_indexes(text.squashed, overlapping=True)
        yield from self._given_matches(hits, text, context)
        done: set[tuple[object, ...]] = set()
        for target, run in self._runs(text, hits):
            firm, core, bare = target.firm, target.core, target.bare
            key = (firm.watched.id, core or bare, run.edit, text.signature(run))
            if key in done:
                continue  # the same words once more
            done.add(key)
            if core is not None:
                seen = text.evidence(core, run, firm.latin_names)
                yield _match(firm, seen, text.span(run), score(firm, seen, context))
            elif bare is not None and (said := text.bare(run, bare)) is not None:
                found = _bare_match(firm, bare, said, text.span(run), text.raw, _places_of(text, run))
                if found is not None:
                    yield found

    def _given_matches(
        self, hits: Sequence[tuple[int, int, int]], text: LatinText, context: MatchContext
    ) -> Iterator[_Found]:
        for pattern, start, end in hits:
            for target in self._latin_targets[pattern]:
                run = text.exact(start, end, None) if target.given else None
                if run is None or target.given is None or not text.is_full_name(run, target.given):
                    continue
                result = score_given(target.firm, target.given, *text.around(run), context)
                if result is not None:
                    span = text.span(run)
                    yield _found(target.firm, result, target.given.text, "given", span, text.raw[slice(*span)])

    def _runs(self, text: LatinText, hits: Sequence[tuple[int, int, int]]) -> Iterator[tuple[_Target, Run]]:
        """The words that spell a core or a place: exact ones first, then near ones, neither without bound."""
        for pattern, start, end in hits:
            for target in self._latin_targets[pattern]:
                run = None if target.seed else text.exact(start, end, target.core)
                if run is not None and not target.given and text.has_read(run, _MOST_NAMES):
                    yield target, run
        left = _MOST_NEAR
        for pattern, start, end in hits:
            for target in self._latin_targets[pattern]:
                if not target.seed or not left or target.core is None:
                    continue
                left -= 1
                run = text.near(start, end, target.core, target.seed)
                if run is not None and text.has_read(run, 2 * _MOST_NAMES):
                    yield target, run

    def _han_matches(self, automaton: AhoCorasick, text: ChineseText, context: MatchContext) -> Iterator[_Found]:
        for pattern, start, end in automaton.find_matches_as_indexes(text.text, overlapping=True):
            for target in self._han_targets[pattern]:
                firm = target.firm
                if not text.has_read(end, _MOST_NAMES):
                    return
                if target.core is not None:
                    seen = text.evidence(target.core, start, end, firm.names)
                    yield _match(firm, seen, text.span(start, end), score(firm, seen, context))
                elif target.bare is not None and (said := text.bare(end, target.bare)) is not None:
                    found = _bare_match(firm, target.bare, said, text.span(start, end), text.raw, [])
                    if found is not None:
                        yield found


def _squashed(text: str) -> str:
    """An ASCII text as the automaton reads it: letters and digits, without "and"."""
    lower = text.lower()
    return (_AND.sub("", lower) if "and" in lower else lower).translate(_DELETE)


def _add_cores(firm: Profile, latin_patterns: _Patterns, han_patterns: _Patterns) -> None:
    for core in firm.cores:
        if core.han:
            han_patterns.setdefault(core.text, []).append(_Target(firm, core))
            continue
        latin_patterns.setdefault(core.text, []).append(_Target(firm, core))
        if len(core.text) >= NEAR_FROM and not core.asks and not core.kind.startswith("core_"):
            for seed, which in _seeds(core.text):
                latin_patterns.setdefault(seed, []).append(_Target(firm, core, seed=which))


def _add_bare(firm: Profile, latin_patterns: _Patterns, han_patterns: _Patterns) -> None:
    for bare in firm.bare:
        target = _Target(firm, bare=bare)
        for spelt in bare.spellings():
            (han_patterns if chinese_name.has_han(spelt) else latin_patterns).setdefault(spelt, []).append(target)


def _automaton(patterns: _Patterns) -> AhoCorasick | None:
    return AhoCorasick(list(patterns), matchkind=MatchKind.Standard) if patterns else None


def _seeds(core: str) -> Iterator[tuple[str, str]]:
    """Halves of a core, one of which survives one wrong letter; the third survives a swap at the cut."""
    half = len(core) // 2
    yield core[:half], "head"
    yield core[-half:], "tail"
    yield core[: half - 1] + core[half] + core[half - 1], "head"


def _places_of(text: LatinText, run: Run) -> list[FoundWord]:
    name = text.name(run)
    return [
        FoundWord(p.text, p.values) for p in (*name.of(Kind.PLACE), *(t for t in name.tail if t.kind is Kind.PLACE))
    ]


def _found(
    firm: Profile, result: Score, variant: str, kind: str, span: tuple[int, int], shown: str, edits: int = 0
) -> _Found:
    match = Match(
        watched_id=firm.watched.id,
        score=result.value,
        band=band_of(result.value),
        variant=variant,
        variant_kind=kind,
        operation="company",
        edits=edits,
        span=span,
        span_text=shown,
        demoted_by=result.demoted_by,
        reasons=result.reasons,
    )
    return match, result.weighed


def _identity_match(same: Identity, text: str, context: MatchContext) -> _Found:
    result = score_identity(same.firm, same.name, same.sure, context)
    return _found(same.firm, result, same.name, "given", (0, len(text)), text)


def _match(firm: Profile, seen: SeenName, span: tuple[int, int], result: Score) -> _Found:
    edits = 0 if seen.edit is Edit.NONE else 1
    return _found(firm, result, seen.core.text, seen.core.kind, span, seen.span_text, edits)


def _bare_match(
    firm: Profile,
    bare: Bare,
    said: tuple[bool, list[FoundWord]],
    span: tuple[int, int],
    raw: str,
    others: list[FoundWord],
) -> _Found | None:
    """A name of place and trade alone; a further place that contradicts makes it somebody else's."""
    exact, trades = said
    if any(compare_places(firm.places, other.values) < 0 for other in others):
        return None
    result = score_bare(firm, bare, raw[span[0] : span[1]], trades, exact)
    return _found(firm, result, bare.source, bare.kind, span, raw[span[0] : span[1]])


def _without_core(firm: Profile, text: str) -> Match | None:
    """Place or trade agree, the core is absent: nobody, and the reasons say so."""
    line = Line(text)
    core = firm.cores[0] if firm.cores else Core(firm.watched.name, "legal_name", 1.0, Strength.WEAK, firm.watched.name)
    seen = SeenName(core, text)
    fill(seen, latin_name.Name(0, len(line.words), latin_name.read(line)), line)
    if chinese_name.has_han(text):
        read = chinese_name.read(text)
        seen.places += [
            FoundWord(gazetteer.places()[c].short, frozenset({c})) for c in sorted(read.places) if c != "CN"
        ]
        seen.trades += [FoundWord(word, frozenset({vocabulary.han_trades()[word]})) for word in read.trade_words]
    result = score_without_core(firm, seen)
    if result is None:
        return None
    return _match(firm, seen, (0, len(text)), result)[0]
