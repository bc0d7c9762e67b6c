from __future__ import annotations

from datetime import date

from monitor.matching import Filing, serial_filers

HARBOR = "Golden Harbor Beverage Trading LLC"


def filing(applicant: str, day: date, watched: str, mark: str, matter: str) -> Filing:
    return Filing(applicant, "US", day, watched, mark, matter)


def test_two_watched_names_within_a_year_make_a_serial_filer() -> None:
    found = serial_filers(
        [
            filing(HARBOR, date(2026, 1, 5), "w1", "LANGUHE", "tm:US:1"),
            filing("GOLDEN HARBOR BEVERAGE TRADING, L.L.C.", date(2026, 11, 3), "w2", "ZHANGYUANJIN", "tm:US:2"),
            filing("Bluefern Glassworks LLC", date(2026, 11, 3), "w2", "ZHANGYUANJIN", "tm:US:3"),
        ]
    )
    assert [(s.applicant, s.watched_ids, s.matters) for s in found] == [(HARBOR, ("w1", "w2"), ("tm:US:1", "tm:US:2"))]
    assert (found[0].first, found[0].last) == (date(2026, 1, 5), date(2026, 11, 3))


def test_the_same_name_twice_or_a_year_apart_is_no_series() -> None:
    day = date(2026, 1, 5)
    assert not serial_filers([filing(HARBOR, day, "w1", "LANGUHE", "a"), filing(HARBOR, day, "w1", "LANGUHE", "b")])
    assert not serial_filers(
        [filing(HARBOR, date(2025, 1, 5), "w1", "A", "a"), filing(HARBOR, date(2026, 1, 6), "w2", "B", "b")]
    )


def test_known_brands_count_beside_a_watched_name() -> None:
    day = date(2026, 1, 5)
    brands = [filing(HARBOR, day, "", mark, mark) for mark in ("MOUTAI", "同仁堂", "SUNSHINE")]
    found = serial_filers([filing(HARBOR, day, "w1", "LANGUHE", "x"), *brands])
    assert [(s.watched_ids, s.brands) for s in found] == [(("w1",), ("同仁堂", "茅台"))]
    assert "SUNSHINE" not in found[0].matters
    assert not serial_filers(brands)


def test_the_worst_filer_comes_first_and_order_of_input_does_not_matter() -> None:
    day = date(2026, 1, 5)
    filings = [filing("Aurora Confecções Ltda", day, f"w{i}", "M", f"a{i}") for i in range(2)]
    filings += [filing(HARBOR, day, f"w{i}", "M", f"b{i}") for i in range(3)]
    assert serial_filers(filings) == serial_filers(reversed(filings))
    assert [s.applicant for s in serial_filers(filings)] == [HARBOR, "Aurora Confecções Ltda"]
