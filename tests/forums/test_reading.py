"""A forum file with a fault is refused with file, line, key and the nearest right word, in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.errors import ConfigError
from monitor.forums import Vocabulary, read_forum
from monitor.forums.schema import Length
from monitor.model import Category
from monitor.texts import LANGUAGES, Texts
from tests.forums.sample import CLOCK, HEAD, STAGES, forum, written

WORDS = Vocabulary(
    events={"published", "registered", "revived", "abandoned", "filed"},
    facts={"opposition_end", "status_phase", "serial_filer"},
    hit_kinds={"squat", "own_filing"},
    forums={"xx", "yy"},
)
GOOD = HEAD + CLOCK + STAGES


def test_a_good_file_is_read(tmp_path: Path) -> None:
    found = read_forum(written(tmp_path, GOOD), WORDS)
    assert (found.code, found.zone, found.answers) == ("xx", "Asia/Riyadh", ("tm:XX", "trademark:XX"))
    assert found.calendar.rest == {4, 5}
    clock = found.clocks[0]
    assert (clock.length, clock.zone, clock.calendar) == (Length(30), "Asia/Riyadh", found.calendar)
    assert (clock.roll, clock.certainty, clock.confidence) == ("unknown", "computed", "text")
    play = found.play("squat", Category.TRADEMARK, "published")
    assert play is not None
    assert play.steps[0].in_language("zh") == "比对标样。"
    other = found.play("squat", Category.TRADEMARK, "unknown")
    assert other is not None
    assert other.stage == "any"
    assert found.play("owner_named", Category.TRADEMARK, "published") is None


FAULTS = [
    ('code = "xx"', 'code = "yy"', "code", ""),
    ('zone = "Asia/Riyadh"', 'zone = "Mars/Olympus"', "zone", ""),
    ('answers = ["tm:XX", "trademark:XX"]', 'answers = ["tm:"]', "answers", ""),
    ('answers = ["tm:XX", "trademark:XX"]', "answers = []", "answers", ""),
    ('short.en = "Nowhere"', 'boards = ["yyy"]\nshort.en = "N"', "boards", "yy"),
    ('short.en = "Nowhere"', 'shrt.en = "N"', "short", ""),
    ('rest = ["fri", "sat"]', 'rest = ["friday"]', "calendar.rest", "fri"),
    ("closed = [2026-11-15]", 'closed = ["2026-11-15"]', "calendar.closed", ""),
    ("closed = [2026-11-15]", 'holidays = "us-fedral"', "calendar.holidays", "us-federal"),
    ('kind = "opposition"', 'kind = "oposition"', "clocks.0.kind", "opposition"),
    ("days = 30", "days = 0", "clocks.0.days", ""),
    ("days = 30", "days = true", "clocks.0.days", ""),
    ("days = 30", "dayz = 30", "clocks.0.dayz", "days"),
    ("days = 30", "days = 30\nmonths = 1", "clocks.0.months", ""),
    ("days = 30", 'days = 30\nmonth_end = "minus-one"', "clocks.0.month_end", ""),
    ("days = 30", 'months = 1\nmonth_end = "minus_one"', "clocks.0.month_end", "minus-one"),
    ("days = 30", "months = 1\nfirst_day = true", "clocks.0.first_day", ""),
    ("days = 30", "set_by_office = true", "clocks.0.set_by_office", ""),
    ("days = 30", 'days = 30\ngiven = "oposition_end"', "clocks.0.given", "opposition_end"),
    ("days = 30", 'days = 30\nconfidence = "unverified"\ncertainty = "computed"', "clocks.0.certainty", ""),
    ("days = 30", "days = 30\nreadings = [{days = 29}]", "clocks.0.dispute", ""),
    ("days = 30", "days = 30\nreadings = [{dayz = 29}]\n", "clocks.0.readings.0.dayz", "days"),
    ("days = 30", "moths = 1", "clocks.0.moths", "months"),
    ("days = 30", "set_by_ofice = true", "clocks.0.set_by_ofice", "set_by_office"),
    ('kind = "opposition"', 'kinds = "opposition"', "clocks.0.kinds", "kind"),
    ("basis = {zh", "basiss = {zh", "clocks.0.basiss", "basis"),
    ("days = 30", "", "clocks.0.days", ""),
    ("days = 30", 'days = 30\napplies_from = "2026-01-01"', "clocks.0.applies_from", ""),
    ("days = 30", 'days = 30\napplies_by = "published"', "clocks.0.applies_by", ""),
    ("days = 30", 'days = 30\nanchor = "filed"', "clocks.0.anchor_length", ""),
    ("days = 30", 'days = 30\nside = "their"', "clocks.0.side", "theirs"),
    ("days = 30", 'days = 30\nroles = ["defendent"]', "clocks.0.roles", "defendant"),
    ("days = 30", 'days = 30\nroll = "nex"', "clocks.0.roll", "next"),
    ("days = 30", 'days = 30\ncolour = "red"', "clocks.0.colour", ""),
    ("days = 30", 'days = 30\ncertanty = "unknown"', "clocks.0.certanty", "certainty"),
    ('from = ["published"]', 'from = ["publishd"]', "clocks.0.from", "published"),
    ('from = ["published"]', "from = []", "clocks.0.from", ""),
    ('category = ["trademark"]', 'category = ["trademarks"]', "clocks.0.category", "trademark"),
    ('ends_on = ["registered"]', 'ends_on = ["registred"]', "clocks.0.ends_on", "registered"),
    ('en = "Act of Nowhere s. 1"', 'en = ""', "clocks.0.basis", ""),
    ('clocks.opposition = "open"', 'clocks.opposition = "opne"', "stages.0.clocks.opposition", "open"),
    ('clocks.opposition = "open"', 'clocks.oposition = "open"', "stages.0.clocks.oposition", "opposition"),
    ('clocks.opposition = "open"', 'facts.status_phas = ["new"]', "stages.0.facts.status_phas", "status_phase"),
    ('clocks.opposition = "open"', 'kinds = ["squatt"]', "stages.0.kinds", "squat"),
    ('id = "unknown"', 'id = "published"', "stages.1.id", ""),
    ('id = "unknown"', 'id = "any"', "stages.1.id", ""),
    ('id = "unknown"', 'id = "unknown"\nevents = ["filed"]', "stages.1", ""),
    ("playbook.squat.published", "playbook.squatt.published", "playbook.squatt", "squat"),
    ("playbook.squat.published", "playbook.squat.publishd", "playbook.squat.publishd", "published"),
    ('zh = "比对标样。", ', "", "playbook.squat.published.steps.0", ""),
    ('facts = ["serial_filer"]', 'facts = ["serial_filr"]', "said_when.0.facts", "serial_filer"),
    ('facts = ["serial_filer"]', "", "said_when.0.facts", ""),
    ('stages = ["published"]', 'not_at = ["unknwn"]', "said_when.0.not_at", "unknown"),
    ('kinds = ["squat"]', 'kinds = ["squatt"]', "said_when.0.kinds", "squat"),
    ('text = {zh = "同一申请人。", ', "text = {", "said_when.0.text", ""),
    ('stages = ["published"]', 'unles = ["live"]', "said_when.0.unles", "unless"),
    ("if_silent", "if_slient", "playbook.squat.published.if_slient", "if_silent"),
]


@pytest.mark.parametrize(("old", "new", "name", "near"), FAULTS, ids=[f"{f[2]}:{f[1][:24]}" for f in FAULTS])
def test_a_fault_names_file_line_key_and_the_nearest_word(
    tmp_path: Path, old: str, new: str, name: str, near: str
) -> None:
    assert old in GOOD
    text = GOOD.replace(old, new, 1)
    with pytest.raises(ConfigError) as caught:
        read_forum(written(tmp_path, text), WORDS)
    params = caught.value.params
    assert (params["file"], params["name"], params.get("near") or "") == ("xx.toml", name, near)
    assert isinstance(params["line"], int)
    if name.rsplit(".", maxsplit=1)[-1] in text.splitlines()[params["line"] - 1]:
        assert params["line"] > 0
    for lang in LANGUAGES:
        assert Texts(lang).find(caught.value.key), caught.value.key
        shown = Texts(lang)(caught.value.key, **params)
        assert "xx.toml" in shown
        assert str(params["line"]) in shown
        assert near in shown


def test_the_line_is_that_of_the_key(tmp_path: Path) -> None:
    text = GOOD.replace('basis = {zh = "某法第1条"', 'basis = {zz = "某法第1条"')
    with pytest.raises(ConfigError) as caught:
        read_forum(written(tmp_path, text), WORDS)
    rows = text.splitlines()
    assert rows[int(str(caught.value.params["line"])) - 1].startswith("basis = ")


def test_a_file_that_is_no_toml_is_refused_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        read_forum(written(tmp_path, HEAD + "days 30\n"))
    assert caught.value.params["line"] == HEAD.count("\n") + 1


def test_no_two_clocks_openings_or_rows_left_out_have_one_name(tmp_path: Path) -> None:
    for more in (
        CLOCK,
        CLOCK.replace("xx-opposition", "xx-other") + 'covers = ["xx-opposition"]\n',
        '\n[[left_out]]\nid = "xx-opposition"\nbecause = "duplicate"\n',
    ):
        with pytest.raises(ConfigError) as caught:
            forum(tmp_path, CLOCK, more)
        assert caught.value.params["value"] == "xx-opposition"


def test_without_a_vocabulary_any_event_may_stand_there(tmp_path: Path) -> None:
    assert forum(tmp_path, CLOCK.replace("published", "anything")).clocks[0].start == ("anything",)


def test_a_clock_set_by_the_office_needs_the_fact_that_holds_its_day(tmp_path: Path) -> None:
    found = forum(tmp_path, CLOCK.replace("days = 30", 'set_by_office = true\ngiven = "opposition_end"')).clocks[0]
    assert found.length.set_by_office


def test_an_unverified_clock_is_unknown_without_being_told(tmp_path: Path) -> None:
    found = forum(tmp_path, CLOCK.replace("days = 30", 'days = 30\nconfidence = "unverified"')).clocks[0]
    assert found.certainty == "unknown"


def test_moving_a_last_day_needs_a_calendar(tmp_path: Path) -> None:
    head = HEAD.replace('rest = ["fri", "sat"]\nclosed = [2026-11-15]\n', "")
    with pytest.raises(ConfigError):
        forum(tmp_path, CLOCK.replace("days = 30", 'days = 30\nroll = "next"'), head=head)
    with pytest.raises(ConfigError):
        forum(tmp_path, CLOCK.replace("days = 30", "working_days = 30"), head=head)
    assert forum(tmp_path, CLOCK, head=head).clocks
