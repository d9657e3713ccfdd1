"""What codes of the table are called for people, in Chinese and English: kinds, statuses, speakers, review reasons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache

from extractor.evidence.schema import COLUMNS
from extractor.i18n import pick


@dataclass(frozen=True, slots=True)
class Said:
    """The same in both languages."""

    zh: str
    en: str


KINDS: dict[str, Said] = {
    "transaction": Said("交易", "Transaction"),
    "promise": Said("承诺退款", "Promise"),
    "refusal": Said("拒绝退款", "Refusal"),
    "request": Said("要求退款", "Request"),
    "scam": Said("疑似诈骗", "Scam sign"),
    "mention": Said("提及", "Mention"),
    "ticket": Said("工单", "Ticket"),
    "product": Said("商品", "Product"),
    "account": Said("账号", "Account"),
    "none": Said("无内容", "Nothing found"),
    "unread": Said("未读出", "Not read"),
}
SUMS: dict[str, Said] = {
    "promise": Said("承诺退款", "Promised"),
    "request": Said("要求退款", "Asked for"),
    "mention": Said("提到退款", "Named"),
}
"""What a statement says of the refund it names; those of other kinds only name one, as a mention does."""
STATUSES: dict[str, Said] = {
    "paid": Said("已付", "Paid"),
    "pending": Said("待付", "Pending"),
    "processing": Said("处理中", "Processing"),
    "delivered": Said("已交付", "Delivered"),
    "failed": Said("失败", "Failed"),
    "refunding": Said("退款中", "Refunding"),
    "refunded": Said("已退款", "Refunded"),
    "closed": Said("已关闭", "Closed"),
}
SPEAKERS: dict[str, Said] = {
    "me": Said("本人", "Me"),
    "other": Said("对方", "Other side"),
    "system": Said("系统", "System"),
    "unknown": Said("不明", "Unknown"),
}
COLUMN_TITLES: dict[str, Said] = {
    column.name: Said(column.heading_zh, column.name.replace("_", " ").capitalize()) for column in COLUMNS
} | {
    "order_no": Said("订单号", "Order no."),
    "trade_no": Said("交易号", "Trade no."),
    "occurred_at": Said("发生时间", "Time"),
    "captured_at": Said("截图时间", "Captured"),
    "counterparty": Said("对方", "Counterparty"),
    "promised_by": Said("承诺期限", "Promised by"),
    "source_file": Said("来源文件", "File"),
    "bbox": Said("位置", "Place"),
}

_REASONS: dict[str, Said] = {
    "two_reads_disagree": Said(
        "几次识别的结果不同，请逐字对照原图", "Two models read different values; compare with the picture"
    ),
    "single_read": Said(
        "只识别到一次，没有旁证，请对照原图", "Read once, nothing bears it out; compare with the picture"
    ),
    "changed_since_review": Said(
        "核对之后，程序读出了不同的值，请再对照一次", "Reads otherwise since it was reviewed; look once more"
    ),
    "unknown_format": Said(
        "号码的长度或其中的日期不合规律，可能多一位或少一位，请逐位核对",
        "Not the length and date that such numbers have; count its digits",
    ),
    "trade_no_date_mismatch": Said(
        "交易号里的日期和时间对不上，请核对号码和时间",
        "Date inside the trade number differs; check number and time",
    ),
    "order_no_date_mismatch": Said(
        "订单号里的日期和时间对不上，请核对号码和时间",
        "Date inside the order number differs; check number and time",
    ),
    "looks_like_phone": Said("号码像手机号，请看它旁边的标签", "Looks like a phone number; see its label"),
    "characters_beside": Said(
        "旁边紧挨着别的字符，首尾可能少读了一位，请看号码两头",
        "Another character touches it; look at both ends",
    ),
    "cropped": Said(
        "内容可能没有显示完整，请看后面还有没有", "More of it may stand there; see whether it goes on"
    ),
    "look_alikes": Said(
        "有容易看错的字符，如 0 和 O、1 和 l，请逐位对照",
        "Holds characters that look alike, such as 0 and O; compare each",
    ),
    "other_amount_on_page": Said(
        "页面上有优惠或更小的金额，实付可能更少，请看实付是多少",
        "A discount or a smaller sum stands on the page; see what was paid",
    ),
    "foreign_currency": Said(
        "金额像是外币，请改成人民币金额", "Amount seems to be in another currency; put in the yuan charged"
    ),
    "role_unsure": Said(
        "分不清是商家的号码还是支付渠道的号码，请看标签",
        "Unsure whether it is the shop's number or the channel's; see its label",
    ),
    "other_moment_on_page": Said(
        "页面上可能还有一个时间，那个才是付款或退款的时间，请看原图",
        "Another time on the page may be that of the payment or the refund; look",
    ),
    "missing": Said("没有读到，图上有就填上", "Not found; fill it in if the picture shows it"),
    "year_from_capture_time": Said(
        "图上没有年份，是按截图时间推算的，请核对年份",
        "The picture shows no year; taken from the time of the screenshot, check it",
    ),
    "capture_time_from_save_name": Said(
        "日期是按保存图片的时间推算的，截图可能更早，请核对日期",
        "Date counted from the day the picture was saved, it may be older; check the date",
    ),
    "capture_time_from_mtime": Said(
        "日期是按文件的修改时间推算的，复制文件会改变它，请核对日期",
        "Date counted from the file's modification time, which copying changes; check the date",
    ),
    "unlabelled_number": Said(
        "号码旁边没有标签，请看它是不是这一笔的", "Number without a label; see whether it belongs here"
    ),
    "low_confidence": Said(
        "文字没有看清，可能有错字，请对照原图", "Unsure of the words; compare with the picture"
    ),
    "unsure_word": Said(
        "状态词有一个字没有把握，请对照原图", "Status read with one character off; compare with the picture"
    ),
    "unlabelled": Said(
        "没有读到标签，是按样子认出的，请看它是不是这一项",
        "No label was read, taken for its look; see what it is",
    ),
    "unknown_screen": Said("没有认出是哪种页面，请核对每一格", "Page not recognised; check every field"),
    "possible_evidence_not_understood": Said(
        "图上像有订单号、金额或退款的话，但没有读懂：请看原图，有就补上",
        "Numbers, sums or talk of a refund seem to stand here and were not understood: look, and add what there is",
    ),
    "several_screens_in_one_picture": Said(
        "一张图里有几个屏幕，请看内容属于哪一个", "Several screens in one picture; see which it belongs to"
    ),
    "truncated_image": Said(
        "图片文件不完整，后面可能还有内容，请重新传原图",
        "Picture file is cut off, more may follow; copy the original again",
    ),
    "export_cut_off": Said(
        "账单文件太长，后面的没有读，请按月份分开导出",
        "The bill export is too long, its end was not taken; export it by month",
    ),
    "speaker_unsure": Said(
        "说话人没有把握，请看这句话在哪一边", "Unsure who speaks; see on which side it stands"
    ),
    "speaker_unknown": Said("不知道是谁说的，请看原图填上说话人", "Speaker unknown; fill in who said it"),
    "stamp_in_text": Said(
        "文字里还有一个日期和钟点，可能才是消息的时间，请核对",
        "The text shows another day and clock, which may be the message's own; check it",
    ),
    "times_not_in_order": Said("时间前后顺序不对，请核对时间", "Times are not in order; check the time"),
    "relative_time_without_capture_time": Said(
        "「昨天」「三天内」等没有起算的日期，请看原图填上",
        "A relative time without a start; fill in the date",
    ),
    "after_capture_time": Said(
        "时间晚于截图时间，请核对日期", "Time lies after the screenshot; check the date"
    ),
    "before_time_above": Said(
        "时间早于上面的时间，请核对时间", "Time lies before the one above; check the time"
    ),
    "ambiguous_midnight": Said(
        "半夜十二点前后，可能差一天，请核对日期", "Around midnight: one day or the next; check the date"
    ),
    "mended_digits": Said(
        "时间里有字母被当作数字，请核对时间", "A letter was taken for a digit of the time; check the time"
    ),
    "clock_separator_unsure": Said(
        "可能是时间，也可能是金额，请看原图", "A time or an amount; look at the picture"
    ),
    "negation_near": Said(
        "附近有「不」「没」等否定词，意思可能相反，请读原话",
        "A negation stands near and may turn it round; read the message",
    ),
    "doubted": Said("同一句里有相反的说法，请读原话", "Another wording speaks against it; read the message"),
    "unsure_rule": Said(
        "这种说法有时是别的意思：请读原话，不对就改类型",
        "This wording does not always mean it: read the message, change the kind if need be",
    ),
    "unsure_wording": Said(
        "整句话读起来不太像这一类：请读原话，不对就改类型",
        "By the rest of its wording it may be of another kind: read the message, change the kind if need be",
    ),
    "unsure_statement": Said(
        "这种说法有时是别的意思：请读原话，不对就改类型",
        "This wording does not always mean it: read the message, change the kind if need be",
    ),
    "inexact_phrase": Said(
        "句子有一两个字读得不同，请对照原图", "A character or two read otherwise; compare with the picture"
    ),
    "offer": Said("只是提议，要同意才算：请看后面有没有说定", "Only an offer: see whether it was agreed"),
    "scam_beside": Said(
        "同一条消息里有诈骗迹象：先向平台官方核实，不要照做",
        "Scam signs in the same message: ask the platform itself before you act",
    ),
    "only_amount": Said(
        "消息里唯一的金额，未必是退款额，请核对", "The only sum of the message; see whether it is the refund"
    ),
    "several_amounts": Said(
        "有几个金额，没有取，请填上退款的那个", "Several amounts, none was taken; fill in the refund"
    ),
    "several_deadlines": Said(
        "有几个期限，取了最晚的，请核对", "Several deadlines, the latest was taken; check it"
    ),
    "vague_deadline": Said("期限含糊，算不出日期，可以留空", "Deadline too vague for a date; may stay empty"),
    "no_safe_date": Said(
        "期限取决于节假日或没说的事，请核对日期", "Date depends on a holiday or something unsaid; check it"
    ),
    "start_after_event": Said(
        "期限从某件事之后起算，请看那件事是哪一天", "Counts from an event; see when that was"
    ),
    "deadline_already_past": Said(
        "期限早于消息时间，请核对两个时间", "Deadline lies before the message; check both"
    ),
    "no_such_date": Said("没有这一天，请看原话", "There is no such day; read the message"),
    "clock_already_past": Said(
        "所说的钟点已过，取了第二天，请核对", "The hour had passed, the next day was taken; check it"
    ),
    "weekday_already_past": Said(
        "所说的星期几已过，取了下一个，请核对", "The weekday had passed, the next one was taken; check it"
    ),
    "ambiguous_next_week": Said(
        "星期天说的下周，可能是两个日子，请核对日期", "Next week, said on a Sunday; check the date"
    ),
    "ambiguous_clock": Said("没说上午还是下午，请核对钟点", "Day or night was not said; check the hour"),
    "recurring_day": Said(
        "说的是每周或每月，取了最近一次，请核对", "A day that recurs, the next one was taken; check it"
    ),
    "message_clock_unknown": Said(
        "不知道消息是几点发的，按小时算不准，请核对期限",
        "The message's hour is unknown and the promise counts hours; check the deadline",
    ),
    "holiday_calendar_unknown": Said(
        "还没有当年的节假日数据，只按周一至周五算，请对照日历",
        "Holidays of that year unknown, Monday to Friday counted; see the calendar",
    ),
    "nothing_found": Said("没有找到相关内容", "Nothing of a case found"),
    "no_time_shown": Said("截图里没有显示时间", "No time shown"),
    "also_in": Said("另一张截图里也有这条消息", "Also on another screenshot"),
    "added": Said("人工补充", "Added by a person"),
    "corrected": Said("人工更正", "Corrected by a person"),
    "not_an_image": Said(
        "内容不是图片：视频、PDF 请截图，压缩包请先解压",
        "The content is no picture: take screenshots of videos and PDFs, unpack archives",
    ),
    "empty_file": Said("文件是空的，请重新传一次", "The file is empty; copy it again"),
    "damaged_image": Said("图片已损坏，请重新传原图", "The picture is damaged; copy the original again"),
    "too_small": Said(
        "图片太小，看不到文字，请找原图", "The picture is too small to read; find the original"
    ),
    "too_many_pixels": Said("图片太大，请分段截取", "The picture is too large; cut it into parts"),
    "file_too_large": Said(
        "文件超过 256 MB，不像截图", "The file is larger than 256 MB, hardly a screenshot"
    ),
    "heic_support_missing": Said(
        "缺少读取苹果 HEIC 图片的组件，请运行 extractor doctor",
        "The package that reads HEIC pictures is missing; run extractor doctor",
    ),
    "unreadable_export": Said(
        "账单文件损坏或不完整，请重新导出", "The bill export is damaged or cut off; export it again"
    ),
    "unreadable_file": Said(
        "系统不允许打开这个文件，请检查权限或重新复制",
        "The system does not let the file be opened; check permissions or copy it again",
    ),
    "not_a_file": Said("不是普通文件，请移走", "Not a regular file; remove it"),
    "link_leaves_folder": Said(
        "链接指向文件夹之外，请复制原文件", "A link to outside the folder; copy the file itself"
    ),
    "ocr_failed": Said("文字识别失败，请运行 extractor doctor", "Reading failed; run extractor doctor"),
    "reader_crashed": Said(
        "读取这张图片时程序崩溃，请分段截取后再试", "The reading process died on it; cut it into parts"
    ),
    "took_too_long": Said("读取时间太长，已停止，请分段截取", "Reading took too long; cut it into parts"),
    "too_much_memory": Said(
        "读取需要的内存太多，请分段截取", "Reading took too much memory; cut it into parts"
    ),
    "internal_error": Said("程序内部错误，请反馈", "A mistake in this program; please report it"),
}
MISFITS: dict[str, Said] = {
    "picture_gone": Said("图片已不在文件夹里", "The picture is no longer in the folder"),
    "row_gone": Said("这个位置现在读不出这一行", "No row is read at this place any more"),
    "reads_otherwise": Said("现在读出的值和确认时不同", "Other values are read than were confirmed"),
    "damaged_line": Said("corrections.csv 里有一行已损坏", "A damaged line in corrections.csv"),
}
MISSING_PICTURES: dict[str, Said] = {
    "gone": Said("原图已不在原处", "The original is no longer in its place"),
    "changed": Said("原图的内容已改变", "The original has changed"),
    "unreadable": Said("没有读出来的文件，没有画面可看", "A file that was not read: nothing to show"),
    "not_opened": Said(
        "读取这个文件时程序出过问题，为安全没有再打开",
        "Reading this file had to be ended; for safety it was not opened again",
    ),
    "no_picture": Said("账单文件，没有图片", "A bill export: there is no picture"),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """A code of review_reason, taken apart: what it is called, the column it names, the values read."""

    code: str
    said: Said
    column: str = ""
    values: tuple[str, ...] = ()

    @property
    def title(self) -> Said | None:
        return COLUMN_TITLES.get(self.column)

    @property
    def whole(self) -> Said:
        """The column it is about, what is doubtful, and the values that were read, in one sentence."""
        values = " | ".join(self.values)
        zh = (f"{self.title.zh}：" if self.title else "") + self.said.zh + (f"（{values}）" if values else "")
        en = (f"{self.title.en}: " if self.title else "") + self.said.en + (f" ({values})" if values else "")
        return Said(zh, en)


def reason(text: str) -> Reason:
    """One code of review_reason, such as `two_reads_disagree:amount=98.00|93.00`; unknown ones are shown as they are."""
    code, _, rest = text.partition(":")
    said = _REASONS.get(code)
    if said is None:
        return Reason(code, Said(text, text))
    column, _, values = rest.partition("=")
    if column not in COLUMN_TITLES:
        extra = f"：{rest}" if code == "also_in" else ""
        return Reason(code, Said(said.zh + extra, said.en + extra.replace("：", ": ")))
    read = tuple(v for v in values.replace("|", "/").split("/") if v) if values else ()
    return Reason(code, said, column, read)


def short_moment(text: str) -> str:
    """An ISO time as people write it, without seconds."""
    try:
        return datetime.fromisoformat(text).strftime("%Y-%m-%d %H:%M") if "T" in text else text
    except ValueError:
        return text


def screen_name(screen: str) -> Said:
    """What a screen is called; one of a user's own folder by its id."""
    return _screens().get(screen, Said(screen, screen))


@cache
def _screens() -> dict[str, Said]:
    from extractor.screens.definitions import load_screens

    known = load_screens()
    found = {s.screen: Said(s.name_zh, s.name_en) for s in (*known.pages, *known.chats, known.fallback)}
    return {**found, **_EXPORTS}


def in_words(column: str, cell: str) -> str:
    """A cell of the table as people read it, in the language of messages: words for codes, times without T and zone."""
    if column == "review_reason":
        wholes = [reason(code).whole for code in cell.split(";") if code]
        return pick("；", "; ").join(pick(said.zh, said.en) for said in wholes)
    if column in _MOMENTS:
        return short_moment(cell)
    known = Said(cell, cell)
    said = screen_name(cell) if column == "screen" else _CODES.get(column, {}).get(cell, known)
    return pick(said.zh, said.en)


_EXPORTS = {
    "wechat_pay.export": Said("微信支付账单文件", "WeChat Pay bill export"),
    "alipay.export": Said("支付宝账单文件", "Alipay bill export"),
}
_MOMENTS = frozenset({"captured_at", "occurred_at", "promised_by", "reviewed_at"})
_CODES = {
    "kind": KINDS,
    "status": STATUSES,
    "speaker": SPEAKERS,
    "needs_review": {"true": Said("是", "Yes"), "false": Said("否", "No")},
}
