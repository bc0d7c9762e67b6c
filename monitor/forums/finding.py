"""Which forum answers for a matter, and which file holds a clock; a file is read when somebody asks for it.

Sixty files are too many to read for one command. Their heads are looked through as text once (which matters each answers for,
which clocks it holds); only the forums of the hits at hand are read and checked. `check_all` reads every one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from monitor.errors import ConfigError
from monitor.forums.reading import read_forum
from monitor.forums.schema import Clock, Forum
from monitor.forums.tables import Vocabulary, declared
from monitor.model import Category

FOLDER = Path(__file__).resolve().parent
_ANSWERS = re.compile(r"^answers\s*=\s*\[(.*)\]", re.MULTILINE)
_WORD = re.compile(r'"([^"]*)"')
_CLOCKS = re.compile(r'^\[\[clocks\]\]\s*\nid\s*=\s*"([^"]+)"', re.MULTILINE)


@dataclass(frozen=True)
class Forums:
    """The forum files of one folder."""

    folder: Path

    def codes(self) -> tuple[str, ...]:
        return tuple(sorted(_heads(self.folder).codes))

    def read(self, code: str) -> Forum:
        """Raises ConfigError where the file is missing or has a fault."""
        return _read(self.folder, code)

    def for_matter(self, category: Category, jurisdiction: str, matter: str = "") -> Forum | None:
        """The forum of a matter: by the head of its key ("us-dct:…", "tm:US:…"); only where no key is given, by category and
        jurisdiction.

        None: no file answers for it, and no other forum's clocks or words are used: an appeal ("us-ca2:…") has no term of
        a district court."""
        answers = _heads(self.folder).answers
        for key in _keys_of(matter) if matter else (f"{category.value}:{jurisdiction.upper()}",):
            if (code := answers.get(key)) is not None:
                return self.read(code)
        return None

    def answers(self, category: Category, jurisdiction: str) -> bool:
        """Whether a file answers for matters of this category and jurisdiction, told without reading it."""
        keys = {f"{category.value}:{jurisdiction.upper()}"}
        if category is Category.TRADEMARK:
            keys.add(f"tm:{jurisdiction.upper()}")
        return not keys.isdisjoint(_heads(self.folder).answers)

    def of(self, jurisdiction: str) -> tuple[Forum, ...]:
        """The forums that answer for anything of a country or region, by their codes."""
        end = f":{jurisdiction.upper()}"
        found = {code for answer, code in _heads(self.folder).answers.items() if answer.endswith(end)}
        return tuple(self.read(code) for code in sorted(found))

    def clocks_for(self, category: Category, jurisdiction: str, matter: str = "") -> tuple[Clock, ...]:
        """The clocks of a matter's forum, then those of its boards, in the order of the files."""
        forum = self.for_matter(category, jurisdiction, matter)
        if forum is None:
            return ()
        return (*forum.clocks, *(c for board in forum.boards for c in self.read(board).clocks))

    def clock(self, clock_id: str) -> Clock | None:
        """A clock by its id, wherever it stands."""
        code = _heads(self.folder).clocks.get(clock_id)
        return next((c for c in self.read(code).clocks if c.id == clock_id), None) if code else None

    def clock_ids(self) -> tuple[str, ...]:
        return tuple(sorted(_heads(self.folder).clocks))

    def check_all(self, words: Vocabulary | None = None) -> tuple[Forum, ...]:
        """Every file, read and checked anew, with the words of the product's tables (or of `words`). Raises ConfigError
        at the first fault; two forums never answer for the same matter and no two hold a clock of the same id."""
        heads = _heads(self.folder)
        words = words or declared()
        checked = Vocabulary(words.events, words.facts, words.hit_kinds, heads.codes)
        found = tuple(read_forum(self.folder / f"{code}.toml", checked) for code in self.codes())
        answered: dict[str, str] = {}
        clocks: dict[str, str] = {}
        for forum in found:
            for answer in forum.answers:
                _unique(answered, answer, forum.code)
            for clock in forum.clocks:
                _unique(clocks, clock.id, forum.code)
        if answered != dict(heads.answers) or clocks != dict(heads.clocks):
            odd = set(answered.items()) ^ set(heads.answers.items()) or set(clocks.items()) ^ set(heads.clocks.items())
            name, code = min(odd)
            raise ConfigError("rules.errors.head_unread", file=f"{code}.toml", line=1, name="answers", value=name)
        return found


SHIPPED = Forums(FOLDER)


@dataclass(frozen=True)
class _Heads:
    codes: frozenset[str]
    answers: dict[str, str]  # key of a matter → code of the forum
    clocks: dict[str, str]  # id of a clock → code of the forum


def _keys_of(matter: str) -> tuple[str, ...]:
    """The heads of a matter's key: "us-dct:ilnd" and "us-dct". Of a domain its last label, ".cn"; only a generic one (three
    letters and more) is answered for by the rules of all: a country's domain has rules of its own or none that we know."""
    kind, _, rest = matter.partition(":")
    if kind == "domain":
        label = _readable(rest.rpartition(".")[2].casefold())
        generic = len(label) > 2 and label.isascii() and label.isalpha()
        return (f"domain:.{label}", kind) if generic else (f"domain:.{label}",)
    return f"{kind}:{rest.partition(':')[0]}", kind


def _readable(label: str) -> str:
    """A label in its own script: "xn--fiqs8s" is 中国."""
    try:
        return label.encode("ascii").decode("idna")
    except UnicodeError:
        return label


@cache
def _heads(folder: Path) -> _Heads:
    codes, answers, clocks = set(), {}, {}
    for path in sorted(folder.glob("*.toml")):
        text = path.read_text(encoding="utf-8", errors="replace")
        codes.add(path.stem)
        if line := _ANSWERS.search(text):
            answers.update(dict.fromkeys(_WORD.findall(line[1]), path.stem))
        clocks.update(dict.fromkeys(_CLOCKS.findall(text), path.stem))
    return _Heads(frozenset(codes), answers, clocks)


@cache
def _read(folder: Path, code: str) -> Forum:
    return read_forum(folder / f"{code}.toml")


def _unique(seen: dict[str, str], name: str, code: str) -> None:
    if name in seen:
        raise ConfigError("rules.errors.two_forums", file=f"{code}.toml", line=1, name=name, other=f"{seen[name]}.toml")
    seen[name] = code
