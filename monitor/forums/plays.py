"""Reads stages and what to do at each: those of a forum file, and the words of a category that name no forum."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from monitor.forums.schema import ANY_STAGE, CLOCK_STATES, KINDS, Play, SaidWhen, Stage
from monitor.forums.tables import Table, category_of, declared
from monitor.located import read_toml
from monitor.model import Category, HitKind


def stage_in(entry: Table) -> Stage:
    facts, clocks = entry.table("facts", optional=True), entry.table("clocks", optional=True)
    stage = Stage(
        id=entry.text("id"),
        name=entry.both("name"),
        events=frozenset(entry.events("events", least=0)),
        without=frozenset(entry.events("without", least=0)),
        latest=frozenset(entry.events("latest", least=0)),
        facts={fact: frozenset(facts.values(fact)) for fact in facts.fact_keys()},
        clocks={kind: clocks.one(kind, CLOCK_STATES) for kind in clocks.keys_among(KINDS)},
        kinds=frozenset(entry.some("kinds", entry.words.hit_kinds, least=0)),
        category=category_of(entry, least=0),
        whole=entry.flag("whole"),
        extent_unsaid=entry.flag("extent_unsaid"),
        own=entry.flag("own"),
    )
    if stage.id == ANY_STAGE:
        entry.fail("id", value=stage.id)
    facts.finish()
    clocks.finish()
    entry.finish()
    return stage


def plays_in(top: Table, stages: Iterable[Stage]) -> Mapping[tuple[str, str], Play]:
    """`[playbook.<kind of hit>.<stage>]`; the kind may be followed by a category ("squat_gi")."""
    book = top.table("playbook", optional=True)
    known = [*(stage.id for stage in stages), ANY_STAGE]
    found: dict[tuple[str, str], Play] = {}
    for kind in book.names():
        plain = next(
            (kind.removesuffix(f"_{c}") for c in frozenset(c.value for c in Category) if kind.endswith(f"_{c}")), kind
        )
        if book.words.hit_kinds is not None and plain not in book.words.hit_kinds:
            book.fail(kind, value=kind, known=book.words.hit_kinds)
        of_kind = book.table(kind)
        for stage in of_kind.names():
            if stage not in known:
                of_kind.fail(stage, value=stage, known=known)
            found[kind, stage] = _play(of_kind.table(stage), kind, stage)
        of_kind.finish()
    book.finish()
    return found


def said_when_in(top: Table, stages: Iterable[Stage]) -> tuple[SaidWhen, ...]:
    """`[[said_when]]`: sentences that follow from the facts of a case. A fact, kind or stage nobody declared is refused."""
    known = frozenset(stage.id for stage in stages)
    return tuple(_said_when(entry, known) for entry in top.tables("said_when"))


def _said_when(entry: Table, stages: frozenset[str]) -> SaidWhen:
    facts = entry.facts("facts")
    if not facts:
        entry.fail("facts")
    text = entry.step("text")
    if text is None:
        entry.fail("text")
    said = SaidWhen(
        id=entry.text("id"),
        text=text,
        facts=frozenset(facts),
        unless=frozenset(entry.facts("unless")),
        kinds=frozenset(entry.some("kinds", entry.words.hit_kinds, least=0)),
        stages=frozenset(entry.some("stages", stages, least=0)),
        not_at=frozenset(entry.some("not_at", stages, least=0)),
        basis=entry.step("basis"),
    )
    entry.finish()
    return said


def _play(entry: Table, kind: str, stage: str) -> Play:
    play = Play(
        kind=kind,
        stage=stage,
        steps=entry.steps("steps"),
        if_silent=entry.step("if_silent"),
        collect=entry.steps("collect"),
        avoid=entry.steps("avoid"),
        help=entry.steps("help"),
        basis=entry.step("basis"),
        reviewed=entry.text("reviewed", ""),
    )
    entry.finish()
    return play


def read_category(path: Path) -> Mapping[HitKind, Play]:
    """The words of one category that name no forum: one table for every kind of hit, or `like` another kind of the same file.

    Raises ConfigError naming file, line and key; also where a kind of hit has no words, or words without a consequence."""
    file = read_toml(path)
    top = Table(file, (), file.data, declared())
    found: dict[HitKind, Play] = {}
    likes: dict[HitKind, HitKind] = {}
    for name in top.keys_among(frozenset(HitKind)):
        entry = top.table(name)
        if entry.has("like"):
            likes[HitKind(name)] = HitKind(entry.one("like", frozenset(HitKind)))
            entry.finish()
            continue
        found[HitKind(name)] = play = _play(entry, name, ANY_STAGE)
        if play.if_silent is None:
            top.table(name).fail("if_silent")
    for kind, other in likes.items():
        if other not in found:  # missing, or itself like another
            top.table(kind).fail("like", value=other, known=sorted(found))
    for kind in HitKind:
        if kind not in found and kind not in likes:
            file.refuse("rules.errors.no_words", kind, value=kind.value, category=path.stem)
    return {kind: found[likes.get(kind, kind)] for kind in HitKind}
