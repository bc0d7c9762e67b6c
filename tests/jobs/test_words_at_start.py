"""What is shipped is looked over before anything is queried, built or sent: a misspelt word is no clock that never starts."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import monitor.forums
from monitor.errors import ConfigError
from monitor.forums import Forums
from monitor.jobs import vocabulary
from monitor.texts import LANGUAGES, Texts
from tests.demo_run import monitor as command

SHIPPED = Path(monitor.forums.__file__).parent


@pytest.fixture
def misspelt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ConfigError]:
    """The shipped forums, but for one letter of one code."""
    folder = tmp_path / "forums"
    shutil.copytree(SHIPPED, folder)
    path = folder / "us-court.toml"
    text = path.read_text(encoding="utf-8")
    assert 'from = ["tro_issued"]' in text
    path.write_text(text.replace('from = ["tro_issued"]', 'from = ["tro_isued"]', 1), encoding="utf-8")
    monkeypatch.setattr(vocabulary, "SHIPPED", Forums(folder))
    vocabulary.check_words.cache_clear()
    with pytest.raises(ConfigError) as caught:
        vocabulary.check_words()
    yield caught.value
    vocabulary.check_words.cache_clear()


def test_a_misspelt_event_is_refused_with_file_line_and_the_code_that_was_meant(misspelt: ConfigError) -> None:
    line = next(
        n
        for n, text in enumerate((SHIPPED / "us-court.toml").read_text(encoding="utf-8").splitlines(), 1)
        if text == 'from = ["tro_issued"]'
    )
    assert (misspelt.params["file"], misspelt.params["line"]) == ("us-court.toml", line)
    for lang in LANGUAGES:
        told = Texts(lang)(misspelt.key, **misspelt.params)
        assert "tro_isued" in told
        assert "tro_issued" in told
        assert "{" not in told


@pytest.mark.parametrize("words", [["run"], ["daemon"], ["bulletin", "build"], ["doctor"]], ids=" ".join)
def test_nothing_is_begun_with_it(misspelt: ConfigError, tmp_path: Path, words: list[str]) -> None:
    done = command(tmp_path / "state", *words)
    assert done.returncode == 4
    assert "tro_isued" in done.stdout + done.stderr
    assert not (tmp_path / "state" / "monitor.db").exists()
