"""Looking a name up in everything that is stored: hits, near misses, and what was checked at all.

Stored mentions are scored the way a run scores them, all of one matter and source together, so that the answer for a
watched name is what the hit list says of it. An index names the matters it need judge: every one that may
hold a spelling of the name, so that the answer is the one of reading everything (tests/lookup). Where the index is not
whole, or a spelling too short for it, everything is read. "Nothing found" means nothing found in what is stored – and
the coverage statement says what that is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Indel

from monitor.assess.rematch import confirmed_in, rejected_in
from monitor.assess.scoring import Families, families_of, kept, reported, sightings
from monitor.assess.verdicts import NOTHING_REJECTED, Rejected
from monitor.assess.whose import Confirmed
from monitor.legal_forms import ends_like_a_firm
from monitor.matching import Matcher, build_matcher, variants_of
from monitor.matching.indexing.needles import needles_of
from monitor.matching.normalise import squash
from monitor.model import HitKind, Match, Mention, Role, Variant, WatchedKind, WatchedName, hit_kind, kind_after
from monitor.model.kinds import Happened
from monitor.store import MatterRow, Store
from monitor.store.matters import StoredMatter
from monitor.store.names_index import NEAR_UP_TO, Place

_NEAR = 80.0  # rapidfuzz ratio of squashed spellings from which a text is shown as a near miss
_MOST_NEAR = 20
_NEAR_FROM = 5  # letters of a spelling that likenesses are sought to
_FURTHEST = 4  # letters a text may have more or fewer than the spelling


@dataclass(frozen=True, slots=True)
class Found:
    """One mention that the name was found in."""

    matter: MatterRow
    mention: Mention
    source: str
    match: Match
    names: tuple[str, ...] = ()
    happened: tuple[Happened, ...] = ()  # to the matter

    @property
    def kind(self) -> HitKind:
        """What it is to the office, in the words of the hit list: "squat", "own_filing", "own_attacked", "respondent", …"""
        return kind_after(hit_kind(self.mention.role, self.match.whose), self.happened)


@dataclass(frozen=True, slots=True)
class ToldUnder:
    """What is told of a matter the name stands in under another name of its family: the firm's mark, or the firm."""

    found: Found
    watched: WatchedName


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A text close to a spelling of the name, below every band."""

    matter: MatterRow
    text: str
    role: Role
    spelling: str
    likeness: float


@dataclass(frozen=True, slots=True)
class Answer:
    """What is known of a name. `watched` is its entry on the list, None if it is not watched."""

    name: str
    watched: WatchedName | None
    variants: tuple[Variant, ...]
    found: tuple[Found, ...]
    near: tuple[NearMiss, ...]
    matters: int
    mentions: int
    told_under: tuple[ToldUnder, ...] = ()


def look_up(
    store: Store, name: str, *, progress: Callable[[int], None] = lambda done: None, everything: bool = False
) -> Answer:
    """Search every stored matter for a name, watched or not. Best finds first.

    `everything` reads all that is stored even where the index would do; the answer is the same."""
    question = _question(store.watchlist.names(), name, confirmed_in(store), rejected_in(store))
    subject = question.asked[0]
    variants = tuple(v for v in variants_of(subject) if v.enabled)
    spellings = tuple(dict.fromkeys(s for v in variants if len(s := squash(v.text)) >= _NEAR_FROM))
    search = _Search(question, build_matcher(question.judged), spellings, progress)
    # Only what is asked for need be sought: the family matters where it stands, and there every text is read.
    held = (
        None
        if everything or not store.names_index.ready()
        else store.names_index.matters_with(needles_of(question.asked, question.judged))
    )
    if held is None:
        search.read(store.matters.stored())
        matters, mentions = search.matters, search.mentions
    else:
        search.read(store.matters.stored_of(held))
        _search_near(search, store, held)
        matters, mentions = store.names_index.searched()
    return Answer(
        name=name,
        watched=subject if question.watched else None,
        variants=variants,
        found=tuple(_found(store, search)),
        near=tuple(_near(store, search)),
        matters=matters,
        mentions=mentions,
        told_under=tuple(_told_under(store, search)),
    )


def matters_to_judge(store: Store, name: str) -> int:
    """How many matters hold the pieces of a name that is not on the list: look_up() judges each of them. 0 where the index is
    not whole, or the name too short for it."""
    question = _question((), name, confirmed_in(store))
    held = (
        store.names_index.matters_with(needles_of(question.asked, question.judged))
        if store.names_index.ready()
        else None
    )
    return len(held) if held is not None else 0


@dataclass(frozen=True, slots=True)
class _Question:
    """The names to tell of, and those that judge: for a watched name its whole family. A firm says whose filing a mark's
    is, and of a mark and its firm in one record one is told."""

    asked: tuple[WatchedName, ...]
    judged: tuple[WatchedName, ...]
    families: Families
    watched: bool

    def tells_of(self, match: Match) -> bool:
        return any(w.id == match.watched_id for w in self.asked)


def _question(
    names: Sequence[WatchedName], name: str, confirmed: Confirmed, rejected: Rejected = NOTHING_REJECTED
) -> _Question:
    watched = _on_the_list(names, name)
    if watched is not None:
        families = families_of(names, confirmed, rejected)
        family = tuple(w for w in names if families.of[w.id] == families.of[watched.id])
        return _Question((watched,), family, families, watched=True)
    subject = WatchedName("lookup", name, kind_of(name))
    if subject.kind is not WatchedKind.COMPANY:
        return _Question((subject,), (subject,), families_of([subject]), watched=False)
    # A firm's short name is worth asking for as a mark too; it is the firm's own mark, and both are told.
    both = (subject, WatchedName("lookup-mark", name, WatchedKind.TRADEMARK, owner=name))
    apart = Families({w.id: w.id for w in both}, frozenset({subject.id}), {w.id: w for w in both})
    return _Question(both, both, apart, watched=False)


# Told under which name ("": the one asked for), matter, source, role, field, text: what the store keeps one evidence for.
_Spot = tuple[str, int, str, str, str, str]
_Told = tuple[StoredMatter, Mention, Match]
_Order = tuple[int, str, int]  # matter, source, number of the text: the order in which everything is read


@dataclass(slots=True)
class _Search:
    """What was found so far, whatever the order in which matters are read."""

    question: _Question
    matcher: Matcher
    spellings: tuple[str, ...]
    progress: Callable[[int], None]
    found: dict[_Spot, _Told] = field(default_factory=dict)
    under: dict[_Spot, _Told] = field(default_factory=dict)
    near: dict[str, tuple[float, str, StoredMatter, Mention, _Order]] = field(default_factory=dict)
    matters: int = 0
    mentions: int = 0

    def read(self, matters: Iterable[StoredMatter]) -> None:
        for matter in matters:
            self.matters += 1
            if self.matters % 2000 == 0:
                self.progress(self.matters)
            self._judge(matter)

    def _judge(self, matter: StoredMatter) -> None:
        seen = sightings(matter.mentions, matter.category, self.matcher)
        here = {(id(s.mention), s.text) for s in seen if self.question.tells_of(s.match)}
        for n, (mention, text) in enumerate(_texts(matter)):
            self.mentions += 1
            if self.spellings and len(text) <= NEAR_UP_TO and (id(mention), text) not in here:
                self._note_near(matter, mention, text, (matter.id, matter.source, n))
        if here:
            told = kept(reported(seen, matter.mentions, self.question.families, matter.key))
            self._note_found(matter, told)

    def _note_found(self, matter: StoredMatter, told: Sequence[tuple[Mention, Match]]) -> None:
        mine = [(mention, match) for mention, match in told if self.question.tells_of(match)]
        for mention, match in mine or told:
            under = "" if mine else match.watched_id
            held = self.under if under else self.found
            spot = (under, matter.id, matter.source, mention.role.value, mention.field, mention.text)
            if spot not in held or match.score > held[spot][2].score:  # a firm not on the list is asked for in two ways
                held[spot] = (matter, mention, match)

    def shown_before(self, likeness: float, text: str) -> int:
        """How many likenesses known so far are shown before this one, if it is one."""
        return sum((-near[0], known) < (-likeness, text) for known, near in self.near.items())

    def _note_near(self, matter: StoredMatter, mention: Mention, text: str, place: _Order) -> None:
        """A text counts once, with the spelling it is most like and the matter that comes first."""
        squashed = squash(text)
        for spelling in self.spellings:
            if abs(len(spelling) - len(squashed)) > _FURTHEST:
                continue
            likeness = fuzz.ratio(spelling, squashed, score_cutoff=_NEAR)
            if not likeness:
                continue
            known = self.near.get(text)
            if known is None or likeness > known[0] or (likeness == known[0] and place < known[4]):
                self.near[text] = (likeness, spelling, matter, mention, place)


def _search_near(search: _Search, store: Store, read: set[int]) -> None:
    """Read the matters with the likest short texts, till as many likenesses are known as are shown."""
    by_likeness: dict[float, list[Place]] = {}
    for place, likeness in likenesses(store, search.spellings):
        by_likeness.setdefault(likeness, []).append(place)
    for likeness in sorted(by_likeness, reverse=True):
        by_text: dict[str, list[int]] = {}
        if search.shown_before(likeness, "") >= _MOST_NEAR:
            return
        for text, doc in store.names_index.as_written(by_likeness[likeness]):
            by_text.setdefault(text, []).append(doc)
        for text in sorted(by_text):
            if search.shown_before(likeness, text) >= _MOST_NEAR:
                return
            for matter in sorted(set(store.names_index.matters_of_docs(by_text[text]).values())):
                if text in search.near and search.near[text][4][0] <= matter:
                    break  # told of an earlier matter already
                if matter not in read:
                    search.read(store.matters.stored_of([matter]))
                    read.add(matter)


def likenesses(store: Store, spellings: Sequence[str]) -> Iterator[tuple[Place, float]]:
    """Every short text like a spelling: where it stands and how like it is."""
    for (length, ascii_only), here in _to_compare(spellings).items():
        short = store.names_index.short_texts(length, ascii_only=ascii_only)
        best: dict[int, float] = {}
        for lead, family, apart in here:
            # What is near to a spelling is not far from one that is near to it: one pass over the texts for a family.
            longest = max(map(len, family))
            reach = int((longest + length) * (1 - _NEAR / 100) + 1e-9) + apart
            near = process.extract(lead, short.texts, scorer=Indel.distance, score_cutoff=reach, limit=None)
            for text, _, number in near:
                for spelling in family:
                    if length in _lengths(spelling):
                        likeness = fuzz.ratio(spelling, text, score_cutoff=_NEAR)
                        if likeness > best.get(number, 0.0):
                            best[number] = likeness
        for number, likeness in best.items():
            yield short.place(number), likeness


_Family = tuple[str, list[str], int]  # one spelling, those near to it and itself, letters they are apart at most


def _to_compare(spellings: Sequence[str]) -> dict[tuple[int, bool], list[_Family]]:
    """(length, whether ASCII) of texts that can be like a spelling → the spellings, in families."""
    out: dict[tuple[int, bool], list[_Family]] = {}
    for family in _families(spellings):
        lengths = {length for spelling in family[1] for length in _lengths(spelling)}
        for length in sorted(lengths):
            out.setdefault((length, False), []).append(family)
            if any(c.isascii() for spelling in family[1] for c in spelling):
                out.setdefault((length, True), []).append(family)
    return out


def _families(spellings: Sequence[str]) -> list[_Family]:
    found: list[_Family] = []
    for spelling in spellings:
        for n, (lead, family, apart) in enumerate(found):
            distance = Indel.distance(lead, spelling)
            if distance <= len(lead) // 4:
                found[n] = (lead, [*family, spelling], max(apart, distance))
                break
        else:
            found.append((spelling, [spelling], 0))
    return found


def _lengths(spelling: str) -> range:
    """Of texts that can be like a spelling: two thirds of its letters must be there."""
    size = len(spelling)
    return range(max(size - _FURTHEST, -(-2 * size // 3)), min(size + _FURTHEST, 3 * size // 2) + 1)


def _on_the_list(names: Iterable[WatchedName], name: str) -> WatchedName | None:
    wanted = squash(name)
    for watched in names:
        if wanted in {squash(t) for t in (watched.id, watched.name, *watched.aliases)}:
            return watched
    return None


def kind_of(name: str) -> WatchedKind:
    """What an unwatched name is taken for: a firm if it ends like one."""
    return WatchedKind.COMPANY if ends_like_a_firm(name) else WatchedKind.TRADEMARK


def _texts(matter: StoredMatter) -> Iterator[tuple[Mention, str]]:
    for mention in matter.mentions:
        yield mention, mention.text
        for alias in mention.aliases:
            yield mention, alias


def _found(store: Store, search: _Search) -> Iterator[Found]:
    found = sorted(search.found.values(), key=_in_order)
    events = store.events.of(matter.id for matter, _, _ in found)
    for matter, mention, match in found:
        row = store.matters.get(matter.id)
        if row is not None:
            happened = tuple((e.date, e.code, e.ident) for e in events[matter.id])
            yield Found(row, mention, matter.source, match, happened=happened)


def _in_order(told: _Told) -> tuple[bool, float, int, str]:
    """Strangers before the firm's own, then the best; of equals the matter read first, and in it the text met first."""
    matter, _, match = told
    return (match.own_filing, -match.score, matter.id, matter.source)


def _near(store: Store, search: _Search) -> Iterator[NearMiss]:
    ranked = sorted(search.near.items(), key=lambda n: (-n[1][0], n[0]))[:_MOST_NEAR]
    for text, (likeness, spelling, matter, mention, _) in ranked:
        row = store.matters.get(matter.id)
        if row is not None:
            yield NearMiss(row, text, mention.role, spelling, likeness / 100)


def _told_under(store: Store, search: _Search) -> Iterator[ToldUnder]:
    known = {w.id: w for w in search.question.judged}
    told = {spot[1] for spot in search.found}
    events = store.events.of(matter.id for matter, _, _ in search.under.values())
    for matter, mention, match in sorted(search.under.values(), key=_in_order):
        row = store.matters.get(matter.id) if matter.id not in told else None
        if row is not None:
            happened = tuple((e.date, e.code, e.ident) for e in events[matter.id])
            yield ToldUnder(Found(row, mention, matter.source, match, happened=happened), known[match.watched_id])
