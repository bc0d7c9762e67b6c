"""Who owns an application today, who did before, and the other names each of them goes by."""

from __future__ import annotations

import re

from monitor.model import Mention, Role
from monitor.sources.kit.text import clean
from monitor.sources.us_uspto.applications.patterns import CaseFile


def owners_of(case: CaseFile) -> list[Mention]:
    """The current owners (those of the highest party type; several are joint owners), then the earlier ones. An owner who
    is only spelt in another way is the same."""
    owners = [(_generation(o), o) for o in case.owners if "party-name" in o]
    current = max([g for g, _ in owners if g != _CORRESPONDENT], default=None)
    if current is None:
        return []
    now = {o["party-name"]: o for g, o in reversed(owners) if g == current}
    mentions = [_owner(o, Role.APPLICANT) for o in reversed(now.values())]
    earlier = [o for g, o in owners if g not in (current, _CORRESPONDENT) and o["party-name"] not in now]
    told = {_spelling(name) for name in now} if earlier else set()
    for owner in earlier:
        if (spelling := _spelling(owner["party-name"])) not in told:
            told.add(spelling)
            mentions.append(_owner(owner, Role.FORMER_OWNER))
    return mentions


def _spelling(name: str) -> str:
    return "".join([c for c in name.casefold() if c.isalnum()])


def only_persons(owners: list[Mention]) -> bool:
    """Whether all who own it today are natural persons."""
    return bool(owners) and all("person" in m.extra for m in owners if m.role is Role.APPLICANT)


_CORRESPONDENT = 70  # party type of old records that names the correspondent, no owner


def _generation(owner: dict[str, str]) -> int:
    kind = owner.get("party-type", "")
    return int(kind) if kind.isdigit() else 0


_COUNTRY = re.compile(r"[A-Z]{2}")
# "d/b/a", "DBA", "d.b.a.", "D. B. A."; "TA" and "FKA" may be names, so these need their signs.
_AKA = (
    r"(?:(?:D\s*[./]?\s*B\s*[./]?\s*A|A\s*[./]?\s*K\s*[./]?\s*A|[FN]\s*[./]\s*K\s*[./]\s*A|[FN]KA|T\s*[./]\s*A)(?![A-Z0-9])\.?"
    r"|(?:also\s+)?(?:doing\s+business|trading)\s+(?:as|under(?:\s+the\s+names?(?:\s+of)?)?)(?![A-Z])"
    r"|(?:also|now|formerly|otherwise)\s+known\s+(?:as|under)(?![A-Z])|formerly(?![A-Z]))"
)
_ALIAS_JOINT = re.compile(rf"\s*;[\s,]*|(?<![\s,])[\s,]+(?:(?:and|&)\s+)?(?={_AKA}[\s:,])", re.IGNORECASE)
_ALIAS_KIND = re.compile(rf"^(?:{_AKA}[\s:,]*)+", re.IGNORECASE)
# Within a name "T. A." are initials and "Aka" is a word: there the abbreviation is in capitals or has its strokes.
_NAMED_BESIDE = re.compile(
    r"(?<![\s,(])[\s,(]+(?=(?:D/?B/?A|d/?b/?a|A/?K/?A|a/k/a|[Ff]/[Kk]/[Aa]|[Nn]/[Kk]/[Aa]|[Tt]/[Aa]|[Dd]\.\s?[Bb]\.\s?[Aa]\.?|[Aa]\.\s?[Kk]\.\s?[Aa]\.?"
    r"|(?i:doing\s+business\s+(?:as|under)|(?:also\s+)?trading\s+as|(?:also|now|formerly)\s+known\s+as))[\s:,])"
)


def _owner(owner: dict[str, str], role: Role) -> Mention:
    """One owner. What stands behind "doing business as" is another name, wherever it is printed."""
    get = owner.get
    state, country = get("state", ""), get("country", "")
    address = [get("address-1"), get("address-2"), get("city"), state, get("postcode"), country, get("other")]
    if not country:  # older records give only a state for owners in the United States
        country = "US" if state else get("nationality-country", "")
    extra: dict[str, object] = {}
    if nationality := get("nationality-country"):
        extra["nationality"] = nationality
    if nationality := get("nationality-state"):
        extra["nationality_state"] = nationality  # "CA" is California here, not Canada
    if entity := get("legal-entity-type-code"):
        extra["entity"] = entity
        if entity == _INDIVIDUAL:
            extra["person"] = True
    if composed_of := get("composed-of-statement"):
        extra["composed_of"] = clean(composed_of, 500)
    name = clean(owner["party-name"])
    aliases = _aliases(clean(owner["dba-aka-text"])) if "dba-aka-text" in owner else ()
    if beside := _NAMED_BESIDE.search(name):
        aliases = tuple(dict.fromkeys((*_aliases(name[beside.end() :].rstrip(")")), *aliases)))
        name = name[: beside.start()]
    return Mention(
        name,
        role,
        "party-name",
        "",
        country if _COUNTRY.fullmatch(country) else "",
        aliases,
        clean(", ".join([line for line in address if line])),
        (),
        extra,
    )


_INDIVIDUAL = "01"  # type of legal entity: a natural person


def _aliases(text: str) -> tuple[str, ...]:
    """ "DBA Third; AKA Dritte" → both names."""
    return tuple(name for part in _ALIAS_JOINT.split(text) if (name := _ALIAS_KIND.sub("", part).strip(" ,")))
