"""Rules and their ends are kept as they were said: the schema itself refuses to change them."""

from __future__ import annotations

import sqlite3
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from monitor.cases.exceptions import ExceptionRule, RuleKind, Scope
from monitor.store import Store

AT = datetime(2026, 11, 20, 2, tzinfo=UTC)
RULE = ExceptionRule(
    RuleKind.DEALER,
    Scope((3, 4), ("金港公司", 'A "B" Ltd'), ("w1",), (33, 35), ("BR", "US"), ("LANGUHE",)),
    "有合同", "张三", AT, date(2027, 1, 1), clocks=((4, "us-opposition", "2026-12-20"),), account="zhangsan",
)  # fmt: skip


def test_a_rule_is_read_as_it_was_written(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        assert not store.exceptions.any()
        kept = store.exceptions.add(RULE)
        assert store.exceptions.any()
        assert store.exceptions.every() == (kept,)
        store.exceptions.end(kept.id, "李四", "lisi", "合同到期", AT)
        (ended,) = store.exceptions.by_id([kept.id]).values()
        assert (ended.ended_at, ended.ended_by, ended.ended_reason) == (AT, "李四", "合同到期")
        assert (ended.scope, ended.until, ended.clocks) == (RULE.scope, RULE.until, RULE.clocks)
        assert store.exceptions.by_id([]) == {}


@pytest.mark.parametrize(
    "statement",
    [
        "update exceptions set until = '2099-01-01'",
        "delete from exceptions",
        "update exceptions_ended set by = 'x'",
        "delete from exceptions_ended",
    ],
)
def test_nothing_that_was_said_is_changed_or_deleted(tmp_path: Path, statement: str) -> None:
    with Store.open(tmp_path) as store:
        store.exceptions.add(RULE)
        store.exceptions.end(1, "李四", "", "", AT)
        with pytest.raises(sqlite3.IntegrityError, match="never"), store.immediate():
            store.db.connection.execute(statement)


def test_a_rule_ends_once(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        store.exceptions.add(RULE)
        store.exceptions.end(1, "李四", "", "", AT)
        with pytest.raises(Exception, match="UNIQUE"):
            store.exceptions.end(1, "王五", "", "", AT)
