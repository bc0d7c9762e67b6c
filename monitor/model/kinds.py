"""What a hit is to the office: by the role its name was found in, by whose right the record is about, by what happened to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from monitor.model.roles import Role


class HitKind(StrEnum):
    """What a name found in a record is to the office. Words: texts "word.kind"; what to do: monitor/forums."""

    RESPONDENT = "respondent"  # named as respondent of an ITC investigation
    COMPLAINANT = "complainant"
    DEFENDANT = "defendant"
    PLAINTIFF = "plaintiff"
    PARTY = "party"  # a party whose side the source does not say
    OPPONENT = "opponent"  # we oppose, or ask for the cancellation of, somebody else's right
    CLAIMED_OWN = "claimed_own"  # says it is the listed firm's own filing; nothing proves it
    SQUAT = "squat"  # somebody else filed or owns a sign like a watched name
    OWN_ATTACKED = "own_attacked"  # the watched owner's own right, and somebody attacks it or the office refuses it
    OWN_LOST = "own_lost"  # the watched owner's own right has lapsed, was cancelled or is registered for somebody else
    OWN_FILING = "own_filing"  # the watched owner's own filing abroad, and nothing against it: information, no alarm
    OWNER_NAMED = "owner_named"  # the owner's company name stands in a register entry
    CITED = "cited"  # named in passing
    PRODUCT = "product"  # the watched name stands among products or goods


class Whose(StrEnum):
    """Whose right a record is about, as far as one watched name is concerned."""

    STRANGER = "stranger"  # somebody else's, or nobody says
    OURS = "ours"  # proved, or confirmed by a person
    CLAIMED = "claimed"  # said to be ours
    LOST = "lost"  # was ours, and is registered for somebody else

    def united(self, other: Whose) -> Whose:
        """What holds where two records of one matter differ: never calmer than either, in whatever order they are read.
        What one calls ours and another a stranger's is only said to be ours."""
        if self is other:
            return self
        return Whose.LOST if Whose.LOST in (self, other) else Whose.CLAIMED


OUR_RIGHTS = frozenset({HitKind.OWN_FILING, HitKind.OWN_ATTACKED, HitKind.OWN_LOST})
"""Kinds of hits about a right of our own: its clocks are ours to keep. In forum files "own_filing" names all of them."""

_KIND = {
    Role.RESPONDENT: HitKind.RESPONDENT,
    Role.DEFENDANT: HitKind.DEFENDANT,
    Role.COMPLAINANT: HitKind.COMPLAINANT,
    Role.PLAINTIFF: HitKind.PLAINTIFF,
    Role.PARTY: HitKind.PARTY,
    Role.OPPONENT: HitKind.OPPONENT,
    Role.CAPTION: HitKind.PARTY,
    Role.APPLICANT: HitKind.OWNER_NAMED,
    Role.FORMER_OWNER: HitKind.OWNER_NAMED,
    Role.PRODUCT: HitKind.PRODUCT,
    Role.GOODS: HitKind.PRODUCT,
    Role.CITED: HitKind.CITED,
}
_OF_A_RIGHT = frozenset({Role.APPLICANT, Role.FORMER_OWNER, *(r for r in Role if r.is_mark)})


def hit_kind(role: Role, whose: Whose = Whose.STRANGER) -> HitKind:
    """The kind of a hit whose name stands in this role of a record about this right, events apart."""
    if whose is Whose.OURS:
        return HitKind.OWN_FILING
    if role in _OF_A_RIGHT and whose is not Whose.STRANGER:
        return HitKind.OWN_LOST if whose is Whose.LOST else HitKind.CLAIMED_OWN
    return HitKind.SQUAT if role.is_mark else _KIND[role]


# --- what happened to a right of our own -----------------------------------------------------------------------------

_AGAINST_REGISTRATION = frozenset(
    {
        "cancellation", "nullity", "nonuse_action", "cancellation_sent", "cancellation_served",
        "cancellation_granted", "cancellation_granted_in_part", "nonuse_granted", "court_action", "court_decision",
    }
)  # fmt: skip
_AGAINST_FILING = frozenset(
    {
        "opposition", "opposition_sent", "opposition_served", "opposition_sustained", "opposition_sustained_in_part",
        "letter_of_protest",
    }
)  # fmt: skip
_BY_OFFICE = frozenset({"office_action", "refused", "final_refusal", "provisional_refusal", "appealable"})
ATTACKS = _AGAINST_REGISTRATION | _AGAINST_FILING | _BY_OFFICE | {"cancelled_in_part", "show_cause", "default_noticed"}
"""What somebody, or the office, does against a right."""
LOSSES = frozenset({"cancelled", "lapsed", "abandoned", "expired", "terminated", "ir_cancelled", "ir_ended"})
RESTORED = frozenset({"revived", "registration_reinstated"})
_GRANTED = frozenset({"registered", "allowed", "registration_published"})
_PASSED = frozenset({"approved", "to_be_published", "published", "republished", *_GRANTED})
_STEPS = {"opposition_sent": "opposition", "opposition_served": "opposition", "cancellation_sent": "cancellation",
          "cancellation_served": "cancellation"}  # fmt: skip
_ENDS: dict[str, frozenset[str]] = {
    "opposition_dismissed": frozenset({"opposition", "show_cause", "default_noticed"}),
    "opposition_sustained": frozenset({"opposition"}),
    "opposition_sustained_in_part": frozenset({"opposition"}),
    "opposition_ended": frozenset({"opposition", "show_cause", "default_noticed"}),
    "cancellation_ended": frozenset({"cancellation", "nullity", "nonuse_action", "show_cause", "default_noticed"}),
    "cancellation_denied": frozenset({"cancellation", "nullity", "nonuse_action", "show_cause", "default_noticed"}),
    "cancellation_granted": frozenset({"cancellation", "nullity", "nonuse_action"}),
    "cancellation_granted_in_part": frozenset({"cancellation", "nullity", "nonuse_action"}),
    "nonuse_granted": frozenset({"nonuse_action"}),
    "nonuse_dismissed": frozenset({"nonuse_action", "nonuse_granted"}),
    "nullity_dismissed": frozenset({"nullity"}),
    "maintained": frozenset({"cancelled_in_part", "cancellation_granted_in_part"}),
    "renewed": frozenset({"cancelled_in_part", "cancellation_granted_in_part"}),
}
"""What is over with an event. One that was granted stays a danger under its own code till the right is lost or maintained."""
NEUTRAL = frozenset(
    {
        "filed", "suspended", "corrected", "details_changed", "document", "petition", "petition_annulled",
        "opposition_extension", "publication_withdrawn",
        "owner_changed",  # whose right it is, is decided by the owners that are named
        "act_annulled",  # which act it takes back is worked out for clocks; a right is restored by what restores it
        "appeal", "appeal_ended", "appeal_granted", "appeal_dismissed",  # whose appeal it is, registers do not say
        "unknown_act",  # nobody knows what it is; the clocks say so
    }
)  # fmt: skip
"""What says by itself nothing against a right, nor for it."""
KNOWN_TO_RIGHTS = ATTACKS | LOSSES | RESTORED | _PASSED | _ENDS.keys() | NEUTRAL
"""Every event of a register must be here: one that nobody weighed would pass as good news."""


Happened = tuple[date, str, str]
"""Day, code and identity of an event."""
_ANNULS = frozenset({"act_annulled", "petition_annulled"})


def kind_after(kind: HitKind, events: Iterable[Happened]) -> HitKind:
    """The kind of a hit about a right of our own, after what happened to it: attacked till the attack has ended, lost till
    it is restored. Other kinds stay as they are. The order of `events` does not matter.

    Two oppositions are over when both have ended; one that was sustained is not over before the right is granted. An act
    that was annulled may have been the one that ended an attack or restored the right: what was over is open again then."""
    if kind is not HitKind.OWN_FILING:
        return kind
    lost, acts = against(events)
    if lost:
        return HitKind.OWN_LOST
    return HitKind.OWN_ATTACKED if acts else kind


def against(events: Iterable[Happened]) -> tuple[bool, frozenset[str]]:
    """Whether a right is lost, and the codes of the acts against it that are open (a step of one by its plain code)."""
    open_: Counter[str] = Counter()
    over: Counter[str] = Counter()
    lost = was_lost = False
    told: set[tuple[date, str]] = set()  # ends: one act that two versions called by two names ends one thing

    def end(act: str, times: int) -> None:
        if times > 0:
            open_[act] -= times
            over[act] += times

    # Of one day: first what is done against a right, then what ends it, then what takes either back.
    rank = {**dict.fromkeys(_ANNULS, 2), **dict.fromkeys(ATTACKS, 0)}
    for day, code, ident in sorted(set(events), key=lambda e: (e[0], rank.get(e[1], 1), e[1], e[2])):
        if code in _ANNULS:
            open_, over, lost = open_ + over, Counter(), was_lost
        elif code in LOSSES:
            lost = was_lost = True
        elif code in RESTORED:
            lost = False
        elif code in ATTACKS:
            what = _STEPS.get(code, code)
            open_[what] = max(open_[what], 1) if what != code else open_[what] + 1
        if code in _ENDS and (not ident or (day, ident) not in told):
            told.add((day, ident))
            running = [a for a in sorted(_ENDS[code]) if open_[a] > 0]
            end(next((a for a in running if a in _STEPS.values()), running[0] if running else ""), int(bool(running)))
        if code in _PASSED:
            for act in _BY_OFFICE:
                end(act, open_[act])
        if code in _GRANTED:
            for act in _AGAINST_FILING:
                end(act, open_[act])
    return lost, frozenset(+open_)


def plain_act(code: str) -> str:
    """An act against a right by the code it is weighed under: the sending of an opposition is an opposition."""
    return _STEPS.get(code, code)
