"""A cell's value as a person reads it, and what kind of value it was. The same for every library that gives values."""

from __future__ import annotations

from datetime import date, datetime


def kind_of(value: object) -> str:
    """What a value is, if it is no text: a clerk typed it, or the spreadsheet made it of what was typed."""
    if value is None or isinstance(value, str):
        return ""
    if isinstance(value, bool):
        return "logical"
    return "number" if isinstance(value, int | float) else "date"


def text_of(value: object) -> str:
    """33.0 is 33, a date is a date, an error value is shown."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
