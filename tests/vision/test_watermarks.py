"""A slanting watermark goes; print under it, pale print beside it and the edges of cards stay."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from extractor.vision.lines import Pixels, find_lines
from extractor.vision.watermarks import without_watermark
from tests.watermarking import marked

WIDTH, HEIGHT = 720, 1280
NUMBER = "4200002026031512345"
CARD = (60, 540, 600, 120)
"""x, y, width, height"""


def page(*, dark: bool = False) -> Pixels:
    """Lines of print, the outline of a pale card, and a pale stamp of the time under it."""
    paper, ink, pale = ((18,) * 3, (230,) * 3, (96,) * 3) if dark else ((255,) * 3, (30,) * 3, (170,) * 3)
    rgb = np.full((HEIGHT, WIDTH, 3), paper, np.uint8)
    for row in range(8):
        place = (60, 120 + 52 * row)
        cv2.putText(rgb, f"{NUMBER}{row}", place, cv2.FONT_HERSHEY_SIMPLEX, 1.0, ink, 2, cv2.LINE_AA)
    x, y, w, h = CARD
    cv2.rectangle(rgb, (x, y), (x + w, y + h), pale, 2)
    cv2.putText(rgb, "2026-03-15 18:20", (90, 730), cv2.FONT_HERSHEY_SIMPLEX, 0.8, pale, 2, cv2.LINE_AA)
    return rgb


def jpeg(rgb: Pixels, quality: int) -> Pixels:
    _, coded = cv2.imencode(".jpg", rgb, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return np.asarray(cv2.imdecode(coded, cv2.IMREAD_COLOR), np.uint8)


LOOKS = [
    pytest.param({}, {}, id="grey"),
    pytest.param({}, {"slant": -18, "colour": (210, 40, 40)}, id="red, falling"),
    pytest.param({}, {"slant": 45, "colour": (40, 70, 200), "share": 0.2}, id="blue, steep"),
    pytest.param({"dark": True}, {"colour": (255, 255, 255), "share": 0.2}, id="white on dark"),
]


@pytest.mark.parametrize(("paper", "look"), LOOKS)
def test_a_watermark_goes_and_print_under_it_stays(paper: dict[str, bool], look: dict[str, float]) -> None:
    clean = page(**paper)
    covered = marked(clean, **look)  # type: ignore[arg-type]
    mended = without_watermark(covered)
    ground = int(clean[0, 0, 0])
    apart = np.abs(clean.astype(int) - ground).max(axis=2)
    bare = cv2.dilate((apart > 4).astype(np.uint8), np.ones((9, 9), np.uint8)) == 0
    before = (np.abs(covered.astype(int) - ground).max(axis=2) > 12) & bare
    after = (np.abs(mended.astype(int) - ground).max(axis=2) > 12) & bare
    assert before.sum() > 5000
    assert after.sum() < 0.05 * before.sum()
    print_ = apart > 150
    assert (np.abs(mended.astype(int) - ground).max(axis=2) > 100)[print_].mean() > 0.99


@pytest.mark.parametrize(("paper", "look"), LOOKS)
def test_the_lines_of_a_page_are_those_that_it_has_without(
    paper: dict[str, bool], look: dict[str, float]
) -> None:
    clean = page(**paper)
    covered = jpeg(marked(clean, **look), 80)  # type: ignore[arg-type]
    wanted = [box for box in find_lines(clean) if box.y < CARD[1] - 20]
    assert len(wanted) == 8

    def found(boxes: list) -> int:  # type: ignore[type-arg]
        return sum(any(abs(b.y - w.y) < 6 and abs(b.w - w.w) < 12 for b in boxes) for w in wanted)

    assert found(find_lines(without_watermark(covered))) == 8


def test_lines_are_lost_under_a_watermark_that_is_left() -> None:
    """What the room is for: were it not so, it could go."""
    clean = page()
    covered = marked(clean, colour=(90, 90, 90), share=0.35)
    assert len(find_lines(covered)) > 2 * len(find_lines(clean)) or not {
        (box.y, box.h) for box in find_lines(clean)
    } <= {(box.y, box.h) for box in find_lines(covered)}


def test_pale_level_print_and_the_edges_of_a_card_stay() -> None:
    clean = page()
    mended = without_watermark(marked(clean, colour=(0, 0, 0), share=0.33))  # as strong as the pale print
    stamp = (slice(705, 735), slice(85, 340))
    pale = clean[stamp][:, :, 0] < 200
    assert (mended[stamp][:, :, 0] < 220)[pale].mean() > 0.7  # where no letter of the watermark lies on it
    x, y, w, _ = CARD
    assert (mended[y - 1 : y + 2, x + 20 : x + w - 20, 0].min(axis=0) < 220).mean() > 0.9


def test_a_page_without_a_watermark_is_itself() -> None:
    for rgb in (page(), page(dark=True), jpeg(page(), 40)):
        assert without_watermark(rgb) is rgb


def test_level_pale_print_all_over_is_no_watermark() -> None:
    rgb = page()
    level = marked(rgb, slant=0)
    assert without_watermark(level) is level


def test_a_photograph_and_a_striped_ground_are_no_watermark() -> None:
    noise = np.random.default_rng(3).normal(0, 14, (HEIGHT, WIDTH, 3))
    ramp = np.linspace(60, 220, WIDTH)[None, :, None] + np.linspace(-40, 30, HEIGHT)[:, None, None]
    photo = np.clip(ramp + noise, 0, 255).astype(np.uint8)
    assert without_watermark(photo) is photo


@pytest.mark.parametrize("size", [(1, 1), (8, 8), (40, 400), (3000, 60)])
def test_any_size_is_no_fault(size: tuple[int, int]) -> None:
    rgb = np.random.default_rng(5).integers(0, 255, (*size, 3), dtype=np.uint8)
    assert without_watermark(rgb).shape == rgb.shape
