"""What an issue (期) is made from, and what it says: the two borders of the bulletin.

`IssueInput` is gathered from the store by the room `issue`. `compose()` turns it into an `Issue`, the view model every
renderer reads. Nothing here touches the store, the clock or the network.

All instants are timezone-aware; they are shown in Beijing time. `period_from`/`period_until` are Beijing calendar
dates, both inside the period.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from monitor.model import Band, Category, Coverage, Deadline, HitKind, Reason, State, UnitSpan, WatchedKind
from monitor.rules import Awaited

RISKS = ("high", "medium", "low")


# --- what goes in -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class EventView:
    """One dated event of the matter. `new` = first seen since the last issue. `title` is the source's own wording;
    `words`: what it is called in the issue's language, "" where only its code says it; `original`: the title where it says more
    than the words."""

    date: date
    code: str
    title: str = ""
    certain: bool = True
    first_seen: datetime | None = None
    new: bool = False
    words: str = ""
    original: str = ""
    ident: str = ""  # the source's own name of the act
    said: str = ""  # what this act prints and whom it names, in words of the issue's language
    of: str = ""  # the number of the merged hit whose matter it happened in, where it is not this one's


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The stored answer the hit rests on. `sha256` may be the whole hex digest; 12 characters are shown."""

    captured_at: datetime
    sha256: str
    capture: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What an entry says otherwise than an earlier issue did, its events and its kind aside. `what`: clock_moved,
    clock_begun, clock_ended, clock_doubt (days, `rule` being the id of the clock), risk, band, stage, state (values),
    evidence: what speaks for it is not what it was, or why an exception rule (`before`) keeps it out no more: exception_ended,
    exception_expired (`after`: the last day), exception_clock, exception_left."""

    what: str
    before: str = ""
    after: str = ""
    rule: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Also:
    """Another hit of the same right: its id, number, part, the watched name, that one's owner, and what it is to us."""

    id: str
    watched: str
    owner: str
    kind: HitKind
    part: str
    entry_no: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLine:
    """One line of the case (案情): `name` for machines, `title` and `value` in words, `original` the passage of the source it
    rests on, in the source's own language, or ""."""

    name: str
    title: str
    value: str
    original: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """Another hit of the same matter: another subject that the same story concerns."""

    id: str
    watched: str
    entry_no: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handling:
    """What the office did about a hit, as far as readers are told: no notes, no accounts, nothing said on the telephone.

    `since`: the day it came into its state; `outcome`: why it was closed or set aside, `ground` a value of cases.actions.Ground;
    `to`: the unit it was handed over to; `into`: the number of the hit it is the same as. `told_on`, `told_how` (a value of
    cases.actions.Channel), `reply_by`: when and how the firm was told last, and when it is to answer. `once` ∈ "" | rejected | merged: it was
    set aside before; `changed`: what changed since, where the program took it up again. `merged`: numbers of the hits that were
    merged into this one. `risen`: an earlier issue told it as a lead, and a person has confirmed it since."""

    since: date | None = None
    outcome: str = ""
    ground: str = ""
    to: str = ""
    into: str = ""
    told_on: date | None = None
    told_how: str = ""
    reply_by: date | None = None
    once: str = ""
    changed: tuple[str, ...] = ()
    merged: tuple[str, ...] = ()
    risen: bool = False
    rule: int = 0  # the exception rule that keeps it out
    rule_until: date | None = None  # its last day
    rule_reason: str = ""


NOTHING_DONE = Handling()


@dataclass(frozen=True, slots=True, kw_only=True)
class HitView:
    """One hit (watched name × matter) as the bulletin sees it.

    `id` is what `monitor hit show` takes. `matter` is the canonical key (DESIGN §5.1), `matter_title` the source's
    title, untouched. `role` is the value of model.Role, `field` the source's field name, `text` the matched span,
    `mention` the whole text the span stands in (a party's full name), where it is known, `sign` the mark as filed.
    `score` ∈ [0, 1]. `risk` ∈ RISKS. `reasons` explain the match.
    `also`: the other hits of the same right that this entry speaks for. `kind_before`: as what kind an earlier issue reported
    it, where it is another now; `news`: what else the entry says otherwise than an earlier issue; `reread`: found, or judged
    otherwise, by a new version of the program and not by anything published since; `baseline`: found in what was stored, since
    its name joined the list or is looked for otherwise, and not by anything published since the last issue; `watched_since`: the day
    the name joined; `confirmed_by`, `confirmed_at`: who said so, where a person did. `long_registered`: the day
    it was registered, five years or more before it was met. `same_registration`: keys of the filings of the same
    international registration. `unlisted`: a firm of the region that is not on the list; `watched` is its name as printed,
    `watched_id` "", and `address` where it is, as printed.
    `city` is as the list has it; `seat` where the firm sits as people write it ("晋中市祁县"), `seat_city` the city whose offices are
    competent ("晋中市"), both "" where the gazetteer does not know the city.
    Optional: `number` and `forum` override what is derived from the matter key (docket or application number;
    court or office); `stage` is the id of the matter's stage at its forum; `true`: names of the facts that are true of it;
    `reviewed_by`, `reviewed_at`: who said what it is, and when; the name of a person, "" where only an account is known.
    `responsible` is the unit, or the person, that answers for it (责任单位), `handle_by` the
    day by which that unit is asked to report; `handle_at_once`: there is no time for a day. `beside`: the other hits of the same matter.
    """

    id: str
    kind: HitKind
    category: Category
    jurisdiction: str
    matter: str
    matter_title: str
    watched: str
    watched_id: str
    watched_kind: WatchedKind
    risk: str
    score: float
    band: Band
    state: State = State.NEW
    entry_no: str = ""
    city: str = ""
    seat: str = ""
    seat_city: str = ""
    owner: str = ""
    role: str = ""
    field: str = ""
    text: str = ""
    mention: str = ""
    sign: str = ""
    reasons: tuple[Reason, ...] = ()
    events: tuple[EventView, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    passed: tuple[Deadline, ...] = ()  # longer past than `deadlines` tells, and nothing known settled them
    awaited: tuple[Awaited, ...] = ()
    adverse: tuple[str, ...] = ()
    goods: tuple[str, ...] = ()
    case: tuple[CaseLine, ...] = ()
    risk_reasons: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    url: str = ""
    evidence: Evidence | None = None
    first_seen: datetime | None = None
    last_changed: datetime | None = None
    synthetic: bool = False
    other_watched: tuple[str, ...] = ()
    also: tuple[Also, ...] = ()
    kind_before: str = ""
    news: tuple[News, ...] = ()
    reread: bool = False
    baseline: bool = False
    watched_since: date | None = None
    confirmed_by: str = ""
    confirmed_at: datetime | None = None
    long_registered: str = ""
    same_registration: tuple[str, ...] = ()
    number: str = ""
    forum: str = ""
    stage: str = ""
    true: tuple[str, ...] = ()
    unlisted: bool = False
    address: str = ""
    reviewed_by: str = ""
    reviewed_at: datetime | None = None
    responsible: str = ""
    handle_by: date | None = None
    handle_at_once: bool = False
    note: str = ""
    handling: Handling = NOTHING_DONE
    beside: tuple[Beside, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeView:
    """Who publishes the bulletin. `disclaimer` replaces the standard one when given.

    `entry_prefix` begins every entry number ("SX"); `feedback` is the address answers go to ("" = the phone only).
    `region` is the province or city whose firms are told of though they are not on the list, in the issue's language ("":
    they are not).
    """

    name: str
    province: str
    phone: str = ""
    entry_prefix: str = ""
    disclaimer: str = ""
    feedback: str = ""
    region: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormView:
    """What the office prints around an issue (monitor.config.form.OfficeForm); "" and () leave their line away."""

    publisher: str = ""
    marking: str = ""
    pass_on: bool = True
    reviewer: str = ""
    editor: str = ""
    contact: str = ""
    contact_phone: str = ""
    report_to: tuple[str, ...] = ()
    send_to: tuple[str, ...] = ()
    blanks: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """Who signed the issue (签发), and when."""

    by: str
    at: datetime
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilerView:
    """An applicant who took several watched names or known brands within twelve months (批量抢注). `countries` are ISO codes."""

    applicant: str
    first: date
    last: date
    watched: tuple[str, ...]
    brands: tuple[str, ...]
    countries: tuple[str, ...]
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderView:
    """An investigation whose general exclusion order binds, or would bind, firms nobody named. `reached` ∈ asked (before
    institution) | instituted | issued; `date` is that of the act that tells it. No listed name need stand in it."""

    matter: str
    number: str
    title: str
    reached: str
    date: date
    certain: bool = True
    url: str = ""
    case: tuple[CaseLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenHit:
    """A hit nobody has closed, with its clocks. `owner` is "" where `watched` is itself a firm. `reminders`: (rule, last day) →
    in how many earlier issues that clock stood. `state`: of the case work; `into`: the number of the hit it was merged into. `first_step`: what its stage asks for first; `url`: its page at the source."""

    id: str
    matter: str
    watched: str
    owner: str = ""
    entry_no: str = ""
    risk: str = ""
    first_step: str = ""
    url: str = ""
    deadlines: tuple[Deadline, ...] = ()
    state: State = State.NEW
    into: str = ""
    reminders: Mapping[tuple[str, str], int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class NotArrived:
    """An earlier issue, how many addresses never accepted it, and of how many; `told`: at least one did. `number`: of the issue
    within its year."""

    year: int
    week: int
    number: int
    missing: int
    total: int
    told: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueInput:
    """Everything one issue is made from.

    `year`/`week` are ISO; `period_from`/`period_until` the days of that week. What was read is [`read_from`, `read_until`)
    (None: the week, as far as it went when the issue was made); `reported_in`: the later issue (its year and number), out
    already, that has reported the whole week. `issue_no` counts the issues of the year, `running_no` all of them (0: not known).
    `draft`: marked as one (送审稿), `draft_no` names it; `approval`: who signed it. `new_hits` were never told;
    `changed_hits` were told before and have something new to show (news.has_news); `fallen_hits` were told before and a new
    version no longer finds them; `ended_hits` were told before and a person has set them aside since; `false_untold`,
    `duplicates_untold`: how many were set aside since the last issue that no issue ever told; `own_filings` are the
    watched owners' own filings; `ongoing_count` counts told, still open hits without change, `over_count` those of which it was told that they are closed or
    handed over. `quarantined` is
    records set aside per source id. `demo` marks the whole issue as invented data. `correction` n > 0: the n-th 更正 of
    this week's issue. `not_arrived`: earlier issues that some or all of their addresses never accepted. `open_hits`: whatever this or an
    earlier issue reported, that nobody has closed and that has a clock. `suppressed`: exception rule → how many hits are kept out by it, and stand nowhere
    else here; `suppressed_new`: those of them found in this period. `records_examined`: what the runs of the period
    listed. `new_before`, `new_this_year`: how many entries were new in the issue before, and in those of the year before this
    one (None: there is none). `watched_kinds`: of the `names_watched`; `watchlist_date`: since when the list is as it is. `unwatched`: what of
    the list is not watched, or only in part, each a clause.
    """

    office: OfficeView
    year: int
    week: int
    issue_no: int
    period_from: date
    period_until: date
    built_at: datetime
    read_from: datetime | None = None
    read_until: datetime | None = None
    reported_in: tuple[int, int] | None = None
    new_hits: tuple[HitView, ...] = ()
    changed_hits: tuple[HitView, ...] = ()
    fallen_hits: tuple[HitView, ...] = ()
    ended_hits: tuple[HitView, ...] = ()
    false_untold: int = 0
    duplicates_untold: int = 0
    own_filings: tuple[HitView, ...] = ()
    filers: tuple[FilerView, ...] = ()
    orders: tuple[OrderView, ...] = ()
    ongoing_count: int = 0
    over_count: int = 0
    coverage: tuple[Coverage, ...] = ()
    quarantined: Mapping[str, int] = field(default_factory=dict)
    names_watched: int = 0
    unwatched: tuple[Reason, ...] = ()
    watchlist_version: str = ""
    watched_kinds: Mapping[WatchedKind, int] = field(default_factory=dict)
    watchlist_date: date | None = None
    records_examined: int = 0
    new_before: int | None = None
    new_this_year: int | None = None
    demo: bool = False
    lang: str = "zh"
    correction: int = 0
    not_arrived: tuple[NotArrived, ...] = ()
    open_hits: tuple[OpenHit, ...] = ()
    suppressed: Mapping[str, int] = field(default_factory=dict)
    suppressed_new: int = 0
    form: FormView = field(default_factory=FormView)
    running_no: int = 0
    draft: bool = False
    draft_no: str = ""
    approval: Approval | None = None


# --- what comes out -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """One deadline in words. `urgency` ∈ overdue | urgent (≤ 7 days) | soon (≤ 21) | later | unknown.

    An entry's urgency may also be "waiting": no clock runs, one has not begun."""

    date: str
    day: str  # in words: "12月3日", "最早可能12月7日，以实际送达日为准"
    asks: str  # a value of rules.acts.Asks: due (应办期限) or milestone (程序节点)
    asks_word: str
    days_left: int
    days: str  # "9 天", "已过 2 天"
    rule: str
    basis: str
    from_event: str
    note: str  # what the day assumes and what can move it
    certainty: str
    certainty_word: str
    urgency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A clock that has not begun, in words. `forecast`: `date` is a forecast; else it is ""."""

    rule: str
    short: str
    text: str
    basis: str
    date: str
    forecast: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyDate:
    """`text` is in words of the issue's language; `original` what the source prints, shown small beside it, "" where that says
    no more; `title` the source's wording in any case, for machines."""

    date: str
    text: str
    new: bool
    original: str = ""
    title: str = ""
    note: str = ""  # "日期为系统首次发现日" when the source gives no date


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One hit in words of the issue's language, safe to show (no control or direction characters)."""

    hit: HitView
    entry_no: str
    reviewed: bool
    label: str  # 线索 | 预警 | 信息
    risk: str
    risk_word: str
    risk_why: str  # the rules that decided it, in one line
    category: str
    kind: str  # what it is to us, in words: of what is not confirmed that it is to be verified
    subject: str  # owner and city
    mark: str  # the watched name
    unlisted: str  # that it is a firm of the region and not on the list, or ""
    address: str  # of such a firm, as printed
    subject_is_mark: bool  # no owner stands beside the name (a company, a GI)
    other_watched: str
    judged: str  # that an earlier issue called it something else, or ""
    long_registered: str  # "1970年5月5日已注册，五年期已过", or ""
    linked: str  # the other filings of the same international registration, or ""
    same_case: str  # the sentence that points to the fuller entry of the same case and subject
    sentence: str
    title: str  # what the source calls the matter, "" where it goes by its number
    original: str  # the same, "" where the sentence quotes it whole
    number: str
    forum: str
    place: str
    where: str  # place and forum in one, without saying the place twice
    adverse_title: str  # what the other side is: 申请人, 原告, 申请人（337）
    adverse: str
    goods_title: str
    goods: str
    case: tuple[CaseLine, ...]  # what is known of the case, one line each
    dates: tuple[KeyDate, ...]
    more_dates: str  # how many events are not listed
    changes: tuple[KeyDate, ...]
    clocks: tuple[Clock, ...]
    waiting: tuple[Waiting, ...]  # clocks that have not begun
    passed: tuple[str, ...]  # where no clock runs or is to come: the days that have passed, in words
    days: str  # of the nearest clock, else of the first to come, else of the last that passed, or that none is known
    urgency: str
    stage: str  # the stage of the matter in words, "" where no forum file tells stages
    if_silent: str
    first_steps: tuple[str, ...]  # none: there is nothing to do but to watch
    collect: tuple[str, ...]  # what to gather
    avoid: tuple[str, ...]  # what makes it worse
    helpers: tuple[str, ...]  # who helps beside the office
    basis: str  # articles the advice rests on
    advice_reviewed: str  # which lawyer read the advice and when, "" = none
    contact: str
    why: tuple[str, ...]
    found_in: str
    confidence: str
    evidence: str
    url: str
    sources: str
    status: str
    under_way: bool  # its state says more than its label
    warning: bool  # confirmed by a person
    handled: tuple[str, ...]  # what the office did about it, a sentence each: told, unanswered, taken up again, merged
    same_story: str  # that what happened stands in the entry of another subject of the same matter, or ""
    responsible: str
    proposal: str  # what the office means to do, or ""
    note: str
    synthetic: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Concluded:
    """A hit that is over, in one line: its number, whom it concerns, the matter, what became of it and why, and the day."""

    hit: HitView
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """An investigation with a general exclusion order in words. `see` points to the entries of listed names in it, or is ""."""

    view: OrderView
    stage: str
    gist: str
    original: str
    case: tuple[CaseLine, ...]
    see: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenClock:
    rule: str
    certainty: str
    doubt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenLine:
    """What ends on one day for one firm or mark in one matter. `entry`: the hit whose entry of this issue tells of it, or "";
    where none does, `first_step` and `url` say what to do and where to look. `name` and `bare`: the name and the day alone.
    `asks`: a value of rules.acts.Asks. `times`: which reminder it is, the first being 1. `urgency` ∈ overdue | urgent | soon |
    later | milestone."""

    hits: tuple[str, ...]
    entry: str
    entry_no: str
    asks: str
    date: str
    days_left: int
    days: str  # "剩14天", "已过3天"
    day: str
    what: str
    whom: str
    name: str
    bare: str
    sure: bool
    number: str
    first_step: str
    url: str
    times: int
    reminder: str
    status: str  # what became of it so far: "已通知", "逾期未反馈"; "" of what nobody has looked at
    new: bool
    urgency: str
    clocks: tuple[OpenClock, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """What is to be done, and when. `rest`: how many lines are not shown and the nearest day among them, or "". `count`: matters,
    each counted once for every firm or mark; `due_count`, `milestone_count`, `passed`: lines, those not shown as well. `nearest`
    of all running clocks, `nearest_due` of those that ask for something."""

    due: tuple[OpenLine, ...] = ()
    milestones: tuple[OpenLine, ...] = ()
    rest: str = ""
    count: int = 0
    due_count: int = 0
    milestone_count: int = 0
    passed: int = 0
    nearest: Deadline | None = None
    nearest_due: Deadline | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Folded:
    """Entries of one name beyond the cap: counted, never dropped in silence."""

    watched: str
    count: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageRow:
    source: str
    title: str
    place: str
    category: str
    status: str  # word of the verdict
    tone: str  # good | warn | bad
    last_ok: str
    items: str  # "12 / 通常 15"
    newest: str
    effect: str  # the plain sentence when not checked, else ""
    attribution: str
    quarantined: int
    units_read: int | None = None  # of the period; None: the source keeps no ledger of its calendar
    units_late: tuple[UnitSpan, ...] = ()
    units_missing: tuple[UnitSpan, ...] = ()
    units_excused: tuple[UnitSpan, ...] = ()
    units: str = ""  # what is missing, in words
    reading: str = "whole"  # a value of model.Reading
    streams: tuple[str, ...] = ()  # which courts are read, and what each leaves out, in words


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """`new` = what no issue told before (all of it, also beyond the cap), without `baseline`, those found in what was stored
    after the list changed; of these `leads` nobody has confirmed, `new_warnings` a person has; the others are settled already.
    `risen`: told before as leads, and confirmed since; `warnings`: both, and those of the baseline. `changed`: told before, and
    something happened. `settled`: closed or handed over since the last issue, told before or not. `false_alarms`, `duplicates`:
    set aside since then, told before or not; `ended`: those told before (what an exception rule keeps out is counted by its rule). `high` among what is new and what changed, `high_leads` those of them nobody has
    confirmed; `high_all` with those that earlier issues reported and
    whose clock runs. `open`: what is to be done or to be watched by a day, whenever it was reported."""

    high: int
    high_all: int
    medium: int
    low: int
    new: int
    changed: int
    own_filings: int
    ongoing: int
    open: int
    baseline: int = 0
    warnings: int = 0
    new_warnings: int = 0
    risen: int = 0
    leads: int = 0
    high_leads: int = 0
    settled: int = 0
    ended: int = 0
    false_alarms: int = 0
    duplicates: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """Masthead and imprint in words. `draft`: the mark of a draft, or ""; `imprint`: (label, value) of each line there is."""

    publisher: str
    running: str  # "总第41期"
    marking: str
    pass_on: str
    draft: str
    draft_note: str
    issued: str
    period: str
    imprint: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """The view model: in order, complete, and in words. Renderers only lay it out.

    `standing` ∈ hits | clean | clean_except (everything checked, some records unreadable) | gap (nothing found,
    but not everything was checked) | unchecked (no source could be checked) | no_names (no name is watched; it wins over all others).
    """

    source: IssueInput
    lang: str
    standing: str
    subject: str
    preheader: str
    title: str
    number: str  # "2026年第3期"
    form: Form
    period: str
    built: str
    headline: str
    summary: tuple[str, ...]  # sentences under the headline
    open: Open
    table: tuple[Entry, ...]
    warnings: tuple[Entry, ...]  # confirmed by a person, and not told as warnings before: in full
    full: tuple[Entry, ...]
    firms: tuple[Entry, ...]  # firms of the region that are not on the list, in full
    firms_brief: tuple[Entry, ...]
    reread: tuple[Entry, ...]  # found by a new version in what was stored, in full
    reread_brief: tuple[Entry, ...]
    baseline: tuple[Entry, ...]  # found in what was stored, after the list changed: those that cannot wait, in full
    baseline_brief: tuple[Entry, ...]
    baseline_names: tuple[str, ...]  # a sentence per name: since when it is watched, and what was found
    reread_progress: tuple[Entry, ...]  # told before, and judged otherwise by a new version
    fallen: tuple[str, ...]  # a sentence for each that was told before and that a new version no longer finds
    brief: tuple[Entry, ...]
    old: tuple[Entry, ...]  # registered for years when first met
    progress: tuple[Entry, ...]
    settled: tuple[Concluded, ...]  # closed or handed over since the last issue
    ended: tuple[Concluded, ...]  # told by an earlier issue, and set aside since
    kept_out: tuple[
        Concluded, ...
    ]  # told by an earlier issue; nobody has judged them, and an exception rule keeps them out for a while
    ended_untold: tuple[str, ...]  # how many were set aside of which no issue told
    own: tuple[Entry, ...]
    filers: tuple[str, ...]  # a sentence per serial filer
    orders: tuple[Order, ...]  # that bind firms nobody named; for information to the trade
    more_orders: str  # how many are not listed, or ""
    advice_note: str  # that no lawyer read the advice, or not all of it; "" where all was read
    folded: tuple[Folded, ...]
    coverage: tuple[CoverageRow, ...]
    unchecked: tuple[str, ...]  # plain sentences: what could not be checked
    covered: int  # sources checked over the whole period
    looked: int  # sources of which anything was looked at
    coverage_summary: str
    attributions: tuple[str, ...]
    statistics: tuple[tuple[str, str], ...]
    feedback: tuple[str, ...]
    disclaimer: str
    numbering: str  # what the parts of an entry number are, with one of the issue; "" where it has none
    stopping: str  # how to be sent no more of it, with the address to write to or to call
    counts: Counts
    demo: bool
