"""Finds the text lines of a screenshot.

Tesseract's own page layout loses whole bubbles and big amounts on phone screens, so lines are cut here:
edges of any colour and polarity, minus what is too large or too thin for text, closed sideways.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from extractor.geometry import Box, union_all
from extractor.vision.components import Numbers, components

Pixels = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float64]

# Working widths: text of a phone screen is then 15 to 60 px high whatever the file's width.
_MIN_WIDTH, _MAX_WIDTH = 620, 1260
_TILE_HEIGHT = 4000
_EDGE_FLOOR = 20
_RINGING, _RINGING_SHARE = 15, 0.18
_RULED, _GRID, _RULE = 0.08, 40, 30
"""Ink of less than this share of a box of more than so many pixels is rules, with a run of so many pixels in each."""
_RULED_TEXT, _COLUMNS = 0.2, 6
"""The like of a whole table of low rows, half as wide as the page, that has so many upright rules: two labels and their values
side by side have five."""
_LEAST_LEVEL, _LEAST_UPRIGHT = 3, 5
"""A bubble and the avatar that touches it have two level edges each at other heights, and four upright ones."""
_TEXT_HEIGHT = (16.0, 64.0)


_STACKED = 1.15
"""The bars of a 三 are together less than so many heights of the usual glyphs high."""
_HAIR, _PART, _ONE_AND_COMMA, _WHOLE_GLYPH = 0.12, 0.8, 2.0, 1.3
"""The blank between two parts of a character, the height of each, their width with a comma behind, and the height of both, in
heights of the usual glyphs; many of these are parts themselves, so that a whole character is higher."""
_PART_REACH = 0.42
"""How far a decimal point of wide-set print stands off its digit, in heights of the line."""
_TWO_GLYPHS, _HEAVY, _INSIDE = 1.5, 0.2, 0.4
"""Glyphs that touch are so many times as wide as high, have edges on more than this share of their box, and so many of these
within its rim; of 1,130 outlines on samples and other screens two were like that, both bold words."""
_CORNER = 0.2
"""The corners of an outline, which may be round, end before this share of its width."""
_CELL, _WHOLE_SIDE = 3, 0.95
"""A cell of a table is so many times as wide as high, and its rules run along this share of its sides."""
_ROW_OF_DOTS, _DOT = 10, 2.0
"""So many components of one height at one level may be dots, where other glyphs are so much higher."""
_MEET, _ROW_HIGH, _SPECK = 0.2, (0.75, 1.6), 0.5
"""Glyphs of two rows may reach past each other by so much, and are together so high, in heights of the usual ones; what is lower
than the last may be a speck."""
_LINE_HIGH, _LINE_LONG, _CLEAR, _TEXTURE = (0.7, 1.6), 3, 0.4, 4
"""In heights of the usual glyphs: how high a line by itself is, and how long at least; so far around it there is nothing;
what is higher than the last is no print, but a photograph."""
# Glyphs this much higher than the usual ones are closed apart from them: headlines, and avatars beside two lines.
_LARGE = 1.45


@dataclass(frozen=True, slots=True)
class _Mask:
    """Edge pixels that may be text: of usual and of large glyphs; and the usual glyphs' height in pixels."""

    usual: Pixels
    large: Pixels
    text_height: float


def find_lines(rgb: Pixels) -> list[Box]:
    """The boxes of text line segments of an upright RGB picture (H, W, 3), in its own pixels, top to bottom.

    Segments with a gap of about a character between them are separate boxes: a label and its value come apart.
    A picture taller than 4000 working pixels is cut at blank rows first; nothing is ever shrunk below reading size.
    """
    height, width = rgb.shape[:2]
    if height < 8 or width < 8:
        return []
    scale = _first_scale(width)
    boxes: list[Box] = []
    for top, bottom in _strips(rgb, round(_TILE_HEIGHT / scale)):
        strip = rgb[top:bottom]
        boxes.extend(box.scaled(1.0, 0, top) for box in _lines_of_strip(strip, scale))
    return sorted(boxes, key=lambda b: (b.y, b.x))


def _first_scale(width: int) -> float:
    if width < _MIN_WIDTH:
        return min(3.0, _MIN_WIDTH / width)
    return min(1.0, _MAX_WIDTH / width)


def _strips(rgb: Pixels, limit: int) -> list[tuple[int, int]]:
    """Row ranges of at most about limit rows each, cut where a row is blank (all pixels nearly alike)."""
    height = rgb.shape[0]
    if height <= limit * 1.5:
        return [(0, height)]
    gray = rgb[:, :, 1]
    activity = (gray.max(axis=1).astype(np.int16) - gray.min(axis=1)).astype(np.float32)
    # a short window, so that the cut lies in the middle of a gap and not at a glyph's foot
    activity = np.convolve(activity, np.ones(9, np.float32) / 9, mode="same")
    strips, top = [], 0
    while height - top > limit * 1.5:
        window = activity[top + limit // 2 : top + limit]
        quiet = np.flatnonzero(window <= window.min() + 1)
        cut = top + limit // 2 + int(quiet[-1])
        strips.append((top, cut))
        top = cut
    strips.append((top, height))
    return strips


def _lines_of_strip(strip: Pixels, scale: float) -> list[Box]:
    mask = _text_mask(_resized(strip, scale))
    if mask is None:
        return []
    low, high = _TEXT_HEIGHT
    if not low <= mask.text_height <= high:
        # A crop of a large screen, or a shrunken one: look again where text has a workable height.
        better = scale * (28.0 / mask.text_height)
        better = max(0.1, min(better, 4.0))
        if abs(better / scale - 1) > 0.3:
            again = _text_mask(_resized(strip, better))
            if again is not None:
                mask, scale = again, better
    boxes = _segments(mask)
    height, width = strip.shape[:2]
    back = 1 / scale
    return [b.scaled(back).padded(0, 0, width, height) for b in boxes]


def _resized(rgb: Pixels, scale: float) -> Pixels:
    if scale == 1.0:
        return rgb
    how = cv2.INTER_CUBIC if scale > 1 else cv2.INTER_AREA
    return np.asarray(cv2.resize(rgb, None, fx=scale, fy=scale, interpolation=how), np.uint8)


def _text_mask(rgb: Pixels) -> _Mask | None:
    edges = _edges(rgb)
    # Noise of a photographed screen lies everywhere: the median edge of a clean page is 0.
    threshold = min(255, max(_EDGE_FLOOR, 3 * median_level(edges, _EDGE_FLOOR // 3)))
    # Compression rings around strong edges: beside them only what is strong itself counts.
    strongest = cv2.dilate(edges, np.ones((_RINGING, _RINGING), np.uint8))
    above = np.maximum(_RINGING_SHARE * np.arange(256), threshold).astype(np.uint8)
    binary = np.asarray(cv2.compare(edges, cv2.LUT(strongest, above), cv2.CMP_GT), np.uint8)
    count, labels, stats = components(binary)
    if _unruled(binary, labels, stats):
        count, labels, stats = components(binary)
    if count < 2:
        return None
    keep = _text_like(stats[1:], labels, rgb.shape[1])
    if not keep.any():
        return None
    text_height = _text_height(stats[1:][keep])
    table = np.zeros(count, np.uint8)
    table[1:] = np.where(keep, np.where(stats[1:, 3] > _LARGE * text_height, 2, 1), 0)
    kinds = np.take(table, labels)
    return _Mask((kinds == 1).astype(np.uint8), (kinds == 2).astype(np.uint8), text_height)


def _unruled(binary: Pixels, labels: Numbers, stats: Numbers) -> bool:
    """Takes the rules of tables out of binary, in place, and leaves what touches them; False where there are none.

    Where some of its rules are too pale, a table is no outline, and one line with all that stands in it. A bubble or a
    card has two edges a way, and stays whole.
    """
    w, h, area = (stats[:, i].astype(np.float64) for i in (2, 3, 4))
    ruled = np.flatnonzero((area < _RULED_TEXT * w * h) & (np.minimum(w, h) > _GRID))
    found = False
    for index in ruled[ruled > 0]:
        x, y, width, height = (int(v) for v in stats[index, :4])
        part = (labels[y : y + height, x : x + width] == index).astype(np.uint8)
        level = np.asarray(cv2.morphologyEx(part, cv2.MORPH_OPEN, np.ones((1, _RULE), np.uint8)), np.uint8)
        upright = np.asarray(cv2.morphologyEx(part, cv2.MORPH_OPEN, np.ones((_RULE, 1), np.uint8)), np.uint8)
        columns = _rules(upright.T, height)
        if area[index] >= _RULED * w[index] * h[index]:
            table = columns >= _COLUMNS and 2 * width > binary.shape[1]
        else:
            table = columns >= _LEAST_UPRIGHT or _rules(level, width) >= _LEAST_LEVEL
        if table:
            binary[y : y + height, x : x + width][(level > 0) | (upright > 0)] = 0
            found = True
    return found


def _rules(level: Pixels, length: int) -> int:
    """How many level rules, each with ink along a third of length, lie below one another."""
    inked = (level > 0).sum(axis=1) > length / 3
    return int((np.diff(np.concatenate(([0], inked.astype(np.int8)))) == 1).sum())


def median_level(gray: Pixels, least: int) -> int:
    """The median of an (H, W) uint8 picture, the lower of the middle two; least where it is lower, as on all clean pages: to
    see that takes a tenth of the time."""
    low = gray.size - cv2.countNonZero(cv2.threshold(gray, least, 1, cv2.THRESH_BINARY)[1])
    if 2 * low >= gray.size:
        return least
    counts = cv2.calcHist([gray], [0], None, [256], [0, 256]).ravel().astype(np.int64)
    return int(np.searchsorted(np.cumsum(counts), (gray.size + 1) // 2))


def _edges(rgb: Pixels) -> Pixels:
    """The local contrast of brightness, or three quarters of that of the strongest colour channel: red on blue is text, too.

    Colour counts less because JPEG keeps it at half the resolution and smears it around every glyph.
    """
    kernel = cv2.getStructuringElement(cv2.MORPH_CROSS, (3, 3))
    red, green, blue = cv2.split(cv2.morphologyEx(rgb, cv2.MORPH_GRADIENT, kernel))
    colours = np.asarray(cv2.max(cv2.max(red, green), blue), np.uint8)
    light = cv2.morphologyEx(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY), cv2.MORPH_GRADIENT, kernel)
    return np.asarray(cv2.max(light, colours - (colours >> 2)), np.uint8)


def _text_like(stats: Numbers, labels: Numbers, width: int) -> npt.NDArray[np.bool_]:
    """Which connected components (rows x, y, w, h, area; numbered from 1 in labels) can be glyphs or runs of them."""
    x, y, w, h, area = (stats[:, i].astype(np.float64) for i in range(5))
    fill = area / (w * h)
    keep = (h <= 0.17 * width) & (area >= 4)
    keep &= ~((h <= 4) & (w > 40))  # rules between rows
    keep &= ~((w <= 4) & (h > 0.08 * width))  # upright rules
    keep &= ~(
        (fill < _RULED) & (np.minimum(w, h) > _GRID)
    )  # the rules of a table, however many of them were lost
    # the ringing of JPEG beside edges: a glyph's stroke has two edges, and so is wider
    keep &= ~((w <= 3) & (h >= 10)) & ~((h <= 3) & (w >= 14))
    for index in np.flatnonzero(keep & (fill < 0.3) & (h > 12) & (w > 0.85 * h)):
        left, top, right, bottom = (
            int(v) for v in (x[index], y[index], x[index] + w[index], y[index] + h[index])
        )
        if _is_outline(labels[top:bottom, left:right] == index + 1):
            keep[index] = False
    return keep


def _is_outline(component: npt.NDArray[np.bool_]) -> bool:
    """True for the edge of a button, tag, card, bubble or avatar: a line along most of all four sides of its box.

    Two sides that meet are enough for the cell of a table, wide and with nothing in them: the rule of a row next to it is its
    own, and red ones may have been taken for a pen's. A big 0 has an outline, too, but is narrower than high, and bold ones
    hold the edge of their counter as a narrow bubble holds a character; runs of glyphs are fuller.
    """
    h, w = component.shape
    band_y, band_x = max(2, round(0.14 * h)), max(2, round(0.14 * min(w, 2 * h)))
    sides = (
        component[:band_y].any(axis=0).mean(),
        component[-band_y:].any(axis=0).mean(),
        component[:, :band_x].any(axis=1).mean(),
        component[:, -band_x:].any(axis=1).mean(),
    )
    whole = [side >= _WHOLE_SIDE for side in sides]
    open_cell = w > _CELL * h and any(whole[:2]) and any(whole[2:])
    if open_cell and not component[band_y:-band_y, band_x:-band_x].any():
        return True
    return bool(min(sides) >= 0.55) and not (
        _has_joint(component, band_y) or _is_heavy(component, band_y, band_x)
    )


def _is_heavy(component: npt.NDArray[np.bool_], band_y: int, band_x: int) -> bool:
    """True where heavy glyphs that touch, 退款 of a headline, are no outline: half of their edges lie inside."""
    h, w = component.shape
    inside = int(component[band_y:-band_y, band_x:-band_x].sum())
    return w > _TWO_GLYPHS * h and component.mean() > _HEAVY and inside > _INSIDE * int(component.sum())


def _has_joint(component: npt.NDArray[np.bool_], band: int) -> bool:
    """True where round glyphs that touch, a bold 60, are no outline: at the joint both the upper and the lower edge are open,
    and something is between them.
    """
    w = component.shape[1]
    middle = component[:, round(_CORNER * w) : round((1 - _CORNER) * w)]
    open_edges = ~middle[:band].any(axis=0) & ~middle[-band:].any(axis=0)
    return int((open_edges & middle.any(axis=0)).sum()) >= 2


def _text_height(stats: Numbers) -> float:
    """The usual height of glyphs: the median height of components, each weighted by its width."""
    h, w = stats[:, 3].astype(np.float64), stats[:, 2].astype(np.float64)
    glyphs = (h >= 6) & (w >= 3)
    if not glyphs.any():
        return float(max(8.0, np.median(h)))
    dots = glyphs & _dots(stats)
    rest = glyphs & ~dots
    if dots.any() and rest.any() and float(np.median(h[rest])) > _DOT * float(np.median(h[dots])):
        glyphs = rest
    h, w = h[glyphs], np.minimum(w[glyphs], 12 * h[glyphs])
    order = np.argsort(h)
    cumulative = np.cumsum(w[order])
    return float(h[order][np.searchsorted(cumulative, cumulative[-1] / 2)])


def _dots(stats: Numbers) -> npt.NDArray[np.bool_]:
    """Which components are like so many others in their row that they may be the dots of leaders."""
    _, place, count = np.unique(stats[:, [1, 3]], axis=0, return_inverse=True, return_counts=True)
    return np.asarray((count[place.ravel()] >= _ROW_OF_DOTS) & (stats[:, 2] <= 2 * stats[:, 3]))


def _segments(mask: _Mask) -> list[Box]:
    """Closes the mask sideways and gives the boxes of what hangs together."""
    boxes = _closed(mask.usual, mask.text_height * 0.75) + _closed(mask.large, mask.text_height * 0.9)
    both = mask.usual | mask.large
    closed, boxes = boxes, _absorb_parts(boxes, mask.text_height)
    textures = [box for box in boxes if box.h > _TEXTURE * mask.text_height]
    hidden = [
        box
        for box in closed
        if any(box != other and _holds(other, box) for other in textures)
        and _stands_clear(both, box, mask.text_height)
    ]
    split: list[Box] = []
    for box in boxes:
        split.extend(_split_rows(both, box, mask.text_height))
    joined = [
        b for b in _join_along_row(split, mask.text_height) if not any(_holds(b, own) for own in hidden)
    ]
    joined += hidden
    least = max(6.0, 0.35 * mask.text_height)
    return [b for b in joined if b.h >= least and (b.w >= 0.4 * b.h)]


def _closed(pixels: Pixels, reach: float) -> list[Box]:
    kernel = np.ones((1, max(5, round(reach)) | 1), np.uint8)
    closed = cv2.morphologyEx(pixels, cv2.MORPH_CLOSE, kernel, borderValue=0)
    # outer borders, those of parts inside another's hole too: several times as fast as labelling every pixel
    contours, hierarchy = cv2.findContours(closed, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    if not contours:
        return []
    outer = [contour for contour, (*_, parent) in zip(contours, hierarchy[0], strict=True) if parent < 0]
    return [Box(*cv2.boundingRect(contour)) for contour in outer]


def _stands_clear(mask: Pixels, box: Box, text_height: float) -> bool:
    """Whether a box is a line of print with nothing around it: in a bubble on a photograph, whose edges hang together there
    and reach around it."""
    low, high = _LINE_HIGH
    if not (low * text_height <= box.h <= high * text_height and box.w >= _LINE_LONG * text_height):
        return False
    space = round(_CLEAR * text_height)
    height, width = mask.shape
    wide = box.padded(space, space, width, height)
    around = mask[wide.y : wide.bottom, wide.x : wide.right].sum()
    return int(around) == int(mask[box.y : box.bottom, box.x : box.right].sum())


def _holds(outer: Box, inner: Box) -> bool:
    return outer.overlap_x(inner) * outer.overlap_y(inner) == inner.area


def _absorb_parts(boxes: list[Box], text_height: float) -> list[Box]:
    """Puts stray strokes (dots of ink, the bars of 二 and 三, a decimal point) back into the line they belong to."""
    boxes = sorted(boxes, key=lambda b: -b.area)
    kept: list[Box] = []
    far = _STACKED * text_height
    for box in boxes:
        above, below = box.y - far, box.bottom + far
        for index, other in enumerate(kept):
            if other.y > below or other.bottom < above:
                continue  # most are: no need to ask further
            reach = _PART_REACH * max(
                text_height, other.h
            )  # a headline's minus stands as far off as its digits are high
            near_x = box.x < other.right + reach and other.x < box.right + reach
            small = box.h < 0.7 * other.h and box.w < other.h
            inside = box.overlap_y(other) >= 0.6 * box.h
            stacked = (
                box.h < 0.45 * text_height
                and other.h < 0.9 * text_height
                and box.overlap_x(other) >= 0.6 * min(box.w, other.w)
                and box.union(other).h < far
            )
            stacked = stacked or _parts_of_one_glyph(box, other, text_height)
            contained = box.overlap_x(other) * box.overlap_y(other) >= 0.7 * box.area
            if contained or (near_x and small and inside) or stacked:
                kept[index] = other.union(box)
                break
        else:
            kept.append(box)
    return kept


def _parts_of_one_glyph(a: Box, b: Box, text_height: float) -> bool:
    """Whether two low boxes are the upper and the lower part of one character that begins a row, a comma behind it: 号 and 完.

    A hair lies between them, and far more between two rows.
    """
    upper, lower = sorted((a, b), key=lambda box: box.y)
    return (
        0 <= lower.y - upper.bottom < _HAIR * text_height
        and max(a.h, b.h) < _PART * text_height
        and max(a.w, b.w) < _ONE_AND_COMMA * text_height
        and a.overlap_x(b) >= _PART * min(a.w, b.w)
        and a.union(b).h < _WHOLE_GLYPH * text_height
    )


def _split_rows(mask: Pixels, box: Box, text_height: float) -> list[Box]:
    """Takes apart lines that hang together: blank or nearly blank rows between them."""
    part = mask[box.y : box.bottom, box.x : box.right]
    if box.h < 1.7 * text_height or _is_one_large_line(part):
        return [box]
    profile = part.sum(axis=1).astype(np.float64)
    low = (profile <= 0.1 * profile.max()) | _valleys(profile, text_height)
    edges = np.flatnonzero(np.diff(np.concatenate(([1], low.astype(np.int8), [1]))))
    runs = [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]
    rows = [run for run in runs if run[1] - run[0] >= 0.45 * text_height]
    if len(rows) < 2:
        return _rows_of_parts(part, box, text_height)
    result = []
    for top, bottom in rows:
        columns = np.flatnonzero(part[top:bottom].any(axis=0))
        left, right = int(columns[0]), int(columns[-1]) + 1
        result.append(Box(box.x + left, box.y + top, right - left, bottom - top))
    return result


def _rows_of_parts(part: Pixels, box: Box, text_height: float) -> list[Box]:
    """A box taken apart into two rows of glyphs that do not hang together: the character or two that a wrapped line leaves has
    so little ink that no row between seems blank. The box itself where its glyphs make no two rows of a line's height."""
    _, _, stats = components(part)
    parts = [Box(*(int(value) for value in row[:4])) for row in stats[1:]]
    for top in sorted({each.y for each in parts})[1:]:
        upper = union_all(each for each in parts if each.y < top)
        lower = union_all(each for each in parts if each.y >= top)
        if upper is None or lower is None or upper.bottom - lower.y > _MEET * text_height:
            continue
        if all(_ROW_HIGH[0] * text_height <= row.h <= _ROW_HIGH[1] * text_height for row in (upper, lower)):
            rows = [
                _without_specks([each for each in parts if (each.y < top) == above], text_height)
                for above in (True, False)
            ]
            return [row.scaled(1.0, box.x, box.y) for row in rows]
    return [box]


def _without_specks(parts: list[Box], text_height: float) -> Box:
    """The box of a row's glyphs, its points and commas with it, without the specks that compression left far from them."""
    row = max(parts, key=lambda each: each.area)
    for each in sorted(parts, key=lambda each: max(each.x - row.right, row.x - each.right)):
        gap = max(each.x - row.right, row.x - each.right)
        if each.h >= _SPECK * text_height or gap < text_height / 2:
            row = row.union(each)
    return row


def _is_one_large_line(part: Pixels) -> bool:
    """True where several narrow glyphs reach from top to bottom: the digits of a headline, thin as their waist may be.

    So does one Han character by itself, as wide as high, whose neighbours fall into small parts: 已 beside 完成.
    """
    height, width = part.shape
    _, _, stats = components(part)
    glyphs = stats[1:]
    if width < 1.3 * height and ((glyphs[:, 3] > 0.9 * height) & (glyphs[:, 2] > 0.9 * width)).any():
        return True
    spanning = (glyphs[:, 3] > 0.75 * height) & (glyphs[:, 2] < 0.95 * height)
    short = part.shape[1] < 2 * height  # a minus and a 1, torn from the rest of their headline
    return int(spanning.sum()) >= (1 if short else 2)


def _valleys(profile: Floats, text_height: float) -> npt.NDArray[np.bool_]:
    """Rows where two touching lines meet: the bottom of a narrow dip. The waist of a big digit is a broad one."""
    low = np.zeros(profile.shape, bool)
    reach, narrow = round(0.6 * text_height), 0.4 * text_height
    if len(profile) < 2 * reach or len(profile) < 2.1 * text_height:
        return low
    middle = range(reach, len(profile) - reach)
    deepest = min(middle, key=lambda i: profile[i], default=None)
    if deepest is None:
        return low
    above, below = profile[deepest - reach : deepest].max(), profile[deepest : deepest + reach].max()
    under = profile < 0.55 * min(above, below)
    start, end = deepest, deepest
    while start > 0 and under[start - 1]:
        start -= 1
    while end + 1 < len(profile) and under[end + 1]:
        end += 1
    if profile[deepest] < 0.4 * min(above, below) and end - start < narrow:
        low[start : end + 1] = True
    return low


def _join_along_row(boxes: list[Box], text_height: float) -> list[Box]:
    """Joins neighbours of one row and like height whose gap is small for their size (big headline amounts)."""
    boxes = sorted(boxes, key=lambda b: b.x)
    merged = True
    while merged:
        merged = False
        result: list[Box] = []
        for box in boxes:
            for index, other in enumerate(result):
                if other.y >= box.bottom or other.bottom <= box.y:
                    continue
                gap = max(box.x - other.right, other.x - box.right)
                tall = max(box.h, other.h)
                # wide-set headline digits stand far apart beside their decimal point
                near = 0.8 if min(box.h, other.h) > _LARGE * text_height else 0.55
                if gap < near * tall and _same_line(box, other):
                    result[index] = other.union(box)
                    merged = True
                    break
            else:
                result.append(box)
        boxes = sorted(result, key=lambda b: b.x)
    return boxes


def _same_line(a: Box, b: Box) -> bool:
    overlap = a.overlap_y(b)
    alike = min(a.h, b.h) >= 0.6 * max(a.h, b.h)  # an avatar beside a name is no part of its line
    return alike and overlap >= 0.75 * min(a.h, b.h) and a.union(b).h <= 1.25 * max(a.h, b.h)
