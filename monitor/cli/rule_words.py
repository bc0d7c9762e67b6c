"""What an exception rule says of a lead, in one sentence: for every command that shows leads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from monitor.cli.common import Session


def exception_in_words(session: Session, exception: Mapping[str, Any]) -> str:
    """Which rule keeps it out, by whom, why and until when; or that one holds of it and does not, and why."""
    t = session.texts
    if exception["suppressed"]:
        return t("exceptions.suppressed", **{**exception, "kind": t(f"exceptions.kind.{exception['kind']}")})
    key = f"spared_{exception['kind']}" if exception["spared"] == "application" else "spared_clock"
    return t(f"exceptions.{key}", rule=exception["rule"])
