"""Looking a name up in everything that is stored: hits, near misses, and what was checked at all.

The same matcher that watches judges the stored mentions. An index names the matters it need judge: every one that may
hold a spelling of the name, so that the answer is the one of reading everything (tests/lookup). Where the index is not
whole, or a spelling too short for it, everything is read. "Nothing found" means nothing found in what is stored – and
the coverage statement says what that is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Indel

from monitor.matching import Matcher, build_matcher, variants_of
from monitor.matching.needles import needles_of
from monitor.matching.normalise import squash
from monitor.model import Match, MatchContext, Mention, Role, Variant, WatchedKind, WatchedName
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


def look_up(
    store: Store, name: str, *, progress: Callable[[int], None] = lambda done: None, everything: bool = False
) -> Answer:
    """Search every stored matter for a name, watched or not. Best finds first.

    `everything` reads all that is stored even where the index would do; the answer is the same."""
    watched = _on_the_list(store, name)
    subject = watched or WatchedName("lookup", name, kind_of(name))
    subjects = [subject]
    if watched is None and subject.kind is WatchedKind.COMPANY:
        # A firm's short name is worth asking for as a mark too.
        subjects.append(WatchedName("lookup-mark", name, WatchedKind.TRADEMARK))
    variants = tuple(v for v in variants_of(subject) if v.enabled)
    spellings = tuple(dict.fromkeys(s for v in variants if len(s := squash(v.text)) >= _NEAR_FROM))
    search = _Search(build_matcher(subjects), spellings, progress)
    held = None if everything or not store.names_ready() else store.matters_with(needles_of(subjects))
    if held is None:
        search.read(store.stored_matters())
        matters, mentions = search.matters, search.mentions
    else:
        search.read(store.some_matters(held))
        _search_near(search, store, held)
        matters, mentions = store.searched()
    return Answer(
        name=name,
        watched=watched,
        variants=variants,
        found=tuple(_found(store, search)),
        near=tuple(_near(store, search)),
        matters=matters,
        mentions=mentions,
    )


_Order = tuple[int, str, int]  # matter, source, number of the text: the order in which everything is read


@dataclass(slots=True)
class _Search:
    """What was found so far, whatever the order in which matters are read."""

    matcher: Matcher
    spellings: tuple[str, ...]
    progress: Callable[[int], None]
    found: dict[tuple[int, str], tuple[StoredMatter, Mention, Match]] = field(default_factory=dict)
    near: dict[str, tuple[float, str, StoredMatter, Mention, _Order]] = field(default_factory=dict)
    matters: int = 0
    mentions: int = 0

    def read(self, matters: Iterable[StoredMatter]) -> None:
        for matter in matters:
            self.matters += 1
            if self.matters % 2000 == 0:
                self.progress(self.matters)
            for n, (mention, text) in enumerate(_texts(matter)):
                self.mentions += 1
                best = _best(self.matcher, mention, text, matter)
                if best is not None:
                    key = (matter.id, mention.role.value)
                    if key not in self.found or best.score > self.found[key][2].score:
                        self.found[key] = (matter, mention, best)
                elif self.spellings and len(text) <= NEAR_UP_TO:
                    self._note_near(matter, mention, text, (matter.id, matter.source, n))

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
        for text, doc in store.as_written(by_likeness[likeness]):
            by_text.setdefault(text, []).append(doc)
        for text in sorted(by_text):
            if search.shown_before(likeness, text) >= _MOST_NEAR:
                return
            for matter in sorted(set(store.matters_of_docs(by_text[text]).values())):
                if text in search.near and search.near[text][4][0] <= matter:
                    break  # told of an earlier matter already
                if matter not in read:
                    search.read(store.some_matters([matter]))
                    read.add(matter)


def likenesses(store: Store, spellings: Sequence[str]) -> Iterator[tuple[Place, float]]:
    """Every short text like a spelling: where it stands and how like it is."""
    for (length, ascii_only), here in _to_compare(spellings).items():
        short = store.short_texts(length, ascii_only=ascii_only)
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


def _on_the_list(store: Store, name: str) -> WatchedName | None:
    wanted = squash(name)
    for watched in store.watched():
        if wanted in {squash(t) for t in (watched.id, watched.name, *watched.aliases)}:
            return watched
    return None


def kind_of(name: str) -> WatchedKind:
    """What an unwatched name is taken for: a firm if it ends like one."""
    company = name.endswith(("公司", "厂", "集团", "社", "店")) or "co." in name.casefold() or " ltd" in name.casefold()
    return WatchedKind.COMPANY if company else WatchedKind.TRADEMARK


def _texts(matter: StoredMatter) -> Iterator[tuple[Mention, str]]:
    for mention in matter.mentions:
        yield mention, mention.text
        for alias in mention.aliases:
            yield mention, alias


def _best(matcher: Matcher, mention: Mention, text: str, matter: StoredMatter) -> Match | None:
    context = MatchContext(
        role=mention.role,
        field=mention.field,
        nice_classes=mention.nice_classes,
        country=mention.country,
        category=matter.category,
    )
    matches = matcher.find(text, context)
    return matches[0] if matches else None


def _found(store: Store, search: _Search) -> Iterator[Found]:
    # Of equals the matter read first, and in it the role met first.
    for matter, mention, match in sorted(search.found.values(), key=lambda f: (-f[2].score, f[0].id)):
        row = store.matter(matter.id)
        if row is not None:
            yield Found(row, mention, matter.source, match)


def _near(store: Store, search: _Search) -> Iterator[NearMiss]:
    ranked = sorted(search.near.items(), key=lambda n: (-n[1][0], n[0]))[:_MOST_NEAR]
    for text, (likeness, spelling, matter, mention, _) in ranked:
        row = store.matter(matter.id)
        if row is not None:
            yield NearMiss(row, text, mention.role, spelling, likeness / 100)
