"""What a forum file says, as frozen dataclasses: an office or court system, its calendar, clocks, openings and stages.

A **forum** is one office or court system. It answers for matters (`answers`: the head of a matter's key, "us-itc", "tm:EM",
or "category:jurisdiction", "suit:GB"); no matter is ever answered for by another forum's file.

A **clock** is a period that ends on a day: it has a kind (opposition, answer, appeal …), a length, and what starts and stops
it. An **opening** is a day from which something may be done (attack for non-use): no deadline, never sorted among them.
What the collected table of periods has and this product does not compute stands in `left_out`, with the reason.

A **stage** says how far a matter has come; the first whose conditions hold is the matter's. A **play** is what to do there.
docs/adding-a-forum.md says how to write such a file; reading.py reads and checks it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from monitor.forums.calendars import Calendar
from monitor.forums.numbers import NumberForm
from monitor.model import OUR_RIGHTS, Category, Certainty, HitKind

LANGUAGES = ("zh", "en")
CERTAINTIES = tuple(c.value for c in Certainty)

UNITS = ("days", "working_days", "weeks", "months", "years")
"""Calendar days, days on which the forum works, weeks, months, years: how a period is counted."""

MONTH_ENDS = ("same", "minus-one", "last-to-last")
"""How a period of months or years ends. same: on the day of the same number, else on the last day of the month (31 January
+ 1 month: 28 February). minus-one: the period begins with the day itself, so it ends one day earlier (1 March + 3 months:
31 May). last-to-last: what begins on the last day of a month ends on the last day of a month (30 April + 3: 31 July)."""

ROLLS = ("next", "none", "unknown")
"""A last day on which the forum rests. next: the next working day counts. none: it does not move. unknown: nobody has read the
rule; the day is shown unmoved, hence at most too early, and the text says so."""

SIDES = ("any", "theirs", "ours")
"""Whose right or filing the clock is about: a right of somebody else that we may attack, one of ours that must be defended."""

ACTS = ("sent", "received", "published", "registered")
"""The act a period runs from, where it matters which: a letter's sending or its receipt, a publication, a registration."""

CONFIDENCES = ("text", "guide", "secondary", "unverified")
"""text: the wording of the statute or rule was read. guide: an official guide. secondary: somebody else's account.
unverified: from memory; such a clock is never more than `unknown`."""

KINDS = {
    "opposition": "the time to oppose somebody's application or fresh registration",
    "observation": "the time to say something without being a party: letter of protest, comments on the public interest",
    "cancellation": "the time to attack a registration",
    "claim": "the time to claim a usurped right for oneself",
    "answer": "a party's time to answer in a suit, an investigation, a domain case",
    "own_answer": "the time to defend our own mark or filing: opposition, cancellation, refusal, default",
    "evidence": "the time to hand in grounds, evidence, fees or the next paper",
    "appeal": "the time to appeal or to ask for review",
    "relief": "the time to have a missed term or a default undone",
    "restraint": "how long an order of restraint holds",
    "default": "the day from which the other side can ask for default against a party that has not answered",
    "settlement": "a period for talks, in which nothing need be filed",
    "renewal": "the last time to renew",
    "priority": "the time to claim an earlier filing",
    "customs": "the time to act on goods held by customs",
    "decision": "a day by which the forum or the other side acts; nothing is due from us",
}
"""What a clock is for. Risk and playbooks go by the kind, not by the clock's id."""

REASONS = ("extension", "start-not-public", "no-length", "not-a-period", "duplicate", "not-ours")
"""Why a period is left out: a step that prolongs another clock; a start no register prints; a length nobody has seen; no
period at all; the same as another clock; a term of the other side or of the office that tells us nothing."""

CLOCK_STATES = ("open", "open-soon", "passed", "waiting", "unsure")
"""What a stage can ask of a kind of clock: one runs; one runs and ends within 30 days; its last day has passed; it is still to
begin; it may have begun, and no source says so."""


ANY_STAGE = "any"
"""A play for every stage of the forum that has none of its own."""


def zone_in(zones: Mapping[str, str], matter: str, zone: str) -> str:
    """The zone of the court that the second part of a matter's key names; `zone` where the table has no such court."""
    court = matter.partition(":")[2].partition(":")[0]
    return zones.get(court, zone)


@dataclass(frozen=True, slots=True)
class Length:
    """How long. `number` 0 means: set by the office or the judge, and known only where the forum prints the day.

    `first_day`: whether the day of the event is the first one counted."""

    number: int = 0
    unit: str = "days"
    month_end: str = "same"
    first_day: bool = False

    @property
    def set_by_office(self) -> bool:
        return self.number == 0


@dataclass(frozen=True, slots=True)
class Offset:
    """The period begins later than the event: so much later, or (`next_month`) on the first day of the month after."""

    length: Length = field(default_factory=Length)
    next_month: bool = False


@dataclass(frozen=True, slots=True)
class Instead:
    """Another length when the fact `when` holds, the fact `unless` is not known, or the starting event's title has the word
    `title`; or a better start: the event `start`. `of`: only where the clock starts with this event. `certainty` is that of the
    clock so computed."""

    when: str = ""
    unless: str = ""
    of: str = ""
    title: str = ""
    length: Length | None = None
    start: str = ""
    certainty: str = ""


@dataclass(frozen=True, slots=True)
class Awaits:
    """When and why a clock has not begun. `known`: events of which one is there. `stage`: facts and the values that mean
    the stage (of a list, all must). `announced`: the event that announces the start. `again`: ends_on events after which
    the clock will begin again. `announced_stage`: facts that must have one of these values, or not be known, for an
    announcement to be believed. `withdrawn_short`, `withdrawn_text`: what is said where the start was taken back (annulled, or
    ended by one of `again`): that it must happen anew is then known without any stage.

    `unsure_after`: for how many days after an event it can be said at all that the clock has not begun; the first of these events
    that is there decides. `unsure_when`: facts with which it cannot be said. From then on `unsure_short` and `unsure_text` are
    said."""

    short: Mapping[str, str]
    text: Mapping[str, str]
    known: frozenset[str] = frozenset()
    stage: Mapping[str, frozenset[str]] = field(default_factory=dict)
    announced: str = ""
    announced_stage: Mapping[str, frozenset[str]] = field(default_factory=dict)
    again: frozenset[str] = frozenset()
    withdrawn_short: Mapping[str, str] = field(default_factory=dict)
    withdrawn_text: Mapping[str, str] = field(default_factory=dict)
    unsure_after: tuple[tuple[frozenset[str], int], ...] = ()
    unsure_when: tuple[str, ...] = ()
    unsure_short: Mapping[str, str] = field(default_factory=dict)
    unsure_text: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Clock:
    """One period of a forum. `zone`, `zones` (see zone_of), `calendar`, `partial` (words in the title of an event that ends it for some parties
    only), `undone` (an ending event → the events that undo it) and `annuls` (an event that annuls others → the events it can
    annul) are the forum's.

    `partial_when`, of the forum too: an event → facts of a matter in which its extent is not known; it ends nothing there.
    `of_party`, of the forum too: what one party does (an answer); it ends nothing unless it is known to be this one.
    `overruled`, of the forum too: an event → facts of the register's own status, and the values with which it does not stand.

    `start`: event codes; the latest such event starts it. `from_facts`: facts that hold the start where no event does;
    `start_facts`: facts that win over events. `earlier`: events that come before the true start (a letter sent, where the
    period runs from its receipt): where only they are known the day is computed from them, too early at most, `unknown`.
    `dated_by`: the fact that holds the true day of an act whose printing the event is (an order of Tuesday, in the gazette of
    Friday); `dated_only`: without it no clock. `needs`: facts that must be true; `where`: facts that must have one of these values. `ends_on`: events that stop it.

    `given`: the fact in which the forum itself prints the last day, in an act (`given_in`: of these acts alone, where other acts
    print another day under that name) or in the matter. It wins over what is computed, earlier or later, and is certain.
    `unless_printed`: the fact in which the day of another clock is printed; where it is, this one does not run beside it.
    `each`: every act that starts the clock has a last day of its own, unless it names the party: of several that were served on
    several days nobody says which is ours.
    `docketed`: the event is the docketing of something that happened before it (the return of a summons). Unless a fact tells
    the true day, the last day is `unknown`, and may be earlier than shown. `follows`: clocks of this forum; this one counts
    from the last day of theirs. `unsettled`: events after the start that may have moved the last day to one nobody has read.
    `opens`: what it asks for can be done from so long before the last day (a renewal, in the last year of the term); until
    then it is not told. `recurs`: when one term is over, or was renewed, the next one runs; an event of `ends_on` that falls
    into a term's own time stops that term alone, and the loss of the right all of them; that time is as long as `settles`
    says, else as `opens` (a grace period is settled by what was filed before it). `term`: how long a term is, where the length
    of the clock is another (a grace period of months).
    `shown_after`: for how many days after the last one it is still told, where what it tells of goes on until something ends it.
    `between`: how many days after the anchor the start lies, at least and at most; the anchor is then needed.

    `readings`: other readings of the same text; the earliest day of all is shown, and `dispute` says why. `applies_from`,
    `applies_until`: the first and the last day of the event `applies_by` (or of the start) for which this length is law.
    `checked`: when the rule was last compared with `source`; None: never.
    """

    id: str
    kind: str
    title: Mapping[str, str]
    category: frozenset[Category]
    basis: Mapping[str, str]
    certainty: str
    length: Length
    zone: str
    calendar: Calendar
    start: tuple[str, ...] = ()
    note: Mapping[str, str] = field(default_factory=dict)
    roll: str = "none"
    side: str = "any"
    roles: frozenset[str] = frozenset()
    act: str = ""
    from_facts: tuple[str, ...] = ()
    start_facts: tuple[str, ...] = ()
    earlier: tuple[str, ...] = ()
    dated_by: str = ""
    dated_only: bool = False
    needs: tuple[str, ...] = ()
    where: Mapping[str, frozenset[str]] = field(default_factory=dict)
    offset: Offset | None = None
    given: str = ""
    given_in: frozenset[str] = frozenset()
    opens: Length | None = None
    settles: Length | None = None
    recurs: bool = False
    term: Length | None = None
    unless_printed: str = ""
    each: bool = False
    docketed: bool = False
    follows: tuple[str, ...] = ()
    unsettled: frozenset[str] = frozenset()
    shown_after: int | None = None
    anchor: str = ""
    anchor_length: Length | None = None
    between: tuple[int, int] | None = None
    instead: tuple[Instead, ...] = ()
    readings: tuple[Length, ...] = ()
    dispute: Mapping[str, str] = field(default_factory=dict)
    ends_on: frozenset[str] = frozenset()
    awaits: Awaits | None = None
    applies_from: date | None = None
    applies_until: date | None = None
    applies_by: str = ""
    confidence: str = "text"
    source: str = ""
    checked: date | None = None
    covers: tuple[str, ...] = ()
    overruled: Mapping[str, Mapping[str, frozenset[str]]] = field(default_factory=dict)
    partial: tuple[str, ...] = ()
    partial_when: Mapping[str, Mapping[str, frozenset[str]]] = field(default_factory=dict)
    undone: Mapping[str, frozenset[str]] = field(default_factory=dict)
    annuls: Mapping[str, frozenset[str]] = field(default_factory=dict)
    of_party: frozenset[str] = frozenset()
    zones: Mapping[str, str] = field(default_factory=dict)

    def zone_of(self, matter: str) -> str:
        """The time zone of a matter's days; `matter` is its key, "" where none is known."""
        return zone_in(self.zones, matter, self.zone)


@dataclass(frozen=True, slots=True)
class Opening:
    """A day from which an attack is possible: so long after `start`. No deadline, and nothing sorts it among them."""

    id: str
    title: Mapping[str, str]
    category: frozenset[Category]
    basis: Mapping[str, str]
    length: Length
    start: tuple[str, ...] = ()
    side: str = "theirs"
    note: Mapping[str, str] = field(default_factory=dict)
    confidence: str = "text"
    source: str = ""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A period that is known and not computed, and why (one of REASONS)."""

    id: str
    because: str
    note: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Stage:
    """How far a matter has come. All conditions that are given must hold.

    `events`: one of them is there. `without`: none of them is there. `latest`: the latest of all the events that any stage
    of this forum names is one of them. `facts`: each has one of these values (true, false or words; of a list, one
    suffices). `clocks`: kind of clock → its state (CLOCK_STATES). `kinds`: kinds of hit ("own_filing": every right of our
    own, attacked or lost as well). A stage without conditions always
    holds; the last one has none.

    `whole`: of its events those do not count, for any stage, that ended the matter for some parties only (`Forum.partial`). `extent_unsaid`: of
    `latest` those alone count of which nobody said whether they ended it for all or for some. `own`: of its `events` those alone
    count that are wholly about the party of the hit, as an act that names it is."""

    id: str
    name: Mapping[str, str]
    events: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()
    latest: frozenset[str] = frozenset()
    facts: Mapping[str, frozenset[str]] = field(default_factory=dict)
    clocks: Mapping[str, str] = field(default_factory=dict)
    kinds: frozenset[str] = frozenset()
    category: frozenset[Category] = frozenset()
    whole: bool = False
    extent_unsaid: bool = False
    own: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do, in each language."""

    zh: str
    en: str

    def in_language(self, lang: str) -> str:
        return self.zh if lang == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Play:
    """What a reader does about a hit of one kind at one stage. A stage may have no steps: nothing to do but to watch.

    `if_silent`: what happens if nobody acts. `collect`: what to gather. `avoid`: what makes it worse. `help`: who helps.
    `basis`: articles, printed small. `reviewed`: who read it and when; empty: no lawyer has, and it is said."""

    kind: str
    stage: str
    steps: tuple[Step, ...] = ()
    if_silent: Step | None = None
    collect: tuple[Step, ...] = ()
    avoid: tuple[Step, ...] = ()
    help: tuple[Step, ...] = ()
    basis: Step | None = None
    reviewed: str = ""


@dataclass(frozen=True, slots=True)
class SaidWhen:
    """A sentence that goes behind `if_silent` where all that is given holds: it words what follows from the facts of the case.

    `facts`: every one of them is true; `unless`: none is. `kinds` of hit, `stages` and `not_at` (stages) as their names say. `basis`:
    articles, printed behind those of the stage."""

    id: str
    text: Step
    facts: frozenset[str]
    unless: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    stages: frozenset[str] = frozenset()
    not_at: frozenset[str] = frozenset()
    basis: Step | None = None

    def holds(self, kind: str, stage: str, true: Collection[str]) -> bool:
        """`true`: the names of the facts that are true of the case."""
        return (
            self.facts <= frozenset(true)
            and not self.unless & frozenset(true)
            and (not self.kinds or kind in self.kinds)
            and (not self.stages or stage in self.stages)
            and stage not in self.not_at
        )


@dataclass(frozen=True, slots=True)
class Forum:
    """One office or court system."""

    code: str
    answers: tuple[str, ...]
    name: Mapping[str, str]
    short: Mapping[str, str]
    zone: str
    calendar: Calendar
    overruled: Mapping[str, Mapping[str, frozenset[str]]] = field(
        default_factory=dict
    )  # an event → the status against it
    search: str = ""
    place: Mapping[str, str] = field(default_factory=dict)  # its country or region, where the texts have no word for it
    undone: Mapping[str, frozenset[str]] = field(default_factory=dict)  # an ending event → those that undo it
    annuls: Mapping[str, frozenset[str]] = field(
        default_factory=dict
    )  # an event that annuls others → those it can annul
    partial: tuple[str, ...] = ()  # words in the title of an event that ends the matter for some parties only
    of_party: frozenset[str] = frozenset()  # what one party does: it counts only where it is known to be this one
    boards: tuple[str, ...] = ()  # forums whose clocks run for the same matters: the TTAB beside the USPTO
    clocks: tuple[Clock, ...] = ()
    openings: tuple[Opening, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    stages: tuple[Stage, ...] = ()
    plays: Mapping[tuple[str, str], Play] = field(default_factory=dict)  # (kind of hit, stage)
    numbers: tuple[NumberForm, ...] = ()  # how its numbers are written
    said_when: tuple[SaidWhen, ...] = ()
    zones: Mapping[str, str] = field(default_factory=dict)  # a court of the system → its own time zone

    def zone_of(self, matter: str) -> str:
        """The time zone in which the days of a matter are counted: that of its court, else the forum's own.

        `matter` is its canonical key ("us-dct:ilnd:1:26-cv-00011"); "" where none is known."""
        return zone_in(self.zones, matter, self.zone)

    def play(self, kind: str, category: Category, stage: str) -> Play | None:
        """What to do about a hit of this kind at this stage; None where nobody wrote it. Never another forum's.

        The most specific: the kind with its category ("squat_gi") before the kind, the stage before "any"."""
        for name in (f"{kind}_{category.value}", kind):
            for at in (stage, ANY_STAGE):
                if (found := self.plays.get((name, at))) is not None:
                    return found
        if kind in OUR_RIGHTS and stage in {s.id for s in self.stages if s.kinds}:
            # Written for a right of our own at the very stage of its attack or loss. What is written for any stage is calm.
            return self.plays.get((HitKind.OWN_FILING, stage))
        return None
