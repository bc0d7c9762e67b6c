"""A source class looked over when it is loaded: every part that must be there is, none has a name nobody knows, none is
of another type."""

from __future__ import annotations

import ast
import inspect
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from types import ModuleType
from typing import Any, NoReturn

from monitor.errors import BrokenSource
from monitor.model.events import EVENTS
from monitor.model.facts import FACTS
from monitor.model.near import nearest
from monitor.model.roles import Role
from monitor.sources import told
from monitor.sources.base import Gate, Options, Source
from monitor.sources.streams import Streams, Units


@dataclass(frozen=True, slots=True)
class _Part:
    """`wanted` is what it must be, as a programmer writes it."""

    wanted: str
    fits: Callable[[Any], bool]
    mandatory: bool = False


def checked(module: ModuleType, name: str) -> Source[Any]:
    """The one source class that `module` defines, made. Raises BrokenSource naming file, line and the part that is wrong."""
    place = _Place(module, name)
    found = [
        value for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, Source) and value.__module__ == module.__name__
    ]  # fmt: skip
    if len(found) != 1:
        place.refuse("errors.source_not_one", 1, count=len(found))
    source = found[0]
    written = _public(source)
    for part in written:
        if part not in PARTS:
            place.refuse("errors.source_unknown_part", place.line(source, part), part=part, near=_near(part, written))
    for part, rule in PARTS.items():
        if part not in written:
            if rule.mandatory:
                place.refuse("errors.source_missing_part", place.line(source), part=part, wanted=rule.wanted)
        elif not rule.fits(written[part]):
            got = _shown(written[part])
            place.refuse("errors.source_wrong_part", place.line(source, part), part=part, wanted=rule.wanted, got=got)
    for part, known in (("writes", FACTS), ("events", EVENTS), ("matched", _ROLES)):
        for word in sorted(written[part] - known.keys()):
            near = nearest(word, known)
            place.refuse("errors.source_undeclared", place.line(source, part), part=part, word=word, near=near)
    if written_matched(Path(module.__file__ or "")) != source.matched:
        wanted = PARTS["matched"].wanted
        place.refuse(
            "errors.source_wrong_part", place.line(source, "matched"), part="matched", wanted=wanted, got="no literal"
        )
    for folder in place.folders:
        _check_words(folder, place)
        _check_acts(folder, place)
    try:
        return source()
    except Exception as error:
        place.refuse("errors.source_unmade", place.line(source), why=f"{type(error).__name__}: {error}"[:200])


def _check_words(folder: Path, place: _Place) -> None:
    """The texts of a source, or of its office: TOML whose leaves hold both languages."""
    file = folder / "words.toml"
    if not file.is_file():
        return
    try:
        odd = _odd_words(tomllib.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        line = re.search(r"at line (\d+)", str(error))
        place.refuse_words(folder, int(line[1]) if line else 1, f"{type(error).__name__}: {error}"[:200])
    if odd:
        place.refuse_words(folder, 1, f"[{odd}] {{zh, en}}")


def _check_acts(folder: Path, place: _Place) -> None:
    """What a source, or its office, calls the acts of its matters: every row complete, every example told by its own row."""
    if (file := folder / told.FILE).is_file():
        try:
            told.read_acts(file)
        except (OSError, ValueError) as error:
            line = re.search(r"at line (\d+)", str(error))
            place.refuse_words(folder, int(line[1]) if line else 1, str(error)[:200], told.FILE)


def _odd_words(node: Mapping[str, Any], at: str = "") -> str:
    """The first key that is no text in both languages; "" where every one is."""
    for name, value in node.items():
        here = f"{at}.{name}" if at else name
        if not isinstance(value, dict) or not value:
            return here
        if _BOTH & value.keys():
            if value.keys() != _BOTH or not all(_text(v) for v in value.values()):
                return here
        elif odd := _odd_words(value, here):
            return odd
    return ""


_BOTH = frozenset({"zh", "en"})


def _public(source: type) -> dict[str, Any]:
    """What the class, and classes between it and `Source`, say: their public names."""
    found: dict[str, Any] = {}
    for kind in reversed(source.__mro__[: source.__mro__.index(Source)]):
        found |= {k: v for k, v in vars(kind).items() if not k.startswith("_")}
        for k in inspect.get_annotations(kind):  # a part announced without a value is not there
            if not k.startswith("_") and k not in PARTS:
                found.setdefault(k, None)
    return found


_ROLES: Mapping[str, object] = {role.value: role for role in Role}


def _near(part: str, written: Mapping[str, Any]) -> str:
    """The part that was probably meant: rather one that is not there."""
    open_parts = [p for p in PARTS if p not in written]
    for names in (open_parts, list(PARTS)):
        if close := get_close_matches(part.lower(), names, n=1, cutoff=0.6):
            return close[0]
    return ", ".join(open_parts)


def _shown(value: object) -> str:
    kind = "function" if inspect.isfunction(value) else type(value).__name__
    return f"{kind} {value!r}"[:120] if isinstance(value, str | int | float | tuple | None) else kind


# --- the parts ---------------------------------------------------------------------------------------------------------


def _text(value: object) -> bool:
    return isinstance(value, str) and bool(value)


def _names(value: object) -> bool:
    return isinstance(value, frozenset) and all(_text(v) for v in value)


def _gates(value: object) -> bool:
    return isinstance(value, Mapping) and all(isinstance(k, str) and _gate(v) for k, v in value.items())


def _gate(value: object) -> bool:
    return (
        isinstance(value, Gate)
        and isinstance(value.media_types, tuple)
        and all(isinstance(m, str) for m in value.media_types)
        and isinstance(value.sentinels, tuple)
        and all(isinstance(s, bytes) for s in value.sentinels)
        and isinstance(value.min_bytes, int)
        and isinstance(value.binary, bool)
    )


def _authentication(value: object) -> bool:
    return value is None or (isinstance(value, tuple) and len(value) == 2 and all(_text(v) for v in value))


def _method(*arguments: str) -> Callable[[Any], bool]:
    """A function of (self, …) that can be called with so many."""

    def fits(value: object) -> bool:
        if not inspect.isfunction(value):
            return False
        try:
            inspect.signature(value).bind("self", *arguments)
        except TypeError:
            return False
        return True

    return fits


PARTS: Mapping[str, _Part] = {
    "version": _Part('str, "1"', _text, mandatory=True),
    "gates": _Part("Mapping[str, Gate]", _gates, mandatory=True),
    "authentication": _Part("(header, value) | None", _authentication, mandatory=True),
    "options": _Part("type[Options]", lambda v: isinstance(v, type) and issubclass(v, Options), mandatory=True),
    "streams": _Part("Streams", lambda v: isinstance(v, Streams), mandatory=True),
    "units": _Part("Units | None", lambda v: v is None or isinstance(v, Units), mandatory=True),
    "writes": _Part("frozenset[str]", _names, mandatory=True),
    "events": _Part("frozenset[str]", _names, mandatory=True),
    "matched": _Part('frozenset({"mark", …})', lambda v: _names(v) and bool(v), mandatory=True),
    "requests": _Part("requests(self, plan)", _method("plan"), mandatory=True),
    "read": _Part("read(self, capture, plan)", _method("capture", "plan"), mandatory=True),
    "formerly": _Part("tuple[str, ...]", lambda v: isinstance(v, tuple) and all(_text(n) for n in v)),
    "asks_by_name": _Part("bool", lambda v: isinstance(v, bool)),
    "revisit_fact": _Part("str", lambda v: isinstance(v, str)),
    "throttle": _Part("throttle(self, body)", _method("body")),
    "again": _Part("again(self, event, matter, several)", _method("event", "matter", "several")),
    "unit_of": _Part("unit_of(self, name, options)", _method("name", "options")),
    "unit_name": _Part("unit_name(self, day, options)", _method("day", "options")),
    "recognises": _Part("recognises(self, head)", _method("head")),
    "file_request": _Part("file_request(self, path)", _method("path")),
}
"""Every part of a source. A test holds that these are the public names of `Source`, and no others."""


# --- where it stands ---------------------------------------------------------------------------------------------------


class _Place:
    """Names a source's file as a person finds it, and lines in it."""

    def __init__(self, module: ModuleType, name: str) -> None:
        self._name = name
        self._path = Path(module.__file__ or "")

    def refuse(self, key: str, line: int, **params: object) -> NoReturn:
        raise BrokenSource(key, format=self._name, file=shown_file(self._name), line=line, **params)

    @property
    def folders(self) -> tuple[Path, ...]:
        """That of the source, and of its office."""
        own = self._path.parent
        return (own, own.parent) if "/" in self._name else (own,)

    def refuse_words(self, folder: Path, line: int, why: str, file: str = "words.toml") -> NoReturn:
        name = self._name if folder == self._path.parent else self._name.partition("/")[0]
        path = f"monitor/sources/{name}/{file}"
        raise BrokenSource("errors.source_words", format=self._name, file=path, line=line, why=why)

    def line(self, source: type, part: str = "") -> int:
        """The line of a part; of the class where the part is not written in this file."""
        for node in ast.parse(self._path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and node.name == source.__name__:
                return next((inner.lineno for inner in node.body if part in _named(inner)), node.lineno)
        return 1


def _named(node: ast.stmt) -> set[str]:
    if isinstance(node, ast.FunctionDef):
        return {node.name}
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    return {t.id for t in targets if isinstance(t, ast.Name)}


def shown_file(name: str) -> str:
    return f"monitor/sources/{name}/source.py"


_MATCHED = re.compile(r"^    matched = frozenset\((\{[^}]*\}|\[[^\]]*\])\)", re.MULTILINE)


def written_matched(file: Path) -> frozenset[str]:
    """The `matched` of the class in a source file, read without running it; () where it is not written in plain words."""
    try:
        found = _MATCHED.search(file.read_text(encoding="utf-8"))
        return frozenset(str(role) for role in ast.literal_eval(found[1])) if found else frozenset()
    except (OSError, SyntaxError, ValueError):
        return frozenset()


def written_formerly(file: Path) -> tuple[str, ...]:
    """The `formerly` of the class in a source file, read without running it; () where it says none in plain words."""
    try:
        tree = ast.parse(file.read_text(encoding="utf-8"))
    except (OSError, SyntaxError, ValueError):
        return ()
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            for inner in node.body:
                if "formerly" in _named(inner) and isinstance(inner, ast.Assign | ast.AnnAssign) and inner.value:
                    try:
                        return tuple(str(n) for n in ast.literal_eval(inner.value))
                    except (ValueError, TypeError):
                        return ()
    return ()
