"""The demo's office and list: invented, marked so wherever they are shown, and in a state folder of their own."""

from __future__ import annotations

from monitor.config.settings import Settings
from monitor.jobs.around import Around
from monitor.resources import demo_folder
from monitor.store import Store
from monitor.texts import Texts
from monitor.watchlist import assign_ids, companies_of, read_watchlist, version_of


def begin_demo(around: Around) -> int:
    """Import the bundled 名录 as an office would send it, and mark the store as demo data. How many names it has."""
    path = demo_folder() / "watchlist.xlsx"
    marks = assign_ids(read_watchlist(path).names, ())
    names = (*marks, *companies_of(marks))
    with Store.open(around.state) as store:
        store.watchlist.replace(names, version_of(names), path.name, around.clock.now())
        store.meta.set("demo", "1")
    return len(names)


def demo_settings(texts: Texts) -> Settings:
    """The settings of an invented office; nothing is read from this machine."""
    return Settings.model_construct(
        office_name=texts("bulletin_office.demo"),
        province=texts("bulletin_office.demo_province"),
        entry_prefix="YS",
        office_phone="0000-0000000",
    )
