"""From a shot to an image file and its label."""

from __future__ import annotations

import os
import random
import re
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from samples.generator import degrade, naming
from samples.generator.data import Invention
from samples.generator.html import document
from samples.generator.labels import Facts, Label, LabelError, keep_visible
from samples.generator.look import DEFECTS, Look, parse
from samples.generator.render import Box, Drawn, Renderer, Run, overlaps
from samples.generator.screen import Screen, Shot

#: marks of chat messages: a cut may run through them, they are then not labelled
_SPOKEN = re.compile(r"m\d")


@dataclass(frozen=True)
class Picture:
    """One drawn, cut screen."""

    image: Image.Image
    text: str
    facts: Facts
    rows: dict[str, Box]


def _edge(drawn: Drawn, argument: str) -> int:
    """The height of a row's top; ``name+0.5`` is the row's middle."""
    name, _, part = argument.partition("+")
    box = drawn.rows[name]
    return round(box[1] + float(part or 0) * (box[3] - box[1]))


def _cut(look: Look, drawn: Drawn) -> tuple[int, int, int, int]:
    """The part of the page that stays in the picture."""
    left, top, right, bottom = 0, 0, drawn.image.width, drawn.image.height
    if 1080 < right < 1083:  # 393 × 2.75 is 1081, but real screens have 1080 columns
        right = 1080
    for name in look.defects.get("from", []):
        top = _edge(drawn, name)
    for name in look.defects.get("until", []):
        bottom = _edge(drawn, name)
    if "fold" in look.defects:
        bottom = min(bottom, round(look.height * look.ratio))
    for margin in look.defects.get("side", []):
        left, right = left + round(float(margin) * look.ratio), right - round(float(margin) * look.ratio)
    return left, top, right, bottom


def _share_seen(run: Run, cut: tuple[int, int, int, int]) -> float:
    """How much of a text stands in the picture."""
    seen = run.seen()
    whole = max(1.0, run.box[3] - run.box[1])
    return _share_inside(seen, cut) * max(0.0, seen[3] - seen[1]) / whole


def _share_inside(box: Box, cut: tuple[int, int, int, int]) -> float:
    width, height = max(1.0, box[2] - box[0]), max(1.0, box[3] - box[1])
    across = min(box[2], cut[2]) - max(box[0], cut[0])
    down = min(box[3], cut[3]) - max(box[1], cut[1])
    return max(0.0, across) * max(0.0, down) / (width * height)


def _reading_text(runs: list[Run]) -> str:
    out = ""
    previous: Run | None = None
    for run in runs:
        if previous is not None:
            beside = min(previous.box[3], run.box[3]) - max(previous.box[1], run.box[1]) > 0.4 * (run.box[3] - run.box[1])
            out += " " if beside else "\n"
        out += run.text
        previous = run
    return out


def _visible_marks(runs: tuple[Run, ...], cut: tuple[int, int, int, int], hide_private: bool) -> tuple[set[str], set[str]]:
    """All marks, and those of which at least one element is whole in the picture."""
    whole: dict[tuple[str, int], bool] = {}
    for run in runs:
        share = 0.0 if hide_private and run.private else _share_seen(run, cut)
        spoken = any(_SPOKEN.match(mark) for mark, _ in run.marks)
        if run.marks and not spoken and 0.15 < share < 0.85:
            raise LabelError(f"the cut runs through the labelled text {run.text!r}")
        for mark in run.marks:
            whole[mark] = whole.get(mark, True) and share >= 0.85
    return {mark for mark, _ in whole}, {mark for (mark, _), ok in whole.items() if ok}


def _picture(renderer: Renderer, look: Look, screen: Screen) -> Picture:
    html = document(look, screen.css, screen.body, screen.watermark)
    drawn = renderer.draw(html, width=look.width, height=look.height, ratio=look.ratio)
    problems = overlaps(drawn)
    if problems:
        raise LabelError("; ".join(problems[:4]))
    cut = _cut(look, drawn)
    hide = "mosaic" in look.defects
    all_marks, visible = _visible_marks(drawn.runs, cut, hide)
    shown = [r for r in drawn.runs if not (hide and r.private) and _share_seen(r, cut) >= 0.6]
    image = degrade.mosaic(drawn.image, list(drawn.private_boxes)) if hide else drawn.image
    rows = {k: (b[0] - cut[0], b[1] - cut[1], b[2] - cut[0], b[3] - cut[1]) for k, b in drawn.rows.items()}
    return Picture(image.crop(cut), _reading_text(shown), keep_visible(screen.facts, all_marks, visible), rows)


def _spoil(image: Image.Image, look: Look, rows: dict[str, Box], rng: random.Random) -> tuple[Image.Image, int]:
    """Apply the defects in their order; returns the picture and its EXIF orientation."""
    orientation = 1
    for defect in DEFECTS:
        for argument in look.defects.get(defect, []):
            if defect == "arrow":
                image = degrade.arrow(image, rows[argument], rng)
            elif defect == "circle":
                image = degrade.circle(image, rows[argument], rng)
            elif defect == "underline":
                image = degrade.underline(image, rows[argument], rng)
            elif defect == "photo":
                image = degrade.photographed(image, rng, float(argument or 1))
            elif defect == "scale":
                image = degrade.scaled(image, int(argument))
            elif defect == "blur":
                image = degrade.blurred(image, float(argument))
            elif defect == "noise":
                image = degrade.noisy(image, float(argument), rng)
            elif defect == "rotate":
                orientation = int(argument)
    return image, orientation


def make(renderer: Renderer, shot: Shot, number: int, seed: int, out: Path) -> Label:
    """Draw, spoil, save and label one shot; the file's time is the capture time."""
    look = parse(shot.spec, naming.PATTERNS)
    key = f"{seed}:{shot.group}:{number}"
    screens = [draw(Invention(f"{key}:{part}"), look) for part, draw in enumerate(shot.draws)]
    pictures = [_picture(renderer, look, screen) for screen in screens]
    rng = random.Random(f"{key}:finish")
    captured = max(screen.captured_at for screen in screens)
    image, rows = pictures[0].image, pictures[0].rows
    facts, text = pictures[0].facts, pictures[0].text
    for other in pictures[1:]:
        image = degrade.side_by_side(image, other.image, round(10 * look.ratio))
        facts, text = facts.joined(other.facts), f"{text}\n{other.text}"
    image, orientation = _spoil(image, look, rows, rng)
    stem = naming.stem(look.naming, screens[0].app, captured, rng)
    name = stem + naming.extension(look.naming, look.encoding)
    taken = captured if look.naming in ("iphone", "camera") else None
    data = degrade.encode(image, look.encoding, look.quality, earlier=look.earlier_qualities, orientation=orientation, taken=taken)
    folder = "chats" if screens[0].kind == "chat" else "pages"
    path = out / folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    moment = captured.replace(tzinfo=naming.SHANGHAI).timestamp()
    os.utime(path, (moment, moment))
    label = Label(f"{folder}/{name}", shot.group, _style(look, image), captured, screens[0].kind, facts, text)
    check(label)
    return label


def _style(look: Look, image: Image.Image) -> str:
    words = [w for w in look.spec.split() if w not in naming.PATTERNS]
    theme = "" if {"dark", "light"} & set(words) else " light"
    return " ".join(words) + theme + f" {image.width}x{image.height}"


def check(label: Label) -> None:
    """Every labelled number, amount, clock time and status must stand in the picture's text."""
    text = "".join(label.text.split()).replace(",", "")
    wanted: list[str | None] = [label.facts.phone]
    for transaction in label.facts.transactions:
        wanted += [transaction.order_no, transaction.trade_no]
        if transaction.amount:
            whole, _, cents = transaction.amount.partition(".")
            short = whole if cents == "00" else f"{whole}.{cents}".rstrip("0")
            wanted.append(transaction.amount if transaction.amount in text else short)
        if transaction.occurred_at and label.kind != "chat":  # a chat may write 晚上8:05
            wanted.append(transaction.occurred_at[11:16] or f"{int(transaction.occurred_at[8:10])}")
    for ticket in label.facts.tickets:
        wanted.append(ticket.ticket_no)
    spoken = [said.text for said in label.facts.messages] + [said.text for said in label.facts.statements]
    wanted += ["".join(words.split()).replace(",", "") for words in spoken]
    for value in wanted:
        if value and value not in text:
            raise LabelError(f"{label.file}: {value!r} is labelled, but not in the text")
