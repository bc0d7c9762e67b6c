"""Stores with texts in them, and what their index must hold."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from monitor.matching.indexing.needles import Needle
from monitor.matching.indexing.written import written_forms
from monitor.model import Category, Mention, Record, Role
from monitor.store import Store
from monitor.store.records import Scored

AT = datetime(2026, 11, 20, 2, tzinfo=UTC)
_ROLES = (Role.MARK, Role.APPLICANT, Role.MARK, Role.CITED, Role.TRANSLATION)


def application(number: int, *texts: str, source: str = "us-a", aliases: tuple[str, ...] = ()) -> Record:
    """An invented application that holds these texts, in roles that change with its number."""
    mentions = tuple(
        Mention(text, _ROLES[(number + i) % len(_ROLES)], "f", aliases=aliases if i == 0 else ())
        for i, text in enumerate(texts)
    )
    key = f"tm:US:{number}"
    return Record(source, key, "application", key, "https://example.org/", as_of="2026-11-01", mentions=mentions)


def put(store: Store, records: Sequence[Record], run: int = 1) -> None:
    store.records.fold([Scored(r, Category.TRADEMARK, "sha256:x") for r in records], run, AT)


def as_before_the_index(store: Store) -> None:
    """Make a database what an upgrade leaves of one from before the index: its tables are there, and nothing is in them."""
    with store.immediate():
        store.db.connection.execute("insert into names (names) values ('delete-all')")
        store.db.connection.execute("delete from names_docs")
        store.db.connection.execute("delete from names_near")
        store.db.connection.execute("update names_state set version = '', built_to = 0, matters = 0, texts = 0")


def unindexed(store: Store) -> list[str]:
    """What the index should say and does not: texts it does not lead to, numbers that are wrong."""
    wrong = []
    groups = texts = 0
    for matter in store.matters.stored():
        groups += 1
        for mention in matter.mentions:
            for text in (mention.text, *mention.aliases):
                texts += 1
                for form in written_forms(text):
                    held = store.names_index.matters_with([Needle((form,))])
                    if held is not None and matter.id not in held | set(store.complaints.wholes(held).values()):
                        wrong.append(f"{matter.key}: {text} ({form})")
    if store.names_index.searched() != (groups, texts):
        wrong.append(f"{store.names_index.searched()} is not {(groups, texts)}")
    return wrong
