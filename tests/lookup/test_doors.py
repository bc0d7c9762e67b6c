"""`monitor lookup` by what a clerk holds in hand: a number in any writing, a name, words, a whole letter."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from monitor.lookup.firm import PARTS
from monitor.lookup.names import matters_to_judge
from monitor.model import HitKind
from monitor.store import Store
from monitor.texts import LANGUAGES, Texts
from tests.command import Done
from tests.demo_run import demo_read, monitor, run_replay, with_demo_names

INVESTIGATION, SUIT, FILING = "us-itc:337-TA-9911", "us-dct:ilnd:1:26-cv-99011", "tm:US:99900101"
FIRM = "山西恒岳铸重工有限公司"


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("state")
    demo_read(folder)
    assert monitor(folder, "bulletin", "build", "--release").returncode == 0
    return folder


def ask(state: Path, *words: str, stdin: str = "", code: int = 0, wide: str = "100") -> Done:
    done = monitor(state, "lookup", *words, env={"COLUMNS": wide}, stdin=stdin)
    assert done.returncode == code, done.stderr
    return done


def answer(state: Path, *words: str, stdin: str = "") -> Any:
    return json.loads(ask(state, *words, "--json", stdin=stdin).stdout)


# --- a number ---------------------------------------------------------------------------------------------

WRITINGS = {
    INVESTIGATION: ["337-TA-9911", "337-9911", "Inv. No. 337-TA-9911", "３３７－ＴＡ－９９１１", "DN 9936", "dn-9936"],
    SUIT: ["1:26-cv-99011", "26-cv-99011", "1:26-CV-99011", "１：２６-cv-99011", "Case No. 1:26-cv-99011", "#3"],
    FILING: ["99900101", "99/900,101", "US 99900101", "Serial No. 99/900101"],
}


@pytest.mark.parametrize(("matter", "writing"), [(m, w) for m, of in WRITINGS.items() for w in of])
def test_a_case_is_found_by_its_number_however_it_is_written(state: Path, matter: str, writing: str) -> None:
    data = answer(state, writing)
    (found,) = data["matters"]
    assert found == answer(state, WRITINGS[matter][0])["matters"][0]
    assert found["matter"] == matter
    for part in ("title", "number", "forum", "stage", "parties", "events", "deadlines", "first_steps", "url", "stated"):
        assert found[part], part
    (hit,) = found["hits"]
    assert hit["entry_no"]
    said = ask(state, writing).stdout
    head = said.split(f"\n{Texts('zh')('answer.title.deadlines')}\n")[0]  # the answer stands before the details
    assert f"monitor hit show {hit['id']}" in head
    assert hit["watched"] in head
    assert found["deadlines"][0]["date"] in head
    assert "没有找到" not in head


def test_a_bulletin_s_entry_leads_to_its_case(state: Path) -> None:
    entry = answer(state, "1:26-cv-99011")["matters"][0]["hits"][0]["entry_no"]
    assert [m["matter"] for m in answer(state, entry)["matters"]] == [SUIT]


def test_what_is_asked_and_ordered_is_told_of_an_investigation(state: Path) -> None:
    said = ask(state, "337-TA-9911").stdout
    for text in ("普遍排除令", "Northgate Coupling Works", "7307.11.00", "99,911,001", "https://ids.usitc.gov/"):
        assert text in said


def test_an_order_that_binds_the_unnamed_is_told_where_nobody_of_ours_was_found(state: Path) -> None:
    said = ask(state, "337-TA-9902").stdout
    head = said.split(f"\n{Texts('zh')('answer.title.deadlines')}\n")[0]
    assert "没有比对出名录名称" in head
    assert "".join(Texts("zh")("answer.say.geo_ordered").split()) in "".join(head.split())


def test_an_asserted_right_leads_to_the_case_and_says_how(state: Path) -> None:
    data = answer(state, "99,911,001")
    assert [m["matter"] for m in data["matters"]] == [INVESTIGATION]
    assert {of["how"] for r in data["readings"] for of in r["matters"]} == {"patent"}
    assert "本案主张了专利" in ask(state, "99,911,001").stdout


def test_every_reading_of_a_number_is_told_with_what_is_stored_for_it(state: Path) -> None:
    data = answer(state, "99900101")
    assert len(data["readings"]) > 1
    assert {r["answer"] for r in data["readings"]} == {"stored", "not_stored"}
    said = ask(state, "99900101").stdout
    for reading in data["readings"]:
        assert reading["printed"] in said
        assert reading["kind_name"] in said


@pytest.mark.parametrize(("number", "source"), [("1:26-cv-12345", "us-courtlistener"), ("337-TA-1234", "us-itc-ids")])
def test_a_number_that_is_not_stored_is_never_said_not_to_exist(state: Path, number: str, source: str) -> None:
    data = answer(state, number)
    reading = data["readings"][0]
    assert (reading["answer"], data["matters"]) == ("not_stored", [])
    assert reading["page"].startswith("https://")
    (carrier,) = [s for s in reading["sources"] if s["source"] == source]
    assert carrier["since"] == "2026-11-20"
    assert isinstance(carrier["complete"], bool)
    said = ask(state, number).stdout
    assert "已存内容中没有这个编号；这不表示案件不存在" in said
    assert carrier["title"] in said
    assert reading["page"] in said


def test_that_a_case_is_not_ours_is_said_only_of_names_that_were_compared(state: Path) -> None:
    (found,) = answer(state, "1:26-cv-99027")["matters"]
    assert (found["hits"], found["ours"]) == ([], False)
    assert found["deadlines"] or found["awaited"] or found["events"]
    said = ask(state, "1:26-cv-99027").stdout
    assert "没有比对出名录名称" in said
    assert f"{found['texts']} 处文字" in said
    assert "名单常被封存" in said  # of a list of defendants nobody can say it


def test_without_a_list_nothing_was_compared(tmp_path: Path) -> None:
    run_replay(tmp_path, "--source", "us-itc-ids")
    said = ask(tmp_path, "337-TA-9911").stdout
    assert "名录是空的，没有和任何名称比对过" in said
    assert "没有比对出名录名称" not in said


# --- a name, a firm ------------------------------------------------------------------------------------------

KEYS = {"name", "watched", "demo", "variants", "found", "told_under", "unlisted", "near", "searched", "coverage"}


@pytest.mark.parametrize("question", ["晋川屿", "337-TA-9911", "cast iron", "Nobody Ever Heard Of This"])
def test_every_answer_has_one_shape(state: Path, question: str) -> None:
    data = answer(state, question)
    assert data.keys() == answer(state, FIRM).keys()
    assert data.keys() >= KEYS
    assert {"matters", "texts", "watchlist"} <= data["searched"].keys()
    assert {c["source"] for c in data["coverage"]} == {s["source"] for s in data["searched"]["sources"]}


def test_a_firm_is_shown_with_its_marks_and_what_ends_first(state: Path) -> None:
    firm = answer(state, "祁县晋川屿玻璃制品有限公司")["firm"]
    assert {n["name"] for n in firm["names"]} == {"祁县晋川屿玻璃制品有限公司", "晋川屿"}
    assert firm == answer(state, "晋川屿")["firm"]
    assert [h["matter"] for h in firm["suits"]] == [SUIT]
    assert [h["kind"] for h in firm["squats"]] == ["squat"]
    left = [d["days_left"] for d in firm["deadlines"]]
    assert left == sorted(left)
    said = ask(state, "晋川屿").stdout
    parts = [said.index(Texts("zh")(f"answer.title.{part}")) for part in ("deadlines", "suits", "squats")]
    assert parts == sorted(parts)
    for hit in (*firm["suits"], *firm["squats"]):
        assert f"#{hit['id']}" in said
        assert hit["entry_no"] in said


def test_own_rights_are_a_part_of_their_own(state: Path) -> None:
    firm = answer(state, "漳源锦")["firm"]
    assert {h["kind"] for h in firm["rights"]} == {"own_filing"}
    assert "本企业在境外的权利" in ask(state, "漳源锦").stdout


def test_every_kind_of_hit_has_one_place_in_the_view_of_a_firm() -> None:
    assert sorted(k for kinds in PARTS.values() for k in kinds) == sorted(HitKind)


def test_generated_spellings_are_one_line_unless_they_are_asked_for(state: Path) -> None:
    spellings = {v["text"] for v in answer(state, "岚谷禾")["variants"]}
    short, long = ask(state, "岚谷禾"), ask(state, "岚谷禾", "--spellings", wide="4000")
    assert Texts("zh")("answer.say.spellings", count=len(spellings)) in short.stderr
    assert "LAM KUK WO" not in short.stdout + short.stderr
    assert all(s in long.stdout for s in spellings)


def test_a_misspelt_name_is_answered_with_those_that_are_near(state: Path) -> None:
    assert [w["name"] for w in answer(state, "晋川鱼")["suggested"]] == ["晋川屿"]
    assert "monitor lookup 晋川屿" in ask(state, "晋川鱼").stdout


@pytest.mark.parametrize("short", ["恒岳铸重工", "山西恒月铸重工"])
def test_a_part_of_a_listed_name_tells_of_its_leads_before_it_says_that_nothing_was_found(
    state: Path, short: str
) -> None:
    [firm] = [w for w in answer(state, short)["suggested"] if w["name"] == FIRM]
    assert (firm["hits"], firm["deadline"]["number"]) == (1, INVESTIGATION.partition(":")[2])
    said = ask(state, short).stdout
    leads = Texts("zh")("answer.say.near_name_hits", name=FIRM, count=1)
    assert said.index(leads) < said.index(Texts("zh")("answer.say.nothing"))
    assert firm["deadline"]["date"] in said


def test_the_title_of_a_case_leads_to_the_case_in_full(state: Path) -> None:
    title = "Cast Iron Pipe Couplings"
    assert [m["matter"] for m in answer(state, title)["found_in"]] == [INVESTIGATION]
    said = ask(state, title).stdout
    assert FIRM in said
    assert "monitor hit show 1" in said


def test_a_number_is_told_with_the_readings_no_source_carries(state: Path) -> None:
    alone = Texts("zh")("answer.say.no_carrier_of", printed="第99900101号")
    assert alone in " ".join(ask(state, "99900101", wide="200").stdout.splitlines())


def test_a_firm_s_whole_name_is_not_missed_in_english(state: Path) -> None:
    missing = Texts("zh")("answer.say.words_untranslated")
    assert missing not in ask(state, FIRM).stderr
    assert missing not in ask(state, "北京未名软件有限公司").stderr
    assert missing in ask(state, "岚谷").stderr


def test_a_few_digits_of_a_number_are_not_said_to_stand_nowhere(state: Path) -> None:
    said = ask(state, "9911", code=2).stderr
    assert "这不表示案件没有存" in said


def test_a_hit_a_person_set_aside_is_counted_and_told_apart(state: Path, tmp_path: Path) -> None:
    import shutil

    folder = tmp_path / "state"
    shutil.copytree(state, folder)
    with Store.open(folder) as store, store.immediate():
        store.db.connection.execute("update hits set state = 'false_positive' where id = 1")
    firm = answer(folder, FIRM)
    assert (firm["firm"]["counts"]["hits"], firm["firm"]["counts"]["set_aside"]) == (0, 1)
    assert firm["searched"]["suppressed"]["set_aside"] == 1
    assert "人员已判为误报或重复 1 条" in ask(folder, FIRM).stdout
    said = ask(folder, "337-TA-9911").stdout
    assert "曾有线索，已由人员排除：#1" in said
    assert "可能是我们" not in said


# --- words ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "matter"),
    [
        (("cast", "iron"), INVESTIGATION),
        (("Demo & Example Law Firm",), SUIT),
        (("Northgate",), INVESTIGATION),
        (("Brightmoor Tableware",), SUIT),
    ],
)
def test_a_case_is_found_by_words(state: Path, words: tuple[str, ...], matter: str) -> None:
    data = answer(state, *words)
    found = {f["matter"]: f for f in data["words"]["found"]}
    assert found[matter]["where"]
    assert found[matter]["in_full"]["hits"]
    hit = found[matter]["in_full"]["hits"][0]
    assert hit["watched"] in ask(state, *words).stdout


def test_pages_are_counted_and_their_end_is_said(state: Path) -> None:
    words = answer(state, "Demo")["words"]
    assert words["pages"] > 1
    assert words["total"] > len(words["found"]) == words["per_page"]
    assert answer(state, "Demo")["searched"]["suppressed"]["other_pages"] == words["total"] - words["per_page"]
    other = answer(state, "Demo", "--page", "2")["words"]
    assert not {f["matter"] for f in words["found"]} & {f["matter"] for f in other["found"]}
    assert "--page 2" in ask(state, "Demo").stdout
    assert "没有第 99 页" in ask(state, "Demo", "--page", "99").stdout


# --- what the answer rests on ----------------------------------------------------------------------------------


def test_the_answer_says_what_was_searched_and_what_was_not(state: Path) -> None:
    every = answer(state, "晋川屿")["searched"]
    assert every["names"] == 12
    assert [w["way"] for w in every["ways"]] == ["name", "words"]
    for source in every["sources"]:
        assert source["since"] == "2026-11-20"
        assert source["reaches_back_to"] <= source["since"]
        assert isinstance(source["complete"], bool)
    whats = [n["what"] for n in every["not_searched"]]
    assert {"no_source", "other_countries", "images", "sealed", "documents", "before"} <= set(whats)
    assert all(n["text"] for n in every["not_searched"])
    said = ask(state, "晋川屿").stdout
    for text in ("检索范围", "检索字段", "没有检索", "没有找到不等于没有", "域名"):
        assert text in said


def test_nothing_found_is_said_of_what_was_searched_alone(state: Path) -> None:
    for lang in LANGUAGES:
        done = monitor(state, "lookup", "Nobody Ever Heard Of This", "--lang", lang)
        assert Texts(lang)("answer.say.nothing") in done.stdout


# --- a question that is none -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "code", "key"),
    [
        (["有限公司"], 2, "answer.errors.only_a_form"),
        (["Co., Ltd."], 2, "answer.errors.only_a_form"),
        (["x"], 2, "errors.name_too_short"),
        (["-"], 2, "errors.name_too_short"),
        ([], 2, "answer.errors.nothing_asked"),
        (["12-3456-7x"], 2, "answer.errors.unknown_number"),
        (["a" * 301], 2, "answer.errors.too_long"),
        (["--paste"], 2, "answer.errors.empty_paste"),
        (["--paste", "x y"], 2, "answer.errors.too_many_ways"),
        (["--file", "no-such-file.eml"], 4, "answer.errors.no_file"),
    ],
)
def test_bad_input_gets_one_sentence_that_says_what_to_type(state: Path, words: list[str], code: int, key: str) -> None:
    for lang in LANGUAGES:
        done = monitor(state, "lookup", *words, "--lang", lang)
        assert done.returncode == code, done.stderr
        assert not done.stdout
        (line,) = done.stderr.strip().splitlines()
        beginning = Texts(lang)(key).split("{")[0]
        assert beginning in line
        assert "{" not in line


def test_sources_that_were_never_read_are_said_to_be_so(tmp_path: Path) -> None:
    with_demo_names(tmp_path)
    said = ask(tmp_path, INVESTIGATION.partition(":")[2]).stdout
    assert "均尚未完成过查询" in said


def test_an_empty_store_says_what_to_run(tmp_path: Path) -> None:
    with_demo_names(tmp_path)
    done = ask(tmp_path, "337-TA-9911")
    assert "monitor run" in done.stderr
    assert "已存内容中没有这个编号；这不表示案件不存在" in done.stdout


# --- a letter ----------------------------------------------------------------------------------------------------

CHINESE = """尊敬的卖家：
您的店铺资金已被冻结。原告 Bluefern Glassworks LLC 在美国对您提起诉讼，案号：1:26-cv-99011。
店铺名称：JCYGLASS
原告律所：Demo & Example Law Firm
联系邮箱：notice@anotherinventedfirm.com
另有山西未名窗帘有限公司被列为被告。
"""
ENGLISH = """Dear Seller,
You are named in Inv. No. 337-TA-9911 before the U.S. International Trade Commission.
Respondent: Shanxi Hengyuezhu Heavy Industry Co., Ltd.
Complainant: Northgate Coupling Works, Inc.
Case No. 1:26-cv-55555 is pending as well.
Judge: Jane Q. Sample
"""


def test_a_chinese_letter_is_looked_up_whole_the_gravest_first(state: Path) -> None:
    data = answer(state, "--paste", stdin=CHINESE)
    things = {t["text"]: t for t in data["pasted"]["things"]}
    assert things["1:26-cv-99011"]["outcome"] == "hit"
    assert (things["1:26-cv-99011"]["line"], things["1:26-cv-99011"]["matters"]) == (2, [SUIT])
    assert (things["JCYGLASS"]["outcome"], things["JCYGLASS"]["watched"]) == ("hit", "w0004")
    assert things["Demo & Example Law Firm"]["outcome"] == "named"
    assert things["山西未名窗帘有限公司"]["outcome"] == "unknown"
    outcomes = [t["outcome"] for t in data["pasted"]["things"]]
    assert outcomes == sorted(outcomes, key=["hit", "stored", "named", "listed", "not_stored", "unknown"].index)
    for thing in data["pasted"]["things"]:
        assert data["answers"][thing["answer"]]["question"]
    said = ask(state, "--paste", stdin=CHINESE).stdout
    for text in ("第2行", "第3行", "未识别", "山西未名窗帘有限公司", "monitor hit show 3", "anotherinventedfirm"):
        assert text in said
    assert said.count("查清该名称是不是被告") == 1  # one case is told once, by whatever it was found


def test_an_english_letter_is_looked_up_whole(state: Path) -> None:
    data = answer(state, "--paste", stdin=ENGLISH)
    things = {t["text"]: t for t in data["pasted"]["things"]}
    number = next(t for t in things.values() if t["matters"] == [INVESTIGATION] and t["as"] == "number")
    assert (number["outcome"], number["risk"], number["line"]) == ("hit", "high", 2)
    firm = next(t for t in things.values() if t["as"] == "listed")
    assert (firm["watched"], firm["line"]) == ("c0003", 3)
    missing = next(t for t in things.values() if t["line"] == 5)
    assert missing["outcome"] == "not_stored"
    assert things["Jane Q. Sample"]["outcome"] == "unknown"  # one notice names a Jane, and a firm called Sample
    said = monitor(state, "lookup", "--paste", "--lang", "en", stdin=ENGLISH).stdout
    assert "line 2" in said
    assert "that does not mean there is no such case" in said


def test_a_letter_in_a_file_is_answered_as_if_it_were_pasted(state: Path, tmp_path: Path) -> None:
    for name, encoding in (("a.txt", "utf-8"), ("b.txt", "gb18030")):
        (tmp_path / name).write_text(CHINESE, encoding=encoding)
        of_file = answer(state, "--file", str(tmp_path / name))
        assert of_file["pasted"]["from"] == name
        pasted = answer(state, "--paste", stdin=CHINESE)
        assert of_file["pasted"]["things"] == pasted["pasted"]["things"]
        assert of_file["answers"] == pasted["answers"]


def test_a_long_list_of_numbers_does_not_hide_a_name_of_ours(state: Path) -> None:
    letter = "".join(f"1:26-cv-{n:05d}\n" for n in range(200)) + FIRM + "\n"
    pasted = answer(state, "--paste", stdin=letter)["pasted"]
    assert pasted["things"][0]["watched"] == "c0003"
    assert len(pasted["not_asked"]) == 121
    said = ask(state, "--paste", stdin=letter).stdout
    assert "1:26-cv-00079" in said
    assert "1:26-cv-00199" not in said


def test_a_letter_without_anything_in_it_says_what_to_ask_for(state: Path) -> None:
    done = ask(state, "--paste", stdin="nothing in here at all\n", code=2)
    assert "monitor lookup" in done.stderr


def digest(folder: Path) -> dict[str, str]:
    files = (p for p in sorted(folder.rglob("*")) if p.is_file())
    return {str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def test_nothing_of_a_question_or_a_letter_is_kept_or_logged(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = digest(state)
    done = ask(state, "--paste", "--json", stdin=CHINESE)
    ask(state, "Sehr Geheim GmbH")
    assert "anotherinventedfirm" not in done.stderr
    after = digest(state)
    assert {name for name in after if after[name] != before.get(name)} <= {"monitor.db-shm", "monitor.db-wal"}
    assert not any(b"anotherinventedfirm" in p.read_bytes() for p in state.rglob("*") if p.is_file())

    def trips(*_: object) -> None:
        raise RuntimeError("a fault of the program")

    monkeypatch.setattr("monitor.lookup.letter_answer.things_in", trips)
    failed = ask(state, "--paste", stdin=CHINESE, code=1)
    assert "RuntimeError" in failed.stderr
    assert not any(b"anotherinventedfirm" in p.read_bytes() for p in state.rglob("*") if p.is_file())


def test_a_word_too_common_to_be_compared_as_a_name_is_said_to_be_one(
    state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At the bound it is compared as ever; beyond it only its words are asked for, and the answer never says that as a name it
    stands nowhere."""
    with Store.open(state, readonly=True) as store:
        held = matters_to_judge(store, "Demo")
    assert held > 1
    monkeypatch.setattr("monitor.lookup.answer.MOST_JUDGED", held)
    assert answer(state, "Demo")["too_common"] == 0
    monkeypatch.setattr("monitor.lookup.answer.MOST_JUDGED", held - 1)
    data = answer(state, "Demo")
    assert (data["too_common"], "name" in data["asked_as"], "words" in data["asked_as"]) == (held, False, True)
    assert str(held) in ask(state, "Demo").stdout
    firm = answer(state, "Demo Trading Limited")
    assert firm["too_common"] == 0  # a whole firm's name is always compared
