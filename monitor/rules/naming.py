"""What a forum file calls its office and its country, for matters whose office or country has no word in the texts."""

from __future__ import annotations

from monitor.forums import SHIPPED
from monitor.model import Category


def forum_called(category: Category, jurisdiction: str, matter: str, lang: str) -> str:
    """The name of the office or court that a matter lies with; "" where no file answers for it."""
    forum = SHIPPED.for_matter(category, jurisdiction, matter)
    return forum.name[lang] if forum else ""


def place_called(jurisdiction: str, lang: str) -> str:
    """What a forum file calls its country or region; "" where none does."""
    return next((f.place[lang] for f in SHIPPED.of(jurisdiction) if f.place), "")
