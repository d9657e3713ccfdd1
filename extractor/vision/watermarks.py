"""Takes a slanting watermark off a page: 仅供投诉使用 in pale letters over everything, again and again.

Who uploads evidence puts such a text over it first. Its strokes cross lines and join them, so that lines are not found. Print
is level; what slants the same way all over the page, in one shade, is a watermark.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from extractor.geometry import Box
from extractor.vision.components import components

Pixels = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

_LOOK_WIDTH = 400
"""The width at which a watermark is looked for, by leaving pixels out: shades stay what they are."""
_GROUND = 31
"""What is broader than half of this, at that width, is ground; strokes are not."""
_FAINT, _STRONG = 8, 110
"""Ink is so far off its ground, at least, to be seen; what is farther off is print."""
_SHADE = 8
"""Shades within so many levels are taken together."""
_ANGLES = np.arange(-60.0, 60.1, 2.5)
_SLANT = 12.0
"""A text at a smaller angle, in degrees, is level or the slant of a photograph."""
_BIN = 2
"""The width of a row, in pixels of the look, in which ink is counted across an angle."""
_WINDOW = 90
"""Ink is counted in windows of this size, too: each text of a tiled pattern may begin in a row of its own."""
_EVEN = 51
_CANDIDATE_ROWS, _CANDIDATE_WINDOWS = 2.5, 1.08
"""So much more than at other angles ink lies in rows at an angle that is worth a closer look."""
_IN_ROWS, _IN_WINDOWS = (5.0, 2.0), (1.45, 1.2)
"""So much more than at other angles, and than on the level, the ink of a watermark's own shade does."""
_LEAST_INK, _LEAST_SHADE, _LEAST_PAGE = 300, 80, 0.003
"""So many pixels of ink make a look worth while, of one ground's, of one shade; and so much of the page a watermark's are."""
_BROAD = 0.12
"""A ground of a watermark's covers this share of the page, beside smaller ones."""
_GROUNDS, _CANDIDATES = 4, 3
_SAMPLE = 30_000
_MARGIN = 7
"""A pixel may be so many levels stronger than the shade that it belongs to: noise, JPEG."""
_NEAR = 0.03
"""In shares of the page's width: so near print a speck may be a point of it."""
_BESIDE = 1.5
"""In the sizes of the square below: so far from a solid ground its colour is that of what is beside it."""
_SOLID, _NOISE, _LEAST_GROUND = 0.012, 5, 0.005
"""No stroke is so broad, as a share of the page's width, nor does a ground stray so many levels; of the page, the least ground."""
_RULE, _THICK = 0.06, 0.007
"""As shares of the page's width, a rule is at least so long and not so thick."""
_CROSSING = 0.03
"""And so broad are the letters that cross it."""
_SPECK, _SPECK_STRENGTH = 0.01, 1.6
"""Specks are so small, as a share of the page's width, and at most so many times as strong as the watermark."""
_OFF_COLOUR, _OFF_SHARE = 14, 0.25
"""And so far off its colour: a fixed part, and a share of its strength."""
_GLYPH = (0.012, 0.06)
"""The height of glyphs of pale print, as shares of the page's width."""
_LINE, _LONG = 4, 3
"""A line of it has so many, and is so many times as long as high."""
_FEET, _LIKE, _NEXT = 0.08, 0.6, 1.2
"""In heights: the feet of neighbours are so level, their heights so alike, and they stand so close."""
_CORE = 0.3
"""Shades of a watermark that are so much rarer than its commonest one are where two of its letters, or print, lie on each other."""
_WORK_WIDTH = 800
"""The width at which grounds and level lines are found for painting."""
_ALIKE = 6
"""In sixteenths of full brightness: so much lighter or darker another ground is at most that the same watermark has the same side of."""


@dataclass(frozen=True, slots=True)
class _Ink:
    """The ink of a page that is not print's, a pixel an entry: where, how strong, on which ground."""

    x: Numbers
    y: Numbers
    strength: Numbers
    ground: Numbers
    """The ground's colour, 4 bits a channel."""
    broad: frozenset[int]
    """The grounds that cover much of the page: a photograph has none."""
    area: int


@dataclass(frozen=True, slots=True)
class _Watermark:
    """A slanting text: its angle, degrees counter-clockwise on the page's y axis; per ground the strongest of its shades."""

    angle: float
    strongest: dict[int, int]


def without_watermark(rgb: Pixels) -> Pixels:
    """The upright picture (H, W, 3) with a slanting watermark painted over in the colour of its ground; itself where there is none.

    Print under it stays: it is stronger than the watermark. Print that is fainter than the watermark stays where it makes a
    level line.
    """
    found = _watermark_on(rgb)
    return rgb if found is None else _painted_over(rgb, found)


def _watermark_on(rgb: Pixels) -> _Watermark | None:
    step = max(1, round(rgb.shape[1] / _LOOK_WIDTH))
    ink = _ink(np.ascontiguousarray(rgb[::step, ::step]))
    if len(ink.x) < _LEAST_INK:
        return None
    best: tuple[int, _Watermark] | None = None
    for angle in _candidates(ink):
        shades = _slanting_shades(ink, angle)
        pixels = sum(count for ground, _, count in shades if ground in ink.broad)
        if pixels > _LEAST_PAGE * ink.area and (best is None or pixels > best[0]):
            strongest: dict[int, int] = {}
            for ground in {ground for ground, *_ in shades}:
                own = [(shade, count) for on, shade, count in shades if on == ground]
                most = max(count for _, count in own)
                strongest[ground] = _SHADE * (1 + max(shade for shade, count in own if count >= _CORE * most))
            best = pixels, _Watermark(angle, strongest)
    return best[1] if best else None


def _ink(small: Pixels) -> _Ink:
    ground = _ground(small, 2, _GROUND)
    strength = _largest(cv2.absdiff(small, ground))
    strong = (strength > _STRONG).astype(np.uint8)
    strong = np.asarray(cv2.dilate(strong, np.ones((3, 3), np.uint8)), np.uint8)
    y, x = np.nonzero((strength > _FAINT) & (strong == 0))
    colours = _colours(ground)
    shades, counts = np.unique(colours, return_counts=True)
    broad = frozenset(int(shade) for shade in shades[counts > _BROAD * strength.size])
    return _Ink(x, y, strength[y, x].astype(np.int64), colours[y, x], broad, strength.size)


def _ground(rgb: Pixels, step: int, broad: int) -> Pixels:
    """What strokes stand on: the median around each pixel, broad pixels wide, of every step-th pixel."""
    middle = cv2.medianBlur(np.ascontiguousarray(rgb[::step, ::step]), (broad // step) | 1)
    height, width = rgb.shape[:2]
    return np.asarray(np.repeat(np.repeat(middle, step, 0), step, 1)[:height, :width], np.uint8)


def _largest(rgb: cv2.typing.MatLike) -> Pixels:
    red, green, blue = cv2.split(rgb)
    return np.asarray(cv2.max(cv2.max(red, green), blue), np.uint8)


def _colours(rgb: npt.NDArray[np.uint8]) -> Numbers:
    return np.asarray((rgb >> 4).astype(np.int64) @ np.array([256, 16, 1]), np.int64)


def _candidates(ink: _Ink) -> list[float]:
    """The angles, likeliest first, along which ink lies in rows, over the whole page or in windows of it."""
    every = len(ink.x) // _SAMPLE + 1
    x, y = ink.x[::every], ink.y[::every]
    ranked = [
        *(
            (score / _CANDIDATE_ROWS, angle)
            for score, angle in _peaks(_in_rows(x, y, _ANGLES), _CANDIDATE_ROWS)
        ),
        *_peaks(_in_windows(x, y, _ANGLES), _CANDIDATE_WINDOWS),
    ]
    chosen: list[float] = []
    for _, angle in sorted(ranked, reverse=True):
        if all(abs(angle - other) > 4 for other in chosen):
            chosen.append(angle)
    return chosen[:_CANDIDATES]


def _peaks(scores: Floats, least: float) -> list[tuple[float, float]]:
    """The slanting angles at which a score is higher than beside, as a multiple of its median, and the angles."""
    slanting = np.abs(_ANGLES) >= _SLANT
    shares = scores / max(1e-9, float(np.median(scores[slanting])))
    return [
        (float(shares[i]), float(_ANGLES[i]))
        for i in range(1, len(_ANGLES) - 1)
        if slanting[i] and shares[i] > least and shares[i] >= max(shares[i - 1], shares[i + 1])
    ]


def _in_rows(x: Numbers, y: Numbers, angles: Floats) -> Floats:
    """How unevenly ink lies in rows at each angle across the whole page: 0 where evenly."""
    scores = []
    for angle in np.deg2rad(angles):
        across = y * np.cos(angle) - x * np.sin(angle)
        counts = np.bincount(((across - across.min()) / _BIN).astype(np.int64)).astype(np.float64)
        even = min(_EVEN, len(counts))
        around = np.convolve(counts, np.ones(even) / even, "same")
        scores.append(float(((counts - around) ** 2).sum()) * len(counts) / len(y) ** 2)
    return np.array(scores)


def _in_windows(x: Numbers, y: Numbers, angles: Floats) -> Floats:
    """How often two pixels of a window share a row at each angle, as a multiple of what chance would give."""
    windows = (y // _WINDOW) * (int(x.max()) // _WINDOW + 1) + x // _WINDOW
    _, place, count = np.unique(windows, return_inverse=True, return_counts=True)
    rows = 3 * _WINDOW // _BIN
    scores = []
    for angle in np.deg2rad(angles):
        across = (y % _WINDOW) * np.cos(angle) - (x % _WINDOW) * np.sin(angle) + _WINDOW
        cells = place.ravel() * rows + (across / _BIN).astype(np.int64)
        shared = np.bincount(cells).astype(np.float64)
        span = (abs(np.cos(angle)) + abs(np.sin(angle))) * _WINDOW / _BIN
        chance = float((count * (count - 1.0)).sum()) / span
        scores.append(float((shared * (shared - 1)).sum()) / max(1.0, chance))
    return np.array(scores)


def _slanting_shades(ink: _Ink, angle: float) -> list[tuple[int, int, int]]:
    """Which shades of ink on which grounds lie in rows at an angle, and on the level do not: ground, shade, pixels."""
    found = []
    grounds, counts = np.unique(ink.ground, return_counts=True)
    others = np.array([a for a in (-50.0, -37.0, -20.0, 20.0, 37.0, 50.0) if abs(a - angle) > 8])
    angles = np.concatenate(([angle - 1.25, angle, angle + 1.25, 0.0], others))
    for ground in grounds[np.argsort(-counts)][:_GROUNDS]:
        here = ink.ground == ground
        if int(here.sum()) < _LEAST_INK:
            continue
        shades = ink.strength[here] // _SHADE
        for shade in range(1, _STRONG // _SHADE + 1):
            which = shades == shade
            count = int(which.sum())
            if count < _LEAST_SHADE:
                continue
            x, y = ink.x[here][which], ink.y[here][which]
            if _lies_along(_in_rows(x, y, angles), _IN_ROWS) or _lies_along(
                _in_windows(x, y, angles), _IN_WINDOWS
            ):
                found.append((int(ground), shade, count))
    return found


def _lies_along(scores: Floats, least: tuple[float, float]) -> bool:
    """scores: at the angle and beside it, three; on the level; at others. least: multiples of the others', of the level's."""
    along, level, other = float(scores[:3].max()), float(scores[3]), float(np.median(scores[4:]))
    return along > least[0] * other and along > least[1] * level


def _painted_over(rgb: Pixels, mark: _Watermark) -> Pixels:
    step = max(1, round(rgb.shape[1] / _WORK_WIDTH))
    ground = _sharp(_ground(rgb, step, _GROUND * rgb.shape[1] // _LOOK_WIDTH), rgb, step)
    away = rgb.astype(np.int16) - ground
    strength = _largest(cv2.absdiff(rgb, ground))
    limit = _limits(_colours(ground), strength, away, mark)
    ours = (strength > _FAINT // 2) & (strength <= limit)
    kept = _level_print(ours, strength > np.maximum(limit, _FAINT), rgb.shape[1])
    kept |= _rules(strength > _FAINT, rgb.shape[1])
    ours &= ~kept
    ours |= _specks(ours, strength, limit, rgb.shape[1]) & ~kept
    painted = rgb.copy()
    painted[ours] = ground[ours]
    return painted


def _sharp(ground: Pixels, rgb: Pixels, step: int) -> Pixels:
    """A ground with the edges that the picture has: where one colour lies solid, it is the ground, and the nearest such is that of
    what lies beside it. A median rounds the corners of bubbles, and fills the gap between two.

    ground was found at every step-th pixel.
    """
    few = ground[::step, ::step].reshape(-1, 3)
    place = (few >> 2).astype(np.int64) @ np.array([4096, 64, 1])
    counts = np.bincount(place)
    size = round(_SOLID * rgb.shape[1]) | 1
    corner = (size // 3) | 1  # so much of a round corner a square leaves out
    sharp, open_ = ground.copy(), np.full(rgb.shape[:2], 255, np.uint8)
    for shade in np.flatnonzero(counts > _LEAST_GROUND * len(few)):
        colour = np.median(few[place == shade], axis=0).astype(np.int16)
        near = cv2.inRange(rgb, np.maximum(colour - _NOISE, 0), np.minimum(colour + _NOISE, 255))
        solid = cv2.morphologyEx(near, cv2.MORPH_OPEN, np.ones((size, size), np.uint8))
        solid = cv2.bitwise_and(cv2.dilate(solid, np.ones((corner, corner), np.uint8)), near)
        sharp[solid > 0] = colour
        open_[solid > 0] = 0
    if open_.all():
        return ground
    far, nearest = cv2.distanceTransformWithLabels(open_, cv2.DIST_L2, 3, labelType=cv2.DIST_LABEL_PIXEL)
    colours = np.zeros((int(nearest.max()) + 1, 3), np.uint8)
    colours[nearest[open_ == 0]] = sharp[open_ == 0]
    beside = far <= _BESIDE * size
    sharp[beside] = colours[nearest[beside]]
    return sharp


def _rules(ink: Mask, width: int) -> Mask:
    """The level and upright edges of cards and bubbles, and the rules between rows: straighter than slanting strokes are, and
    thin but where a stroke crosses them."""
    long, thick = round(_RULE * width) | 1, max(4, round(_THICK * width))
    gap = round(_CROSSING * width) | 1

    def level(faint: Pixels) -> Mask:
        runs = cv2.morphologyEx(faint, cv2.MORPH_OPEN, np.ones((1, long), np.uint8))
        broad = cv2.morphologyEx(faint, cv2.MORPH_OPEN, np.ones((thick, 1), np.uint8))
        thin = cv2.compare(runs, broad, cv2.CMP_GT)
        whole = cv2.morphologyEx(thin, cv2.MORPH_CLOSE, np.ones((1, gap), np.uint8))
        return np.asarray(cv2.bitwise_and(whole, faint)) > 0

    faint = ink.astype(np.uint8) * 255
    return np.asarray(level(faint) | level(np.ascontiguousarray(faint.T)).T, np.bool_)


def _specks(ours: Mask, strength: Pixels, limit: Pixels, width: int) -> Mask:
    """What is left of a watermark's letters, a few pixels each: too strong or of another colour by JPEG's noise. Print is
    stronger, and no speck near it is taken, which may be a point of it."""
    left = (strength > _FAINT) & ~ours
    _, labels, stats = components(left.astype(np.uint8))

    def reaching(where: Mask) -> Mask:
        """Which components have a pixel there."""
        which = np.zeros(len(stats), bool)
        which[np.unique(labels[where & left])] = True
        return which

    small = np.maximum(stats[:, 2], stats[:, 3]) <= max(2, _SPECK * width)
    small[0] = False
    small &= ~reaching(strength > _SPECK_STRENGTH * np.maximum(limit, _FAINT))
    size = round(_NEAR * width) | 1
    near = cv2.dilate((left & ~small[labels]).astype(np.uint8), np.ones((size, size), np.uint8))
    beside = cv2.dilate(ours.astype(np.uint8), np.ones((3, 3), np.uint8))
    small &= reaching(beside > 0) & ~reaching((near > 0) & small[labels])
    return np.asarray(small[labels] & left, np.bool_)


def _limits(grounds: Numbers, strength: Pixels, away: npt.NDArray[np.int16], mark: _Watermark) -> Pixels:
    """How strong the watermark is at most at each pixel; 0 where it has another colour or is not known."""
    limit = np.zeros(strength.shape, np.uint8)
    smooth = np.asarray(cv2.blur(away, (3, 3)), np.int16)  # JPEG keeps colour at half the resolution
    for ground in np.unique(grounds[::8, ::8]):
        known = _nearest(int(ground), mark.strongest)
        if known is None:
            continue
        here = grounds == ground
        strongest = mark.strongest[known]
        limit[here] = strongest + _MARGIN
        if known != ground:
            continue
        core = here & (strength > strongest - 2 * _SHADE) & (strength <= strongest)
        if not core.any():
            continue
        colour = np.median(away[core], axis=0).astype(np.float64)
        colour /= max(1.0, float(np.linalg.norm(colour)))
        other = _of_other_colour(away[here], colour) & _of_other_colour(smooth[here], colour)
        limit[here] = np.where(other, 0, limit[here])
    return limit


def _of_other_colour(away: npt.NDArray[np.int16], colour: Floats) -> Mask:
    """Which of the differences from the ground (N, 3) are no multiple of a colour, a unit vector."""
    there = away.astype(np.float64)
    along = there @ colour
    beside = np.linalg.norm(there - np.outer(along, colour), axis=1)
    far = beside > _OFF_COLOUR + _OFF_SHARE * np.linalg.norm(there, axis=1)
    return np.asarray(far | (along < -_FAINT), np.bool_)


def _nearest(ground: int, known: dict[int, int]) -> int | None:
    """The ground like this one on which the watermark was seen; None where all are far lighter or darker."""

    def far(other: int) -> int:
        return max(abs((ground >> shift & 15) - (other >> shift & 15)) for shift in (0, 4, 8))

    nearest = min(known, key=far)
    return nearest if far(nearest) <= _ALIKE else None


def _level_print(faint: Mask, strong: Mask, width: int) -> Mask:
    """Where faint ink makes level lines: four or more glyphs that stand on one line, close together: pale print.

    Letters of a slanting text stand each lower or higher than the next. What lies at strong ink is its rim, and is level, too:
    it does not count.
    """
    step = max(1, round(width / _WORK_WIDTH))
    small = faint[::step, ::step].astype(np.uint8)
    rims = cv2.dilate(strong[::step, ::step].astype(np.uint8), np.ones((5, 5), np.uint8))
    small[rims > 0] = 0
    _, _, stats = components(np.asarray(small, np.uint8))
    low, high = _GLYPH[0] * width / step, _GLYPH[1] * width / step
    glyphs = np.array([row[:4] for row in stats[1:] if low <= row[3] <= high and row[2] <= 2 * high])
    kept = np.zeros(faint.shape, bool)
    for box in _level_lines(glyphs):
        box = box.scaled(float(step)).padded(step, step, faint.shape[1], faint.shape[0])
        kept[box.y : box.bottom, box.x : box.right] = True
    return kept


def _level_lines(glyphs: npt.NDArray[np.int32]) -> list[Box]:
    """The boxes of lines of four or more of the glyphs (x, y, w, h) whose feet are level."""
    if len(glyphs) < _LINE:
        return []
    glyphs = glyphs[np.argsort(glyphs[:, 0])]
    x, y, w, h = (glyphs[:, i] for i in range(4))
    line = np.arange(len(glyphs))
    for index in range(len(glyphs)):
        end = int(np.searchsorted(x, x[index] + w[index] + _NEXT * h[index], side="right"))
        after = np.arange(index + 1, end)
        tall = np.maximum(h[after], h[index])
        level = np.abs(y[after] + h[after] - y[index] - h[index]) <= np.maximum(1, _FEET * tall)
        alike = np.minimum(h[after], h[index]) >= _LIKE * tall
        clear = x[after] >= x[index] + w[index] - 1
        for other in after[level & alike & clear][:1]:
            line[line == line[other]] = line[index]
    boxes = []
    for number, count in zip(*np.unique(line, return_counts=True), strict=True):
        if count < _LINE:
            continue
        of = line == number
        left, right = int(x[of].min()), int((x + w)[of].max())
        top, bottom = int(y[of].min()), int((y + h)[of].max())
        if right - left >= _LONG * (bottom - top):
            boxes.append(Box(left, top, right - left, bottom - top))
    return boxes
