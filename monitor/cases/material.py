"""Whether what a person set aside is still what he looked at (DESIGN §5.17: a false alarm stays one unless the record materially
changed). Pure.

Material is what the judgement rested on: as what we are met there, how strongly, in which texts, who owns it, for what. That a docket
has one more entry is not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from monitor.model import Band, HitKind

Judged = Mapping[str, tuple[str, ...]]

_BANDS = tuple(Band)


def judged(
    kind: HitKind, band: Band, texts: Iterable[tuple[str, str]], owners: Iterable[str], classes: Iterable[str]
) -> Judged:
    """What a judgement rests on. `texts`: (role, text) of everything that speaks for the hit."""
    return {
        "kind": (kind.value,),
        "band": (band.value,),
        "texts": tuple(sorted({f"{role}\t{text}" for role, text in texts})),
        "owners": tuple(sorted(set(owners))),
        "classes": tuple(sorted(set(classes))),
    }


def changes(before: Judged, now: Judged) -> tuple[str, ...]:
    """What of it is otherwise, by its name: another kind, a stronger band, a text, an owner or a class that was not there. What
    went away changes nothing. () too where it is not known what stood there."""
    if not before:
        return ()
    found = []
    if now["kind"] != before["kind"]:
        found.append("kind")
    if _strength(now) > _strength(before):
        found.append("band")
    found += [name for name in ("texts", "owners", "classes") if set(now[name]) - set(before.get(name, ()))]
    return tuple(found)


def _strength(of: Judged) -> int:
    return len(_BANDS) - _BANDS.index(Band(of["band"][0]))
