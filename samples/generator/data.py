"""Invented people, shops and goods.  No name here is meant to be a real person or company."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from samples.generator import numbers

SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩邓冯曹"
GIVEN = ("伟", "芳", "敏", "静", "磊", "洋", "艳", "勇", "杰", "娟", "涛", "超", "明", "霞", "平", "刚", "桂英", "志强", "建华", "晓彤", "子轩", "雨桐", "思远", "嘉豪", "美琳", "国栋", "欣怡", "文博")
NICKNAMES = ("阿泽", "小鹿学姐", "A云充客服-晓晓", "南风知我意", "老陈数码", "一只橘猫", "数卡小助手", "财务-小林", "清风徐来", "货源总代阿伟", "糖果味的夏天", "Leo")
COMPANIES = (
    "杭州云卡数字科技有限公司", "深圳市星途网络科技有限公司", "广州橙果信息技术有限公司", "成都聚点互娱科技有限公司",
    "上海蓝礁电子商务有限公司", "武汉快充通信息服务有限公司", "厦门拾光文化传媒有限公司", "长沙易点点网络有限公司",
    "南京鹿鸣软件有限公司", "合肥极客玩家科技有限公司",
)  # fmt: skip
SHOPS = ("云卡数字", "星途充值", "橙果数卡", "聚点互娱", "蓝礁优选", "快充通", "拾光会员铺", "易点点发卡", "鹿鸣软件商城", "极客点卡")
GOODS = (
    "话费快充100元（直充）", "游戏点券6480（自动到账）", "视频会员月卡", "音乐会员年卡（官方直充）", "Q币 200个（直充）", "加油卡充值500元",
    "云盘超级会员季卡", "网游点卡 300元面值", "短视频平台币 1000枚", "外卖红包兑换卡（全国通用）", "影视联合会员年卡", "手游月卡+首充礼包",
)  # fmt: skip
ACQUIRERS = ("财付通支付科技有限公司", "汇付天下支付有限公司（收单）", "通联支付网络服务股份有限公司")
PAY_METHODS = ("零钱", "零钱通", "江海银行储蓄卡(3307)", "云州银行储蓄卡(8254)", "锦城银行信用卡(6621)")
ALIPAY_METHODS = ("余额宝", "花呗", "账户余额", "江海银行储蓄卡（3307）", "东屿银行信用卡（0459）")
BANKS = ("江海银行", "云州商业银行", "锦城银行", "东屿银行", "北岭农商银行", "汇川银行")


class Invention:
    """A seeded source of coherent details for one screen."""

    def __init__(self, seed: str) -> None:
        self.rng = random.Random(seed)

    def pick(self, options: tuple[str, ...] | str) -> str:
        """One of the options."""
        return self.rng.choice(options)

    def person(self) -> str:
        """A full name."""
        return self.pick(SURNAMES) + self.pick(GIVEN)

    def masked_person(self) -> str:
        """A name with all but its last character starred, as pay apps show it."""
        name = self.person()
        return "*" * (len(name) - 1) + name[-1]

    def phone(self) -> str:
        """A mobile number in a range that is not assigned to anybody we know."""
        return self.rng.choice(("138", "139", "150", "159", "177", "186", "189", "198")) + numbers.digits(self.rng, 8)

    def masked_phone(self) -> str:
        """138****5521."""
        phone = self.phone()
        return f"{phone[:3]}****{phone[7:]}"

    def amount(self, low: int, high: int) -> str:
        """An amount of low to high yuan, often with cents."""
        yuan = self.rng.randint(low, high)
        cents = self.rng.choice((0, 0, 0, 50, 80, 90, 99, self.rng.randint(1, 98)))
        return f"{yuan}.{cents:02d}"

    def moment(self, start: str = "2024-01-05", days: int = 960) -> datetime:
        """A waking moment, to the second, after the start date."""
        base = datetime.fromisoformat(start) + timedelta(days=self.rng.randint(0, days))
        return base + timedelta(hours=self.rng.randint(8, 22), minutes=self.rng.randint(0, 59), seconds=self.rng.randint(1, 59))

    def later(self, moment: datetime, low_minutes: int = 2, high_minutes: int = 4000) -> datetime:
        """A capture time some minutes to days after the moment, at a waking hour."""
        out = moment + timedelta(minutes=self.rng.randint(low_minutes, high_minutes), seconds=self.rng.randint(1, 50))
        if out.hour < 7:
            out += timedelta(hours=8)
        return out

    def company(self) -> tuple[str, str]:
        """A shop's short name and its company."""
        index = self.rng.randrange(len(SHOPS))
        return SHOPS[index], COMPANIES[index]


def grouped(amount: str) -> str:
    """1754.87 as 1,754.87."""
    return f"{float(amount):,.2f}"


def iso(moment: datetime, *, seconds: bool = True) -> str:
    """A label's time."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S" if seconds else "%Y-%m-%dT%H:%M")


def chinese(moment: datetime, *, seconds: bool = True) -> str:
    """2025年3月14日 21:05:33 as WeChat writes it."""
    clock = moment.strftime("%H:%M:%S" if seconds else "%H:%M")
    return f"{moment.year}年{moment.month}月{moment.day}日 {clock}"


def plain(moment: datetime, *, seconds: bool = True) -> str:
    """2025-03-14 21:05:33."""
    return moment.strftime("%Y-%m-%d %H:%M:%S" if seconds else "%Y-%m-%d %H:%M")
