"""Every hit is told in words of its own category and its own forum, at every stage, in every state and both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from monitor.bulletin import compose
from monitor.bulletin.issue import Entry, HitView
from monitor.bulletin.wording import entry
from monitor.config import load_sources
from monitor.errors import ConfigError
from monitor.forums import SHIPPED, Forum, Forums
from monitor.forums.neutral import FOLDER, check_categories
from monitor.model import Category, HitKind, State
from monitor.model.facts import FACTS, FactType
from monitor.resources import shipped
from monitor.rules import Advice, advice_for
from monitor.texts import LANGUAGES, Texts
from tests.bulletin import sample_issue as sample
from tests.forums.sample import CLOCK, STAGES
from tests.forums.sample import forum as forum_file

# Words that belong to one forum, or to the forums of one country: nobody else's reader may be told them. `category`: the words
# are the category's own name.
US = frozenset({"us-itc", "us-court", "us-uspto", "us-ttab"})
BELONGING: dict[str, tuple[frozenset[str], frozenset[Category]]] = {
    r"337": (frozenset({"us-itc"}), frozenset({Category.ITC337})),
    r"排除令|exclusion order": (frozenset({"us-itc"}), frozenset()),
    r"\bITC\b|国际贸易委员会|International Trade Commission": (frozenset({"us-itc"}), frozenset()),
    r"总统|presidential": (frozenset({"us-itc"}), frozenset()),
    r"TTAB|商标审判和上诉|Trademark Trial": (frozenset({"us-uspto", "us-ttab"}), frozenset()),
    r"USPTO|专利商标局|抗议信|letter of protest": (frozenset({"us-uspto"}), frozenset()),
    r"TRO\b|临时限制令|restraining order": (frozenset({"us-court"}), frozenset()),
    r"附表A|Schedule A|书记官|the clerk": (frozenset({"us-court"}), frozenset()),
    r"美国|对美|在美|U\.?S\.?C|CFR|FRCP|\bUS\b|United States": (US, frozenset()),
    r"INPI|巴西|Brazil": (frozenset({"br"}), frozenset()),
    r"UDRP": (frozenset({"udrp"}), frozenset()),
    r"CNNIC|国家顶级域名": (frozenset({"cndrp"}), frozenset()),
    r"英国|\bUK\b|CPR": (frozenset({"gb", "gb-court"}), frozenset()),
    r"德国|German": (frozenset({"de-court"}), frozenset()),
    r"欧盟|\bEU\b": (frozenset({"em"}), frozenset()),
    r"UPC|统一专利法院": (frozenset({"upc"}), frozenset()),
}
PLACES = ("US", "BR", "GB", "EU", "DE", "UPC", "JP", "CN", "WO", "")
HEADS = ("udrp:D1", "us-ttab:91", "domain:.cn")  # keys of matters that no category and place find
A_COUNT_OF_DAYS = re.compile(
    r"[0-9０-９一二两三四五六七八九十百]+个?(?:工作|日历)?(?:日|天|周|月|年)"
    r"|\b(?:\d+|one|two|three|four|five|six|seven|ten|twenty|thirty|sixty|ninety) ?(?:working |calendar )?"
    r"(?:day|week|month|year)s?\b",
    re.IGNORECASE,
)


def said_in(advice: Advice) -> str:
    """All that is advised, the articles apart."""
    return "\n".join((*advice.steps, advice.if_silent, *advice.collect, *advice.avoid, *advice.help, advice.stage_name))


def stages_of(forum: Forum | None) -> tuple[str, ...]:
    return ("", *(s.id for s in forum.stages)) if forum else ("",)


@cache
def watched() -> tuple[tuple[Category, str], ...]:
    """Category and jurisdiction of each source that is switched on, each pair once. Any of them may yield any kind of hit:
    a record is of whatever role its source reads, and of the firm itself or of strangers."""
    found = load_sources(shipped("sources.yaml"))
    return tuple(dict.fromkeys((s.category, s.jurisdiction) for s in found.values() if s.enabled))


def every_advice(lang: str) -> Iterator[tuple[Category, str, HitKind, str, Forum | None, Advice]]:
    asked = [(category, place, "") for category in Category for place in PLACES]
    asked += [(Category.TRADEMARK if "ttab" in head else Category.DOMAIN, "", head) for head in HEADS]
    for category, place, matter in asked:
        forum = SHIPPED.for_matter(category, place, matter)
        for kind in HitKind:
            for stage in stages_of(forum):
                found = advice_for(kind, category, place, stage, lang, matter=matter)
                yield category, place or matter, kind, stage, forum, found


def view(kind: HitKind, category: Category, place: str, **changes: object) -> HitView:
    made = replace(sample.SQUAT_US, kind=kind, category=category, jurisdiction=place, matter="", risk="high", role="")
    return replace(made, forum="某机构", number="N-1", **changes)  # type: ignore[arg-type]


def told(hit: HitView, lang: str) -> Entry:
    return entry(hit, sample.OFFICE, Texts(lang))


# --- every source, kind, state, stage and language --------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("category", "place"), watched())
def test_every_hit_of_every_source_is_told_at_every_stage(category: Category, place: str, lang: str) -> None:
    forum = SHIPPED.for_matter(category, place)
    for kind in HitKind:
        for stage in stages_of(forum):
            for state in State:
                made = told(view(kind, category, place, state=state, stage=stage), lang)
                where = (kind, category, place, stage, state)
                assert made.sentence, where
                assert made.first_steps or kind is HitKind.OWN_FILING or stage == "ended", where
                # An own filing nobody confirmed asks first whether it is one.
                assert len(made.first_steps) <= 3 + (kind is HitKind.OWN_FILING), where
                assert made.if_silent, where
                assert bool(made.stage) == bool(stage), where
                everything = "\n".join(
                    (made.sentence, made.status, made.label, made.basis, *made.first_steps, made.if_silent,
                     *made.collect, *made.avoid, *made.helpers)
                )  # fmt: skip
                assert not re.search(r"[{}]|\bbulletin\.|\bplaybook\b", everything), where


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_stage_without_steps_says_so_in_words(lang: str) -> None:
    ended = view(HitKind.SQUAT, Category.TRADEMARK, "US", stage="ended")
    assert told(ended, lang).first_steps == ()
    for name in ("txt", "html"):
        from monitor.bulletin import render

        made = render(compose(replace(sample.EMPTY, new_hits=(ended,), lang=lang)), name).decode("utf-8")
        assert Texts(lang)("bulletin.entry.watch_only") in re.sub(r"\n ?", "" if lang == "zh" else " ", made)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_forum_hears_the_words_of_another(lang: str) -> None:
    wrong = []
    for category, place, kind, stage, forum, advice in every_advice(lang):
        code = forum.code if forum else ""
        for words, (forums, categories) in BELONGING.items():
            text = f"{said_in(advice)}\n{advice.basis}"
            if code not in forums and category not in categories and (found := re.search(words, text)):
                wrong.append((category.value, place, kind.value, stage, found[0]))
    assert not wrong


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_sentence_of_a_category_names_no_office_and_no_other_category(lang: str) -> None:
    texts = Texts(lang)
    for category in Category:
        for kind in HitKind:
            sentence = texts(f"bulletin.sentence.{kind}_{category.value}")
            for words, (_, categories) in BELONGING.items():
                assert category in categories or not re.search(words, sentence), (kind, category, sentence)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_advice_counts_no_days(lang: str) -> None:
    """A clock counts them, in one place; a text that repeats them goes stale, or is wrong for the next matter."""
    wrong = {m[0] for *_, advice in every_advice(lang) if (m := A_COUNT_OF_DAYS.search(said_in(advice)))}
    assert not wrong


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nobody_is_told_that_a_firm_infringes_nor_to_default(lang: str) -> None:
    for *_, advice in every_advice(lang):
        assert not re.search(r"侵权|侵犯|违法|退出|infring|withdraw from", said_in(advice)), said_in(advice)


def test_chinese_words_are_set_as_chinese() -> None:
    for *_, advice in every_advice("zh"):
        for text in (*advice.steps, advice.if_silent, *advice.collect, *advice.avoid, *advice.help):
            assert text.endswith("。"), text
            assert not re.search(
                r"[\u4e00-\u9fff] [\u4e00-\u9fff]|[\u4e00-\u9fff][,;:?!()]|[,;:?!()][\u4e00-\u9fff]", text
            )
            assert "本单位" not in text, text  # the office that mails it, or the firm?


def test_a_step_is_short_enough_for_a_phone() -> None:
    for *_, advice in every_advice("zh"):
        assert all(len(step) <= 64 for step in advice.steps), max(advice.steps, key=len)
        assert len(advice.if_silent) <= 100, advice.if_silent


# --- what went wrong once -----------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("category", "place"),
    [(Category.DOMAIN, ""), (Category.TRADEMARK, "US"), (Category.GI, "EU"), (Category.SUIT, "GB")],
)
def test_a_respondent_elsewhere_hears_nothing_of_section_337(category: Category, place: str, lang: str) -> None:
    made = told(view(HitKind.RESPONDENT, category, place), lang)
    text = "\n".join((made.sentence, made.if_silent, made.basis, *made.first_steps, *made.avoid))
    assert not re.search(r"337|排除令|exclusion|委员会应|Commission", text)


def test_the_respondent_of_a_domain_dispute_hears_of_a_panel_and_an_answer() -> None:
    made = told(view(HitKind.RESPONDENT, Category.DOMAIN, ""), "zh")
    assert made.sentence.startswith("域名争议案件（N-1）将“LANGUHE”列为被投诉人")
    assert "专家组" in made.if_silent
    assert any("答辩" in step for step in made.first_steps)


@pytest.mark.parametrize("category", [Category.SUIT, Category.SEP])
@pytest.mark.parametrize("place", ["EU", "DE", "GB"])
def test_a_defendant_outside_the_united_states_hears_of_no_us_counsel_and_no_us_order(
    category: Category, place: str
) -> None:
    for kind in (HitKind.DEFENDANT, HitKind.PARTY):
        made = told(view(kind, category, place), "zh")
        text = "\n".join((made.if_silent, *made.first_steps, *made.avoid, *made.collect, *made.helpers))
        assert not re.search("美国|临时限制令|TRO|附表|书记官", text)
        assert "律师" in text


@pytest.mark.parametrize("kind", HitKind)
def test_news_speaks_of_no_clock(kind: HitKind) -> None:
    for lang, words in (
        ("zh", "期限|截止|逾期|届满|到期|按期|答辩|应诉"),
        ("en", r"deadline|clock|in time|last day|default|answer"),
    ):
        advice = advice_for(kind, Category.NEWS, "US", "", lang)
        assert not re.search(words, said_in(advice)), said_in(advice)


def test_a_registration_is_never_called_too_late_where_its_forum_is_not_known() -> None:
    """Some offices register first and hear oppositions afterwards."""
    assert "已注册不等于异议期已过" in advice_for("squat", Category.TRADEMARK, "JP", "", "zh").if_silent


@pytest.mark.parametrize("kind", ["respondent", "defendant", "party"])
@pytest.mark.parametrize(("category", "place"), watched())
def test_whoever_may_be_sued_is_never_told_that_there_is_nothing_to_do(
    category: Category, place: str, kind: str
) -> None:
    for stage in stages_of(SHIPPED.for_matter(category, place)):
        advice = advice_for(kind, category, place, stage, "zh")
        assert advice.steps, stage
        assert "没有直接的不利后果" not in advice.if_silent or stage == "receipt"


def test_default_at_the_itc_is_told_as_gravely_as_the_statute_has_it() -> None:
    for stage in ("instituted", "default", "unknown"):
        said = advice_for("respondent", Category.ITC337, "US", stage, "zh").if_silent
        assert "推定为真" in said
        assert "委员会应对该企业发布" in said


def test_what_is_asked_for_words_the_consequence_for_a_firm_that_is_not_named() -> None:
    asked = advice_for("product", Category.ITC337, "US", "geo_requested", "zh")
    assert "申请人要求普遍排除令" in asked.if_silent
    assert asked.if_silent != advice_for("product", Category.ITC337, "US", "instituted", "zh").if_silent


def said_of_337(kind: str, stage: str, *true: str, lang: str = "zh") -> str:
    return advice_for(kind, Category.ITC337, "US", stage, lang, true=true).if_silent


def test_a_general_exclusion_order_asked_for_words_the_consequence_of_a_firm_that_is_named() -> None:
    plain, asked = said_of_337("respondent", "instituted"), said_of_337("respondent", "instituted", "geo_requested")
    assert asked.startswith(plain)
    assert "普遍排除令" in asked
    assert "不限于被点名的企业" in asked
    assert "普遍排除令" not in plain
    assert "not only those of the firms named" in said_of_337("respondent", "receipt", "geo_requested", lang="en")


def test_a_sentence_of_a_fact_brings_its_article() -> None:
    def basis(*true: str) -> str:
        return advice_for("respondent", Category.ITC337, "US", "instituted", "zh", true=true).basis

    article = "美国《1930年关税法》第337条(d)款(2)项（19 U.S.C. §1337(d)(2)）"
    assert basis("geo_requested") == f"{basis()}；{article}"
    asked = advice_for("product", Category.ITC337, "US", "geo_requested", "zh", true=("geo_requested",))
    assert asked.basis.count(article) == 1


def test_what_was_asked_for_is_not_said_where_it_was_decided() -> None:
    for stage in ("final_order", "no_violation", "closed", "left"):
        assert said_of_337("respondent", stage, "geo_requested") == said_of_337("respondent", stage)
    assert said_of_337("respondent", "instituted", "geo_requested", "geo_ordered") == said_of_337(
        "respondent", "instituted"
    )


def test_a_firm_that_is_only_mentioned_hears_of_an_order_that_would_bind_it() -> None:
    assert "未被点名的企业也受约束" in said_of_337("cited", "geo_requested", "geo_requested")
    assert "已发布普遍排除令" in said_of_337("squat", "geo", "geo_ordered")
    assert "普遍排除令" not in said_of_337("complainant", "instituted", "geo_requested")


def test_temporary_relief_asked_for_words_the_consequence_before_institution() -> None:
    assert "答复期更短" in said_of_337("respondent", "receipt", "temporary_relief")
    assert "答复期更短" not in said_of_337("respondent", "receipt")


def test_a_restraint_on_the_docket_is_said_at_stages_that_do_not_speak_of_it() -> None:
    def said(stage: str, *true: str) -> str:
        return advice_for("defendant", Category.SUIT, "US", stage, "zh", true=true).if_silent

    assert "临时限制令，未见解除" in said("default_asked", "tro_in_force")
    assert "初步禁令，未见解除" in said("answered", "pi_in_force")
    assert said("tro", "tro_in_force") == said("tro")


def test_every_sentence_of_a_fact_is_said_at_some_stage_and_rests_on_flags() -> None:
    for code in SHIPPED.codes():
        forum = SHIPPED.read(code)
        assert len({s.id for s in forum.said_when}) == len(forum.said_when)
        for sentence in forum.said_when:
            assert all(FACTS[name].type is FactType.FLAG for name in sentence.facts | sentence.unless)
            stages = sentence.stages or {s.id for s in forum.stages}
            kinds = sentence.kinds or set(HitKind)
            assert any(sentence.holds(k, s, sentence.facts) for k in kinds for s in stages)


def test_a_forum_that_words_steps_alone_has_the_consequence_of_the_category(tmp_path: Path) -> None:
    forum_file(tmp_path, CLOCK, stages=STAGES)
    shelf = Forums(tmp_path)
    said = advice_for("squat", Category.TRADEMARK, "XX", "published", "zh", forums=shelf)
    assert (said.steps, said.if_silent, said.stage_name) == (("比对标样。",), "可能获准注册。", "已公告")
    bare = advice_for("squat", Category.TRADEMARK, "XX", "unknown", "zh", forums=shelf)
    assert bare.steps == ()
    assert bare.if_silent == advice_for("squat", Category.TRADEMARK, "", "", "zh").if_silent
    other = advice_for("party", Category.TRADEMARK, "XX", "unknown", "zh", forums=shelf)
    assert other.steps == advice_for("party", Category.TRADEMARK, "", "", "zh").steps


# --- a combination without words ----------------------------------------------------------------------


def copied(folder: Path, name: str, old: str, new: str) -> Path:
    for path in FOLDER.glob("*.toml"):
        text = path.read_text(encoding="utf-8")
        if path.name == name:
            assert old in text
            text = text.replace(old, new, 1)
        (folder / path.name).write_text(text, encoding="utf-8")
    return folder


def test_the_shipped_categories_word_every_kind() -> None:
    check_categories()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_kind_of_hit_without_words_is_refused_with_what_is_to_be_written(tmp_path: Path, lang: str) -> None:
    with pytest.raises(ConfigError) as caught:
        check_categories(copied(tmp_path, "domain.toml", '[cited]\nlike = "product"\n', ""))
    said = Texts(lang)(caught.value.key, **caught.value.params)
    assert "monitor/forums/categories/domain.toml" in said
    assert "[cited]" in said
    assert "if_silent" in said


def test_a_category_without_a_file_is_refused_by_name(tmp_path: Path) -> None:
    copied(tmp_path, "domain.toml", "[cited]", "[cited]")
    (tmp_path / "sep.toml").unlink()
    with pytest.raises(ConfigError) as caught:
        check_categories(tmp_path)
    assert caught.value.params["file"] == "sep.toml"


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('like = "product"', 'like = "respondant"', "cited.like"),
        ('like = "product"', 'like = "defendant"', "cited.like"),  # itself like another
        ('like = "product"', 'like = "product"\nsteps = []', "cited.steps"),
        ("[squat]", "[squatt]", "squatt"),
        ('if_silent = {zh = "如系他人冒用', 'if_silnt = {zh = "如系他人冒用', "owner_named.if_silnt"),
    ],
)
def test_a_fault_in_a_category_names_file_line_and_key(tmp_path: Path, old: str, new: str, key: str) -> None:
    with pytest.raises(ConfigError) as caught:
        check_categories(copied(tmp_path, "domain.toml", old, new))
    assert (caught.value.params["file"], caught.value.params["name"]) == ("domain.toml", key)
    assert int(str(caught.value.params["line"])) > 1


def test_words_without_a_consequence_are_refused(tmp_path: Path) -> None:
    text = (FOLDER / "news.toml").read_text(encoding="utf-8")
    cut = re.sub(r"(\[own_filing\]\n)if_silent.*\n", r"\1steps = []\n", text)
    copied(tmp_path, "news.toml", text, cut)
    with pytest.raises(ConfigError) as caught:
        check_categories(tmp_path)
    assert caught.value.params["name"] == "own_filing.if_silent"


def test_every_forum_that_words_anything_is_among_those_looked_at() -> None:
    looked_at = {forum.code for *_, forum, _ in every_advice("zh") if forum}
    assert {forum.code for forum in SHIPPED.check_all() if forum.plays} <= looked_at


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (State.NEW, "他人申请或使用（待核）"),
        (State.WATCHING, "他人申请或使用（待核）"),
        (State.CONFIRMED, "他人抢注（已确认）"),
    ],
)
def test_what_is_confirmed_is_not_to_be_verified_any_more(state: State, said: str) -> None:
    assert entry(replace(sample.SQUAT_US, state=state), sample.OFFICE, Texts("zh")).kind == said
