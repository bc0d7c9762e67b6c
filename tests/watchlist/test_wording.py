"""A heading is understood by its parts: any wording of an office, and neither firms nor places."""

from __future__ import annotations

import pytest

from monitor.watchlist.wording import field_of, meaning_of

HEADINGS = {
    "name": "核心品牌 自主品牌名称 驰名商标名称 使用的商标名称 商标文字/图形 品牌中文名 字号（品牌） 农产品地理标志名称 中华老字号名称 商標名稱 证明商标 登记产品名称",
    "aliases": "商标外文 英文品牌 海外注册商标 商标英文译名 外文商标名称 拉丁文名称 商标别名",
    "owner": "商标持有企业 所属企业 经营主体名称 权属人 知识产权权利人 品牌所属企业 老字号企业名称 单位名称（全称） 市场主体 商标使用人",
    "owner_en": "企业外文名称 企业英文名 权利人英文译名",
    "owner_aliases": "公司曾用名 企业简称",
    "nice_classes": "类别号 国际分类号 商标注册类别 类别（尼斯分类）",
    "goods": "核定使用商品/服务 核定商品 服务项目",
    "products": "主营产品 主要产品名称 主导产品",
    "city": "所属区县 设区市 州市 所在旗县 市（州） 保护产品所在地 县（市、区） 产地",
    "registration": "商标注册证号 注册编号 商标注册证号/申请号",
    "expires": "商标专用权期限 有效期截止日期",
    "batch": "入选批次 认定年度",
    "licensee": "被许可人 商标被许可企业",
    "stores": "电商店铺名称 跨境网店",
    "pinyin": "商标拼音",
    "": "商标状态 认定时间 是否驰名商标 法定代表人 代理机构 推荐单位 企业类型 批准公告",
}


@pytest.mark.parametrize(("field", "heading"), [(f, h) for f, listed in HEADINGS.items() for h in listed.split(" ")])
def test_a_heading_is_understood_by_its_parts(field: str, heading: str) -> None:
    assert field_of(heading) == field


@pytest.mark.parametrize(
    "text",
    ["山西岚谷禾酒业有限公司", "太原市", "祁县", "白酒类", "岚谷禾", "LANGUHE", "第33类", "33", "霍坡香梨", "某某集团"],
)
def test_what_stands_in_a_table_is_no_heading(text: str) -> None:
    assert field_of(text) is None


def test_a_product_is_a_name_only_where_nothing_says_more(tmp_path: object) -> None:
    weak = meaning_of("产品名称")
    strong = meaning_of("代表性注册商标")
    assert weak
    assert strong
    assert (weak.field, weak.weak) == ("name", True)
    assert (strong.field, strong.weak) == ("name", False)
