"""The same small list in every format, made by code (files/list.xls alone was saved by LibreOffice). All names invented.

A title over the table, one registrant merged over two rows, and where the format can hold them: a hidden sheet, a hidden
row, a crossed-out name."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

FILES = Path(__file__).resolve().parent / "files"
FIRM = "晋中云杼服饰有限公司"
OTHER = "山西漳源锦醋业有限公司"


def zipped(path: Path, parts: Mapping[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def rewritten(
    source: Path, target: Path, part: Callable[[str, bytes], bytes], name: Callable[[str], str] = str
) -> Path:
    """A copy of a container whose parts and part names go through functions."""
    out = io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            info = zipfile.ZipInfo("x")
            info.filename = name(member.filename)  # not by the constructor, which turns backslashes round
            new.writestr(info, part(member.filename, old.read(member)))
    target.write_bytes(out.getvalue())
    return target


# --- OpenDocument -----------------------------------------------------------------------------------------------------

_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
_ODS = f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="{_ODF}office:1.0" xmlns:table="{_ODF}table:1.0" xmlns:text="{_ODF}text:1.0"
 xmlns:style="{_ODF}style:1.0">
<office:automatic-styles>
 <style:style style:name="gone" style:family="table-cell"><style:text-properties style:text-line-through-style="solid"/></style:style>
 <style:style style:name="dark" style:family="table"><style:table-properties table:display="false"/></style:style>
</office:automatic-styles>
<office:body><office:spreadsheet>%s</office:spreadsheet></office:body></office:document-content>"""


def cell(text: str = "", more: str = "") -> str:
    return f"<table:table-cell {more}>{f'<text:p>{text}</text:p>' if text else ''}</table:table-cell>"


def ods_row(*cells: str, more: str = "") -> str:
    return f"<table:table-row {more}>{''.join(cells)}</table:table-row>"


def ods_of(path: Path, tables: str) -> Path:
    parts = {
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "META-INF/manifest.xml": "<manifest/>",
        "content.xml": _ODS % tables,
    }
    return zipped(path, parts)


def ods(path: Path) -> Path:
    rows = (
        ods_row(cell("重点商标名录", 'table:number-columns-spanned="4"'), "<table:covered-table-cell/>" * 3),
        ods_row(*map(cell, ("序号", "商标名称", "注册人", "类别"))),
        ods_row(
            cell("1"),
            cell("云杼"),
            cell(FIRM, 'table:number-rows-spanned="2"'),
            cell("25,0", 'office:value-type="float" office:value="25"'),
        ),
        ods_row(cell("2"), cell("岚谷<text:s/>禾"), "<table:covered-table-cell/>", cell("33")),
        ods_row(cell("3"), cell("漳源锦"), cell(OTHER), cell("30"), more='table:visibility="filter"'),
        ods_row(cell("4"), cell("恒岳铸", 'table:style-name="gone"'), cell(), cell("7")),
        ods_row(cell("", 'table:number-columns-repeated="16384"'), more='table:number-rows-repeated="1048570"'),
    )
    hidden = f'<table:table table:name="旧稿" table:style-name="dark">{ods_row(cell("商标名称"))}{ods_row(cell("旧名录"))}</table:table>'
    return ods_of(path, f'<table:table table:name="名录">{"".join(rows)}</table:table>{hidden}')


# --- Word -------------------------------------------------------------------------------------------------------------

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def run(text: str, more: str = "") -> str:
    return f"<w:r><w:rPr>{more}</w:rPr><w:t>{text}</w:t></w:r>"


def word_cell(content: str = "", properties: str = "") -> str:
    content = content if content.startswith("<") else run(content) if content else ""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p>{content}</w:p></w:tc>"


def word_row(*cells: str) -> str:
    return f"<w:tr>{''.join(c if c.startswith('<w:tc>') else word_cell(c) for c in cells)}</w:tr>"


def docx_of(path: Path, body: str) -> Path:
    types = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    return zipped(
        path,
        {"[Content_Types].xml": types, "word/document.xml": f"<w:document {_W}><w:body>{body}</w:body></w:document>"},
    )


def docx(path: Path) -> Path:
    rows = (
        word_row("序号", "商标名称", "注册人", "类别"),
        word_row("1", word_cell(run("云") + "<w:del><w:r><w:delText>旧</w:delText></w:r></w:del>" + f"<w:ins>{run('杼')}</w:ins>"),
                 word_cell(FIRM, '<w:vMerge w:val="restart"/>'), "25"),
        word_row("2", "岚谷禾", word_cell("", "<w:vMerge/>"), "33"),
        word_row("3", "漳源锦", OTHER, "30"),
        word_row("4", word_cell(run("恒岳铸", "<w:strike/>")), "", "7"),
    )  # fmt: skip
    return docx_of(
        path, f"<w:p>{run('附件：重点商标名录')}</w:p><w:tbl>{''.join(rows)}</w:tbl><w:p>{run('表外的文字')}</w:p>"
    )


# --- web pages and XML ------------------------------------------------------------------------------------------------


def page_text(charset: str = "utf-8", before: str = "") -> str:
    return f"""{before}<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head>
<meta http-equiv="Content-Type" content="text/html; charset={charset}"><style>td {{ color: red }}</style></head><body>
<table><tr><td><table><tr><td colspan="4">重点商标名录</td></tr>
<tr><th>序号</th><th>商标<br>名称</th><th>注册人</th><th>类别</th></tr>
<tr><td>1</td><td>云杼</td><td rowspan="2">晋中云杼服饰
   有限公司</td><td>25</td></tr>
<tr><td>2</td><td>岚谷禾</td><td>33</td></tr>
<tr style='mso-height-source:userset;display:none'><td>3</td><td>漳源锦</td><td>{OTHER}</td><td>30</td></tr>
<tr><td>4</td><td><s>恒岳铸</s></td><td></td><td>7</td></tr></table></td></tr></table></body></html>"""


def page(path: Path, charset: str = "utf-8", before: str = "") -> Path:
    path.write_bytes(page_text(charset, before).encode(charset))
    return path


def whole_page(path: Path) -> Path:
    import base64

    body = base64.encodebytes(page_text().encode()).decode()
    path.write_text(
        'MIME-Version: 1.0\nX-Document-Type: Workbook\nContent-Type: multipart/related; boundary="b"\n\n--b\n'
        'Content-Location: file:///C:/1/list.htm\nContent-Type: text/html; charset="us-ascii"\n\n<html><frameset></frameset></html>\n\n'
        f'--b\nContent-Location: file:///C:/1/sheet001.htm\nContent-Transfer-Encoding: base64\nContent-Type: text/html; charset="utf-8"\n\n{body}\n--b--\n',
        encoding="ascii",
    )
    return path


def xml_table(path: Path) -> Path:
    def row(*cells: str, more: str = "") -> str:
        made = [c if c.startswith("<") else f'<Cell><Data ss:Type="String">{c}</Data></Cell>' for c in cells]
        return f"<Row {more}>{''.join(made)}</Row>"

    rows = (
        row('<Cell ss:MergeAcross="3"><Data ss:Type="String">重点商标名录</Data></Cell>'),
        row("序号", "商标名称", "注册人", "类别"),
        row(
            "1",
            "云杼",
            f'<Cell ss:MergeDown="1"><Data ss:Type="String">{FIRM}</Data></Cell>',
            '<Cell><Data ss:Type="Number">25</Data></Cell>',
        ),
        row("2", "岚谷禾", '<Cell ss:Index="4"><Data ss:Type="String">33</Data></Cell>'),
        row("3", "漳源锦", OTHER, "30", more='ss:Hidden="1"'),
        row("4", '<Cell ss:StyleID="gone"><Data ss:Type="String">恒岳铸</Data></Cell>', more='ss:Index="6"'),
    )
    path.write_text(
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" xmlns:x="urn:schemas-microsoft-com:office:excel">'
        '<Styles><Style ss:ID="gone"><Font ss:StrikeThrough="1"/></Style></Styles>'
        f'<Worksheet ss:Name="名录"><Table>{"".join(rows)}</Table></Worksheet>'
        f'<Worksheet ss:Name="旧稿"><Table>{row("商标名称")}{row("旧名录")}</Table><x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions></Worksheet></Workbook>',
        encoding="utf-8",
    )  # fmt: skip
    return path


# --- binary workbooks -------------------------------------------------------------------------------------------------


def xlsb(path: Path, *rows: tuple[str | float, ...], far: bool = False) -> Path:
    """MS-XLSB: records of a number, a length and data; numbers and lengths in groups of seven bits. `far`: with a figure
    in the last cell a sheet has."""

    def record(number: int, data: bytes = b"") -> bytes:
        head = bytes([number]) if number < 128 else bytes([number & 0x7F | 0x80, number >> 7])
        length, size = len(data), b""
        while True:
            size += bytes([length & 0x7F | (0x80 if length > 0x7F else 0)])
            length >>= 7
            if not length:
                return head + size + data

    def wide(text: str) -> bytes:
        return struct.pack("<I", len(text)) + text.encode("utf-16-le")

    last_row, last_column = (1048575, 16383) if far else (len(rows) - 1, len(rows[0]) - 1)
    sheet = record(129) + record(148, struct.pack("<IIII", 0, last_row, 0, last_column)) + record(145)
    for number, row in enumerate(rows):
        sheet += record(0, struct.pack("<II", number, 0) + bytes(17))
        for column, value in enumerate(row):
            where = struct.pack("<II", column, 0)
            sheet += (
                record(6, where + wide(value))
                if isinstance(value, str)
                else record(5, where + struct.pack("<d", value))
            )
    if far:
        sheet += record(0, struct.pack("<II", last_row, 0) + bytes(17)) + record(
            5, struct.pack("<IId", last_column, 0, 1.0)
        )
    sheet += record(146) + record(130)
    book = (
        record(131)
        + record(143)
        + record(156, struct.pack("<II", 0, 1) + wide("rId1") + wide("名录"))
        + record(144)
        + record(132)
    )
    office = "http://schemas.openxmlformats.org/"
    relation = f'<Relationship Id="rId1" Type="{office}officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.bin"/>'
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{office}package/2006/content-types"/>',
        "xl/workbook.bin": book,
        "xl/_rels/workbook.bin.rels": f'<Relationships xmlns="{office}package/2006/relationships">{relation}</Relationships>',
        "xl/worksheets/sheet1.bin": sheet,
    }
    return zipped(path, parts)


# --- PDF --------------------------------------------------------------------------------------------------------------


def pdf(path: Path, *pages: tuple[tuple[str, ...], ...], lines: bool = True) -> Path:
    """One table a page, drawn with lines and set in Helvetica (so in Latin letters)."""
    width, height, left, top = 130, 24, 40, 780
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for rows in pages:
        drawn = []
        for number, row in enumerate(rows):
            for column, text in enumerate(row):
                x, y = left + column * width, top - number * height
                if lines:
                    drawn.append(f"{x} {y - height} {width} {height} re S")
                for below, line in enumerate(text.split("\n")):
                    drawn.append(f"BT /F1 9 Tf {x + 4} {y - 10 - 10 * below} Td ({line}) Tj ET")
        content = "\n".join(drawn)
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {len(objects)} 0 R /Resources << /Font << /F1 3 0 R >> >> >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    out = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{p:010} 00000 n \n".encode() for p in places)
    out += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    path.write_bytes(out)
    return path
