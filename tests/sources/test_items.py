"""What the kit makes of an answer that is a list, and how strictly its fields are read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from monitor.errors import Unparsed
from monitor.model import Capture, ProvenEmpty, Request, Seen, Stated
from monitor.sources.kit.fields import Fields, Missing
from monitor.sources.kit.items import (
    Item,
    counted,
    csv_items,
    json_items,
    json_number,
    read_json,
    xml_items,
    xml_number,
)
from monitor.texts import LANGUAGES, Texts


def capture(folder: Path, body: str | bytes) -> Capture:
    path = folder / "answer"
    path.write_bytes(body if isinstance(body, bytes) else body.encode())
    now = datetime(2026, 11, 20, tzinfo=UTC)
    return Capture("sha256:0", Request("https://example.org/list"), 200, {}, now, path.stat().st_size, path)


def test_a_json_list_is_read_with_its_places(tmp_path: Path) -> None:
    found = json_items(capture(tmp_path, '{"rows": [{"no": 1}, "odd"], "total": 2}'), "rows")
    assert found == [Item("item 1", {"no": 1}, b'{"no": 1}'), Item("item 2", {}, b'"odd"')]


def test_an_empty_list_is_a_list_and_an_absent_one_is_another_shape(tmp_path: Path) -> None:
    assert json_items(capture(tmp_path, '{"rows": []}'), "rows") == []
    assert json_number(capture(tmp_path, '{"rows": [], "total": 0}'), "total") == 0
    for body in ("{}", '{"rows": null}', '{"rows": {}}'):
        with pytest.raises(Unparsed):
            json_items(capture(tmp_path, body), "rows")


def test_nothing_is_proved_only_where_the_answer_says_so_and_has_nothing() -> None:
    assert list(counted("rows", 0, 0)) == [Stated("rows", 0), Seen("rows", 0), ProvenEmpty()]
    assert list(counted("rows", 3, 0)) == [Stated("rows", 3), Seen("rows", 0)]
    assert list(counted("rows", 0, 3)) == [Stated("rows", 0), Seen("rows", 3)]


def test_an_xml_list_is_flattened_without_losing_a_value(tmp_path: Path) -> None:
    body = (
        '<?xml version="1.0" encoding="ISO-8859-1"?><list xmlns="urn:x"><mark no="7"><name>Señal</name><class>3</class>'
        '<class>5</class><owner country="ZZ"><name>A</name></owner><!-- x --></mark><other/></list>'
    )
    (found,) = xml_items(capture(tmp_path, body.encode("iso-8859-1")), "mark")
    assert found.values == {
        "no": "7", "name": "Señal", "class": ["3", "5"], "owner/country": "ZZ", "owner/name": "A",
    }  # fmt: skip
    assert found.where == "item 1"
    assert found.raw.startswith(b"<mark")


@pytest.mark.parametrize("body", ['<list n="12"/>', '<list xmlns="urn:x"><n> 12 </n><mark><n>3</n></mark></list>'])
def test_an_xml_list_says_how_many_it_has(tmp_path: Path, body: str) -> None:
    assert xml_number(capture(tmp_path, body), "n") == 12


def test_a_csv_table_is_read_by_its_header(tmp_path: Path) -> None:
    found = csv_items(capture(tmp_path, "\ufeffno;name\r\n1;A\r\n2\r\n"), ";")
    assert [(i.where, dict(i.values)) for i in found] == [
        ("row 2", {"no": "1", "name": "A"}), ("row 3", {"no": "2", "name": None}),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("read", "body"),
    [
        (read_json, '{"rows": ['),
        (read_json, "[]"),
        (read_json, b"\xff\xfe{"),
        (lambda c: json_number(c, "total"), "{}"),
        (lambda c: json_number(c, "total"), '{"total": "3"}'),
        (lambda c: xml_items(c, "mark"), "<list><mark></list>"),
        (lambda c: xml_items(c, "mark"), ""),
        (lambda c: xml_number(c, "total"), "<list/>"),
        (lambda c: xml_number(c, "total"), '<list total=""/>'),
        (lambda c: xml_number(c, "total"), '<list total="3"><total>4</total></list>'),
        (lambda c: xml_number(c, "total"), "<list><mark total='3'/></list>"),
        (lambda c: xml_number(c, "total"), "<list"),
        (csv_items, b"no,name\n1,\xff\n"),
        (csv_items, "no,name\n1,A,B\n"),
        (csv_items, 'no,name\n1,"A\n'),
    ],
)
def test_what_breaks_off_is_refused_in_words(
    tmp_path: Path, read: Callable[[Capture], object], body: str | bytes
) -> None:
    with pytest.raises(Unparsed) as caught:
        read(capture(tmp_path, body))
    for lang in LANGUAGES:
        assert "https://example.org/list" in Texts(lang)(caught.value.key, **caught.value.params)


def test_numbers_and_days_are_taken_or_missing() -> None:
    fields = Fields({"n": "33", "m": 5, "many": [33, "35"], "d": "2026-11-16T00:00:00Z", "none": ""})
    assert (fields.number("n"), fields.number("m"), fields.numbers("many"), fields.numbers("m")) == (
        33,
        5,
        (33, 35),
        (5,),
    )
    assert fields.day("d") == date(2026, 11, 16)
    assert fields.maybe_day("none") is None
    assert fields.maybe_day("absent") is None


@pytest.mark.parametrize("value", [None, "", "three", True, 3.5, "16.11.2026", "-4"])
def test_what_is_no_number_or_day_is_missing(value: object) -> None:
    for take in ("number", "numbers", "day"):
        with pytest.raises(Missing):
            getattr(Fields({"x": value}), take)("x")


def test_a_day_that_is_none_is_never_taken_for_an_absent_one() -> None:
    with pytest.raises(Missing):
        Fields({"x": "soon"}).maybe_day("x")
