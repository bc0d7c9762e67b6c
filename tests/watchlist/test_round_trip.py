"""What is exported is read back the same, whatever the names."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.model import WatchedKind, WatchedName
from monitor.texts import LANGUAGES, Texts
from monitor.watchlist import assign_ids, diff, read_watchlist, version_of, write_csv, write_yaml
from monitor.watchlist.cells import fold_name, has_han, one_line, without_invisible
from monitor.watchlist.stamp import Stamp
from monitor.watchlist.workbook import write_workbook

_LETTERS = "岚谷禾漳源锦恒岳铸云杼酒ABCdefXYZ019üé -&.'“”《》、=+@/()（）\"#:{}[]*!%|>,"


STAMP = Stamp("0123456789ab", "名录", "2026-11-20")


def _clean(text: str) -> str:
    return one_line(without_invisible(text)[0])


def _texts(least: int) -> st.SearchStrategy[str]:
    def usable(text: str) -> bool:
        folded = fold_name(text)
        return _clean(text) == text and (len(folded) > 1 or (least == 1 and has_han(folded)))

    return st.text(alphabet=_LETTERS, min_size=1, max_size=30).map(_clean).filter(usable)


_lists = st.lists(_texts(2), max_size=4, unique_by=str.casefold).map(tuple)
_aliases = st.lists(_texts(2).filter(lambda t: not set(t) & set("、|")), max_size=4, unique_by=str.casefold).map(tuple)
_names = st.builds(
    WatchedName,
    id=st.just(""),
    name=_texts(1),
    kind=st.sampled_from(WatchedKind),
    aliases=_aliases,
    owner=st.one_of(st.just(""), _texts(2)),
    owner_en=st.one_of(st.just(""), _texts(2).filter(lambda t: not set(t) & set("、|"))),
    owner_aliases=_aliases,
    nice_classes=st.lists(st.integers(1, 45), max_size=5, unique=True).map(tuple),
    city=st.sampled_from(["", "吕梁", "大同"]),
    flags=st.frozensets(st.sampled_from(["generic", "short", "place_name", "famous", "derived"])),
    registration=st.sampled_from([(), ("12345678",), ("G1234567", "9876543A")]),
    expires=st.sampled_from([(), ("2030-05-06",), ("2027-01-31", "2034-12-01")]),
    goods=st.sampled_from(["", "烧酒；果酒（含酒精）；=1+1", 'Wine, spirits; "baijiu"']),
    batch=st.sampled_from(["", "第二批", "2025"]),
    contact=st.sampled_from([(), ("孙某",), ("孙某", "李某 (法务)")]),
    phone=st.sampled_from([(), ("0351-5550100 转 12", "+86 139 0000 0000")]),
    email=st.sampled_from([(), ("ip@example.cn",)]),
    products=st.sampled_from([(), ("白酒", "baijiu", "2208.90"), ("白酒", "liquor, rice based")]),
    stores=_aliases,
    licensee=st.sampled_from([(), ("吕梁岚谷禾销售有限公司",)]),
)


def _one_list(names: list[WatchedName]) -> tuple[WatchedName, ...]:
    """As a reader would hold them: ids given, one entry per name, kind and owner, no alias that repeats the name."""
    kept: dict[tuple[str, ...], WatchedName] = {}
    for name in names:
        aliases = tuple(a for a in name.aliases if a.casefold() != name.name.casefold())
        kept.setdefault((fold_name(name.name), name.kind, fold_name(name.owner)), replace(name, aliases=aliases))
    return assign_ids(tuple(kept.values()), ())


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(st.lists(_names, min_size=1, max_size=6).map(_one_list))
def test_csv_yaml_and_xlsx_give_back_what_was_written(
    tmp_path_factory: pytest.TempPathFactory, names: tuple[WatchedName, ...]
) -> None:
    folder = tmp_path_factory.mktemp("trip")
    books = [(f"-{lang}.xlsx", write_workbook(names, STAMP, {}, (), Texts(lang))) for lang in LANGUAGES]
    for suffix, data in ((".csv", write_csv(names)), (".yaml", write_yaml(names)), *books):
        path: Path = folder / f"a{suffix}"
        path.write_bytes(data)
        result = read_watchlist(path)
        assert result.names == names
        assert {p.key for p in result.problems} <= {
            "watchlist.row.one_character_name",
            "watchlist.row.same_name_other_owner",
        }
        assert version_of(result.names) == version_of(names)
        assert diff(names, result.names).empty


def test_a_colon_in_an_alias_survives_yaml(tmp_path: Path) -> None:
    name = WatchedName(id="w0001", name="岚谷禾", kind=WatchedKind.TRADEMARK, aliases=(": 00", "A: B", "C:D"))
    (tmp_path / "a.yaml").write_bytes(write_yaml([name]))
    assert read_watchlist(tmp_path / "a.yaml").names[0].aliases == name.aliases


def test_a_formula_in_a_name_is_text_for_a_spreadsheet() -> None:
    name = WatchedName(id="w0001", name='=HYPERLINK("http://example.invalid")', aliases=("+CMD",))
    assert b"\r\nw0001,\"'=HYPERLINK" in write_csv([name])
    assert b",'+CMD," in write_csv([name])


def test_the_yaml_keeps_switched_off_spellings(tmp_path: Path) -> None:
    name = WatchedName(id="w0001", name="云杼", disabled_variants=("YUN CHU",))
    path = tmp_path / "a.yaml"
    path.write_bytes(write_yaml([name]))
    assert read_watchlist(path).names == (name,)


def test_yaml_traps_are_texts_or_reported(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(
        "- name: NO\n- name: 1573\n- name: true\n- 云杼\n- [a]\n- {name: 岚谷禾, colour: red}\n", encoding="utf-8"
    )
    result = read_watchlist(path)
    assert [n.name for n in result.names] == ["NO", "1573", "云杼", "岚谷禾"]
    assert [(p.row, p.key.rsplit(".")[-1]) for p in result.problems] == [
        (3, "yaml_value"),
        (3, "no_name"),
        (5, "yaml_entry"),
        (6, "unknown_field"),
    ]
