"""What an issue is composed from is kept whole: what was kept gives the same issue, to the byte."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from monitor.bulletin import compose, formats, render
from monitor.issue.drafts import content_of, draft_named, drafts_in, keep_draft, name_of, source_of
from tests.bulletin import sample_issue as sample

SAMPLES = sample.samples()


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_what_is_kept_is_what_was_gathered(name: str) -> None:
    bare = replace(SAMPLES[name], draft=False, draft_no="", approval=None)
    again = source_of(content_of(SAMPLES[name]))
    assert again == bare
    for format_name in formats():
        assert render(compose(again), format_name) == render(compose(bare), format_name)


def test_a_draft_is_named_after_its_content_and_not_after_its_signature() -> None:
    full = SAMPLES["full"]
    assert content_of(replace(full, draft=True, approval=sample.SIGNED)) == content_of(full)
    assert name_of(content_of(replace(full, ongoing_count=6))) != name_of(content_of(full))


def test_a_draft_that_was_changed_by_hand_is_none(tmp_path: Path) -> None:
    content = content_of(SAMPLES["clean"])
    keep_draft(tmp_path, "w", content)
    (name,) = drafts_in(tmp_path, "w")
    assert draft_named(tmp_path, "w", name) == source_of(content)
    path = tmp_path / "w" / "drafts" / f"{name}.json"
    path.write_bytes(content.replace("演示".encode(), "真实".encode()))
    assert draft_named(tmp_path, "w", name) is None
    assert draft_named(tmp_path, "w", "00000000") is None


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"office": 1}', b"\xff"])
def test_what_is_no_issue_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        source_of(content)
