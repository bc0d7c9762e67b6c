"""The office's form: what may stand in it, what each mistake is told as, and who answers for which city."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from monitor.config.form import OfficeForm, load_form
from monitor.config.settings import Sending, Settings, load_settings
from monitor.errors import ConfigError
from monitor.texts import LANGUAGES, Texts

PAGE = Path(__file__).parent.parent.parent / "docs" / "operations.md"


def form(tmp_path: Path, text: str) -> OfficeForm:
    path = tmp_path / "office.yaml"
    path.write_text(text, encoding="utf-8")
    return load_form(path)


def told(tmp_path: Path, text: str) -> str:
    """What a person hears of a mistake, in Chinese; in English it is said as well, and both name the file."""
    with pytest.raises(ConfigError) as caught:
        form(tmp_path, text)
    zh, en = (Texts(lang)(caught.value.key, **caught.value.params) for lang in LANGUAGES)
    assert "office.yaml" in zh
    assert "office.yaml" in en
    assert "{" not in zh + en
    assert not re.search("[一-鿿]", en.replace("大同市", ""))  # what the office wrote itself is quoted
    return zh


def test_an_empty_file_is_a_form_of_which_nothing_is_printed(tmp_path: Path) -> None:
    assert form(tmp_path, "") == OfficeForm()
    assert form(tmp_path, "publisher:\nsigners:\nunits:\n") == OfficeForm()


def test_values_are_taken_as_they_are_written(tmp_path: Path) -> None:
    made = form(tmp_path, "contact_phone: 03510000000\nmarking: 内部资料　注意保存\nreviewer: NO\nblanks: 是\n")
    assert (made.contact_phone, made.reviewer, made.blanks) == ("03510000000", "NO", True)
    assert made.marking == "内部资料　注意保存"  # the wide blank parts its halves


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("publisher: a\nsigner: 甲\n", "第 2 行：无法识别“signer”。是不是要写 signers？"),
        ("zzz: 1\n", "第 1 行：无法识别“zzz”。可以写的有：publisher"),
        ("\nsigners: 甲\n", "第 2 行：signers 的值不对，应为列表"),
        ("blanks: maybe\n", "第 1 行：blanks 的值不对，应为 true 或 false"),
        ("first_issue_no: 0\n", "应为 1 至 999 的整数"),
        ("limit_days: 五\n", "应为 1 至 60 的整数"),
        ("units: 甲\n", "应写成“地市: 责任单位”"),
        ("units:\n  大同:\n", "第 2 行：units 的值不对"),
        ("units: {大同: 甲, 大同市: 乙}\n", "同一名称出现两次（大同市）"),
        ("publisher: a\npublisher: b\n", "同一名称出现两次"),
        ("publisher: [a\n", "不是正确的 YAML"),
        ("- a\n", "整份文件应写成“名称: 值”的形式"),
        (f"publisher: {'长' * 201}\n", "应为一行文字"),
        ("publisher: {a: b}\n", "应为一行文字"),
        ('publisher: "a\\u202eb"\n', "应为一行文字"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_what_may_stand_there(tmp_path: Path, text: str, says: str) -> None:
    assert says in told(tmp_path, text)


def test_a_file_that_is_not_there_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MONITOR_OFFICE_FORM", str(tmp_path / "none.yaml"))
    with pytest.raises(ConfigError) as caught:
        load_settings()
    assert caught.value.key == "errors.config_unreadable"


@pytest.mark.parametrize(
    ("city", "unit"), [("大同", "乙"), ("大同市", "乙"), ("晋中", "丙"), ("晋中市", "丙"), ("运城", "甲"), ("", "甲")]
)
def test_a_city_is_known_however_it_is_written(city: str, unit: str) -> None:
    assert OfficeForm(units={"default": "甲", "大同市": "乙", "晋中": "丙"}).unit_for(city) == unit


def test_without_a_default_a_city_that_is_not_named_has_nobody() -> None:
    assert OfficeForm(units={"大同市": "乙"}).unit_for("运城") == ""
    assert OfficeForm().unit_for("运城") == ""


def test_the_example_of_the_documentation_is_one(tmp_path: Path) -> None:
    (example,) = re.findall(r"```yaml\n(# /etc/ipmonitor/office.yaml\n.*?)```", PAGE.read_text(encoding="utf-8"), re.S)
    made = form(tmp_path, example)
    assert made.first_issue_no == 39
    assert made.unit_for("大同").startswith("大同市")
    fields = {k for k in OfficeForm.__dataclass_fields__ if f"\n{k}:" in example}
    assert fields == set(OfficeForm.__dataclass_fields__)  # every key is shown


# --- when an issue goes out ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "way", "formerly"),
    [
        (None, Sending.APPROVED, False),
        ("approved", Sending.APPROVED, False),
        (" AUTO ", Sending.AUTO, False),
        ("off", Sending.OFF, False),
        ("true", Sending.AUTO, True),  # an office that mails by itself goes on doing so
        ("1", Sending.AUTO, True),
        ("false", Sending.OFF, True),
        ("No", Sending.OFF, True),
    ],
)
def test_what_the_setting_said_before_keeps_its_meaning(
    monkeypatch: pytest.MonkeyPatch, said: str | None, way: Sending, formerly: bool
) -> None:
    monkeypatch.delenv("MONITOR_BULLETIN_SEND", raising=False)
    if said is not None:
        monkeypatch.setenv("MONITOR_BULLETIN_SEND", said)
    settings = load_settings()
    assert (settings.sending, settings.sends_as_formerly) == (way, formerly)


def test_a_setting_of_python_is_read_as_one_of_the_environment() -> None:
    assert Settings(bulletin_send=True).sending is Sending.AUTO  # type: ignore[arg-type]


def test_another_word_is_refused_with_those_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MONITOR_BULLETIN_SEND", "later")
    with pytest.raises(ConfigError) as caught:
        load_settings()
    for lang in LANGUAGES:
        said = Texts(lang)(caught.value.key, **caught.value.params)
        assert "MONITOR_BULLETIN_SEND" in said
        assert all(way.value in said for way in Sending)
