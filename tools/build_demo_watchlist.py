"""Writes monitor/demo/watchlist.xlsx: an invented protection list, laid out as an office would send it.

python tools/build_demo_watchlist.py
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import xlsxwriter

TARGET = Path(__file__).resolve().parent.parent / "monitor" / "demo" / "watchlist.xlsx"

HEADERS = (
    "序号",
    "商标名称",
    "外文商标（海外使用名称）",
    "类型",
    "注册人名称",
    "注册人英文名称",
    "国际分类",
    "所在市",
    "行业",
)
ROWS = (
    ("岚谷禾", "LANGUHE", "商标", "山西岚谷禾酒业有限公司", "Shanxi Languhe Liquor Co., Ltd.", "33", "吕梁", "白酒"),
    ("漳源锦", "ZHANGYUANJIN", "商标", "山西漳源锦醋业有限公司", "Shanxi Zhangyuanjin Vinegar Co., Ltd.", "30", "长治", "食醋"),
    (
        "恒岳铸", "HENGYUEZHU", "商标", "山西恒岳铸重工有限公司", "Shanxi Hengyuezhu Heavy Industry Co., Ltd.", "6、7", "大同",
        "铸件",
    ),
    (
        "晋川屿", "JINCHUANYU；JCYGLASS", "商标", "祁县晋川屿玻璃制品有限公司", "Qixian Jinchuanyu Glassware Co., Ltd.", "21",
        "晋中", "玻璃器皿",
    ),
    ("霍坡香梨", "HUOPO XIANGLI；HUOPO FRAGRANT PEAR", "地理标志", "霍坡县香梨协会", "", "31", "临汾", "水果"),
    ("云杼", "YUNZHU", "商标", "晋中云杼服饰有限公司", "Jinzhong Yunzhu Apparel Co., Ltd.", "25", "晋中", "服装"),
)  # fmt: skip


def main() -> None:
    book = xlsxwriter.Workbook(str(TARGET), {"strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": "演示数据", "created": datetime(2026, 10, 1)})
    sheet = book.add_worksheet("名录")
    title = book.add_format({"bold": True, "font_size": 16, "align": "center", "font_name": "宋体"})
    head = book.add_format({"bold": True, "border": 1, "align": "center", "font_name": "宋体", "text_wrap": True})
    cell = book.add_format({"border": 1, "font_name": "宋体", "text_wrap": True, "valign": "vcenter"})
    sheet.merge_range(0, 0, 0, len(HEADERS) - 1, "演示省重点商标保护名录（演示数据，全部虚构）", title)
    sheet.merge_range(1, 0, 1, len(HEADERS) - 1, "截至2026年10月", cell)
    for column, (header, width) in enumerate(zip(HEADERS, (6, 14, 28, 10, 30, 40, 10, 10, 12), strict=True)):
        sheet.write_string(2, column, header, head)
        sheet.set_column(column, column, width)
    for number, row in enumerate(ROWS, 1):
        sheet.write_number(number + 2, 0, number, cell)
        for column, value in enumerate(row, 1):
            sheet.write_string(number + 2, column, value, cell)
    sheet.merge_range(
        len(ROWS) + 4, 0, len(ROWS) + 4, len(HEADERS) - 1, "注：本表为程序演示用，名称、企业均为虚构。", cell
    )
    book.close()


if __name__ == "__main__":
    main()
