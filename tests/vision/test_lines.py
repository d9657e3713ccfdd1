"""Cutting lines: on drawn pages whose text boxes are known, in all polarities and sizes."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from extractor.geometry import Box
from extractor.vision.crops import (
    glyph_count,
    glyphs_behind_colon,
    ground_colour,
    ink_strength,
    line_ink,
    normalised_crop,
)
from extractor.vision.lines import (
    _absorb_parts,
    _is_outline,
    _Mask,
    _segments,
    _split_rows,
    _text_height,
    find_lines,
)
from extractor.vision.rectify import straightened, text_tilt
from extractor.vision.regions import regions_of, tightened

WHITE, BLACK, GREY, BLUE = (255, 255, 255), (20, 20, 20), (178, 178, 178), (22, 119, 255)


def page(width: int = 720, height: int = 600, ground: tuple[int, int, int] = WHITE) -> np.ndarray:
    return np.full((height, width, 3), ground, np.uint8)


def write(
    picture: np.ndarray,
    text: str,
    x: int,
    y: int,
    *,
    ink: tuple[int, int, int] = BLACK,
    size: float = 1.0,
    thickness: int = 2,
) -> Box:
    """Draws text with its baseline at y; gives the box of its ink."""
    top, bottom = max(0, y - round(60 * size)), y + round(40 * size)
    band = picture[top:bottom]
    before = band.copy()
    cv2.putText(band, text, (x, y - top), cv2.FONT_HERSHEY_SIMPLEX, size, ink, thickness, cv2.LINE_AA)
    rows, columns = np.nonzero((band != before).any(axis=2))
    return Box(int(columns.min()), top + int(rows.min()), int(np.ptp(columns)) + 1, int(np.ptp(rows)) + 1)


def covers(found: Box, drawn: Box) -> bool:
    common = found.overlap_x(drawn) * found.overlap_y(drawn)
    return common >= 0.85 * drawn.area and found.h <= drawn.h + 16


@pytest.mark.parametrize("width", [285, 360, 540, 720, 1080, 1440, 2000])
def test_every_line_is_found_at_every_width(width: int) -> None:
    scale = width / 720
    picture = page(width, round(600 * scale))
    drawn = [
        write(
            picture, text, round(30 * scale), round(y * scale), size=scale, thickness=max(1, round(2 * scale))
        )
        for y, text in (
            (80, "4200002612202503140123456789"),
            (180, "2025-03-14 21:05:33"),
            (280, "NO 128.50"),
        )
    ]
    found = find_lines(picture)
    for box in drawn:
        assert any(box.overlap_x(f) > 0.5 * box.w and covers(f, box) for f in found) or len(
            [f for f in found if f.same_row(box)]
        ) in (1, 2)


@pytest.mark.parametrize(
    ("ground", "ink"), [(WHITE, BLACK), ((17, 17, 17), (213, 213, 213)), (BLUE, WHITE), (WHITE, GREY)]
)
def test_light_and_dark_and_coloured_grounds(ground: tuple[int, int, int], ink: tuple[int, int, int]) -> None:
    picture = page(ground=ground)
    drawn = write(picture, "20250314210512345", 40, 200, ink=ink)
    assert [f for f in find_lines(picture) if covers(f, drawn)]


def test_both_polarities_on_one_page() -> None:
    picture = page()
    cv2.rectangle(picture, (0, 0), (720, 150), BLUE, -1)
    head = write(picture, "ORDER 12345", 40, 90, ink=WHITE)
    body = write(picture, "20250314210512345", 40, 300)
    found = find_lines(picture)
    assert any(covers(f, head) for f in found) and any(covers(f, body) for f in found)


def test_label_and_value_come_apart() -> None:
    picture = page()
    label = write(picture, "LABEL", 40, 200)
    value = write(picture, "128.50", 480, 200)
    found = find_lines(picture)
    assert any(covers(f, label) for f in found) and any(covers(f, value) for f in found)


def test_a_button_gives_its_text_and_not_its_edge() -> None:
    picture = page()
    cv2.rectangle(picture, (200, 150), (500, 230), BLACK, 2)
    drawn = write(picture, "REFUND", 280, 203)
    found = find_lines(picture)
    assert len(found) == 1
    assert covers(found[0], drawn)


def test_a_headline_amount_stays_whole() -> None:
    picture = page(1080, 1200)
    drawn = write(picture, "-1,754.87", 300, 400, size=3.4, thickness=8)
    for y in range(600, 1100, 90):
        write(picture, "2025-03-14 21:05:33", 60, y)
    found = [f for f in find_lines(picture) if f.overlap_y(drawn) > 0.5 * drawn.h]
    assert len(found) == 1
    assert found[0].overlap_x(drawn) >= 0.97 * drawn.w


def test_a_long_capture_is_cut_and_not_shrunk() -> None:
    picture = page(720, 14_000)
    drawn = [write(picture, f"ROW {n:04d} 20250314210512345", 30, 60 + 100 * n) for n in range(138)]
    found = find_lines(picture)
    assert sum(any(covers(f, box) or f.same_row(box) for f in found) for box in drawn) == len(drawn)
    assert max(f.h for f in found) < 60  # no cut went through a line and joined it with the next


@pytest.mark.parametrize(
    "picture", [page(30, 30), page(720, 4), np.zeros((200, 200, 3), np.uint8), page(24, 4000)]
)
def test_empty_and_tiny_pictures_give_no_lines(picture: np.ndarray) -> None:
    assert find_lines(picture) == []


def test_noise_does_not_raise() -> None:
    noise = np.random.default_rng(5).integers(0, 255, (400, 300, 3), np.uint8)
    find_lines(noise)


@pytest.mark.parametrize(("ground", "ink"), [(WHITE, GREY), ((17, 17, 17), WHITE), (BLUE, WHITE)])
def test_crops_are_dark_on_white_with_full_contrast(
    ground: tuple[int, int, int], ink: tuple[int, int, int]
) -> None:
    picture = page(ground=ground)
    box = write(picture, "12345678", 60, 200, ink=ink)
    crop = normalised_crop(picture, box, height=28)
    assert crop.ndim == 2
    assert np.median(crop) == 255  # the ground
    assert crop.min() < 40  # the ink
    assert 28 <= crop.shape[0] <= 28 * 1.6 + 20


def test_ground_is_the_commonest_colour() -> None:
    picture = page(ground=BLUE)
    write(picture, "1234", 60, 200, ink=WHITE)
    assert tuple(ground_colour(picture)) == BLUE


def test_a_blank_crop_has_no_ink() -> None:
    assert ink_strength(page(50, 20)).max() == 0


@pytest.mark.parametrize("text", ["325.00", "20250314", "1083.00"])
def test_glyphs_are_counted_without_points(text: str) -> None:
    picture = page(ground=WHITE)
    box = write(picture, text, 60, 200, size=1.2)
    assert glyph_count(normalised_crop(picture, box, height=48)) == sum(c.isdigit() for c in text)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("No:LJ20250314", 10),
        ("No:20250314", 8),
        ("at:7:44", 2),
        ("No20250314", None),
        ("No:2025     0314", None),
    ],
)
def test_glyphs_behind_a_colon_are_counted_where_they_are_one_value(text: str, count: int | None) -> None:
    picture = page(ground=WHITE)
    box = write(picture, text, 60, 200, size=1.2)
    assert glyphs_behind_colon(normalised_crop(picture, box, height=48)) == count


def rows_page() -> np.ndarray:
    picture = page(900, 1200)
    for y in range(100, 1150, 80):
        write(picture, "20250314210512345 PAID 128.50 CNY", 80, y)
    return picture


@pytest.mark.parametrize("degrees", [-6.0, -3.0, 3.0, 6.0])
def test_a_tilted_photo_is_levelled_and_boxes_find_their_way_back(degrees: float) -> None:
    level = rows_page()
    height, width = level.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    tilted = np.asarray(cv2.warpAffine(level, turn, (width, height), borderValue=WHITE), np.uint8)
    measured = text_tilt(tilted)
    assert measured is not None
    assert abs(abs(measured) - abs(degrees)) < 0.8
    straight = straightened(tilted)
    assert straight.back is not None
    again = text_tilt(straight.pixels)
    assert again is not None and abs(again) < 0.8
    for box in find_lines(straight.pixels):
        back = straight.original(box, width, height)
        part = tilted[back.y : back.bottom, back.x : back.right]
        assert part.size and part.min() < 100  # there is ink where the box points to


def test_the_digits_of_a_bold_headline_are_no_outlines() -> None:
    """Their counters stand inside their edges as a character does in a bubble, and they are hardly narrower than high."""
    picture = page(1170, 900)
    for y in range(300, 800, 90):
        write(picture, "2026-09-25 01:33", 80, y, size=1.2)
    x, height = 740, 62
    for char in "318.60":
        width = 14 if char == "." else 48
        block = np.full((height, width, 3), WHITE, np.uint8)
        if char == ".":
            block[-14:] = 20
        else:
            cv2.ellipse(block, (24, 31), (18, 25), 0, 0, 360, (20, 20, 20), 12)
        picture[200 : 200 + height, x : x + width] = block
        x += width + 6
    [found] = [box for box in find_lines(picture) if box.y < 260]
    assert (found.x, found.right) == (pytest.approx(742, abs=8), pytest.approx(x - 6, abs=8))


def test_the_thin_strokes_of_a_light_headline_are_no_border() -> None:
    """-8157 in a light cut: the minus and the 7 are lines of few pixels that enclose nothing."""
    picture = page(770, 600)
    for y in range(400, 560, 60):
        write(picture, "2026-09-25 01:33", 80, y, size=1.0)
    for start, end in (((308, 296), (322, 296)), ((432, 272), (460, 272)), ((460, 272), (442, 316))):
        cv2.line(picture, start, end, (40, 40, 40), 4)
    for x in (330, 362, 396):
        cv2.ellipse(picture, (x + 12, 294), (11, 22), 0, 0, 360, (40, 40, 40), 4)
    [found] = [box for box in find_lines(picture) if box.y < 275]
    assert (found.x, found.right) == (pytest.approx(307, abs=6), pytest.approx(462, abs=6))


def test_wrapped_cells_make_no_tilt() -> None:
    """Two lines that touch, the second shorter, lean to one side, in each row of a table; its other cells are level."""
    picture = page(1400, 560)
    for y in range(60, 500, 70):
        write(picture, "485526775f5ab41fe2b3", 40, y, size=1.0)
        write(picture, "91b7820b79cd", 40, y + 26, size=1.0)
        for x, text in ((560, "PRODUCT 500"), (980, "1260.00"), (1200, "DONE")):
            write(picture, text, x, y + 12)
    assert straightened(picture).back is None


def test_a_level_page_is_left_alone() -> None:
    straight = straightened(rows_page())
    assert straight.back is None
    assert straight.original(Box(1, 2, 3, 4), 900, 1200) == Box(1, 2, 3, 4)


def test_lines_on_one_bubble_share_their_region_and_pages_are_told_from_bubbles() -> None:
    picture = page(720, 600, ground=(237, 237, 237))
    cv2.rectangle(picture, (120, 100), (520, 220), (149, 236, 105), -1)
    cv2.rectangle(picture, (10, 100), (80, 170), (200, 90, 90), -1)
    boxes = [
        write(picture, "first line", 140, 145),
        write(picture, "second", 140, 195),
        write(picture, "loose", 300, 400),
    ]
    first, second, loose = regions_of(picture, boxes)
    assert first is not None and first is second
    assert loose is not None and loose.is_page(720)
    assert not first.is_page(720)
    assert abs(first.box.x - 120) <= 4 and abs(first.box.w - 400) <= 8
    assert first.left_content > 0.1 > first.right_content


def test_the_cells_of_a_ruled_table_come_apart_where_rules_were_lost() -> None:
    picture = page(1200, 500)
    cells = []
    for y in (150, 200, 250, 300):
        if y != 200:
            cv2.line(picture, (40, y), (1160, y), (218, 218, 218), 1)  # one rule is too pale to be seen
    for x in (40, 320, 620, 900, 1160):
        cv2.line(picture, (x, 150), (x, 300), (218, 218, 218), 1)
    for row in range(3):
        for x in (60, 340, 640, 920):
            cells.append(write(picture, "2026031207", x, 182 + 50 * row, size=0.6, thickness=1))
    found = find_lines(picture)
    for cell in cells:
        inside = [box for box in found if box.overlap_x(cell) * box.overlap_y(cell) > 0.5 * cell.area]
        assert len(inside) == 1 and inside[0].w < 1.3 * cell.w


@pytest.mark.parametrize(("width", "parts"), [(58, 1), (174, 2)])
def test_a_heading_s_glyph_with_a_narrow_waist_is_one_line(width: int, parts: int) -> None:
    """已 beside 完成, whose 完 falls into small parts, stands alone; wider than high, two lines touch."""
    mask = np.zeros((100, 400), np.uint8)
    mask[20:43, 40 : 40 + width] = mask[49:76, 40 : 40 + width] = mask[43:49, 44:46] = 1
    assert len(_split_rows(mask, Box(40, 20, width, 56), 32.0)) == parts


def test_bold_round_figures_that_touch_are_no_outline() -> None:
    """-600.00 in heavy print lost its 60, and stood as 0.00."""
    figures = np.zeros((54, 76), np.uint8)
    for middle in (20, 56):
        cv2.ellipse(figures, (middle, 27), (18, 25), 0, 0, 360, 1, 3)
    assert not _is_outline(figures > 0)
    button = np.zeros((54, 76), np.uint8)
    cv2.rectangle(button, (8, 1), (67, 52), 1, 2)
    cv2.ellipse(button, (12, 27), (11, 25), 0, 90, 270, 1, 2)
    cv2.ellipse(button, (64, 27), (11, 25), 0, -90, 90, 1, 2)
    button[5:49, 10:66] = 0
    assert _is_outline(button > 0)


def heavy_word() -> np.ndarray:
    """Thick strokes that hang together as those of heavy glyphs that touch: (60, 120), 1 where there is ink."""
    ink = np.zeros((60, 120), np.uint8)
    ink[2:14, 2:118] = 1
    for left in range(2, 118, 21):
        ink[2:58, left : left + 11] = 1
    return ink


def test_rules_around_a_cell_of_a_table_are_an_outline() -> None:
    cell = np.zeros((42, 276), np.uint8)
    cell[:, :2] = cell[:, -2:] = cell[-2:] = 1
    assert _is_outline(cell > 0)
    cell[15:25, 20:60:4] = 1  # print that hangs together with them
    assert not _is_outline(cell > 0)


def test_a_heavy_word_is_no_outline() -> None:
    """退款成功 in the heaviest print was lost, its 已取消 before the comma stood."""
    edges = cv2.morphologyEx(heavy_word(), cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
    assert not _is_outline(edges > 0)
    picture = page(1080, 700)
    for y in range(300, 600, 60):
        write(picture, "2026-09-25 01:33", 80, y, size=1.2)
    picture[100:160, 300:420][heavy_word() > 0] = 20
    [found] = [box for box in find_lines(picture) if box.y < 200]
    assert covers(found, Box(302, 102, 116, 56))


def test_the_outline_of_a_button_is_none_of_its_line() -> None:
    picture = page()
    cv2.rectangle(picture, (290, 270), (420, 330), BLUE, 2)
    box = write(picture, "Pay", 320, 310)
    found = [b for b in find_lines(picture) if b.overlap_y(box)]
    assert len(found) == 1 and found[0].w < box.w + 12


@pytest.mark.parametrize("ends", [((255, 225, 20), (255, 255, 255)), ((90, 90, 250), (200, 80, 150))])
@pytest.mark.parametrize("across", [False, True])
def test_the_ground_of_a_gradient_is_none_of_the_ink(
    ends: tuple[tuple[int, int, int], ...], across: bool
) -> None:
    run = np.linspace(0, 1, 720 if across else 100)[:, None] * np.subtract(ends[1], ends[0]) + ends[0]
    picture = np.ascontiguousarray(
        np.broadcast_to(run[None, :, :] if across else run[:, None, :], (100, 720, 3)).astype(np.uint8)
    )
    box = write(picture, "12345678", 60, 70, ink=(20, 20, 20), size=1.6)
    crop = normalised_crop(picture, box, height=28)
    rim = np.concatenate((crop[10], crop[-11], crop[10:-10, 10], crop[10:-10, -11]))
    assert rim.min() > 240
    assert crop.min() < 40


@pytest.mark.parametrize("shift", [-7, 0, 7])
def test_a_pill_and_the_page_above_it_are_no_gradient(shift: int) -> None:
    """White on grey, as WeChat prints its times: the crop takes in some of the page above the pill, or below it."""
    picture = np.full((120, 720, 3), 237, np.uint8)
    cv2.rectangle(picture, (200, 35), (520, 85), (207, 207, 207), cv2.FILLED)
    box = write(picture, "12:34 56:78", 230, 72 + shift, ink=(255, 255, 255), size=1.0)
    assert box.h > 15
    ink = line_ink(picture, box.padded(2, 6, 720, 120))
    inner = ink[8:-8]
    assert np.median(inner) == 0  # the ground of the pill is none of the ink
    assert (inner > 200).mean() > 0.05


def test_a_shaded_and_noisy_ground_is_not_taken_for_the_ink() -> None:
    """Heavy white print is of one level and so the commonest colour; its ground is of many."""
    picture = page(400, 100, ground=(60, 150, 205))
    box = write(picture, "8888", 40, 60, ink=(255, 255, 255), size=1.4, thickness=7)
    shade = np.linspace(-20, 20, 100)[:, None, None] + np.random.default_rng(3).normal(0, 12, (100, 400, 3))
    noisy = np.where(picture > 250, picture, np.clip(picture + shade, 0, 250)).astype(np.uint8)
    crop = normalised_crop(noisy, box, height=28)
    assert crop[10:13].mean() > 180
    assert (crop[10:-10] < 60).mean() > 0.2


@pytest.mark.parametrize(("dots", "glyph", "height"), [(200, 30, 30), (200, 11, 7), (8, 30, 30), (0, 30, 30)])
def test_many_dots_of_leaders_do_not_tell_the_height_of_print(dots: int, glyph: int, height: int) -> None:
    """Columns: x, y, width, height, area; where print is hardly higher than the dots they may be print, too."""
    print_ = [(40 + 24 * n, 80, 22, glyph, 200) for n in range(9)]
    leaders = [(300 + 8 * n, 100 + 60 * (n % 4), 7, 7, 30) for n in range(dots)]
    assert _text_height(np.array([*print_, *leaders], np.int32)) == height


def test_a_character_of_two_parts_that_begins_a_row_is_one_line() -> None:
    """The 号 of 6月3|号，: its upper part is low, as is its lower one with the comma behind it."""
    usual = 41.0
    upper, lower = Box(225, 1980, 35, 17), Box(219, 1999, 66, 30)
    assert _absorb_parts([upper, lower], usual) == [upper.union(lower)]
    upper, lower = Box(204, 473, 41, 20), Box(203, 495, 61, 24)
    assert _absorb_parts([upper, lower], usual) == [upper.union(lower)]
    rows = [Box(204, 473, 41, 30), Box(203, 515, 61, 30)]
    assert sorted(_absorb_parts(rows, usual)) == sorted(rows)
    small = [Box(204, 473, 241, 20), Box(203, 495, 261, 24)]
    assert sorted(_absorb_parts(small, usual)) == sorted(small)


def test_the_ground_of_big_print_of_one_colour_is_the_gradient_that_it_stands_on() -> None:
    across, down = np.meshgrid(np.arange(247), np.arange(71))
    shade = 85 - across / 12 - down / 9
    crop = np.stack([shade, shade * 0.9, shade * 1.7], axis=2).astype(np.uint8)
    for x in range(30, 230, 34):
        cv2.rectangle(crop, (x, 10), (x + 22, 60), (254, 216, 137), -1)
    cv2.rectangle(crop, (0, 30), (3, 50), (254, 216, 137), -1)  # a sign before it, cut by the rim
    ink = ink_strength(crop)
    assert ink[12:58, 32:50].min() > 200 and ink[0].max() < 50


def test_the_last_character_of_a_wrapped_line_is_a_row_of_its_own_however_little_ink_it_has() -> None:
    mask = np.zeros((73, 373), np.uint8)
    mask[1:40, 8:94] = mask[1:39, 227:369] = mask[3:43, 100:203] = 1
    mask[41:73, 0:40] = 1
    mask[44:72, 8:36] = 0
    mask[50:53, 300:304] = 1  # a speck far from it
    whole = Box(0, 0, 373, 73)
    assert _split_rows(mask, whole, 31.0) == [Box(8, 1, 361, 42), Box(0, 41, 40, 32)]
    mask[20:60, 10:30] = 1  # what reaches through both is one
    assert _split_rows(mask, whole, 31.0) == [whole]


def test_the_cells_of_a_dense_table_come_apart_where_a_stroke_took_its_sides() -> None:
    """Low rows are full of rules: such a table is fuller than one of high rows, and without its sides no outline."""
    picture = page(1200, 500)
    cells = []
    for y in (150, 180, 210, 240):
        cv2.line(picture, (40, y), (1160, y), (190, 190, 190), 1)
    for x in (200, 340, 480, 620, 760, 900, 1040):
        cv2.line(picture, (x, 150), (x, 240), (190, 190, 190), 1)
    for row in range(3):
        for x in (60, 220, 360, 500, 640, 780, 920):
            cells.append(write(picture, "20260312", x, 174 + 30 * row, size=0.7, thickness=1))
    found = find_lines(picture)
    for cell in cells:
        inside = [box for box in found if box.overlap_x(cell) * box.overlap_y(cell) > 0.5 * cell.area]
        assert len(inside) == 1 and inside[0].w < 1.3 * cell.w


def test_what_is_left_of_a_red_table_s_rules_takes_no_line() -> None:
    """Two rules that meet around the last row, of a table whose others a pen's were taken for."""
    page = np.full((400, 900, 3), 255, np.uint8)
    cv2.line(page, (190, 346), (869, 346), (170, 50, 50), 1)
    cv2.line(page, (869, 309), (869, 346), (170, 50, 50), 1)
    for x, y in ((40, 95), (200, 95), (40, 134), (200, 134), (40, 335), (200, 335)):
        cv2.putText(page, "3857-7185", (x, y), cv2.FONT_HERSHEY_SIMPLEX, 0.5, (60, 60, 60), 1)
    found = find_lines(page)
    assert len(found) == 6
    assert all(box.w < 150 for box in found)


def test_print_in_a_bubble_that_a_photograph_reaches_around_is_a_line_of_its_own() -> None:
    mask = np.zeros((600, 1000), np.uint8)
    mask[100:500, 100:900] = 1  # the edges of a photograph, which hang together around a bubble
    mask[220:360, 200:700] = 0
    for x in range(260, 600, 40):
        mask[275:307, x : x + 30] = 1
    boxes = _segments(_Mask(mask, np.zeros_like(mask), 32.0))
    assert Box(260, 275, 350, 32) in boxes
    mask[310:330, 300:320] = 1  # what has something beside it is no line by itself
    assert Box(260, 275, 350, 32) not in _segments(_Mask(mask, np.zeros_like(mask), 32.0))


def test_a_line_in_a_piece_of_a_photograph_stays_a_line() -> None:
    picture = page(1000, 700, GREY)
    line, low, photograph = Box(260, 275, 350, 32), Box(260, 350, 50, 32), Box(100, 100, 800, 400)
    usual = [Box(20, 600 + 40 * row, 300, 32) for row in range(2)]
    found = tightened(picture, [line, low, photograph, *usual])
    assert line in found
    assert low not in found
