"""A file that uses a word nobody declared is refused, with its line and the word that was meant."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from monitor.errors import ConfigError
from monitor.model.vocabulary import Sort, Use, unknown_words


def refuse_unknown(uses: Iterable[Use], known: Mapping[Sort, Collection[str]] | None = None) -> None:
    """Raises ConfigError for the first use of a word that is not declared; `known` as for unknown_words."""
    for found in unknown_words(uses, known):
        use = found.use
        raise ConfigError(
            f"vocabulary.unknown.{use.sort}",
            file=use.file,
            line=use.line,
            name=use.key,
            value=use.word[:60],
            near=found.near,
        )
