"""Captions of US suits: who sues whom, whether it is a "Schedule A" suit, and which of the names name nobody.

A Schedule A suit is brought against a sealed list of online sellers; its caption shows a stand-in until the list is
unsealed, and sometimes a stand-in for the plaintiff too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from monitor.model import Mention, Role
from monitor.sources.us_courts.courts import longest_name, matches

_VERSUS = re.compile(r"\s+(?:v|vs)\.?\s+")
_VERSUS_SHOUTED = re.compile(r"\s+VS?\.?\s+")
# Where a run of commas or blanks begins, nowhere inside it: from each place of a long run it would be gone through again.
_ET_AL = re.compile(r"(?<![\s,])[\s,]*\b(?:et\.? ?al\b\.?|and others$)", re.IGNORECASE)
_AND_DOES = re.compile(
    r"(?:\s*[,;]\s*(?:and\s+)?|\s+(?:and|&)\s+)(?:(?:john|jane)\s+)?does?\s+(?:nos?\.\s*)?(?:1|i|one)\b.*$",
    re.IGNORECASE,
)
_ALSO = re.compile(
    r"(?<![\s,(])[\s,(]*\b(?:d/b/a|a/k/a|f/k/a|dba|aka|fka|doing business as|also known as|formerly known as)\b\.?\s*",
    re.IGNORECASE,
)
_NO_CAPTION = re.compile(
    r"(?<!\W)\W*(?:unknown case(?: title| name)?|untitled(?: case)?|no (?:case )?(?:title|name))\W*", re.IGNORECASE
)
_FOLD = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Caption:
    """`plaintiff` and `defendant` are the first names of the sides as printed, without "et al"; "" where there are no
    sides ("In re …"). `others`: the defendant side goes on behind that name ("et al", "and Does 1-10")."""

    text: str
    plaintiff: str = ""
    defendant: str = ""
    others: bool = False

    @property
    def pseudonymous(self) -> bool:
        """The plaintiff hides behind a stand-in ("XYZ Corporation", "Sealed Case"); its name must be read again later."""
        return is_placeholder(self.plaintiff) if self.plaintiff else matches("placeholder", "party", self.text)


def read(text: str) -> Caption:
    """The sides of a caption that was cleaned before. What a service writes where it knows no caption is none."""
    if _NO_CAPTION.fullmatch(text):
        return Caption("")
    versus = _VERSUS.search(text) or (_VERSUS_SHOUTED.search(text) if text.isupper() else None)
    if versus is None:
        return Caption(text)
    defendants = text[versus.end() :]
    others = bool(_ET_AL.search(defendants) or _AND_DOES.search(defendants))
    return Caption(text, _side(text[: versus.start()]), _side(defendants), others)


def is_schedule_a(caption: Caption, nature_of_suit: str = "") -> bool:
    """Whether the caption is that of a Schedule A suit.

    "v. Does 1-89" alone says only that the defendants are unknown: where the nature of the suit is known, it must be
    an intellectual property one (820 copyright, 830/835 patent, 840 trademark, 880 trade secrets). "v. Doe 1 et al" says
    less still: there it must be known.
    """
    if matches("schedule_a", "never", caption.text):
        return False
    if matches("schedule_a", "anywhere", caption.text):
        return True
    if caption.others and matches("schedule_a", "unknown_and_others", caption.defendant):
        return is_of_property(nature_of_suit)
    if not caption.defendant or not matches("schedule_a", "defendant", caption.defendant):
        return False
    return not nature_of_suit or is_of_property(nature_of_suit)


def is_of_property(nature_of_suit: str) -> bool:
    """Whether a nature of suit, as the courts number them, is one of intellectual property; on appeal a 3 stands before."""
    return bool(re.match(r"3?(?:820|830|835|840|880)\b", nature_of_suit))


def names_several(caption: Caption) -> bool:
    """Whether a caption says that more than one is sued: "et al.", "and Does 1-10", a schedule of sellers."""
    sued = caption.text.partition(caption.defendant)[2] if caption.defendant else ""
    return bool(_ET_AL.search(sued) or _AND_DOES.search(caption.text)) or is_schedule_a(caption)


def is_placeholder(name: str) -> bool:
    """Whether a party's name names nobody: a schedule, Does, "ABC Corporation", a description of a group."""
    return (
        len(name) > longest_name()
        or matches("schedule_a", "anywhere", name)
        or matches("schedule_a", "defendant", name)
        or matches("placeholder", "party", name)
    )


def mentions(caption: Caption, field: str, on_appeal: bool = False) -> Iterator[Mention]:
    """The caption whole, and those of its sides that name somebody.

    On appeal either side may have been the plaintiff: then both are only parties.
    """
    if caption.text:
        yield Mention(caption.text, Role.CAPTION, field, language="en")
    for name, role in ((caption.plaintiff, Role.PLAINTIFF), (caption.defendant, Role.DEFENDANT)):
        found = party(name, Role.PARTY if on_appeal else role, field)
        if found:
            yield found


def party(name: str, role: Role, field: str, extra: dict[str, object] | None = None) -> Mention | None:
    """One party; None where the name is empty or a stand-in. What follows "d/b/a" and the like becomes an alias."""
    main, *others = (part.strip(" ,;()") for part in _ALSO.split(name))
    names = tuple(n for n in (main, *others) if n and not is_placeholder(n))
    if not names:
        return None
    return Mention(names[0], role, field, language="en", aliases=names[1:], extra=extra or {})


def same_name(one: str, other: str) -> bool:
    """Equal but for case, punctuation and spaces."""
    return _FOLD.sub("", one).casefold() == _FOLD.sub("", other).casefold() != ""


def _side(text: str) -> str:
    text = _ET_AL.sub("", text)
    named = _AND_DOES.sub("", text)
    return (named or text).strip(" ,;")
