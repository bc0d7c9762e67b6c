"""The strings in which the matcher looks for spellings: what an index of many texts has to know of each.

`needles` says of a watched name which pieces must stand in these strings for the matcher to find anything. Whoever
changes how a text is folded or cut into units changes `_REVISION`, so that indexes made before are rebuilt; the test
`test_the_written_forms_are_those_of_this_version` reminds of it.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import cache, lru_cache
from importlib import metadata

from monitor.matching.firms.chinese_name import has_han
from monitor.matching.firms.chinese_text import ChineseText
from monitor.matching.firms.latin_text import LatinText
from monitor.matching.firms.line import MAYBE_D_B_A
from monitor.matching.marks import statement
from monitor.matching.marks.mark_index import APOSTROPHES, LATIN_WORD, NEAR_UP_TO
from monitor.matching.normalise import wordlists
from monitor.matching.normalise.folding import confusables, fold, key, letter_folds
from monitor.matching.normalise.tokens import PROSE_FROM, folded_forms, undisguised
from monitor.matching.sounds.likeness import skeleton
from monitor.matching.sounds.written import heard_in

_REVISION = "2"
# Most texts have none of these, and are spared the finer looks.
_DIGIT = re.compile(r"[0-9@$]")
_D_B_A = re.compile(r"/|\.[BbKk]\.| [Aa][Ss]\b|[Rr][Ll][Yy]\b")
_SHORTEST_STATEMENT = len("the word mean")
_FROM_INDIC = "\u0900"  # from here on a sign may fold with its neighbour otherwise than alone (kana, Indic vowels)


@cache
def revision() -> str:
    """What the written forms depend on: this code, the folding tables, Unicode and opencc. Another value: other forms."""
    total = hashlib.sha256()
    for table in (letter_folds(), confusables()):
        total.update(repr(sorted((k, v or "") for k, v in table.items())).encode())
    total.update(repr(sorted(wordlists.noise())).encode())
    return f"{_REVISION}-{total.hexdigest()[:12]}-{unicodedata.unidata_version}-{metadata.version('opencc')}"


def written_forms(text: str) -> set[str]:
    """Every string in which some part of the matcher would look for a name in this text; letters and digits only.

    Whatever `Matcher.find` finds in the text, its pieces (`needles.needles_of`) stand in these strings."""
    out = _marks(text)
    ascii_only = text.isascii()
    if not ascii_only or _DIGIT.search(text):
        for changed in undisguised(text):
            out |= _marks(changed)
    if not ascii_only or (_D_B_A.search(text) and MAYBE_D_B_A.search(text)):
        out.add(LatinText(text).squashed)
    if not ascii_only:
        if has_han(text):
            out.add(charwise(ChineseText(text).text))
        if len(text) <= PROSE_FROM and max(text) >= _FROM_INDIC:
            out.update(form.text for form in folded_forms(text))
        if len(text) <= NEAR_UP_TO:
            out.update(of_sound(skeleton(heard.sounds)) for heard in heard_in(text))
    for start, end in (statement.parts(text) or ()) if len(text) >= _SHORTEST_STATEMENT else ():
        if (start, end) != (0, len(text)):
            out |= written_forms(text[start:end])
    out.discard("")
    return out


_RUNES = str.maketrans("PTSKMNL", "ᛈᛏᛊᚲᛗᚾᛚ")  # a script of no register: the pieces are those of no text


def of_sound(classes: str) -> str:
    """The classes of consonants by which words of other scripts are called up, as a string of its own."""
    return f"᛫{classes.translate(_RUNES)}᛫" if classes else ""


def charwise(text: str) -> str:
    """Folded character by character: a part of a text stays a part of it."""
    return "".join(map(_folded, text))


@lru_cache(maxsize=20_000)
def _folded(char: str) -> str:
    return key(char)


def _marks(text: str) -> set[str]:
    """The folded text; of a short one also its Latin words run together, with and without the words that say nothing."""
    folded = key(text)
    out = {folded}
    if len(folded) > NEAR_UP_TO:
        return out
    if folded.isalpha() and text.isascii() and len(text) - len(folded) < 2:
        return out  # one or two words of plain letters: run together they are the folded text
    lower = text.lower() if text.isascii() else fold(text)
    if "'" in lower or "’" in lower or "`" in lower or "‘" in lower:
        lower = lower.translate(APOSTROPHES)
    tokens = LATIN_WORD.findall(lower)
    out.add("".join(tokens))
    if len(tokens) > 2:
        noise = wordlists.noise()
        if len(core := "".join(t for t in tokens if t not in noise)) > 4:
            out.add(core)
    return out
