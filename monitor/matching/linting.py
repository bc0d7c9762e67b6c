"""What is risky about a list of names: names too short, too common, or that are places, and names with a known double.

`lint` proposes the flags generic, short and place_name; it never sets them. Everything it says has a reason to show.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from monitor.matching import tables
from monitor.matching.firms.nameless import faint, nameless
from monitor.matching.normalise import gazetteer, wordlists
from monitor.matching.normalise.folding import key, script
from monitor.matching.normalise.tokens import analyse
from monitor.matching.signs import describe, han_word, read_as, watched_words
from monitor.matching.variants import readings
from monitor.model import Reason, WatchedKind, WatchedName

FLAGS = ("generic", "short", "place_name")
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class LintFinding:
    """`what` is one of FLAGS (proposed and not yet set) or the name of a problem; `reason` is the text to show."""

    watched_id: str
    what: str
    reason: Reason

    @property
    def proposes_flag(self) -> bool:
        """Whether it proposes a flag, rather than naming a problem."""
        return self.what in FLAGS


def lint(watched: Sequence[WatchedName]) -> list[LintFinding]:
    """Findings in the order of the list; a flag already set is not proposed again."""
    out: list[LintFinding] = []
    for w in watched:
        for what, why, params in _one(w):
            if what not in w.flags:
                out.append(LintFinding(w.id, what, Reason(f"matching.lint.{why}", {"name": w.name, **params})))
    out += _between(watched)
    order = {w.id: n for n, w in enumerate(watched)}
    return sorted(out, key=lambda f: order[f.watched_id])


_Said = Iterator[tuple[str, str, dict[str, object]]]


def _one(w: WatchedName) -> _Said:
    own = [w.name, *w.aliases]
    if not key(w.name):
        yield "empty", "empty", {}
        return
    for text in own:
        folded = key(text)
        if not folded:
            yield "empty_alias", "empty_alias", {"alias": text}
        elif len(folded) == 1:
            yield "one_letter", "one_letter", {"alias": text}
        elif len(text) > _LONGEST:
            yield "too_long", "too_long", {"alias": text[:40], "length": len(text), "limit": _LONGEST}
        if any(not c.isprintable() for c in text):
            yield "control_character", "control_character", {"alias": "".join(c for c in text if c.isprintable())}
    if w.kind is WatchedKind.COMPANY:
        yield from _nameless(w)
        return
    yield from _signs(w)
    yield from _short(w)
    yield from _generic(w)
    yield from _places(w)
    yield from _reading(w)


def _nameless(w: WatchedName) -> _Said:
    """A name of a firm that is only a place, a trade or a legal form: it is found as a whole, and nothing is made of it. And a
    firm of which no name is more than a few letters or a word that others are called by too."""
    names = (w.name, *w.aliases)
    for text in names:
        if (what := nameless(text)) is not None:
            yield "nameless", f"nameless_{what.value}", {"alias": text}
    if all(nameless(text) is not None or faint(text) is not None for text in names):
        for text in names:
            if (why := faint(text)) is not None:
                yield "faint", f"faint_{why.value}", {"alias": text}


def _signs(w: WatchedName) -> _Said:
    """How a name that is more than one word is read."""
    read = describe(w.name)
    how = read_as(read)
    if not read.readable:
        yield "unreadable", "unreadable", {"how": {"key": how.key, "params": dict(how.params)}}
    elif not read.plain:
        yield "signs", "signs", {"how": {"key": how.key, "params": dict(how.params)}}


def _short(w: WatchedName) -> _Said:
    for text in dict.fromkeys(t for cell in (w.name, *w.aliases) for t in (cell, *watched_words(describe(cell)))):
        tokens = analyse(text, text).tokens
        letters = sum(len(t.text) for t in tokens)
        if all(t.script == "letter" for t in tokens) and letters <= 5:
            yield "short", "short_latin", {"alias": text, "letters": letters}
            return
    han = han_word(w.name)
    if len(han) == 1 or (len(han) == 2 and (sounds := readings.mandarin(han)) and len("".join(sounds[0])) <= 5):
        yield (
            "short",
            "short_han",
            {"letters": len("".join(readings.mandarin(han)[0])) if readings.mandarin(han) else 0},
        )


def _generic(w: WatchedName) -> _Said:
    han = han_word(w.name)
    if han and (han in wordlists.han_goods() or han in _common_words()):
        yield "generic", "generic_han", {}
        return
    everyday = wordlists.words("everyday")
    for alias in w.aliases:
        tokens = [t.text for t in analyse(alias, alias).tokens]
        if (
            tokens
            and all(t in everyday or t in wordlists.goods() or t in wordlists.noise() for t in tokens)
            and alias.isascii()
        ):
            yield "generic", "generic_alias", {"alias": alias}
            return


def _places(w: WatchedName) -> _Said:
    han = han_word(w.name)
    if han in gazetteer.han_places():
        yield "place_name", "place", {}
    elif w.kind is WatchedKind.TRADEMARK and len(han) >= 2 and han[-1] in "山湖河江岛关县州":
        yield "place_name", "place_like", {"end": han[-1]}
    elif w.kind is WatchedKind.TRADEMARK and (sounds := readings.mandarin(han, 1)):
        same = gazetteer.latin_places().get(("".join(sounds[0]).replace("v", "u"),))
        if same:
            names = sorted({gazetteer.places()[c].zh for c in same})
            yield "place_name", "place_sound", {"spelling": "".join(sounds[0]).upper(), "places": "、".join(names[:3])}
    if "山西" in han or "陕西" in han or any(key(a).startswith(("shanxi", "shaanxi")) for a in w.aliases):
        ours, other = ("陕西 Shaanxi", "山西 Shanxi") if "陕西" in han else ("山西 Shanxi", "陕西 Shaanxi")
        yield "shanxi_shaanxi", "shanxi_shaanxi", {"ours": ours, "other": other}
    spelled = {key(t) for t in (w.name, *w.aliases)} | {"".join(r).replace("v", "u") for r in readings.mandarin(han, 2)}
    parts = {han[i:j] for i in range(len(han)) for j in range(i + 2, len(han) + 1)}
    for spelling, zh, en in tables.rows("collisions.tsv"):
        if spelling not in ("shanxi", "shaanxi") and (
            spelling in spelled or (script(spelling[0]) == "han" and spelling in parts)
        ):
            yield "collision", "collision", {"spelling": spelling.upper(), "other": f"{zh} / {en}"}


def _reading(w: WatchedName) -> _Said:
    """A name with several readings and no romanisation by the office: which one is used abroad is a guess."""
    han = han_word(w.name)
    found = readings.mandarin(han)
    given = {key(a) for a in w.aliases}
    if len(found) > 1 and not any("".join(r).replace("v", "u") in given for r in found):
        shown = " / ".join(" ".join(r).replace("v", "ü") for r in found[:3])
        yield "several_readings", "several_readings", {"readings": shown}


def _between(watched: Sequence[WatchedName]) -> Iterator[LintFinding]:
    """Names of the list that are one name, or one spelling, to a foreign register."""
    by_key: dict[tuple[str, bool], list[WatchedName]] = defaultdict(list)
    by_sound: dict[str, list[WatchedName]] = defaultdict(list)
    for w in watched:
        by_key[key(w.name), w.kind is WatchedKind.COMPANY].append(w)
        for r in readings.mandarin(han_word(w.name), 1):
            if w.kind is not WatchedKind.COMPANY:
                by_sound["".join(r)].append(w)
    for same in by_key.values():
        for w in same[1:]:
            yield LintFinding(
                w.id, "duplicate", Reason("matching.lint.duplicate", {"name": w.name, "other": same[0].name})
            )
    for sound, same in by_sound.items():
        for w in same[1:]:
            if key(w.name) != key(same[0].name):
                shown = {"name": w.name, "other": same[0].name, "spelling": sound.replace("v", "u").upper()}
                yield LintFinding(w.id, "same_sound", Reason("matching.lint.same_sound", shown))


@cache
def _common_words() -> frozenset[str]:
    return wordlists.words("han_generic")
