"""Looking a name up in everything that is stored: hits, near misses, and what was checked at all.

The stored mentions are scanned with the same matcher that watches; nothing is indexed away, so "nothing found" means
nothing found in what is stored – and the coverage statement says what that is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz

from monitor.matching import Matcher, build_matcher, variants_of
from monitor.matching.normalise import squash
from monitor.model import Match, MatchContext, Mention, Role, Variant, WatchedKind, WatchedName
from monitor.store import MatterRow, Store
from monitor.store.matters import StoredMatter

_NEAR = 80.0  # rapidfuzz ratio of squashed spellings from which a text is shown as a near miss
_MOST_NEAR = 20


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


def look_up(store: Store, name: str, *, progress: Callable[[int], None] = lambda done: None) -> Answer:
    """Search every stored matter for a name, watched or not. Best finds first."""
    watched = _on_the_list(store, name)
    subject = watched or WatchedName("lookup", name, _kind_of(name))
    subjects = [subject]
    if watched is None and subject.kind is WatchedKind.COMPANY:
        # A firm's short name is worth asking for as a mark too.
        subjects.append(WatchedName("lookup-mark", name, WatchedKind.TRADEMARK))
    matcher = build_matcher(subjects)
    variants = tuple(v for v in variants_of(subject) if v.enabled)
    spellings = tuple(dict.fromkeys(s for v in variants if len(s := squash(v.text)) >= 5))
    found: dict[tuple[int, str], tuple[StoredMatter, Mention, Match]] = {}
    near: dict[str, tuple[float, str, StoredMatter, Mention]] = {}
    matters = mentions = 0
    for matter in store.stored_matters():
        matters += 1
        if matters % 2000 == 0:
            progress(matters)
        for mention, text in _texts(matter):
            mentions += 1
            best = _best(matcher, mention, text, matter)
            if best is not None:
                key = (matter.id, mention.role.value)
                if key not in found or best.score > found[key][2].score:
                    found[key] = (matter, mention, best)
            elif spellings and len(text) <= 80:
                _note_near(near, spellings, matter, mention, text)
    return Answer(
        name=name,
        watched=watched,
        variants=variants,
        found=tuple(_found(store, found)),
        near=tuple(_near(store, near)),
        matters=matters,
        mentions=mentions,
    )


def _on_the_list(store: Store, name: str) -> WatchedName | None:
    wanted = squash(name)
    for watched in store.watched():
        if wanted in {squash(t) for t in (watched.id, watched.name, *watched.aliases)}:
            return watched
    return None


def _kind_of(name: str) -> WatchedKind:
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


def _note_near(
    near: dict[str, tuple[float, str, StoredMatter, Mention]],
    spellings: tuple[str, ...],
    matter: StoredMatter,
    mention: Mention,
    text: str,
) -> None:
    squashed = squash(text)
    for spelling in spellings:
        if abs(len(spelling) - len(squashed)) > 4:
            continue
        likeness = fuzz.ratio(spelling, squashed, score_cutoff=_NEAR)
        if likeness and (text not in near or likeness > near[text][0]):
            near[text] = (likeness, spelling, matter, mention)


def _found(store: Store, found: dict[tuple[int, str], tuple[StoredMatter, Mention, Match]]) -> Iterator[Found]:
    for matter, mention, match in sorted(found.values(), key=lambda f: (-f[2].score, f[0].id)):
        row = store.matter(matter.id)
        if row is not None:
            yield Found(row, mention, matter.source, match)


def _near(store: Store, near: dict[str, tuple[float, str, StoredMatter, Mention]]) -> Iterator[NearMiss]:
    ranked = sorted(near.items(), key=lambda n: (-n[1][0], n[0]))[:_MOST_NEAR]
    for text, (likeness, spelling, matter, mention) in ranked:
        row = store.matter(matter.id)
        if row is not None:
            yield NearMiss(row, text, mention.role, spelling, likeness / 100)
