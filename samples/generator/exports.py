"""Bill exports in the layout of the apps: WeChat's CSV and XLSX, Alipay's CSV in GBK. Everything in them is invented."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

_WECHAT = ("交易时间", "交易类型", "交易对方", "商品", "收/支", "金额(元)", "支付方式", "当前状态", "交易单号", "商户单号", "备注")
_ALIPAY = ("交易时间", "交易分类", "交易对方", "对方账号", "商品说明", "收/支", "金额", "收/付款方式", "交易状态", "交易订单号", "商家订单号", "备注")


@dataclass(frozen=True)
class Entry:
    """A line of a bill."""

    at: datetime
    kind: str
    payee: str
    goods: str
    amount: str
    status: str
    trade_no: str
    merchant_no: str
    direction: str = "支出"


def wechat_table(entries: Sequence[Entry], exported: datetime) -> list[tuple[str, ...]]:
    """Preamble, header on row 17, entries; numbers end with a tab against Excel's rounding."""
    spent = sum(float(e.amount) for e in entries if e.direction == "支出")
    preamble = [
        "微信支付账单明细",
        "微信昵称：[一只橘猫]",
        f"起始时间：[{min(e.at for e in entries):%Y-%m-%d} 00:00:00] 终止时间：[{exported:%Y-%m-%d} 23:59:59]",
        "导出类型：[全部]",
        f"导出时间：[{exported:%Y-%m-%d %H:%M:%S}]",
        "",
        f"共{len(entries)}笔记录",
        "收入：0笔 0.00元",
        f"支出：{len(entries)}笔 {spent:.2f}元",
        "中性交易：0笔 0.00元",
        "注：",
        "1. 充值/提现/理财通购买/零钱通存取/信用卡还款等交易，将计入中性交易",
        "2. 本明细仅展示当前账单中的交易，不包括已删除的记录",
        "3. 本明细仅供个人对账使用",
        "",
        "----------------------微信支付账单明细列表--------------------",
    ]
    rows = [(text,) + ("",) * 8 for text in preamble]
    rows.append(_WECHAT)
    for e in entries:
        rows.append((f"{e.at:%Y-%m-%d %H:%M:%S}", e.kind, e.payee, e.goods, e.direction, f"¥{e.amount}", "零钱", e.status, e.trade_no + "\t", e.merchant_no + "\t", "/"))
    return rows


def write_wechat_csv(path: Path, entries: Sequence[Entry], exported: datetime) -> None:
    """UTF-8 with BOM, texts quoted where they hold a comma."""
    lines = [",".join(f'"{c}"' if "," in c else c for c in row) for row in wechat_table(entries, exported)]
    path.write_bytes(("\ufeff" + "\r\n".join(lines) + "\r\n").encode())


def write_wechat_xlsx(path: Path, entries: Sequence[Entry], exported: datetime) -> None:
    """The newer form: the same cells in a workbook, amounts as numbers."""
    import xlsxwriter

    book = xlsxwriter.Workbook(str(path), {"in_memory": True})
    book.set_properties({"created": exported})
    sheet = book.add_worksheet("Sheet1")
    for index, row in enumerate(wechat_table(entries, exported)):
        for column, cell in enumerate(row):
            if index > 16 and column == 5:
                sheet.write_number(index, column, float(cell.lstrip("¥")))
            elif cell:
                sheet.write_string(index, column, cell.strip())
    book.close()


def write_alipay_csv(path: Path, entries: Sequence[Entry], exported: datetime) -> None:
    """GBK, a preamble, every cell of an entry followed by a comma, numbers by a tab."""
    lines = [
        "------------------------------------------------------------------------------------",
        "导出信息：",
        "姓名：*橘猫",
        "支付宝账户：138****5521",
        f"起始时间：[{min(e.at for e in entries):%Y-%m-%d} 00:00:00]    终止时间：[{exported:%Y-%m-%d} 23:59:59]",
        "导出交易类型：[全部]",
        f"导出时间：[{exported:%Y-%m-%d %H:%M:%S}]",
        f"共{len(entries)}笔记录",
        "收入：0笔 0.00元",
        f"支出：{len(entries)}笔 {sum(float(e.amount) for e in entries):.2f}元",
        "不计收支：0笔 0.00元",
        "",
        "特别提示：",
        "1.本回单内容可表明支付宝受理了相应支付交易申请，以下交易明细仅供参考。",
        "2.因统计逻辑不同，明细金额直接累加后，可能会和下方统计金额不一致，请以实际交易金额为准。",
        "",
        "------------------------支付宝（中国）网络技术有限公司  电子客户回单------------------------",
        ",".join(_ALIPAY) + ",",
    ]
    for e in entries:
        cells = (f"{e.at:%Y-%m-%d %H:%M:%S}", e.kind, e.payee, "pay***@example.com", e.goods, e.direction, e.amount, "余额宝", e.status, e.trade_no + "\t", e.merchant_no + "\t", "")
        lines.append(",".join(cells) + ",")
    path.write_bytes(("\r\n".join(lines) + "\r\n").encode("gbk"))
