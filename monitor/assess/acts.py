"""What an act is called in the reader's language, and what its source prints of it where that says more. One wording for every
door: bulletin, `hit show`, `lookup`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Protocol

from monitor.sources.told import OTHER, act_told
from monitor.texts import Texts


class Act(Protocol):
    @property
    def code(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def ident(self) -> str: ...


@dataclass(frozen=True, slots=True)
class ActInWords:
    """`original` is the title as printed, "" where it says no more than `words` or than the title of the matter."""

    words: str
    original: str


def in_words(act: Act, matter: str, matter_title: str, texts: Texts) -> ActInWords:
    """`matter` is the canonical key, `matter_title` what the matter is called."""
    said = act_told(matter, act.code, act.title, act.ident, texts.lang)
    of_code = None if act.code == OTHER else texts.find(f"event.{act.code}")
    if said.adds and of_code:
        words = texts("case.act_of_kind", act=of_code, kind=said.words)
    else:
        words = said.words or of_code or texts("event.other")
    printed = _plain(act.title)
    if not printed or said.repeats or printed == _plain(matter_title):
        return ActInWords(words, "")
    if printed == _plain(words):  # the source's own words, with the number of the paper where it prints one
        return ActInWords(act.title, "")
    return ActInWords(words, act.title)


_NUMBER = re.compile(r"\(#[^()]*\)\s*$")


def _plain(title: str) -> str:
    return " ".join(_NUMBER.sub("", title).split()).rstrip(".").casefold()
