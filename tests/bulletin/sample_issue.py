"""Invented weeks to compose and look at. Every firm, mark and case is fictitious (演示数据).

`python -m tests.bulletin.sample_issue FOLDER` writes all of them as pages.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from monitor.bulletin import EventView, Evidence, HitView, IssueInput, OfficeView, compose, render
from monitor.bulletin.issue import Approval, CaseLine, FormView, Handling, News, OpenHit, OrderView
from monitor.model import Band, Category, Coverage, Deadline, Event, HitKind, Reason, State, Verdict, WatchedKind
from monitor.rules import awaited_for, kind_of

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
OFFICE = OfficeView(
    name="山西省海外知识产权纠纷应对指导分中心（演示）",
    province="山西省",
    phone="0351-0000000",
    entry_prefix="SX",
    feedback="warning@office.example",
)
EVIDENCE = Evidence(
    captured_at=datetime(2026, 11, 19, 23, 12, tzinfo=UTC),
    sha256="9f2c4e81ab03d7765c1e0b9a44f6d2e8c07b5f1a3d9e6482b7c0a1f5e3d29c48",
)


def deadline(days: int, rule: str, basis: str, event: str, certainty: str = "computed") -> Deadline:
    day = date.fromordinal(date(2026, 11, 20).toordinal() + days)
    early = certainty == "unknown"
    return Deadline(day, days, rule, basis, event, certainty, kind_of(rule), earliest=early)


def opened(*hits: HitView) -> tuple[OpenHit, ...]:
    """What is open of these entries."""
    return tuple(
        OpenHit(
            id=h.id,
            matter=h.matter,
            watched=h.watched,
            owner=h.owner,
            entry_no=h.entry_no,
            risk=h.risk,
            deadlines=h.deadlines,
        )
        for h in hits
    )  # fmt: skip


RESPONDENT = HitView(
    stage="instituted",
    id="1",
    entry_no="SX-2026-47-001",
    kind=HitKind.RESPONDENT,
    category=Category.ITC337,
    jurisdiction="US",
    matter="us-itc:337-TA-9911",
    matter_title="Certain Cast Iron Pipe Couplings (DEMO); Notice of Institution of Investigation",
    watched="恒岳铸",
    watched_id="w3",
    watched_kind=WatchedKind.TRADEMARK,
    city="大同",
    seat="大同市",
    seat_city="大同市",
    owner="山西恒岳铸重工有限公司",
    role="respondent",
    field="respondents",
    text="Shanxi Hengyuezhu Heavy Industry Co., Ltd.",
    score=0.97,
    band=Band.ALERT,
    risk="high",
    reasons=(Reason("去掉公司形式后，与名录企业英文名整体一致"), Reason("地址含 Datong, Shanxi，与名录所在市一致")),
    events=(
        EventView(date=date(2026, 10, 21), code="complaint_filed", title="Complaint received (DN 9936)"),
        EventView(date=date(2026, 11, 18), code="institution", title="Notice of institution published", new=True),
    ),
    deadlines=(
        deadline(18, "us-itc-response", "19 CFR 210.13(a)：送达之日起20日内", "立案通知公布（2026-11-18）"),
        deadline(
            31, "初步会议后提交程序意见", "19 CFR 210.17：由行政法官指定", "立案通知公布（2026-11-18）", "unknown"
        ),
    ),
    adverse=("Northgate Coupling Works, Inc.（美国俄亥俄州代顿）",),
    goods=("铸铁管接头",),
    case=(
        CaseLine(name="relief", title="请求的救济", value="普遍排除令（一旦发布，对未被点名的企业同样生效）、禁止令"),
        CaseLine(
            name="scope",
            title="涉案产品",
            value="税则第73章（钢铁制品）中的部分产品",
            original="Certain Cast Iron Fittings: grooved couplings of cast iron",
        ),
        CaseLine(name="asserted_rights", title="涉案权利", value="专利 0,000,001（2038年8月25日届满）"),
    ),
    risk_reasons=("被列为337调查被申请人，逾期不答复可被认定缺席", "申请人请求普遍排除令"),
    sources=("us-itc-federal-register", "us-itc-ids"),
    url="https://www.federalregister.gov/documents/2026/11/18/2026-99911/demo",
    evidence=EVIDENCE,
    first_seen=NOW,
    last_changed=NOW,
    synthetic=True,
)

DEFENDANT = HitView(
    stage="tro",
    id="2",
    entry_no="SX-2026-47-002",
    kind=HitKind.DEFENDANT,
    category=Category.SUIT,
    jurisdiction="US",
    matter="us-dct:ilnd:1:26-cv-99011",
    matter_title="Bluefern Glassworks LLC v. The Partnerships and Unincorporated Associations Identified on Schedule A (DEMO)",
    watched="晋川屿",
    watched_id="w4",
    watched_kind=WatchedKind.TRADEMARK,
    city="晋中",
    seat="晋中市祁县",
    seat_city="晋中市",
    owner="祁县晋川屿玻璃制品有限公司",
    role="defendant",
    field="party_name",
    text="JCYGLASS",
    score=0.88,
    band=Band.ALERT,
    risk="high",
    state=State.CONFIRMED,
    reviewed_by="值班员",
    reviewed_at=datetime(2026, 11, 20, 1, 20, tzinfo=UTC),
    reasons=(Reason("与名录登记的店铺名“JCYGLASS”完全一致"),),
    events=(
        EventView(
            date=date(2026, 11, 12),
            code="complaint",
            title="COMPLAINT filed by Bluefern Glassworks LLC",
            original="COMPLAINT filed by Bluefern Glassworks LLC",
        ),
        EventView(
            date=date(2026, 11, 16),
            code="tro_issued",
            title="TEMPORARY RESTRAINING ORDER",
            original="TEMPORARY RESTRAINING ORDER",
            certain=False,
            new=True,
        ),
    ),
    deadlines=(deadline(4, "us-suit-tro-expiry", "FRCP 65(b)(2)：14 日，可延长一次", "临时限制令（2026-11-10）"),),
    adverse=("Bluefern Glassworks LLC",),
    goods=("玻璃器皿",),
    sources=("us-pacer-rss",),
    url="https://ecf.ilnd.uscourts.gov/cgi-bin/DktRpt.pl?99011",
    evidence=EVIDENCE,
    synthetic=True,
    other_watched=("云杼",),
    responsible="晋中市市场监督管理局（知识产权局）",
    handle_at_once=True,
)

SQUAT_US = HitView(
    stage="published",
    id="3",
    entry_no="SX-2026-47-003",
    kind=HitKind.SQUAT,
    category=Category.TRADEMARK,
    jurisdiction="US",
    matter="tm:US:99900001",
    matter_title="LANGUHE",
    watched="岚谷禾",
    watched_id="w1",
    watched_kind=WatchedKind.TRADEMARK,
    city="吕梁",
    seat="吕梁市",
    seat_city="吕梁市",
    owner="山西岚谷禾酒业有限公司",
    role="mark",
    field="mark-identification",
    text="LANGUHE",
    score=0.91,
    band=Band.ALERT,
    risk="medium",
    reasons=(Reason("与“岚谷禾”的连写拼音 LANGUHE 一致"), Reason("类别同为第33类"), Reason("申请人与名录权利人不同")),
    events=(
        EventView(date=date(2026, 8, 4), code="filed", title="Application filed"),
        EventView(date=date(2026, 11, 17), code="published", title="Published for opposition", new=True),
    ),
    deadlines=(deadline(27, "us-tm-opposition", "15 U.S.C. 1063(a)：公告后30日内", "公告（2026-11-17）", "certain"),),
    adverse=("Golden Harbor Beverage Trading LLC",),
    goods=("第33类", "Baijiu; Alcoholic beverages except beers"),
    sources=("us-uspto-applications",),
    url="https://tsdr.uspto.gov/#caseNumber=99900001",
    evidence=EVIDENCE,
    synthetic=True,
)

SQUAT_BR = replace(
    SQUAT_US,
    id="4",
    entry_no="SX-2026-47-004",
    jurisdiction="BR",
    matter="tm:BR:999000001",
    matter_title="ZHANGYUANJIN",
    watched="漳源锦",
    watched_id="w2",
    city="长治",
    seat="长治市",
    seat_city="长治市",
    owner="山西漳源锦醋业有限公司",
    field="elemento-nominativo",
    text="ZHANG YUAN JIN",
    score=0.78,
    band=Band.REVIEW,
    reasons=(Reason("与“漳源锦”的分写拼音一致"),),
    events=(
        EventView(
            date=date(2026, 11, 10),
            code="published",
            title="Publicação de pedido de registro",
            original="Publicação de pedido de registro",
            new=True,
        ),
    ),
    deadlines=(deadline(50, "br-tm-opposition", "巴西第9279/96号法第158条：60日", "公告（2026-11-10）"),),
    adverse=("Aurora Confecções Ltda",),
    goods=("第30类",),
    sources=("br-inpi",),
    url="https://revistas.inpi.gov.br/rpi/",
)

GI_LOW = replace(
    SQUAT_US,
    id="5",
    entry_no="SX-2026-47-005",
    kind=HitKind.PRODUCT,
    matter="tm:US:99900017",
    matter_title="PEAR GROVE SELECT",
    watched="霍坡香梨",
    watched_id="w5",
    watched_kind=WatchedKind.GI,
    city="临汾",
    seat="临汾市",
    seat_city="临汾市",
    owner="",
    role="goods",
    field="goods",
    text="fragrant pear",
    score=0.63,
    band=Band.DIGEST,
    risk="low",
    deadlines=(),
    url="https://tsdr.uspto.gov/#caseNumber=99900017",
)

CHANGED = replace(
    SQUAT_US,
    id="6",
    entry_no="SX-2026-45-002",
    state=State.NOTIFIED,
    matter="tm:US:99900002",
    matter_title="YUNZHU",
    watched="云杼",
    watched_id="w6",
    city="晋中",
    seat="晋中市",
    seat_city="晋中市",
    owner="晋中云杼服饰有限公司",
    text="YUNZHU",
    events=(
        EventView(date=date(2026, 10, 27), code="published", title="Published for opposition"),
        EventView(date=date(2026, 11, 19), code="opposition", title="Extension of time to oppose received", new=True),
    ),
    deadlines=(deadline(7, "us-tm-opposition", "15 U.S.C. 1063(a)：公告后30日内", "公告（2026-10-27）", "certain"),),
    url="https://tsdr.uspto.gov/#caseNumber=99900002",
)
CLOSED = replace(
    CHANGED,
    id="7",
    entry_no="SX-2026-44-001",
    matter="tm:US:99900003",
    state=State.CLOSED,
    risk="low",
    events=(),
    deadlines=(),
    responsible="晋中市市场监督管理局（知识产权局）",
    news=(News(what="state", before="handling", after="closed"),),
    handling=Handling(since=date(2026, 11, 18), outcome="已在期限内提出异议"),
)
FALSE_ALARM = replace(
    CLOSED,
    id="20",
    entry_no="SX-2026-46-003",
    matter="tm:US:99900004",
    state=State.FALSE_POSITIVE,
    handling=Handling(since=date(2026, 11, 19), outcome="图形商标，无文字", ground="not_alike"),
)
DUPLICATE = replace(
    CLOSED,
    id="21",
    entry_no="SX-2026-46-004",
    matter="tm:US:99900005",
    state=State.DUPLICATE,
    handling=Handling(since=date(2026, 11, 19), into="SX-2026-45-002"),
)

FILED = Event("filed", date(2026, 11, 16), "Application filed")
ANNOUNCED = Event("to_be_published", date(2026, 11, 18), "Scheduled for publication on 2026-12-01", "due:2026-12-01")
NOT_PUBLISHED = replace(
    SQUAT_US,
    stage="filed",
    id="9",
    entry_no="SX-2026-47-006",
    matter="tm:US:99900021",
    events=(EventView(date=date(2026, 11, 16), code="filed", title="Application filed", new=True),),
    deadlines=(),
    awaited=awaited_for("squat", Category.TRADEMARK, "US", (FILED,), {"status_phase": "new"}, NOW, "zh"),
)
ANNOUNCED_ONLY = replace(
    NOT_PUBLISHED,
    id="10",
    entry_no="SX-2026-47-007",
    matter="tm:US:99900022",
    risk="medium",
    band=Band.DIGEST,
    awaited=awaited_for("squat", Category.TRADEMARK, "US", (FILED, ANNOUNCED), {}, NOW, "zh"),
)
COMPLAINT = replace(
    RESPONDENT,
    stage="receipt",
    id="11",
    entry_no="SX-2026-47-008",
    matter="us-itc:DN-9936",
    events=(EventView(date=date(2026, 11, 17), code="receipt", title="Notice of Receipt of Complaint", new=True),),
    deadlines=(
        deadline(5, "us-itc-public-interest", "19 CFR §210.8(c)(1)", "联邦公报刊登收到调查申请公告（2026-11-17）"),
    ),
    awaited=awaited_for(
        "respondent", Category.ITC337, "US", (Event("receipt", date(2026, 11, 17), "Notice of Receipt"),), {}, NOW, "zh"
    ),
)

OWN = replace(
    SQUAT_US,
    stage="published_closed",
    id="8",
    entry_no="",
    kind=HitKind.OWN_FILING,
    risk="low",
    matter="tm:BR:999000777",
    jurisdiction="BR",
    matter_title="JINCHUANYU",
    watched="晋川屿",
    watched_id="w4",
    owner="祁县晋川屿玻璃制品有限公司",
    text="JINCHUANYU",
    adverse=(),
    deadlines=(),
    events=(EventView(date=date(2026, 11, 10), code="published", title="Publicação de pedido de registro"),),
    url="https://busca.inpi.gov.br/pePI/",
)


def source(name: str, title: str, category: Category, place: str, items: int, usual: float) -> Coverage:
    return Coverage(
        source=name,
        title=title,
        category=category,
        jurisdiction=place,
        verdict=Verdict.OK,
        last_ok=datetime(2026, 11, 20, 1, 5, tzinfo=UTC),
        newest_item=date(2026, 11, 19),
        items=items,
        usual=usual,
        complete=True,
        message="",
    )


COVERED = (
    source("us-itc-federal-register", "美国联邦公报（337调查公告）", Category.ITC337, "US", 14, 15),
    source("us-itc-ids", "美国国际贸易委员会调查数据库", Category.ITC337, "US", 1482, 1480),
    source("us-pacer-rss", "美国联邦地区法院案件动态", Category.SUIT, "US", 2310, 2405.5),
    source("us-courtlistener", "CourtListener 案件检索", Category.SUIT, "US", 126, 118),
    source("us-uspto-applications", "美国专利商标局每日申请数据", Category.TRADEMARK, "US", 9871, 9900),
    replace(
        source("br-inpi", "巴西国家工业产权局官方公报", Category.TRADEMARK, "BR", 5230, 5100),
        verdict=Verdict.UNCHANGED,
        attribution="INPI, Revista da Propriedade Industrial",
    ),
)
GAP = (
    *COVERED[:2],
    replace(
        COVERED[2],
        verdict=Verdict.BLOCKED,
        complete=False,
        last_ok=datetime(2026, 11, 17, 20, 0, tzinfo=UTC),
        gap_from=datetime(2026, 11, 17, 20, 0, tzinfo=UTC),
        items=960,
        message="返回的是人机验证页面，而不是案件动态",
    ),
    replace(
        COVERED[3],
        verdict=Verdict.SKIPPED,
        complete=False,
        last_ok=None,
        items=0,
        message="未设置访问口令 COURTLISTENER_TOKEN",
    ),
    *COVERED[4:],
)
FAILED = tuple(
    replace(
        s,
        verdict=Verdict.FAILED if n % 2 else Verdict.UNPARSED,
        complete=False,
        items=0,
        last_ok=None,
        newest_item=None,
        message="主机无法访问" if n % 2 else "页面结构与解析器所知不同",
    )
    for n, s in enumerate(COVERED)
)

EMPTY = IssueInput(
    office=OFFICE,
    year=2026,
    week=47,
    issue_no=12,
    running_no=112,
    period_from=date(2026, 11, 16),
    period_until=date(2026, 11, 22),
    built_at=NOW,
    ongoing_count=5,
    coverage=COVERED,
    names_watched=128,
    watchlist_version="3",
    records_examined=19033,
    demo=True,
)
ORDERS = (
    OrderView(
        matter="us-itc:337-TA-9902",
        number="337-TA-9902",
        title="Certain Self-Watering Planters (demo)",
        reached="issued",
        date=date(2026, 11, 17),
        url="https://www.federalregister.gov/documents/2026/11/17/2026-99920/demo",
        case=(
            CaseLine(
                name="scope",
                title="涉案产品",
                value="税则第39章（塑料及其制品）中的部分产品",
                original="planters of plastics",
            ),
            CaseLine(name="hts", title="海关税则号", value="3926.90.99（第39章，塑料及其制品）"),
        ),
    ),
    OrderView(
        matter=RESPONDENT.matter,
        number="337-TA-9911",
        title="Certain Cast Iron Fittings (demo)",
        reached="instituted",
        date=date(2026, 11, 18),
    ),
)

OLD_OPEN = (  # reported by earlier issues, and in this one only by their clocks
    OpenHit(
        id="o1",
        matter="us-itc:337-TA-9907",
        watched="山西恒岳铸重工有限公司",
        entry_no="SX-2026-44-003",
        deadlines=(
            deadline(9, "us-itc-response", "19 CFR 210.13(a)", "立案通知公布（2026-11-10）", "unknown"),
            deadline(50, "us-itc-presidential-review", "19 USC 1337(j)", "发布救济令（2026-11-10）"),
        ),
        reminders={("us-itc-response", "2026-11-29"): 3},
    ),
    OpenHit(
        id="o2",
        matter="tm:US:99900777",
        watched="云杼",
        owner="晋中云杼服饰有限公司",
        entry_no="SX-2026-43-002",
        deadlines=(deadline(-2, "us-tm-opposition", "15 U.S.C. 1063(a)", "公告（2026-10-19）"),),
        reminders={("us-tm-opposition", "2026-11-18"): 4},
    ),
)
FULL = replace(
    EMPTY,
    open_hits=(*opened(SQUAT_BR, GI_LOW, RESPONDENT, SQUAT_US, DEFENDANT, CHANGED, CLOSED, OWN), *OLD_OPEN),
    orders=ORDERS,
    new_hits=(SQUAT_BR, GI_LOW, RESPONDENT, SQUAT_US, DEFENDANT),
    changed_hits=(CHANGED, CLOSED),
    ended_hits=(FALSE_ALARM, DUPLICATE),
    false_untold=2,
    own_filings=(OWN,),
    coverage=GAP,
    quarantined={"br-inpi": 2},
)


def forty() -> IssueInput:
    """Forty new entries: 10 worth a full entry, 30 in one line."""
    patterns = (RESPONDENT, DEFENDANT, SQUAT_US, SQUAT_BR)
    hits = []
    for n in range(40):
        base = patterns[n % 4] if n < 10 else replace(GI_LOW, kind=HitKind.SQUAT, text=f"PEAR GROVE {n}")
        matter = f"{base.matter.rpartition(':')[0]}:{99900100 + n}"
        hits.append(
            replace(base, id=f"n{n}", matter=matter, entry_no=f"SX-2026-47-{n + 1:03d}", watched_id=f"w{n % 9}")
        )
    return replace(FULL, new_hits=tuple(hits), open_hits=opened(*hits), coverage=COVERED, quarantined={}, orders=())


def hostile() -> IssueInput:
    """Everything a source, or a bad list, may try."""
    script = "<script>alert(1)</script><img src=x onerror=alert(1)>\u202egnp.exe\u202c"
    caption = "Very Long Caption v. " + "Defendant Number One & Two, " * 12
    bad = replace(
        RESPONDENT,
        id="h1",
        matter_title=script + "\r\nBcc: everybody@example.org\x1b[31m\x00",
        text=script,
        watched="恒岳铸\u202e\u2066",
        events=(
            EventView(date=date(2026, 11, 18), code="other", title=script, words=script, original=script + "\n\x1b"),
        ),
        adverse=(script, "Ünïcode “quoted” & <b>bold</b>", *(f"Party {n}" for n in range(30))),
        goods=("x" * 500,),
        case=(CaseLine(name="judge", title="法官", value=script, original=script + "\n\x00"),),
        risk_reasons=(script,),
        url="javascript:alert(1)",
        reasons=(Reason("</td></table>" + script),),
        responsible=script,
        note="{{ 7*7 }} {% raw %} {forum}",
    )
    long = replace(DEFENDANT, id="h2", matter_title=caption[:300], url="https://user:pw@evil.example/")
    arabic = replace(SQUAT_US, id="h3", matter_title="علامة تجارية للمشروبات LANGUHE", text="لانغوهي", forum="محكمة")
    unbroken = replace(SQUAT_BR, id="h4", text="A" * 300, matter_title="W" * 300, url="https://ok.example/" + "p" * 200)
    return replace(
        FULL,
        new_hits=(bad, long, arabic, unbroken),
        open_hits=opened(bad, long, arabic, unbroken),
        office=replace(OFFICE, name=OFFICE.name + "<i>\u202e"),
        form=replace(FORM, marking=script, report_to=(script,), editor=script, publisher=script),
        approval=Approval(by=script, at=NOW, note=script),
        coverage=(replace(GAP[2], title="来源<script>", message=script), *COVERED),
        orders=(replace(ORDERS[0], title=script, number=script, url="javascript:alert(1)", case=bad.case),),
    )


FORM = FormView(
    publisher="演示省知识产权保护中心",
    marking="内部资料　注意保存",
    reviewer="乙审核",
    editor="丙编辑",
    contact="丁联系",
    contact_phone="0000-1111111",
    report_to=("演示省市场监督管理局（知识产权局）", "演示省商务厅"),
    send_to=("各市知识产权主管部门", "省级以上重点商标保护名录企业"),
    blanks=True,
)
SIGNED = Approval(by="甲签发", at=datetime(2026, 11, 23, 1, 15, tzinfo=UTC), note="同意")


def samples() -> dict[str, IssueInput]:
    return {
        "full": FULL,
        "clean": EMPTY,
        "gap": replace(EMPTY, coverage=GAP),
        "failed": replace(EMPTY, coverage=FAILED, records_examined=0),
        "forty": forty(),
        "hostile": hostile(),
        "english": replace(FULL, lang="en"),
        "draft": replace(EMPTY, form=FORM, draft=True, draft_no="0a1b2c3d"),
        "signed": replace(EMPTY, new_hits=(DEFENDANT,), open_hits=opened(DEFENDANT), form=FORM, approval=SIGNED),
        "signed_english": replace(EMPTY, form=FORM, approval=SIGNED, lang="en"),
        "waiting": replace(
            EMPTY,
            new_hits=(NOT_PUBLISHED, ANNOUNCED_ONLY, COMPLAINT),
            open_hits=opened(NOT_PUBLISHED, ANNOUNCED_ONLY, COMPLAINT),
            changed_hits=(replace(NOT_PUBLISHED, id="12", entry_no="SX-2026-46-001", matter="tm:US:99900023"),),
        ),
    }


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, made in samples().items():
        issue = compose(made)
        for format_name in ("html", "txt", "json"):
            data = render(issue, format_name)
            (folder / f"{name}.{format_name}").write_bytes(data)
            print(name, format_name, len(data))
        print(issue.subject)
