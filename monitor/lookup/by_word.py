"""Words and the matters they stand in, as `monitor lookup --json` prints them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from monitor.errors import UsageError
from monitor.lookup.desk import Desk
from monitor.lookup.told import head, told
from monitor.lookup.words import WordsAnswer, look_up_words

PER_PAGE = 20


def words_json(desk: Desk, text: str, page: int, told_already: Collection[str]) -> dict[str, Any]:
    """One page of what was found, the best first; `told_before`: the answer tells of it already. `why_not`: the sentence that
    says why nothing could be asked, "" where something was."""
    try:
        answer = look_up_words(desk.store, text, page=page, per_page=PER_PAGE)
    except UsageError as error:  # nothing but words too short or too common
        return {**_NOTHING, "page": page, "why_not": desk.texts(error.key, **error.params)}
    every = told(desk.store, [f.matter for f in answer.found], desk.now, desk.texts, demo=desk.demo)
    in_full = {m["matter"]: m for m in every}
    found = [
        {
            **head(f.matter, desk.texts),
            "where": [
                {
                    "field": str(w.holds),
                    "field_name": desk.texts.find(f"lookup.holds.{w.holds}") or str(w.holds),
                    "text": "".join(piece for piece, _ in w.pieces),
                    "marked": [piece for piece, marked in w.pieces if marked],
                    "whole_words": w.whole,
                    "classes": list(w.classes),
                }
                for w in f.where
            ],
            "translated": f.translated,
            "told_before": f.matter.key in told_already,
            "in_full": in_full[f.matter.key],
        }
        for f in answer.found
    ]
    return {**_counts(answer), "why_not": "", "found": found}


def _counts(answer: WordsAnswer) -> dict[str, Any]:
    return {
        "total": answer.total,
        "at_least": answer.at_least,
        "page": answer.page,
        "per_page": answer.per_page,
        "pages": -(-answer.total // answer.per_page),
        "asked": list(answer.asked),
        "ignored": list(answer.ignored),
        "translated": list(answer.translated),
        "untranslated": answer.untranslated,
        "indexed": answer.ready,
        "goods_of": answer.goods_of,
        "matters": answer.matters,
    }


_NOTHING: dict[str, Any] = {
    "total": 0, "at_least": False, "page": 1, "per_page": PER_PAGE, "pages": 0, "asked": [], "ignored": [], "translated": [],
    "untranslated": False, "indexed": True, "goods_of": 0, "matters": 0, "why_not": "", "found": [],
}  # fmt: skip
