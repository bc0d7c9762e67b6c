"""One name beside one text: what `monitor match` and the library answer, by the path a record's texts go."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from monitor.assess.contexts import contexts_of
from monitor.errors import UsageError
from monitor.legal_forms import ends_like_a_firm
from monitor.matching import build_matcher
from monitor.matching.firms import marks_owned_by
from monitor.matching.normalise import key
from monitor.matching.signs import describe
from monitor.model import Match, Mention, Role, WatchedKind, WatchedName


def named(name: str, known: Sequence[WatchedName] = ()) -> WatchedName:
    """The watched name of this id or spelling; else the name as it was typed (id "name"), a company if it ends like one."""
    by_id = next((w for w in known if w.id == name), None)
    by_name = next((w for w in known if key(w.name) == key(name)), None)
    if found := by_id or by_name:
        return found
    if by_alias := next((w for w in known if key(name) in {key(a) for a in w.aliases} and key(name)), None):
        return by_alias
    if by_sign := next((w for w in known if key(name) in _wholes(w)), None):
        return by_sign
    kind = WatchedKind.COMPANY if ends_like_a_firm(name) else WatchedKind.TRADEMARK
    return WatchedName("name", name.strip(), kind)


def _wholes(watched: WatchedName) -> set[str]:
    """What a name is without the notes of its cell: VELMORA for VELMORA&图."""
    return {key(s.text) for s in describe(watched.name).spellings if not s.part} - {""}


def checked(watched: WatchedName) -> WatchedName:
    """A name that can be looked for. Raises UsageError where it holds no letter, or one alone."""
    if not key(watched.name):
        raise UsageError("screen.errors.empty_name", name=watched.name)
    if len(key(watched.name)) < 2:
        raise UsageError("screen.errors.one_letter", name=watched.name)
    return watched


def compared(
    watched: WatchedName, text: str, classes: Iterable[int] = (), known: Sequence[WatchedName] = ()
) -> Match | None:
    """The name in a text that is a mark of these Nice classes; None where nothing of it is there. A match whose band is
    None is below what a bulletin tells. `known`: the list, of which the marks of a firm say how it is called. Raises UsageError
    where either holds nothing to compare."""
    checked(watched)
    if not key(text):
        raise UsageError("screen.errors.empty_text", text=text)
    (around,) = contexts_of((Mention(text, Role.MARK, "text", nice_classes=tuple(classes)),))
    return build_matcher([watched, *marks_owned_by(watched, known)]).pair(watched.id, text, around)
