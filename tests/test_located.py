"""A fault in a TOML file is named with the line a person finds it on."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.errors import ConfigError
from monitor.located import Located, read_toml

TEXT = """# what a rule book looks like
partial = [
  "in part",  # a value over several lines
]

[[rules]]
id = "first"
title.zh = "一"
title.en = "one"
words = {when = "x", days = 3}

[[rules]]
id = "second"
note = \"\"\"
id = "not a key"
[[rules]]
\"\"\"
awaits.text.zh = "等"

[[rules.steps]]
act = "call"

[[rules.steps]]
act = "file"

[playbook.squat."registered open"]
step1 = "look"
"""


@pytest.fixture
def located(tmp_path: Path) -> Located:
    path = tmp_path / "book.toml"
    path.write_text(TEXT, encoding="utf-8")
    return read_toml(path)


@pytest.mark.parametrize(
    ("keys", "written"),
    [
        (("partial",), "partial = ["),
        (("rules", 0), "[[rules]]"),
        (("rules", 0, "title", "en"), 'title.en = "one"'),
        (("rules", 0, "words", "days"), 'words = {when = "x", days = 3}'),  # inside a value: the line of the value
        (("rules", 1, "id"), 'id = "second"'),
        (("rules", 1, "awaits", "text", "zh"), 'awaits.text.zh = "等"'),
        (("rules", 1, "awaits"), 'awaits.text.zh = "等"'),
        (("rules", 1, "steps", 1, "act"), 'act = "file"'),
        (("playbook", "squat", "registered open", "step1"), 'step1 = "look"'),
        (("playbook", "squat", "registered open", "step2"), '[playbook.squat."registered open"]'),  # what is missing
        (("nothing",), "# what a rule book looks like"),
    ],
)
def test_each_key_is_found_on_its_line(located: Located, keys: tuple[str | int, ...], written: str) -> None:
    assert TEXT.split("\n")[located.line(*keys) - 1] == written


def test_a_text_of_several_lines_hides_no_keys(located: Located) -> None:
    assert ("rules", 2) not in located.lines


def test_a_refusal_names_file_line_and_key(located: Located) -> None:
    with pytest.raises(ConfigError) as caught:
        located.refuse("rules.errors.bad_rule", "rules", 1, "id", value="second")
    assert caught.value.params == {"file": "book.toml", "line": 13, "name": "rules.1.id", "value": "second"}


def test_what_is_no_toml_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "broken.toml"
    path.write_text("good = 1\nbad = \n", encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        read_toml(path)
    assert (caught.value.key, caught.value.params["line"]) == ("errors.toml_unreadable", 2)


def test_a_file_that_is_not_there_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        read_toml(tmp_path / "gone.toml")
    assert caught.value.params["file"] == "gone.toml"
