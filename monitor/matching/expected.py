"""How much noise a name will bring, tried beforehand on names of the world that have nothing to do with the list.

The background list (background/ORIGINS.md) holds brands, firms, cities, frequent words and names of persons. A register's
10,000 filings are taken to hold 10,000 marks and 10,000 applicants, made up of those kinds as SHARES says; the shares are an
assumption, and the figure an order of magnitude that says which names of a list to look at, not a promise.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from monitor.matching.matcher import Matcher, build_matcher
from monitor.matching.normalise.folding import key
from monitor.model import Band, Match, MatchContext, Role, WatchedName

FILINGS = 10_000
SHARES: Mapping[tuple[str, Role], float] = MappingProxyType(
    {
        ("brands", Role.MARK): 0.5,
        ("words", Role.MARK): 0.3,
        ("firms", Role.MARK): 0.1,
        ("cities", Role.MARK): 0.1,
        ("firms", Role.APPLICANT): 0.6,
        ("persons", Role.APPLICANT): 0.4,
    }
)
FLAGGED = 5  # one name in so many is shown: the noisiest fifth
_AT_LEAST = 5  # names of a short list
TOLD = (Band.ALERT, Band.REVIEW)
_NEAR = 0.25  # what a text that comes near (band digest) weighs beside one that is found
_FOLDER = Path(__file__).with_name("background")


@dataclass(frozen=True, slots=True)
class Tried:
    """A text of the background that is found: in which role, by which spelling, and for how many of 10,000 filings it stands."""

    text: str
    role: Role
    spelling: str
    kind: str
    filings: float


@dataclass(frozen=True, slots=True)
class Noise:
    """What is expected of one name. `per_10_000`: leads of band review and above in 10,000 filings. `inclined`: the same with
    what comes near, and with what is short or everyday about the name: only good to rank names. `told`: texts of the background
    that are found, the surest first; `near`: texts that come near."""

    watched_id: str
    per_10_000: float
    inclined: float
    told: tuple[Tried, ...]
    near: tuple[str, ...]

    @property
    def examples(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(t.text for t in self.told))


def expected_noise(
    watched: Sequence[WatchedName],
    *,
    advance: Callable[[int], None] = lambda done: None,
    texts: Mapping[str, Sequence[str]] | None = None,
) -> list[Noise]:
    """Every name of the list, the noisiest first; of equals in the order of the list. `advance` is told how many texts were
    tried. `texts`: another background, by kind, than the one shipped."""
    matcher = build_matcher(watched)
    tried = background() if texts is None else texts
    found: dict[str, list[tuple[Match, Tried]]] = defaultdict(list)
    for (kind, role), share in SHARES.items():
        of_kind = tried.get(kind, ())
        context = MatchContext(role=role)
        for text in of_kind:
            for match in matcher.find(text, context):
                found[match.watched_id].append((match, _tried(text, role, match, share * FILINGS / len(of_kind))))
        advance(len(of_kind))
    noise = [_noise(w, found[w.id], matcher) for w in watched]
    order = {w.id: place for place, w in enumerate(watched)}
    return sorted(noise, key=lambda n: (-n.inclined, order[n.watched_id]))


def flagged(noise: Sequence[Noise]) -> list[Noise]:
    """The fifth of the names to look at: those of which most is to be expected, as `expected_noise` ranks them."""
    return [n for n in noise[: max(len(noise) // FLAGGED, _AT_LEAST)] if n.inclined > 0]


def texts_tried() -> int:
    return sum(len(background()[kind]) for kind, _ in SHARES)


@cache
def background() -> Mapping[str, tuple[str, ...]]:
    """The texts shipped, by kind."""
    kinds = dict.fromkeys(kind for kind, _ in SHARES)
    return MappingProxyType(
        {kind: tuple((_FOLDER / f"{kind}.txt").read_text(encoding="utf-8").splitlines()) for kind in kinds}
    )


def _tried(text: str, role: Role, match: Match, filings: float) -> Tried:
    return Tried(text, role, match.variant, match.variant_kind, filings)


def _noise(w: WatchedName, found: Sequence[tuple[Match, Tried]], matcher: Matcher) -> Noise:
    in_order = sorted(found, key=lambda f: (-f[0].score, f[1].text, f[1].role))
    told = tuple(tried for match, tried in in_order if match.band in TOLD)
    near = [tried for match, tried in in_order if match.band not in TOLD]
    expected = sum(tried.filings for tried in told)
    return Noise(
        watched_id=w.id,
        per_10_000=expected,
        inclined=expected + _NEAR * sum(tried.filings for tried in near) + _inclination(w, matcher),
        told=told,
        near=tuple(dict.fromkeys(tried.text for tried in near)),
    )


def _inclination(w: WatchedName, matcher: Matcher) -> float:
    """What is short or everyday about a name, of which the background need not hold an instance: a word of a language is taken
    as a mark sooner or later, and so is a short run of letters. Small beside a text that is found."""
    latin = [text for v in matcher.variants_of(w.id) if (text := key(v.text)) and text.isascii()]
    short = sum(max(0, 8 - len(text)) for text in latin) / 1_000
    given = [text for name in (w.name, *w.aliases) if (text := key(name)) and text.isascii()]
    everyday = _everyday()
    return short + sum(0.015 + 0.025 * (len(text) <= 6) + 0.05 * (text in everyday) for text in given)


@cache
def _everyday() -> frozenset[str]:
    return frozenset(map(key, background()["words"]))
