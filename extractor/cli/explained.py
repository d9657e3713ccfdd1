"""What `extractor explain` says of a picture: its screen, its labels or messages, its rows with rule and gaps."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.evidence.code_names import COLUMN_TITLES, KINDS, SPEAKERS, Said, in_words, short_moment
from extractor.evidence.schema import Row
from extractor.i18n import pick, tr
from extractor.record import ReadPicture
from extractor.screens.messages import Message
from extractor.screens.recognise import Page

_WANTED = {
    "transaction": ("order_no", "trade_no", "amount", "occurred_at", "status", "counterparty"),
    "promise": ("occurred_at", "promised_amount", "promised_by"),
    "refusal": ("occurred_at",),
    "request": ("occurred_at",),
    "scam": ("occurred_at",),
    "ticket": ("order_no", "occurred_at"),
    "product": ("product",),
    "account": ("account", "phone"),
}
"""What a person will look for in a row of each kind."""
_NOT_SHOWN = frozenset(
    {"evidence_id", "kind", "source_file", "source_sha256", "captured_at", "text", "screen"}
)
_SHOWN_SCORES = 3
_SLOTS = {
    "merchant_no": "商户单号", "order_no": "订单号", "trade_no": "交易号", "refund_no": "退款单号", "ticket_no": "工单号",
    "paid_amount": "实付金额", "order_amount": "订单金额", "refund_amount": "退款金额", "other_amount": "其他金额",
    "paid_at": "付款时间", "created_at": "下单时间", "received_at": "到账时间", "refunded_at": "退款时间",
    "requested_at": "申请时间", "filed_at": "投诉时间", "login_at": "登录时间", "other_at": "其他时间",
    "status": "状态", "counterparty": "对方", "account": "充值账号", "phone": "手机号", "product": "商品",
    "validity": "有效期", "text": "文字", "other": "其他",
}  # fmt: skip
"""What a label can be taken for, in Chinese; in English its id says it."""
_HOW = {
    "inline": "同一行", "right": "右边", "below": "下面", "above": "上面", "bar_code": "条形码下面", "left": "左边",
    "table": "表格的一栏",
}  # fmt: skip
_TAKEN_FROM = {
    "metadata": Said("图片自带的信息", "metadata"),
    "screenshot_name": Said("截图的文件名", "screenshot_name"),
    "save_name": Said("保存时的文件名，可能比截图晚", "save_name"),
    "mtime": Said("文件的修改时间，可能不准", "mtime"),
}


def explained(read: ReadPicture, *, lines: bool) -> Iterator[str]:
    """The lines to print; lines: every line of text too, with what each model read."""
    shot = read.shot
    yield pick("{}：{}×{}，SHA-256 {}", "{}: {}×{}, SHA-256 {}").format(
        shot.name, shot.width, shot.height, shot.sha256
    )
    taken = _TAKEN_FROM[shot.capture.source.value]
    at = pick(shot.capture.at.strftime("%Y-%m-%d %H:%M:%S"), shot.capture.at.isoformat())
    yield tr("Captured: {at} ({source})", at=at, source=pick(taken.zh, taken.en))
    for page in read.pages:
        yield from _screen(page)
        if lines:
            yield "\n" + tr("Lines:")
            for line in page.lines:
                readings = " | ".join(r.text for r in line.readings)
                yield f"  [{read.place(line.box)}] {line.confidence:.2f}  {readings}"
        if page.pairs:
            yield "\n" + tr("Labels and values:")
            yield from _pairs(page, read)
        if page.chat is not None:
            yield "\n" + tr("Messages: {count}", count=len(page.chat.messages))
            for message in page.chat.messages:
                yield from _message(message, read)
        if not page.pairs and (page.chat is None or not page.chat.messages):
            yield "\n" + tr("No label that is known, and no message")
    for row in read.rows:
        yield from _row(row)


def _screen(page: Page) -> Iterator[str]:
    name, screen = pick(page.screen.name_zh, page.screen.name_en), page.screen.screen
    yield tr("Screen: {screen} ({name})", screen=screen, name=name) + f" — {page.screen.source.name}"
    # of a chat the scores of pages say nothing but that they have none
    scores = [score for score in page.scores if score.points > 0 or page.chat is None]
    for score in scores[:_SHOWN_SCORES]:
        comma = pick("、", ", ")
        against = f" − {comma.join(score.against)}" if score.against else ""
        points = pick("：{} 分（满 {} 分才算）", ": {}/{}").format(score.points, score.screen.needs)
        name = pick(score.screen.name_zh, score.screen.screen)
        yield f"  {name}{points}  {comma.join(score.found)}{against}".rstrip()


def _pairs(page: Page, read: ReadPicture) -> Iterator[str]:
    for pair in page.pairs:
        readings = " | ".join(dict.fromkeys(text.replace("\n", "⏎") for _, text in pair.value.texts))
        where = f"[{read.place(pair.value.box)}]"
        slot, how = pair.label.slot, pair.how
        said = pick(f"{_SLOTS.get(slot, '')} {slot}（{_HOW.get(how, how)}）".lstrip(), f"{slot} ({how}) ")
        yield f"  {pair.label.text} → {said}{where}{pick('：', ': ')}{readings}"


def _message(message: Message, read: ReadPicture) -> Iterator[str]:
    said = SPEAKERS.get(message.speaker, SPEAKERS["unknown"])
    who = pick(said.zh, said.en) + (f" {message.name}" if message.name else "")
    if not message.sure:
        who += pick("（没有把握）", " (unsure)")
    at = short_moment(message.at.isoformat()) if message.at else tr("no time")
    yield f"  {at}  {who}{pick('：', ': ')}{' '.join(message.text.split())}"
    box = str(read.place(message.box))
    for row in read.rows:
        if str(row.box) != box or row.kind == "none":
            continue
        kind, rule = KINDS[row.kind], row.rules.get("kind")
        ruled = f"    ← {_rule(rule)}" if rule else ""
        yield f"      → {pick(kind.zh, kind.en)}{ruled}"


def _row(row: Row) -> Iterator[str]:
    cells = row.cells()
    kind = KINDS[row.kind]
    yield f"\n{row.evidence_id} {pick(kind.zh, row.kind)}"
    for name, value in cells.items():
        if value and name not in _NOT_SHOWN:
            rule = row.rules.get(name)
            said = pick(f"{COLUMN_TITLES[name].zh}：{in_words(name, value)}", f"{name}: {value}")
            yield f"  {said}" + (f"    ← {_rule(rule)}" if rule else "")
    missing = [name for name in _WANTED.get(row.kind, ()) if not cells[name]]
    if missing:
        names = pick("、".join(COLUMN_TITLES[name].zh for name in missing), ", ".join(missing))
        yield "  " + tr("Missing: {columns}", columns=names)


def _rule(rule: str) -> str:
    """A rule as it is named in models/ and in the code; in Chinese with what it looked at."""
    parts = rule.split(":")
    if pick("zh", "en") == "en":
        return rule
    if len(parts) == 3 and parts[2] in _HOW:
        return f"标签「{parts[1]}」{_HOW[parts[2]]}（{parts[0]}）"
    if parts[0] == "status" and len(parts) == 2:
        return f"状态词「{parts[1]}」"
    return f"规则 {rule}"
