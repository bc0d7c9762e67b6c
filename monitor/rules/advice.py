"""What a reader is told to do about a hit, and what may follow if nobody does: one answer for every door. Pure.

The forum's words for the stage come first, then those of the category that name no forum. No other forum's words and no
other category's are ever used.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from monitor.forums import SHIPPED, Forums, Play, Step
from monitor.forums.neutral import neutral_play
from monitor.forums.schema import SaidWhen
from monitor.model import Category, HitKind
from monitor.texts import Texts

_GAP = {"zh": "", "en": " "}  # between two sentences
_BASES = {"zh": "；", "en": "; "}  # between articles


@dataclass(frozen=True, slots=True)
class Advice:
    """In one language. `stage` is its id ("tro"), `stage_name` its name ("" where no forum file answers).

    No `steps`: there is nothing to do but to watch. `basis`: articles. `reviewed`: which lawyer read it and when; "": none."""

    stage: str
    stage_name: str
    steps: tuple[str, ...]
    if_silent: str
    collect: tuple[str, ...]
    avoid: tuple[str, ...]
    help: tuple[str, ...]
    basis: str
    reviewed: str


def advice_for(
    kind: str,
    category: Category,
    jurisdiction: str,
    stage: str,
    lang: str,
    *,
    matter: str = "",
    true: Collection[str] = (),
    confirmed: bool = False,
    forums: Forums = SHIPPED,
) -> Advice:
    """`confirmed`: a person said that the filing is the firm's own; until then, though the applicant is called as the firm is,
    the firm is asked first. `true`: names of the facts that are true of the case; what follows from them is said behind the consequence. `stage` is the id that stage_of() gave ("" for none); the forum is found as for clocks_for()."""
    forum = forums.for_matter(category, jurisdiction, matter)
    neutral = neutral_play(HitKind(kind), category)
    found = forum.play(kind, category, stage) if forum else None
    name = next((s.name[lang] for s in forum.stages if s.id == stage), "") if forum else ""
    further = [s for s in forum.said_when if s.holds(kind, stage, true)] if forum else []
    advice = _in_language(found or neutral, neutral, further, stage, name, lang)
    if kind != HitKind.OWN_FILING or confirmed:
        return advice
    return replace(advice, steps=(Texts(lang)("rules.own_unconfirmed"), *advice.steps))


def _in_language(play: Play, neutral: Play, further: Sequence[SaidWhen], stage: str, name: str, lang: str) -> Advice:
    """A forum may word steps alone; what follows is then that of the category, never nothing."""

    def said(step: Step | None) -> str:
        return step.in_language(lang) if step else ""

    def listed(steps: tuple[Step, ...]) -> tuple[str, ...]:
        return tuple(step.in_language(lang) for step in steps)

    return Advice(
        stage=stage,
        stage_name=name,
        steps=listed(play.steps),
        if_silent=_GAP[lang].join((said(play.if_silent or neutral.if_silent), *listed(tuple(s.text for s in further)))),
        collect=listed(play.collect),
        avoid=listed(play.avoid),
        help=listed(play.help),
        basis=_BASES[lang].join(dict.fromkeys(filter(None, map(said, (play.basis, *(s.basis for s in further)))))),
        reviewed=play.reviewed,
    )
