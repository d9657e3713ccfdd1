"""Finds a slanting watermark on a page: ink that lies in rows at one angle all over it, in one shade, and on the level does not."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from extractor.vision.colours import largest

Pixels = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

LOOK_WIDTH = 400
"""The width at which a watermark is looked for, by leaving pixels out: shades stay what they are."""
GROUND = 31
"""What is broader than half of this, at that width, is ground; strokes are not."""
FAINT, _STRONG = 8, 110
"""Ink is so far off its ground, at least, to be seen; what is farther off is print."""
SHADE = 8
"""Shades within so many levels are taken together."""
_SLANT = 12.0
"""A text at a smaller angle, in degrees, is level or the slant of a photograph."""
_ANGLES = np.array([angle for angle in np.arange(-60.0, 60.1, 2.5) if abs(angle) > _SLANT - 2.5])
"""Those that slant, and the ones beside them."""
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
_CORE = 0.3
"""Shades of a watermark that are so much rarer than its commonest one are where two of its letters, or print, lie on each other."""


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
class Watermark:
    """A slanting text: its angle, degrees counter-clockwise on the page's y axis; per ground the strongest of its shades."""

    angle: float
    strongest: dict[int, int]


def watermark_on(rgb: Pixels) -> Watermark | None:
    """The watermark of an upright picture (H, W, 3); None where there is none."""
    step = max(1, round(rgb.shape[1] / LOOK_WIDTH))
    ink = _ink(np.ascontiguousarray(rgb[::step, ::step]))
    if len(ink.x) < _LEAST_INK:
        return None
    best: tuple[int, Watermark] | None = None
    for angle in _candidates(ink):
        shades = _slanting_shades(ink, angle)
        pixels = sum(count for ground, _, count in shades if ground in ink.broad)
        if pixels > _LEAST_PAGE * ink.area and (best is None or pixels > best[0]):
            strongest: dict[int, int] = {}
            for ground in {ground for ground, *_ in shades}:
                own = [(shade, count) for on, shade, count in shades if on == ground]
                most = max(count for _, count in own)
                strongest[ground] = SHADE * (1 + max(shade for shade, count in own if count >= _CORE * most))
            best = pixels, Watermark(angle, strongest)
    return best[1] if best else None


def _ink(small: Pixels) -> _Ink:
    ground = ground_under(small, 2, GROUND)
    strength = largest(cv2.absdiff(small, ground))
    strong = (strength > _STRONG).astype(np.uint8)
    strong = np.asarray(cv2.dilate(strong, np.ones((3, 3), np.uint8)), np.uint8)
    y, x = np.nonzero((strength > FAINT) & (strong == 0))
    colours = colours_of(ground)
    broad = frozenset(np.flatnonzero(np.bincount(colours.ravel()) > _BROAD * strength.size).tolist())
    return _Ink(x, y, strength[y, x].astype(np.int64), colours[y, x], broad, strength.size)


def ground_under(rgb: Pixels, step: int, broad: int) -> Pixels:
    """What strokes stand on: the median around each pixel, broad pixels wide, of every step-th pixel."""
    middle = cv2.medianBlur(np.ascontiguousarray(rgb[::step, ::step]), (broad // step) | 1)
    height, width = rgb.shape[:2]
    whole = cv2.resize(middle, None, fx=step, fy=step, interpolation=cv2.INTER_NEAREST)
    return np.asarray(whole[:height, :width], np.uint8)


def colours_of(rgb: Pixels) -> Numbers:
    """The colour of each pixel as one number, 4 bits a channel."""
    red, green, blue = (np.asarray(channel, np.uint16) for channel in cv2.split(rgb >> 4))
    return ((red << 8) | (green << 4) | blue).astype(np.int64)


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
    down, right = y.astype(np.float64), x.astype(np.float64)
    for angle in np.deg2rad(angles):
        across = down * np.cos(angle) - right * np.sin(angle)
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
    first = place.ravel() * rows
    down, right = (y % _WINDOW).astype(np.float64), (x % _WINDOW).astype(np.float64)
    scores = []
    for angle in np.deg2rad(angles):
        across = down * np.cos(angle) - right * np.sin(angle) + _WINDOW
        cells = first + (across / _BIN).astype(np.int64)
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
        shades = ink.strength[here] // SHADE
        for shade in range(1, _STRONG // SHADE + 1):
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
