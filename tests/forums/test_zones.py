"""A day is the court's own: what has ended in Guam is open in New York, and no court's day is told by another's clock."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from monitor.errors import ConfigError
from monitor.forums import SHIPPED, Forums, read_forum
from monitor.model import Category, Event
from monitor.rules import awaited_for, stage_of
from monitor.sources.us_courts.courts import court_zone, is_district
from tests.forums.sample import CLOCK, HEAD, STAGES, written
from tests.rules.told import deadlines_for

COURTS = SHIPPED.read("us-court")
SUIT = Category.SUIT


def test_every_court_keeps_the_zone_in_which_its_docket_is_read() -> None:
    """Event days are made by the reader of the dockets, days left by the forum: they must mean the same midnight."""
    assert {court: str(court_zone(court)) for court in COURTS.zones} == dict(COURTS.zones)


def test_all_ninety_four_districts_have_a_zone() -> None:
    assert len([court for court in COURTS.zones if is_district(court) and court not in {"uscfc", "cit"}]) == 94


@pytest.mark.parametrize(
    ("court", "left"),
    # 06:30 UTC on 10 December: the tenth in New York and Chicago, still the ninth in Los Angeles and Honolulu, the tenth in Guam.
    [("nysd", 4), ("ilnd", 4), ("cacd", 5), ("hid", 5), ("gud", 4), ("nobody", 4)],
)
def test_days_left_are_counted_in_the_zone_of_the_court(court: str, left: int) -> None:
    issued = Event("tro_issued", date(2026, 11, 30), "TRO")
    now = datetime(2026, 12, 10, 6, 30, tzinfo=UTC)
    found = deadlines_for("defendant", SUIT, "US", [issued], {}, now, "zh", matter=f"us-dct:{court}:1:26-cv-00011")
    assert {d.days_left for d in found if d.rule == "us-suit-tro-expiry"} == {left}


@pytest.mark.parametrize(("court", "stage"), [("nysd", "tro"), ("cacd", "complaint_unserved")])
def test_what_has_happened_is_told_by_the_day_of_the_court(court: str, stage: str) -> None:
    """An order dated the tenth has not been made where it is still the ninth."""
    events = [Event("complaint", date(2026, 12, 1), "x"), Event("tro_issued", date(2026, 12, 10), "x")]
    now = datetime(2026, 12, 10, 6, 30, tzinfo=UTC)
    found = stage_of(COURTS, "defendant", SUIT, events, {}, (), now=now, matter=f"us-dct:{court}:1:26-cv-00011")
    assert found is not None
    assert found.id == stage


ZONES = '\n[zones]\n"Asia/Baku" = ["XX"]\n'
AWAITS = (
    'awaits = {known = ["filed"], short = {zh = "未公告", en = "not yet"}, text = {zh = "未公告。", en = "Not yet."}}\n'
)


def test_a_clock_begins_by_the_day_of_its_court(tmp_path: Path) -> None:
    written(tmp_path, HEAD + ZONES + CLOCK + AWAITS + STAGES)
    forums, now = Forums(tmp_path), datetime(2026, 12, 9, 20, 30, tzinfo=UTC)  # the tenth in Baku, the ninth in Riyadh
    events = [Event("filed", date(2026, 11, 1), "x"), Event("published", date(2026, 12, 10), "x")]

    def open_(matter: str) -> tuple[int, int]:
        asked = ("squat", Category.TRADEMARK, "XX", events, {}, now, "zh")
        return (
            len(deadlines_for(*asked, matter=matter, forums=forums)),
            len(awaited_for(*asked, matter=matter, forums=forums)),
        )

    assert open_("tm:XX:1") == (1, 0)
    assert open_("") == (0, 1)  # without a key nobody knows the court


def test_a_clock_with_a_zone_of_its_own_keeps_it(tmp_path: Path) -> None:
    clock = read_forum(written(tmp_path, HEAD + ZONES + CLOCK + 'zone = "Asia/Tokyo"\n')).clocks[0]
    assert clock.zone_of("tm:XX:1") == "Asia/Tokyo"


@pytest.mark.parametrize(
    ("zones", "name"),
    [
        ('"Mars/Olympus" = ["north"]', "zones.Mars/Olympus"),
        ('"Asia/Baku" = []', "zones.Asia/Baku"),
        ('"Asia/Baku" = ["north"]\n"Asia/Tokyo" = ["north"]', "zones.Asia/Tokyo"),
    ],
)
def test_a_zone_nobody_knows_and_a_court_in_two_are_refused(tmp_path: Path, zones: str, name: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read_forum(written(tmp_path, HEAD + f"\n[zones]\n{zones}\n" + CLOCK))
    assert caught.value.params["name"] == name
