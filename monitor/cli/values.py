"""Plain values of the command line, without a detour. typer has pydantic read every value, also those nobody gave; loading
pydantic takes a third of the time of a command that only reads. What is plain is settled here, all else by typer."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

_PLAIN = (str, Path, int)


def settle_plain_values(parameters: Iterable[Any]) -> None:
    """Lets these parameters of a command settle absent values, texts, paths and whole numbers by themselves."""
    for parameter in parameters:
        if "process_value" not in vars(parameter):
            _settle(parameter)


def _settle(parameter: Any) -> None:
    by_typer = parameter.process_value
    kind = getattr(getattr(parameter, "type_descriptor", None), "annotation", None)
    several = bool(getattr(parameter, "multiple", False)) or getattr(parameter, "nargs", 1) != 1
    bounded = getattr(parameter, "min", None) is not None or getattr(parameter, "max", None) is not None
    plain = kind in _PLAIN and not several and not bounded

    def process_value(ctx: Any, value: Any) -> Any:
        settled: Any
        if value is None and not parameter.required:
            settled = () if several else None
        elif plain and isinstance(value, str):
            try:
                settled = kind(value)  # type: ignore[misc]
            except ValueError:
                return by_typer(ctx, value)  # it knows how to complain
        else:
            return by_typer(ctx, value)
        return settled if parameter.callback is None else parameter.callback(ctx, parameter, settled)

    parameter.process_value = process_value
