"""Workbooks as offices send them, made by code. All names are invented."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl

HEADINGS = (
    "序号",
    "商标名称",
    "商标注册号",
    "核定使用\n商品/服务类别",
    "注册人名称",
    "注册人英文名称",
    "所在市",
    "类型",
    "备注",
)


def office_book(path: Path) -> Path:
    """Cover sheet, title rows, merged cells, two-line headings, a note under the table, full-width digits, quotes."""
    book = openpyxl.Workbook()
    cover = book.active
    cover.title = "填报说明"
    cover["A1"] = "请勿修改表头"
    sheet = book.create_sheet("名录")
    sheet.append(("重点商标保护名录（演示数据）",))
    sheet.merge_cells("A1:I1")
    sheet.append(("截至2026年10月",))
    sheet.append(HEADINGS)
    sheet.append(
        (
            1,
            "岚谷禾",
            12345678.0,
            "第３３类",
            "山西岚谷禾酒业有限公司",
            "Shanxi Languhe Liquor Co., Ltd.",
            "吕梁",
            "商标",
            "LANGUHE; LAN GU HE",
        )
    )
    sheet.append((2, "“岚谷禾”牌", None, 33.0, None, None, "吕梁", "驰名商标", None))
    sheet.merge_cells("E4:E5")
    sheet.append((3, "漳源锦 ", None, "第29、30类", "山西漳源锦醋业有限公司", None, "长治", "老字号", "ZHANGYUANJIN"))
    sheet.append((4, "恒岳铸及图", None, "7;6;46", "山西恒岳铸重工有限公司", None, "大同", "商标", "H"))
    sheet.append((5, "晋川屿/JCYGLASS", None, "21", "祁县晋川屿玻璃制品有限公司", None, "晋中", None, None))
    sheet.append((6, "霍坡香梨、\n云杼", None, "31", "临汾市", None, "临汾", "地理标志", None))
    sheet.append((7, None, None, "25", "晋中云杼服饰有限公司", None, "晋中", "商标", None))
    sheet.append((8, "图形", None, "25", "晋中云杼服饰有限公司", None, "晋中", "商标", None))
    sheet.append((9,))
    sheet.append(HEADINGS)
    sheet.append((10, "云\u202e杼\u200b", None, "25", "晋中云杼服饰有限公司", None, "晋中", "商标", "YUNZHU"))
    sheet.append(("注：本名录实行动态调整。",))
    sheet.merge_cells(f"A{sheet.max_row}:I{sheet.max_row}")
    secret = book.create_sheet("旧稿")
    secret.append(("商标名称", "注册人"))
    secret.append(("旧名录", "某厂"))
    secret.sheet_state = "hidden"
    book.save(path)
    book.close()
    return path


def book_of(path: Path, *rows: tuple[object, ...]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    book.close()
    return path


def with_member(source: Path, target: Path, name: str, content: bytes) -> Path:
    """A copy of a workbook with one more (or another) part in it."""
    out = io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            if member.filename != name:
                new.writestr(member.filename, old.read(member))
        new.writestr(name, content)
    target.write_bytes(out.getvalue())
    return target
