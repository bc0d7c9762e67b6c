"""A month of an office of three people, on invented data: what was found, what 张三, 李四 and 王五 did about it, and the four issues that told
of it. Every firm, mark and case is fictitious."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

from monitor.cases.actions import NO_DETAILS, Action, Details, Doing
from monitor.clock import BEIJING, FixedClock, Week
from monitor.config import SourceConfig
from monitor.config.form import OfficeForm
from monitor.config.settings import Settings
from monitor.issue.building import Built, build_issue
from monitor.jobs.triage import Wanted, carry_out, expire, plan
from monitor.model import Band, Category, Event, Match, Mention, Record, Role, State, Verdict, WatchedKind, WatchedName
from monitor.store import Store
from monitor.store.records import Scored
from monitor.texts import Texts
from tests.collect.single_source import SOURCES

SOURCE = "us-uspto-applications"
ZHANG, LI, WANG = "张三", "李四", "王五"
WEEKS = tuple(Week(2026, 45 + n) for n in range(4))
NAMES = (
    WatchedName("firm", "山西恒岳铸重工有限公司", WatchedKind.COMPANY, city="大同市"),
    WatchedName("sign", "恒岳铸", owner="山西恒岳铸重工有限公司", city="大同市"),
    WatchedName("wine", "岚谷禾", owner="山西岚谷禾酒业有限公司", city="吕梁市"),
    WatchedName("cloth", "云杼", owner="晋中云杼服饰有限公司", city="晋中市"),
    WatchedName("glass", "晋川屿", owner="祁县晋川屿玻璃制品有限公司", city="晋中市"),
    WatchedName("vinegar", "漳源锦", owner="山西漳源锦醋业有限公司", city="长治市"),
)
FORM = OfficeForm(
    publisher="演示省知识产权保护中心",
    units={"大同市": "大同市市场监督管理局", "吕梁市": "吕梁市市场监督管理局", "晋中市": "晋中市市场监督管理局"},
    people={"zhangsan": ZHANG, "lisi": LI, "wangwu": WANG},
    limit_days=5,
)
SETTINGS = Settings.model_construct(
    office_name="演示省知识产权保护中心",
    office_phone="0000-0000000",
    entry_prefix="YS",
    province="演示省",
    office_form=FORM,
)


@dataclass
class Office:
    """`now`: the instant it is; every command and every run is made then. One source brings everything, whatever it is of."""

    state: Path
    now: datetime = datetime(2026, 11, 2, 9, tzinfo=BEIJING)
    texts: Texts = field(default_factory=lambda: Texts("zh"))
    settings: Settings = SETTINGS
    sources: Mapping[str, SourceConfig] = field(default_factory=lambda: {SOURCE: SOURCES[SOURCE]})
    hits: dict[str, int] = field(default_factory=dict)

    @property
    def clock(self) -> FixedClock:
        return FixedClock(self.now)

    def on(self, month: int, day: int, hour: int = 9) -> None:
        """The days until then go by; every morning the program looks who has not answered."""
        until = datetime(2026, month, day, hour, tzinfo=BEIJING)
        while self.now.date() < until.date():
            self.now = (self.now + timedelta(days=1)).replace(hour=7, minute=0)
            with Store.open(self.state) as store:
                expire(store, self.now)
                run = store.runs.begin(SOURCE, self.now, self.now - timedelta(days=2), self.now)
                counts = {"items": 120, "records": 120}
                store.runs.finish(run, Verdict.OK, self.now, "", counts=counts, newest_item=self.now.date())
        self.now = until

    def found(
        self,
        watched: str,
        matter: str,
        category: Category,
        text: str,
        role: Role,
        *events: Event,
        band: Band = Band.ALERT,
        others: tuple[Mention, ...] = (),
        place: str = "US",
        name: str = "",
        **facts: object,
    ) -> int:
        """What a run read of a matter; the number of the hit of that name in it."""
        mention = Mention(text, role, "name")
        record = Record(
            SOURCE, matter, "docket", text, "https://example.org/", as_of=self.now.isoformat(), jurisdiction=place,
            events=events, mentions=(mention, *others), facts=facts,
        )  # fmt: skip
        score = {Band.ALERT: 0.95, Band.REVIEW: 0.8, Band.DIGEST: 0.6}[band]
        match = Match(watched, score, band, text, "given", "whole")
        with Store.open(self.state) as store:
            run = store.runs.begin(SOURCE, self.now, self.now - timedelta(days=2), self.now)
            store.records.fold([Scored(record, category, "", ((mention, match),))], run, self.now)
            store.runs.finish(run, Verdict.OK, self.now, "", counts={"items": 1}, newest_item=self.now.date())
            (hit,) = (h.id for h in store.hits.find() if h.matter.key == matter and h.watched_id == watched)
        self.hits[name or f"{watched} {matter}"] = hit
        return hit

    def does(
        self,
        who: str,
        doing: Doing,
        *hits: int,
        reason: str = "",
        details: Details = NO_DETAILS,
        batch: int | None = None,
    ) -> None:
        self.now += timedelta(minutes=7)
        account = {ZHANG: "zhangsan", LI: "lisi", WANG: "wangwu"}[who]
        carry_out(self, plan(self, Wanted(doing, hits, who, account, reason, details, batch=batch)))

    def merged_as_formerly(self, who: str, kept: int, gone: int) -> None:
        """A state that an earlier version left: it let hits be merged into one that was handed over."""
        self.now += timedelta(minutes=7)
        with Store.open(self.state) as store, store.immediate():
            details = Details(into=kept, judged=store.hits.judged([gone])[gone])
            store.actions.add([Action(gone, Doing.MERGE, State.NEW, State.DUPLICATE, who, self.now, details=details)])
            run = store.runs.begin("-", self.now, None, None)
            store.hits.set_state(gone, State.DUPLICATE, run, self.now)
            store.runs.finish(run, Verdict.OK, self.now, "", counts={"changed": 1}, newest_item=None)

    def issue(self, week: Week) -> Built:
        """The issue of a week, on the Monday after it, released."""
        ends = week.ends.astimezone(BEIJING)
        self.on(ends.month, ends.day)
        with Store.open(self.state) as store:
            return build_issue(store, SETTINGS, self.sources, week, self.now, self.texts, release=True)

    def says(self, name: str) -> str:
        """The permanent number of a hit."""
        with Store.open(self.state, readonly=True) as store:
            return store.issues.entry_numbers([self.hits[name]])[self.hits[name]]


def filed(day: int, month: int = 10) -> Event:
    return Event("filed", date(2026, month, day), "")


def published(day: int, month: int = 11) -> Event:
    return Event("published", date(2026, month, day), "")


def month(state: Path) -> tuple[Office, list[Built]]:
    """The whole month; the office as it is in the end, and its four issues."""
    office = Office(state)
    office.on(11, 2, 8)
    with Store.open(state) as store:
        store.watchlist.replace(NAMES, "v", "names.xlsx", office.now)
    return office, [_first(office), _second(office), _third(office), _fourth(office)]


def _first(office: Office) -> Built:
    """Six leads; one is a false alarm before any issue tells it, one is confirmed at once."""
    office.on(11, 3)
    complainant = Mention("Northgate Coupling Works, Inc.", Role.COMPLAINANT, "party", country="US")
    for name, text in (("firm", "Shanxi Hengyuezhu Heavy Industry Co., Ltd."), ("sign", "HENGYUEZHU")):
        office.found(
            name, "us-itc:337-TA-9911", Category.ITC337, text, Role.RESPONDENT,
            Event("institution", date(2026, 11, 2), ""), others=(complainant,), name=f"itc {name}",
        )  # fmt: skip
    harbor = Mention("Golden Harbor Beverage Trading LLC", Role.APPLICANT, "owner", country="US")
    for name, number, text in (("wine", 99900001, "LANGUHE"), ("cloth", 99900002, "YUNZHU")):
        office.found(
            name, f"tm:US:{number}", Category.TRADEMARK, text, Role.MARK, filed(1), published(3), others=(harbor,), name=name
        )  # fmt: skip
    for name, number, text, whose in (
        ("vinegar", 999000001, "ZHANG YUAN", "Aurora Confecções Ltda"),
        ("never told", 999000002, "ZANGYUAN", "Serra Azul SA"),
    ):
        office.found(
            "vinegar", f"tm:BR:{number}", Category.TRADEMARK, text, Role.MARK, filed(5), band=Band.DIGEST, place="BR",
            others=(Mention(whose, Role.APPLICANT, "owner", country="BR"),), name=name,
        )  # fmt: skip
    office.on(11, 5)
    office.does(ZHANG, Doing.REJECT, office.hits["never told"], reason="读音不同", details=Details(ground="not_alike"))
    office.does(LI, Doing.CONFIRM, office.hits["itc firm"])
    office.does(LI, Doing.ASSIGN, office.hits["itc firm"], details=Details(unit="大同市市场监督管理局", person="赵六"))
    return office.issue(WEEKS[0])


def _second(office: Office) -> Built:
    """A lead becomes a warning, the firm is told by telephone; a false alarm that was told is taken back, another is a slip and undone; an
    act of the investigation concerns two subjects and is told once."""
    office.on(11, 10)
    plaintiff = Mention("Bluefern Glassworks LLC", Role.PLAINTIFF, "party")
    for number in (99011, 99012):
        office.found(
            "glass", f"us-dct:ilnd:1:26-cv-{number}", Category.SUIT, "JCYGLASS", Role.DEFENDANT,
            Event("complaint", date(2026, 11, 9), ""), others=(plaintiff,), name=f"suit {number}",
        )  # fmt: skip
    for name, text in (("firm", "Shanxi Hengyuezhu Heavy Industry Co., Ltd."), ("sign", "HENGYUEZHU")):
        office.found(
            name, "us-itc:337-TA-9911", Category.ITC337, text, Role.RESPONDENT,
            Event("target_date_changed", date(2026, 11, 9), ""), name=f"itc {name}",
        )  # fmt: skip
    wine, firm, cloth = (office.hits[name] for name in ("wine", "itc firm", "cloth"))
    office.does(WANG, Doing.CONFIRM, wine)
    told = Details(how="phone", whom="周经理", reply_by=date(2026, 11, 18))
    office.does(WANG, Doing.NOTIFY, wine, reason="电话里说老板在外地", details=told)
    why = "申请人为服装企业，文字、读音均不相近"
    office.does(ZHANG, Doing.REJECT, office.hits["vinegar"], reason=why, details=Details(ground="not_alike"))
    office.does(ZHANG, Doing.REJECT, cloth, reason="误操作", details=Details(ground="other"))
    office.does(ZHANG, Doing.UNDO, cloth)
    office.does(LI, Doing.NOTIFY, firm, details=Details(how="letter", reply_by=date(2026, 11, 20)))
    office.does(LI, Doing.NOTE, firm, reason="内部备注：先不要对外")
    return office.issue(WEEKS[1])


def _third(office: Office) -> Built:
    """The wine firm has not answered; the false alarm comes back, since its application changed; two pairs of leads are one each; a
    warning is handed over as soon as it is one."""
    office.on(11, 17)
    office.found(
        "vinegar", "tm:BR:999000001", Category.TRADEMARK, "ZHANGYUANJIN", Role.MARK, published(16), place="BR", name="vinegar"
    )  # fmt: skip
    firm, suit = office.hits["itc firm"], office.hits["suit 99011"]
    office.does(LI, Doing.HANDLE, firm)
    office.does(LI, Doing.MERGE, office.hits["itc sign"], reason="内部说明：同一经办", details=Details(into=firm))
    office.does(WANG, Doing.CONFIRM, suit)
    office.does(WANG, Doing.HANDOVER, suit, details=Details(unit="晋中市商务局"))
    office.merged_as_formerly(WANG, suit, office.hits["suit 99012"])
    return office.issue(WEEKS[2])


def _fourth(office: Office) -> Built:
    """The wine firm has answered and its matter is closed; a new mark; in what was handed over a new clock begins, and something happens in
    the matter of what was merged into it."""
    office.on(11, 24)
    office.found(
        "wine", "tm:US:99900009", Category.TRADEMARK, "LAN GU HE", Role.MARK, filed(20),
        others=(Mention("Pinecrest Imports LLC", Role.APPLICANT, "owner", country="US"),), name="wine again",
    )  # fmt: skip
    for number, event in ((99012, "schedule_set"), (99011, "tro_issued")):
        office.found(
            "glass", f"us-dct:ilnd:1:26-cv-{number}", Category.SUIT, "JCYGLASS", Role.DEFENDANT,
            Event(event, date(2026, 11, 23), ""), name=f"suit {number}",
        )  # fmt: skip
    office.does(WANG, Doing.HANDLE, office.hits["wine"])
    office.does(WANG, Doing.CLOSE, office.hits["wine"], reason="企业已委托律师提出异议")
    office.does(ZHANG, Doing.WATCH, office.hits["cloth"], reason="等企业董事会的意见")
    return office.issue(WEEKS[3])
