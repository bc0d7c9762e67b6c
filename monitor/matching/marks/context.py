"""What stands around a mention and moves a score: role, Nice classes, flags of the name, owner, earlier decisions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from monitor.matching import tables
from monitor.matching.bands import ALERT, BELOW_ALERT, BELOW_REVIEW, DIGEST, REVIEW
from monitor.matching.marks import classes
from monitor.matching.marks.finding import Finding
from monitor.matching.normalise.folding import key
from monitor.matching.variants.spellings import WRITTEN
from monitor.matching.weights import Weight, weight
from monitor.model import MatchContext, Reason, Role, WatchedKind, WatchedName

_CHINESE = frozenset({"CN", "HK", "MO", "TW"})
_WEAK = frozenset({"generic", "short", "place_name"})
# Texts that merely talk: a name must stand there as a whole word, and counts for less.
_TALK = {
    Role.PRODUCT: weight("around.talk_product"),
    Role.GOODS: weight("around.talk_goods"),
    Role.CAPTION: weight("around.talk_caption"),
    Role.CITED: weight("around.talk_cited"),
}
_PARTY_ROLE, _PERSON_LIKE = weight("around.party_role"), weight("around.person_like")
_WEAK_IN_TALK = weight("around.weak_in_talk")
_KNOWN_DOUBLE = weight("around.known_double")
_CLASSES_UNKNOWN, _WEAK_NAME = weight("around.classes_unknown"), weight("around.weak_name")
_RELATED_CLASS, _RELATED_BY_BOTH = weight("around.related_class"), weight("around.related_by_both")
_OTHER_CLASS_FAMOUS, _OTHER_CLASS = weight("around.other_class_famous"), weight("around.other_class")
_OTHER_CLASS_WEAK = weight("around.other_class_weak")
_WEAK_BESIDE = frozenset({"short", "everyday"})  # what a name is that says little amid other words
_WORDS_ONLY = frozenset({"whole", "core", "word"})


def whole_words_only(role: Role) -> bool:
    """Whether a name counts in this role only as whole words: names of parties, and texts that merely talk."""
    return role.is_party or role in _TALK


def admits(finding: Finding, role: Role) -> bool:
    """Whether a way of standing in a text is evidence at all in this role."""
    if not whole_words_only(role):
        return True
    if finding.operation in _WORDS_ONLY or (
        finding.operation == "embedded" and finding.variant.kind in WRITTEN and not finding.variant.text.isascii()
    ):
        return finding.bounded
    return False


def apply(
    finding: Finding, w: WatchedName, context: MatchContext, *, own: bool, owner_named: bool = False, person: str = ""
) -> list[Reason]:
    """Move the finding's score by its context; the reasons for what was done.

    `own`: the applicant is the name's owner; `owner_named`: the text itself, a party, is the owner's name; `person`: the party,
    where it may be a person's name."""
    reasons: list[Reason] = []
    if context.role.is_party and w.kind is not WatchedKind.COMPANY:
        if owner_named:
            reasons.append(Reason("matching.reason.owner_named", {"owner": w.owner or w.owner_en}))
        else:
            finding.demote("party_role", _PARTY_ROLE)
            finding.score = min(finding.score, BELOW_ALERT)
    elif context.role.is_party:
        finding.score = min(finding.score, BELOW_ALERT)
        finding.against.append(("short_company_name", 1.0, {}))
    if person and not own and not owner_named:
        least = next((band for band in (REVIEW, DIGEST) if finding.score >= band), 0.0)
        finding.demote("person_like", _PERSON_LIKE, name=person)
        finding.score = max(finding.score, least)  # a shop may be called so too: it goes down within its band
    if context.role in _TALK:
        finding.demote("talk", _TALK[context.role])
        if finding.everyday or w.flags & _WEAK:
            _weaken(finding, "weak_in_talk", _WEAK_IN_TALK, {})
    _classes(finding, w, context, reasons)
    # A series speaks for it, unless a person has said that this one is nothing.
    finding.settle(agreed=_same_class(w, context) or own or (context.serial_owner and w.id not in context.dismissed))
    double = _double(finding)
    if double and context.owner_countries and not _CHINESE.intersection(context.owner_countries):
        finding.demote("known_double", _KNOWN_DOUBLE, other=double)
    elif double and not context.owner_countries and _WEAK_BESIDE.intersection(why for why, _, _ in finding.against):
        finding.demote("known_double_beside", _KNOWN_DOUBLE, other=double)
    if w.id in context.dismissed:
        finding.score = min(finding.score, BELOW_REVIEW)
        finding.against.append(("dismissed", 1.0, {}))
    elif context.serial_owner and not own:
        raised = ALERT if finding.score >= REVIEW else REVIEW if finding.score >= DIGEST else finding.score
        reasons.append(Reason(f"matching.reason.serial_owner{'_raised' if raised > finding.score else ''}"))
        finding.score = max(finding.score, raised)
    if own:
        reasons.append(
            Reason("matching.reason.own_filing", {"owner": context.owners[0] if context.owners else w.owner})
        )
    return reasons


def _weaken(finding: Finding, why: str, factor: Weight, params: Mapping[str, str], least: float = REVIEW) -> None:
    """Lowers a find for what the name is or what goods it stands for. Where the whole text is the name, and nothing else, it is
    not silenced: it stays at `least`, and a person still looks at it."""
    kept = least if finding.operation == "whole" and finding.score >= least else 0.0
    finding.demote(why, factor, **params)
    finding.score = max(finding.score, kept)


def _same_class(w: WatchedName, context: MatchContext) -> bool:
    return not set(w.nice_classes).isdisjoint(context.nice_classes)


def _double(finding: Finding) -> str:
    """Who else is known by this spelling; "" if nobody."""
    return _doubles().get(key(finding.variant.text), "")


@cache
def _doubles() -> dict[str, str]:
    return {spelling: f"{zh} / {en}" for spelling, zh, en in tables.rows("collisions.tsv")}


def _classes(finding: Finding, w: WatchedName, context: MatchContext, reasons: list[Reason]) -> None:
    weak = w.flags & _WEAK
    ours, theirs = set(w.nice_classes), set(context.nice_classes)
    if not ours or not theirs:
        if weak and "famous" not in w.flags:
            _weaken(finding, "weak_name", _WEAK_NAME, {"flags": ", ".join(sorted(weak))})
        else:
            finding.weigh(_CLASSES_UNKNOWN)  # a known overlap ranks before an unknown one
        return
    shown = {"ours": listed(ours), "theirs": listed(theirs)}
    if ours & theirs:
        reasons.append(Reason("matching.reason.class.same", {"classes": listed(ours & theirs)}))
    elif found := classes.related(ours, theirs):
        pair = {"ours": found.ours, "theirs": found.theirs}
        reasons.append(
            Reason(f"matching.reason.class.{found.why}", {**pair, "groups": found.shown} if found.groups else pair)
        )
        finding.weigh(_RELATED_BY_BOTH if found.by_both else _RELATED_CLASS)
    elif "famous" in w.flags:
        _weaken(finding, "other_class", _OTHER_CLASS_FAMOUS, shown)
    elif weak:
        _weaken(finding, "other_class_weak", _OTHER_CLASS_WEAK, {"flags": ", ".join(sorted(weak)), **shown}, DIGEST)
    else:
        _weaken(finding, "other_class", _OTHER_CLASS, shown)


def listed(classes: Iterable[int]) -> str:
    """Nice classes in order, for a text: "29、33"."""
    return "、".join(str(c) for c in sorted(classes))
