"""Help pages in the reader's language, folded to the terminal. typer's own frame ("Usage", "Options" …) is English and
measures Han characters as one cell; these classes draw the page themselves, through the method click gives for that."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from monitor.cli.common import spoken
from monitor.cli.tables import fact_lines
from monitor.cli.values import settle_plain_values
from monitor.cli.wrapping import wrapped
from monitor.texts import Texts

_WIDEST = 110
_LEFT = 26  # cells of the left column, at most


class Command(TyperCommand):
    def format_help(self, ctx: Any, formatter: Any) -> None:
        formatter.write("\n".join(page(self, ctx, spoken())) + "\n")

    def get_params(self, ctx: Any) -> Any:
        return _settled(super().get_params(ctx))


class Group(TyperGroup):
    def format_help(self, ctx: Any, formatter: Any) -> None:
        formatter.write("\n".join(page(self, ctx, spoken())) + "\n")

    def get_params(self, ctx: Any) -> Any:
        return _settled(super().get_params(ctx))


def _settled(parameters: Any) -> Any:
    settle_plain_values(parameters)
    return parameters


class App(typer.Typer):
    """typer's app with our help pages."""

    def command(self, name: str | None = None, **settings: Any) -> Any:
        return super().command(name, cls=Command, **settings)


def group(help_text: str) -> App:
    """A group of commands: `monitor hit …`."""
    return App(cls=Group, help=help_text, no_args_is_help=True, rich_markup_mode=None)


def page(command: Any, ctx: Any, t: Texts) -> Iterator[str]:
    """The lines of `monitor … --help`."""
    width = min(shutil.get_terminal_size().columns, _WIDEST)
    parameters = [p for p in command.get_params(ctx) if not getattr(p, "hidden", False)]
    arguments = [p for p in parameters if p.param_type_name == "argument"]
    options = [p for p in parameters if p.param_type_name == "option"]
    children = getattr(command, "commands", {})

    usage = [ctx.command_path, t("cli.page.options_mark")]
    usage += [_written(p, t) for p in arguments]
    usage += [t("cli.page.command_mark")] if children else []
    yield from wrapped(t("cli.page.usage", line=" ".join(usage)), width)
    yield ""
    yield from _indented(command.help or "", width)
    yield from _section(t("cli.page.arguments"), [(_written(p, t), _told(p, t)) for p in arguments], width)
    yield from _section(t("cli.page.options"), [(_spelling(p, t), _told(p, t)) for p in options], width)
    listed = [(name, child.help or "") for name, child in children.items() if not child.hidden]
    yield from _section(t("cli.page.commands"), listed, width)
    if command.epilog:
        yield ""
        yield from _indented(command.epilog, width)


def placeholder(metavar: str, t: Texts) -> str:
    """What is to be put in, in words: FILE… → 文件…"""
    return re.sub("[A-Z]+", lambda m: t.find(f"cli.placeholder.{m[0].lower()}") or m[0], metavar)


def _written(parameter: Any, t: Texts) -> str:
    """An argument as it stands in the usage line: [文件] where it may be left out."""
    name = placeholder((parameter.metavar or parameter.name).upper(), t).strip("[]")
    return name if parameter.required else f"[{name}]"


def _spelling(parameter: Any, t: Texts) -> str:
    names = ", ".join(sorted((*parameter.opts, *parameter.secondary_opts), key=len))
    return names if parameter.is_flag else f"{names} {placeholder(parameter.metavar or '', t)}".rstrip()


def _told(parameter: Any, t: Texts) -> str:
    """What a parameter is for, and its limits."""
    told = t.find(f"cli.page.of.{parameter.name}") or parameter.help or ""
    limits = []
    least, most = getattr(parameter, "min", None), getattr(parameter, "max", None)
    if least is not None and most is not None:
        limits.append(t("cli.page.range", least=least, most=most))
    # Arguments say by their brackets whether they are needed.
    if parameter.required and parameter.param_type_name == "option":
        limits.append(t("cli.page.required"))
    default = parameter.default
    if isinstance(default, str | int) and default not in ("", True, False) and not parameter.required:
        limits.append(t("cli.page.default", value=default))
    return told + (t("cli.page.limits", limits=t("cli.list.then").join(limits)) if limits else "")


def _section(title: str, rows: list[tuple[str, str]], width: int) -> Iterator[str]:
    if not rows:
        return
    yield ""
    yield title
    for line in fact_lines(rows, width - 2, widest=_LEFT):
        yield f"  {line}".rstrip()


def _indented(text: str, width: int) -> Iterator[str]:
    for line in wrapped(text, width - 2):
        yield f"  {line}".rstrip()
