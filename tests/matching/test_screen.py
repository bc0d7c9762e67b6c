from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from monitor.cli import main
from monitor.errors import InputFileError
from monitor.model import Band, Mention, Role, WatchedKind, WatchedName
from monitor.screen_input import open_inputs
from monitor.screening import ScreenRow, screen
from tests.sources.us_uspto.applications.files import case_file, daily, owner, zipped

WATCHED = [WatchedName("w1", "岚谷禾", aliases=("LANGUHE",), nice_classes=(33,), owner="山西岚谷禾酒业有限公司")]
WATCHLIST = "id,name,kind,aliases,owner,owner_en,owner_aliases,nice_classes,city,industry,flags\nw1,岚谷禾,trademark,LANGUHE,,,,33,,,\n"


def rows_of(path: Path) -> tuple[list[ScreenRow], list[tuple[str, dict[str, object]]]]:
    notes: list[tuple[str, dict[str, object]]] = []
    found = [r for i in open_inputs([path], lambda key, **params: notes.append((key, params))) for r in i.rows]
    return found, notes


def write(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_table_is_read_in_the_encodings_offices_use(tmp_path: Path, encoding: str) -> None:
    path = write(tmp_path / "t.csv", "编号;商标;类别;申请人\n7;岚谷禾;33、32;某公司\n", encoding)
    found, notes = rows_of(path)
    assert [(r.row, r.id, r.text) for r in found] == [(2, "7", "岚谷禾")]
    assert set(found[0].mentions[0].nice_classes) == {32, 33}
    assert [(m.text, m.role) for m in found[0].mentions[1:]] == [("某公司", Role.APPLICANT)]
    assert not notes


def test_nothing_of_a_bad_row_is_lost_in_silence(tmp_path: Path) -> None:
    path = write(
        tmp_path / "t.csv",
        'id,text,class,role\n1,,33,\n2,LANGUHE,99,\n3,"LAN\nGUHE",33,king\n4,' + "x" * 100_001 + ",,\n",
    )
    found, notes = rows_of(path)
    assert [(r.row, r.id) for r in found] == [(3, "2"), (5, "3"), (6, "4")]
    assert [(key.rpartition(".")[2], params["row"]) for key, params in notes] == [
        ("no_text", 2),
        ("bad_class", 3),
        ("bad_role", 5),
        ("cut", 6),
    ]


@pytest.mark.parametrize(
    ("name", "content", "key"),
    [
        ("t.csv", b"", "screen.errors.empty"),
        ("t.csv", b"\n\n", "screen.errors.empty"),
        ("t.csv", b"colour,size\nred,1\n", "screen.errors.no_text_column"),
        ("t.csv", b"text\n\xff\xfe\xfd\x81\n", "screen.errors.encoding"),
        ("t.xml", b"<?xml version='1.0'?><other/>", "screen.errors.unknown_register"),
        ("t.zip", b"PK\x03\x04 broken", "screen.errors.unreadable"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(tmp_path: Path, name: str, content: bytes, key: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputFileError) as caught:
        rows_of(path)
    assert caught.value.key == key
    assert caught.value.params["file"]


def test_a_zip_of_another_kind_is_refused_by_name(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "t.zip", "w") as archive:
        archive.writestr("a.xml", "<something/>")
    with pytest.raises(InputFileError):
        rows_of(tmp_path / "t.zip")


def test_a_folder_is_read_file_by_file(tmp_path: Path) -> None:
    write(tmp_path / "b.csv", "text\nLANGUHE\n")
    write(tmp_path / "a.tsv", "text\tid\nJOURNEY\t1\n")
    assert [r.text for r in rows_of(tmp_path)[0]] == ["JOURNEY", "LANGUHE"]
    write(tmp_path / "codes.csv", "code,meaning\n1,x\n")
    found, notes = rows_of(tmp_path)
    assert [r.text for r in found] == ["JOURNEY", "LANGUHE"]
    assert [key for key, _ in notes] == ["screen.errors.no_text_column"]
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputFileError):
        rows_of(tmp_path / "empty")


def test_one_process_and_several_find_the_same(tmp_path: Path) -> None:
    rows = [
        ScreenRow(i, str(i), (Mention(t, Role.MARK, "text"),), table=True)
        for i, t in enumerate(["LANGUHE", "JOURNEY", "LAN KU HO", "LANGUEH"] * 1500)
    ]
    alone = [(n, [(h.row.row, h.match) for h in hits]) for n, hits in screen(rows, WATCHED, jobs=1)]
    shared = [(n, [(h.row.row, h.match) for h in hits]) for n, hits in screen(rows, WATCHED, jobs=2)]
    assert alone == shared
    assert sum(n for n, _ in alone) == len(rows)


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        main([*words])
    out, err = capsys.readouterr()
    return int(ended.value.code or 0), out, err


def test_screen_prints_one_json_line_per_hit(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names = write(tmp_path / "list.csv", WATCHLIST)
    texts = write(tmp_path / "t.csv", "id,text,class\na,LAN KU HO,33\nb,JOURNEY,33\n")
    code, out, _ = run(capsys, "screen", str(texts), "--watchlist", str(names), "--json")
    assert code == 0
    lines = [json.loads(line) for line in out.splitlines()]
    assert len(lines) == 1
    wanted = {"row", "id", "text", "watched", "watched_id", "score", "band", "variant", "variant_kind", "operation", "edits", "demoted_by", "explanation"}  # fmt: skip
    assert wanted <= set(lines[0])
    assert (lines[0]["row"], lines[0]["id"], lines[0]["watched"], lines[0]["band"]) == (2, "a", "岚谷禾", Band.ALERT)
    assert lines[0]["variant_kind"] == "wade_giles"


def test_screen_shows_a_table_to_people(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names = write(tmp_path / "list.csv", WATCHLIST)
    texts = write(tmp_path / "t.csv", "text\nLANGUHE\n")
    code, out, _ = run(capsys, "screen", str(texts), "--watchlist", str(names))
    assert code == 0
    assert "LANGUHE" in out
    assert "岚谷禾" in out


def test_match_explains_one_pair(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    state = ["--state", str(tmp_path / "none")]
    code, out, _ = run(capsys, *state, "match", "岚谷禾", "LAN KU HO", "--class", "33", "--json")
    assert code == 0
    assert {"score", "band", "variant", "variant_kind", "operation", "edits", "demoted_by", "explanation"} == set(
        json.loads(out)
    )
    code, out, _ = run(capsys, *state, "match", "岚谷禾", "WHISKY", "--json")
    assert code == 0
    assert json.loads(out)["band"] is None


@pytest.mark.parametrize("words", [("", "X"), ("·", "X"), ("A", "X"), ("岚谷禾", "！")])
def test_match_refuses_what_holds_nothing_to_compare(
    words: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, "--state", str(tmp_path / "none"), "match", *words)
    assert code == 2
    assert not out
    assert err


def test_screen_without_any_list_says_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    texts = write(tmp_path / "t.csv", "text\nLANGUHE\n")
    code, _, err = run(capsys, "--state", str(tmp_path / "none"), "screen", str(texts))
    assert code == 2
    assert "watchlist import" in err
    code, _, err = run(capsys, "screen", str(tmp_path / "nothing.csv"))
    assert code == 4


def test_register_files_are_screened_with_roles_and_classes(capsys: pytest.CaptureFixture[str]) -> None:
    demo = Path(__file__).resolve().parent.parent.parent / "monitor" / "demo"
    for file, matter in ((demo / "us-uspto-applications", "tm:US:"), (demo / "br-inpi", "tm:BR:")):
        code, out, _ = run(capsys, "screen", str(file), "--watchlist", str(demo / "watchlist.xlsx"), "--json")
        hits = [json.loads(line) for line in out.splitlines()]
        assert code == 0
        assert hits
        assert all(h["id"].startswith(matter) for h in hits)
        assert {h["role"] for h in hits} <= {r.value for r in Role}


DTD = "<!DOCTYPE trademark-applications-daily [\n" + "".join(
    f"<!-- {n}: <other/> ]> --><!ELEMENT element-{n} (#PCDATA)>\n" for n in range(4000)
) + "]>\n"  # fmt: skip


@pytest.mark.parametrize("length", [0, 4_000, 15_000, 70_000, len(DTD)])
def test_a_register_file_is_known_however_long_its_document_type(tmp_path: Path, length: int) -> None:
    doctype = DTD[: DTD.rindex("\n", 0, length) + 1] + "]>\n" if 0 < length < len(DTD) else DTD if length else ""
    body = daily(case_file("99000001", "LANGUHE", [owner("Some Trading LLC", state="OH")]), doctype=doctype)
    (tmp_path / "apc261118.xml").write_bytes(b"\xef\xbb\xbf" + body)
    (tmp_path / "apc261119.zip").write_bytes(zipped(apc261119_xml=body))
    for file in ("apc261118.xml", "apc261119.zip"):
        found, notes = rows_of(tmp_path / file)
        assert ([r.id for r in found], notes) == (["tm:US:99000001"], [])


def test_a_register_file_is_known_by_any_member_of_its_zip(tmp_path: Path) -> None:
    body = daily(case_file("99000001", "LANGUHE", [owner("Some Trading LLC", state="OH")]))
    (tmp_path / "t.zip").write_bytes(zipped(a_xml=body, b_xml=body.replace(b"99000001", b"99000002")))
    assert [r.id for r in rows_of(tmp_path / "t.zip")[0]] == ["tm:US:99000001", "tm:US:99000002"]


def test_what_only_mentions_a_register_is_none(tmp_path: Path) -> None:
    path = write(tmp_path / "t.xml", "<?xml version='1.0'?><!-- <trademark-applications-daily> --><other/>")
    with pytest.raises(InputFileError, match="unknown_register"):
        rows_of(path)


FIRM = "山西岚谷禾酒业有限公司"
FIRMS = [
    *WATCHED,
    WatchedName("c1", FIRM, WatchedKind.COMPANY, aliases=("Shanxi Languhe Liquor Co., Ltd.",), owner=FIRM),
]


def screened(tmp_path: Path, text: str, jobs: int = 1) -> list[tuple[int, str, str, str]]:
    rows, _ = rows_of(write(tmp_path / "t.csv", text))
    return [
        (h.row.row, h.match.watched_id, h.role.value, h.text)
        for _, hits in screen(rows, FIRMS, jobs=jobs)
        for h in hits
    ]


def test_a_firm_in_the_owner_column_is_found_beside_any_text(tmp_path: Path) -> None:
    table = "id,text,owner\na,JOURNEY,Shanxi Languhe Liquor Co. Ltd\nb,JOURNEY,Somebody Else LLC\n"
    wanted = [(2, "c1", "applicant", "Shanxi Languhe Liquor Co. Ltd")]
    assert screened(tmp_path, table) == wanted
    assert screened(tmp_path, table, jobs=2) == wanted


def test_a_firm_in_the_text_and_as_owner_is_one_row(tmp_path: Path) -> None:
    found = screened(tmp_path, f"text,owner\n{FIRM},{FIRM}\n")
    assert found == [(2, "w1", "mark", FIRM)]  # as in the hit list, its mark says it all


def test_our_own_filing_is_told_by_its_mark_not_again_by_its_owner(tmp_path: Path) -> None:
    found = screened(tmp_path, f"text,class,owner\nLANGUHE,33,{FIRM}\n")
    assert {text for _, _, _, text in found} == {"LANGUHE"}


def test_one_firm_among_several_owners_is_one_row(tmp_path: Path) -> None:
    found = screened(tmp_path, f'text,owner\nJOURNEY,"Somebody Else LLC; {FIRM}; Shanxi Languhe Liquor Co., Ltd."\n')
    assert found == [(2, "c1", "applicant", FIRM)]


def test_marks_are_not_looked_for_among_owners(tmp_path: Path) -> None:
    assert "w1" not in {w for _, w, _, _ in screened(tmp_path, "text,owner\nJOURNEY,LANGUHE\n")}


@pytest.mark.parametrize(("lang", "said"), [("zh", "在申请人一栏"), ("en", "In the owner column")])
def test_a_firm_in_the_owner_column_is_explained_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], lang: str, said: str
) -> None:
    names = write(tmp_path / "list.csv", f"商标名称,注册人名称\n岚谷禾,{FIRM}\n")
    texts = write(tmp_path / "t.csv", f"text,owner\nJOURNEY,{FIRM}\n")
    code, out, _ = run(capsys, "screen", str(texts), "--watchlist", str(names), "--json", "--lang", lang)
    assert code == 0
    (hit,) = [json.loads(line) for line in out.splitlines()]
    assert (hit["watched"], hit["role"], hit["column"], hit["text"]) == (FIRM, "applicant", "owner", FIRM)
    assert hit["explanation"].startswith(said)
