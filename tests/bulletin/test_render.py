"""The layouts: what a reader, a mail program and an attacker find in them."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import pytest
from lxml import html as lxml_html

from monitor.bulletin import compose, formats, render
from monitor.bulletin.renderers import renderer
from monitor.bulletin.renderers._templates import clause, columns, dated, fitted, shortened
from monitor.bulletin.renderers.html import MAIL_LIMIT
from monitor.errors import UsageError
from monitor.texts import Texts
from tests.bulletin import sample_issue as sample

GOLDEN = Path(__file__).parent / "golden"
SAMPLES = sample.samples()
NAMES = sorted(SAMPLES)
DIRECTION = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c")


def page(name: str) -> str:
    return render(compose(SAMPLES[name]), "html").decode("utf-8")


def text(name: str) -> str:
    return render(compose(SAMPLES[name]), "txt").decode("utf-8")


def plain(made: bytes) -> str:
    """What was made, without the marks that keep a number and its unit in one line."""
    return re.sub("</?nobr>", "", made.decode("utf-8"))


@pytest.mark.parametrize(
    "file",
    [
        "full.txt",
        "clean.txt",
        "gap.txt",
        "failed.txt",
        "english.txt",
        "hostile.txt",
        "waiting.txt",
        "draft.txt",
        "signed.txt",
        "signed_english.txt",
        "full.html",
        "full.json",
    ],
)
def test_layouts_are_as_reviewed(file: str) -> None:
    name, _, format_name = file.partition(".")
    made = render(compose(SAMPLES[name]), format_name)
    kept = GOLDEN / file
    if not kept.exists():
        GOLDEN.mkdir(exist_ok=True)
        kept.write_bytes(made)
        pytest.fail(f"{file} was written for the first time: review me")
    assert made.decode("utf-8") == kept.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_the_same_issue_gives_the_same_bytes(name: str) -> None:
    for format_name in formats():
        first = render(compose(SAMPLES[name]), format_name)
        again = render(compose(SAMPLES[name]), format_name, Texts(SAMPLES[name].lang))
        assert first == again


def test_formats_are_found_by_file_name() -> None:
    assert set(formats()) >= {"html", "txt", "json"}
    assert {renderer(name).SUFFIX for name in formats()} >= {"html", "txt", "json"}


def test_an_unknown_format_is_named_with_those_there_are() -> None:
    with pytest.raises(UsageError) as caught:
        render(compose(sample.EMPTY), "docx-of-dreams")
    sentence = Texts("zh")(caught.value.key, **caught.value.params)
    assert "docx-of-dreams" in sentence
    assert "html" in sentence


# --- every layout -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("format_name", formats())
def test_no_direction_or_control_character_reaches_a_reader(name: str, format_name: str) -> None:
    made = render(compose(SAMPLES[name]), format_name).decode("utf-8")
    bad = {c for c in made if c in DIRECTION or (unicodedata.category(c) in ("Cc", "Zl", "Zp") and c != "\n")}
    assert not bad


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("format_name", ["html", "txt"])
def test_no_text_is_missing(name: str, format_name: str) -> None:
    made = render(compose(SAMPLES[name]), format_name).decode("utf-8")
    assert not re.search(r"\b(bulletin|playbook|rules)\.[a-z_]+", made)
    assert not re.search(r"\{[a-z_]+\}", made.replace("{forum}", ""))  # a hostile note holds that one, untouched


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("format_name", ["html", "txt"])
def test_demo_data_says_so_at_the_top_and_on_every_entry(name: str, format_name: str) -> None:
    issue = compose(SAMPLES[name])
    mark = Texts(issue.lang)("bulletin.page.demo_mark")
    made = render(issue, format_name).decode("utf-8")
    entries = len(issue.warnings) + len(issue.full) + len(issue.brief) + len(issue.progress) + len(issue.own)
    assert made.count(mark) >= entries + 1
    assert mark in issue.subject


def test_real_data_carries_no_demo_mark() -> None:
    real = replace(
        sample.EMPTY,
        demo=False,
        office=replace(sample.OFFICE, name="某局"),
        new_hits=(replace(sample.SQUAT_US, synthetic=False),),
    )
    for format_name in ("html", "txt"):
        assert "演示" not in render(compose(real), format_name).decode("utf-8")


@pytest.mark.parametrize("format_name", ["html", "txt"])
def test_a_full_entry_shows_everything_needed_to_act(format_name: str) -> None:
    made = replace(sample.EMPTY, new_hits=(sample.DEFENDANT,), coverage=sample.COVERED)
    shown = plain(render(compose(made), format_name)).replace("\n", "")
    for fact in (
        "SX-2026-47-002", "高风险", "海外诉讼", "晋川屿", "祁县晋川屿玻璃制品有限公司", "1:26-cv-99011",
        "Bluefern Glassworks LLC", "美国伊利诺伊州北区联邦地区法院", "玻璃器皿", "2026年11月12日", "11月24日", "4天",
        "临时限制令（TRO）期满日", "FRCP 65(b)(2)", "推算", "缺席判决", "0351-0000000", "“被告”一栏", "0.88", "值班员",
        "已确认", "晋中市市场监督管理局（知识产权局）", "云杼", "2026年11月20日 07:12", "美国联邦地区法院案件动态", "ecf.ilnd.uscourts.gov",
    ):  # fmt: skip
        assert fact.replace(" ", "") in shown.replace(" ", ""), fact
    assert "Identified on Schedule A (DEMO)".replace(" ", "") in shown.replace(" ", "")  # the title, untouched


@pytest.mark.parametrize("format_name", ["html", "txt"])
@pytest.mark.parametrize("name", ["gap", "failed", "full"])
def test_what_was_not_checked_stands_in_plain_words(name: str, format_name: str) -> None:
    issue = compose(SAMPLES[name])
    made = re.sub(r"\s", "", plain(render(issue, format_name)))
    for sentence in issue.unchecked:
        assert re.sub(r"\s", "", sentence) in made
    assert made.count("不能视为没有风险") + made.count("无法判断有无风险") >= 1
    assert "未发现" not in made


# --- the page -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_the_page_is_small_enough_for_mail(name: str) -> None:
    assert len(page(name).encode("utf-8")) <= MAIL_LIMIT


@pytest.mark.slow
def test_forty_entries_are_all_on_the_page_and_half_of_ten_in_detail() -> None:
    """All forty on cards or in rows; the details of five stand in the text part alone, and the page says so."""
    assert "另有5条的详情未在此展开" in re.sub("<[^>]+>", "", page("forty"))
    assert sum(f"SX-2026-47-{n:03d}" in page("forty") for n in range(1, 41)) == 40


@pytest.mark.parametrize("count", [60, *(pytest.param(n, marks=pytest.mark.slow) for n in (150, 400))])
def test_what_does_not_fit_is_shortened_and_said(count: int) -> None:
    new = tuple(
        replace(
            sample.RESPONDENT,
            id=f"n{n}",
            entry_no=f"SX-2026-47-{n:03d}",
            watched_id=f"w{n}",
            matter=f"us-itc:337-TA-{n}",
        )
        for n in range(count)
    )
    issue = compose(replace(sample.FULL, new_hits=new, changed_hits=()))
    made = render(issue, "html").decode("utf-8")
    assert len(made.encode("utf-8")) <= MAIL_LIMIT
    assert "为控制邮件长度" in made
    assert "11月18日至11月20日未能核查" in plain(made.encode())  # the coverage box is never what is cut
    complete = render(issue, "txt").decode("utf-8")
    assert all(f"SX-2026-47-{n:03d}" in complete for n in range(count))


@pytest.mark.parametrize("name", NAMES)
def test_the_page_loads_and_runs_nothing(name: str) -> None:
    document = lxml_html.document_fromstring(page(name).encode("utf-8"))
    tags = {element.tag for element in document.iter() if isinstance(element.tag, str)}
    assert not tags & {"script", "img", "link", "iframe", "object", "form", "input", "svg", "video", "base", "i"}
    for element in document.iter():
        if not isinstance(element.tag, str):
            continue
        for attribute, value in element.attrib.items():
            assert not attribute.startswith("on")
            assert attribute not in ("src", "srcset", "background", "action")
            assert "url(" not in value
            if attribute == "href" and value.startswith("#"):
                assert document.xpath("//*[@id=$id]", id=value[1:])  # an entry of this page
            elif attribute == "href" and value.startswith("tel:"):
                assert re.fullmatch(r"tel:\+?[\d-]+", value)
            elif attribute == "href" and value.startswith("mailto:"):
                assert re.fullmatch(r"mailto:warning@office\.example\?subject=[A-Za-z0-9%._~-]+", value)
            elif attribute == "href":
                assert value.startswith(("https://", "http://"))
                assert "@" not in value.split("//")[1].split("/")[0]


def test_hostile_text_is_shown_as_text() -> None:
    shown = lxml_html.document_fromstring(page("hostile").encode("utf-8")).text_content()
    assert "<script>alert(1)</script>" in shown
    assert "{{ 7*7 }}" in shown
    assert "javascript:" not in page("hostile")


@pytest.mark.parametrize("name", NAMES)
def test_the_head_of_the_page_is_what_mail_programs_need(name: str) -> None:
    made = page(name)
    assert made.startswith("<!DOCTYPE html>")
    assert made.index('charset="utf-8"') < 200  # a browser looks for it in the first 1,024 bytes
    lang = SAMPLES[name].lang.replace("zh", "zh-CN")
    assert f'<html lang="{lang}"' in made[:100]
    assert '<meta name="color-scheme" content="light dark">' in made
    assert "@media (prefers-color-scheme:dark)" in made
    assert re.search(r"@media \(max-width: ?520px\)", made)


@pytest.mark.parametrize("name", NAMES)
def test_colours_have_six_digits(name: str) -> None:
    colours = re.findall(r"color:\s*([^;\"}!]+)|border[a-z-]*:\s*[^;\"}]*?(#[^;\s\"}!]+)", page(name))
    assert len(colours) > 40
    assert all(re.fullmatch(r"#[0-9a-f]{6}", colour or border) for colour, border in colours)


def test_without_the_style_in_the_head_layout_and_colours_of_risk_stay() -> None:
    """Some mail readers keep only what stands in the elements themselves."""
    document = lxml_html.document_fromstring(page("full").encode("utf-8"))
    (risk,) = {e.get("style") for e in document.iter("b") if "r-high" in e.get("class", "")}
    assert "background-color:#b3261e" in risk
    (sheet,) = document.xpath("//table[@class='sheet']")
    assert "max-width:640px" in sheet.get("style")
    assert all(e.get("style") for e in document.xpath("//td[@class='row' or starts-with(@class, 'entry')]"))


def test_the_page_reads_in_order_with_all_styles_stripped() -> None:
    document = lxml_html.document_fromstring(page("full").encode("utf-8"))
    for element in document.xpath("//style | //comment()"):
        element.getparent().remove(element)
    shown = document.text_content()
    places = [
        shown.index(word)
        for word in (
            "新确认预警1条",
            "一、在办事项与到期提醒",
            "二、预警（经人工确认）",
            "三、重点线索（未经人工确认）",
            "四、往期进展",
            "五、已办结、已移交",
            "六、已排除（误报、重复）",
            "七、关注条目",
            "九、普遍排除令（已发布或者已请求）",
            "十、监测覆盖情况",
            "十一、反馈方式",
            "十二、数据统计",
            "附：条目详情",
        )
    ]
    assert places == sorted(places)
    assert shown.strip().startswith("海外知识产权预警周报")  # the title of the page


@pytest.mark.parametrize("name", NAMES)
def test_every_entry_has_one_card_and_one_detail_or_is_said_to_be_folded(name: str) -> None:
    issue = compose(SAMPLES[name])
    document = lxml_html.document_fromstring(page(name).encode("utf-8"))
    ids = document.xpath("//@id")
    assert len(ids) == len(set(ids))
    told = (*issue.warnings, *issue.full, *issue.firms, *issue.reread)
    changed = {e.hit.id for e in (*issue.progress, *issue.reread_progress)}
    carded = {e.hit.id for e in issue.table}
    assert {e.hit.id for e in told} <= carded
    for hit in carded:
        assert ids.count(f"e{hit}") == 1
    folded = [e for e in told if f"d{e.hit.id}" not in ids]
    assert (f"另有{len(folded)}条的详情" in document.text_content()) == bool(folded)
    for card in document.xpath("//table[contains(@class, 'card')]"):
        ident = card.xpath(".//@id")[0][1:]
        (phone,) = card.xpath(".//a[starts-with(@href, 'tel:')]/@href")
        (mail,) = card.xpath(".//a[starts-with(@href, 'mailto:')]/@href")
        assert phone == "tel:0351-0000000"
        (entry,) = (e for e in issue.table if e.hit.id == ident)
        assert unquote(mail).endswith(entry.entry_no)
        shown = card.xpath(".//a[starts-with(@href, '#d')]")
        assert bool(shown) == (f"d{ident}" in ids) == (ident in changed or ident not in {e.hit.id for e in folded})
    backs = {href[2:] for href in document.xpath("//a/@href") if href.startswith("#e")}
    assert {i[1:] for i in ids if i.startswith("d")} <= backs


def test_an_entry_that_changed_has_its_card_and_its_change_as_the_detail() -> None:
    document = lxml_html.document_fromstring(page("full").encode("utf-8"))
    assert document.xpath(f"//table//td[@class='cardin'][@id='e{sample.CHANGED.id}']")
    (row,) = document.xpath(f"//td[@class='row'][@id='d{sample.CHANGED.id}']")
    assert "异议" in row.text_content()


def test_no_line_of_the_page_ends_with_a_dot_that_joins_nothing() -> None:
    for name in NAMES:
        assert not re.search(r"·\s*(<br>|</nobr>\s*<br>|</span>|</p>|</td>)", page(name))


def test_the_number_of_an_article_is_not_torn_from_its_paragraph() -> None:
    assert "<nobr>第65条(b)款(4)项</nobr>" in page("full")


def test_days_of_the_page_are_said_in_words() -> None:
    shown = lxml_html.document_fromstring(page("full").encode("utf-8")).text_content()
    assert not re.search(r"(?<!-)20\d\d-\d\d-\d\d(?!\d)", shown)


def test_risk_is_said_in_words_wherever_it_is_coloured() -> None:
    document = lxml_html.document_fromstring(page("full").encode("utf-8"))
    words = {"r-high": "高风险", "r-medium": "中风险", "r-low": "低风险"}
    found = [e for e in document.iter("b") if set(e.get("class", "").split()) & set(words)]
    assert found
    for element in found:
        (risk,) = set(element.get("class").split()) & set(words)
        assert element.text_content() == words[risk]


# --- the text -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_no_statement_is_broken_into_lines(name: str) -> None:
    """A mail program breaks lines where its window ends; broken here as well they would end within words."""
    issue = compose(SAMPLES[name])
    lines = [line.strip() for line in text(name).split("\n")]
    for entry in (*issue.warnings, *issue.full, *issue.firms, *issue.reread, *issue.brief):
        assert entry.sentence in lines
    for sentence in issue.summary:
        assert sentence in lines


@pytest.mark.parametrize("name", NAMES)
def test_no_line_ends_with_a_dot_that_joins_nothing(name: str) -> None:
    assert not [line for line in text(name).split("\n") if line.rstrip().endswith("·")]


def test_what_is_too_long_for_a_card_is_cut_by_its_width() -> None:
    assert columns("漳源锦 ABC") == 10
    assert fitted("漳源锦", 6) == "漳源锦"
    assert fitted("漳源锦醋业", 8) == "漳源锦…"
    assert fitted("对方，（甲）", 8) == "对方…"


def test_days_within_a_sentence_are_in_words() -> None:
    t = Texts("zh")
    assert dated("公告（2026-11-17）", t) == "公告（2026年11月17日）"
    assert dated("2026-13-40、1:26-cv-2026-11-17、https://a.example/2026-11-17/x", t) == (
        "2026-13-40、1:26-cv-2026-11-17、https://a.example/2026-11-17/x"
    )


def test_the_text_loses_nothing() -> None:
    for name in NAMES:
        issue = compose(SAMPLES[name])
        flat = re.sub(r"\s", "", text(name))
        for entry in issue.full:
            assert re.sub(r"\s", "", entry.sentence) in flat
            assert re.sub(r"\s", "", entry.original) in flat


# --- JSON ---------------------------------------------------------------------------------------------


def test_json_holds_every_entry_once() -> None:
    document = json.loads(render(compose(sample.FULL), "json"))
    ids = [
        e["id"]
        for key in ("warnings", "full", "brief", "progress", "settled", "ended", "own_filings")
        for e in document[key]
    ]
    assert sorted(ids) == ["1", "2", "20", "21", "3", "4", "5", "6", "7", "8"]
    assert document["standing"] == "hits"
    assert document["period"] == {"from": "2026-11-16", "until": "2026-11-22"}


# --- colours can be read ------------------------------------------------------------------------------


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("dark", [False, True])
def test_every_text_stands_out_from_its_ground(dark: bool) -> None:
    """WCAG 2 AA: 4.5 to 1. Elements without a ground of their own lie on the sheet."""
    folder = Path(__file__).parents[2] / "templates" / "bulletin"
    light, _, rest = (folder / "style.css").read_text(encoding="utf-8").partition("@media (max-width")
    night = rest.partition("@media (prefers-color-scheme: dark)")[2].partition("@media print")[0]
    styles = night if dark else light + (folder / "finish.css").read_text(encoding="utf-8")
    ground: dict[str, str] = {}
    ink: dict[str, str] = {}
    for names, body in re.findall(r"([^{}]+)\{([^{}]*)\}", re.sub(r"/\*.*?\*/", "", styles, flags=re.S)):
        for name in (n.strip() for n in names.split(",")):
            for wanted, found in ((ground, r"background-color: (#\w{6})"), (ink, r"(?<!-)color: (#\w{6})")):
                if value := re.search(found, body):
                    wanted[name] = value[1]
    checked = 0
    for name, colour in ink.items():
        if name in (".pre", "body"):
            continue
        behind = ground.get(name, ground[".mast"] if name.startswith(".mast") else ground[".sheet"])
        assert _contrast(colour, behind) >= 4.5, (name, colour, behind)
        checked += 1
    assert checked > 15


def test_what_is_cut_for_a_card_keeps_its_sense() -> None:
    step = "当日委托美国律师核实异议截止日；来不及的，在截止日前申请延期。"
    assert clause(step, 60) == "当日委托美国律师核实异议截止日…"
    assert clause(step, 200) == step
    assert clause("核实送达日，查明截止日和收件人的姓名", 20) == "核实送达日…"
    assert fitted("对美国商标申请提出异议（或申请延期）", 32) == "对美国商标申请提出异议…"
    long = "“Shanxi Invented Glassware Manufacturing Co., Ltd.”在调查（337-TA-9911）中被列为被申请人"
    short = shortened(long, 70)
    assert short.endswith("中被列为被申请人")
    assert "“Shanxi Invented" in short
    assert columns(short) <= 70
