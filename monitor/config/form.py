"""The office's form (版头、版记、拟办): what it prints around an issue, who may sign it, who answers for which city. A YAML file
that MONITOR_OFFICE_FORM names; every key may be left out, and what is left out is not printed."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from monitor.config.entries import broken, text_of, twice
from monitor.errors import ConfigError

DEFAULT_CITY = "default"
"""The key of `units` that stands for every city that is not named."""


@dataclass(frozen=True, slots=True)
class OfficeForm:
    """`publisher` 编印单位, `marking` 保管标识 and 密级 as printed, `pass_on`: beside it stands that a firm concerned may pass its
    entry on. `signers`: who may sign (none named: anybody). `blanks`: a draft has a blank for a signature by hand.
    `report_to` 报送, `send_to` 分送. `first_issue_no`, `first_running_no`: of the first issue made with the program, where the
    office printed issues before; 0: as they count. `units`: city as in the watchlist → who answers for it (责任单位).
    `industries`: a word of the industry as in the watchlist → who answers for it, where no city is named that does. `persons`: a city, an industry or a
    unit → the person there (责任人). `people`: account of the system → who that is (经办人); where any is named, no other may work on hits.
    `limit_days`: working days within which that unit is asked to report, None: nothing is proposed on that account alone;
    `margin_days`: days the limit stays before the last day of a deadline."""

    publisher: str = ""
    marking: str = ""
    pass_on: bool = True
    signers: tuple[str, ...] = ()
    reviewer: str = ""
    editor: str = ""
    contact: str = ""
    contact_phone: str = ""
    report_to: tuple[str, ...] = ()
    send_to: tuple[str, ...] = ()
    blanks: bool = False
    first_issue_no: int = 0
    first_running_no: int = 0
    units: Mapping[str, str] = field(default_factory=dict)
    industries: Mapping[str, str] = field(default_factory=dict)
    persons: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
    limit_days: int | None = None
    margin_days: int = 3

    @property
    def proposes(self) -> bool:
        """Whether entries say what the office means to do (拟办意见)."""
        return bool(self.units) or self.limit_days is not None

    @property
    def working_days(self) -> int:
        return 5 if self.limit_days is None else self.limit_days

    def unit_for(self, city: str, industry: str = "") -> str:
        """Who answers for a city, however the watchlist writes it ("大同", "大同市"), else for an industry; "" where nobody is named."""
        named = _of_city(self.units, city) or _of_industry(self.industries, industry)
        return named or self.units.get(DEFAULT_CITY, "")

    def person_for(self, city: str, industry: str = "", unit: str = "") -> str:
        """The person who answers for it; "" where nobody is named."""
        return _of_city(self.persons, city) or _of_industry(self.persons, industry) or self.persons.get(unit, "")


def _of_city(named: Mapping[str, str], city: str) -> str:
    wanted = bare_city(city)
    cities = {bare_city(name): said for name, said in named.items() if name != DEFAULT_CITY}
    return cities.get(wanted, "") if wanted else ""


def _of_industry(named: Mapping[str, str], industry: str) -> str:
    """Of several words that stand in it the longest."""
    met = sorted((word for word in named if word in industry), key=len)
    return named[met[-1]] if met and industry else ""


def load_form(path: Path) -> OfficeForm:
    """Raises ConfigError naming the file, the line and what may stand there."""
    file = str(path)
    text = text_of(path)
    try:
        tree = YAML(typ="safe", pure=True).compose(text)
        if tree is not None:
            YAML(typ="safe", pure=True).load(text)  # a key that stands twice is found here only
    except DuplicateKeyError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise ConfigError("errors.config_duplicate_key", file=file, line=line, why=twice(error)) from None
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise ConfigError("errors.config_yaml", file=file, line=line, why=broken(str(error.problem))) from None
    if tree is None:
        return OfficeForm()
    if not isinstance(tree, MappingNode):
        raise _wrong(file, tree, "", "keys")
    values: dict[str, object] = {}
    for key, node in tree.value:
        name = str(key.value)
        if name not in _READERS:
            near = difflib.get_close_matches(name, _READERS, n=1)
            known = {"key": "errors.form.near" if near else "errors.form.known",
                     "params": {"near": near[0] if near else "", "known": ", ".join(_READERS)}}  # fmt: skip
            raise ConfigError("errors.form.unknown_key", file=file, line=_line(key), name=name, known=known)
        values[name] = _READERS[name](node, file, name)
    return OfficeForm(**values)  # type: ignore[arg-type]


# --- values as they are written, with the line each stands on -----------------------------------------------------------


def _text(node: Node, file: str, name: str) -> str:
    """As written: a telephone number keeps its leading zero. White space of a line folds to one blank, but for the wide one."""
    if not isinstance(node, ScalarNode):
        raise _wrong(file, node, name, "text")
    said = "" if _is_null(node) else str(node.value)
    text = " ".join(part for part in said.replace("\n", " ").replace("\t", " ").split(" ") if part)
    if len(text) > 200 or not all(c.isprintable() or c == "\u3000" for c in text):
        raise _wrong(file, node, name, "text")
    return text


def _texts(node: Node, file: str, name: str) -> tuple[str, ...]:
    if _is_null(node):
        return ()
    if not isinstance(node, SequenceNode):
        raise _wrong(file, node, name, "list")
    return tuple(dict.fromkeys(t for t in (_text(n, file, name) for n in node.value) if t))


def _yes(node: Node, file: str, name: str) -> bool:
    said = str(node.value).strip().lower() if isinstance(node, ScalarNode) else ""
    if said not in _YES_NO:
        raise _wrong(file, node, name, "yes_no")
    return _YES_NO[said]


def _number(least: int, most: int) -> Callable[[Node, str, str], int]:
    def read(node: Node, file: str, name: str) -> int:
        said = str(node.value) if isinstance(node, ScalarNode) else ""
        if not (said.isascii() and said.isdigit() and least <= int(said) <= most):
            raise _wrong(file, node, name, "number", least=least, most=most)
        return int(said)

    return read


def _units(node: Node, file: str, name: str) -> Mapping[str, str]:
    if _is_null(node):
        return {}
    if not isinstance(node, MappingNode):
        raise _wrong(file, node, name, "units")
    found: dict[str, str] = {}
    for key, value in node.value:
        city, unit = _text(key, file, name), _text(value, file, name)
        if not city or not unit:
            raise _wrong(file, key, name, "units")
        if any(bare_city(city) == bare_city(known) for known in found):
            raise ConfigError("errors.config_duplicate_key", file=file, line=_line(key), why=city)
        found[city] = unit
    return found


def _pairs(shape: str) -> Callable[[Node, str, str], Mapping[str, str]]:
    """Reads "this: that", a line each; `shape` names the text that says so."""

    def read(node: Node, file: str, name: str) -> Mapping[str, str]:
        if _is_null(node):
            return {}
        if not isinstance(node, MappingNode):
            raise _wrong(file, node, name, shape)
        found = {}
        for key, value in node.value:
            one, other = _text(key, file, name), _text(value, file, name)
            if not one or not other:
                raise _wrong(file, key, name, shape)
            found[one] = other
        return found

    return read


_YES_NO = {"true": True, "yes": True, "是": True, "false": False, "no": False, "否": False}
_READERS: Mapping[str, Callable[[Node, str, str], object]] = {
    "publisher": _text,
    "marking": _text,
    "pass_on": _yes,
    "signers": _texts,
    "reviewer": _text,
    "editor": _text,
    "contact": _text,
    "contact_phone": _text,
    "report_to": _texts,
    "send_to": _texts,
    "blanks": _yes,
    "first_issue_no": _number(1, 999),
    "first_running_no": _number(1, 99_999),
    "units": _units,
    "industries": _pairs("industries"),
    "persons": _pairs("persons"),
    "people": _pairs("people"),
    "limit_days": _number(1, 60),
    "margin_days": _number(0, 30),
}


def bare_city(city: str) -> str:
    """A city however it is written: "大同市" is "大同"."""
    name = city.strip()
    return name.removesuffix("市") if len(name) > 2 else name


def _is_null(node: Node) -> bool:
    return isinstance(node, ScalarNode) and str(node.tag).endswith(":null")


def _line(node: Node) -> int:
    return int(node.start_mark.line) + 1


def _wrong(file: str, node: Node, name: str, wanted: str, **numbers: int) -> ConfigError:
    shape = {"key": f"errors.form.{wanted}", "params": dict(numbers)}
    if not name:
        return ConfigError("errors.form.no_mapping", file=file, line=_line(node), wanted=shape)
    return ConfigError("errors.form.bad_value", file=file, line=_line(node), name=name, wanted=shape)
