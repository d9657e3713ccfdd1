from __future__ import annotations

import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from threading import Event

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from extractor.errors import Refused
from extractor.intake.decode import (
    MAX_BYTES,
    MAX_PIXELS,
    MIN_SIDE,
    looks_like_image,
    open_image,
    upright_pixels,
)
from tests.helpers import encoded, png_claiming

Pixels = npt.NDArray[np.uint8]
RED, GREEN, BLUE, WHITE = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)


def corners(width: int = 96, height: int = 64) -> Pixels:
    """A picture whose quarters are red, green, blue and white: it looks different however it is turned."""
    page = np.zeros((height, width, 3), np.uint8)
    page[: height // 2, : width // 2], page[: height // 2, width // 2 :] = RED, GREEN
    page[height // 2 :, : width // 2], page[height // 2 :, width // 2 :] = BLUE, WHITE
    return page


def noise(width: int = 300, height: int = 200) -> Image.Image:
    return Image.fromarray(np.random.default_rng(7).integers(0, 255, (height, width, 3), dtype=np.uint8))


def pixels_of(data: bytes) -> Pixels:
    pixels, truncated = upright_pixels(open_image(data))
    assert not truncated
    assert pixels.dtype == np.uint8
    assert pixels.ndim == 3
    assert pixels.shape[2] == 3
    return pixels


def reason_of(data: bytes) -> str:
    with pytest.raises(Refused) as caught:
        upright_pixels(open_image(data))
    message = str(caught.value)
    assert " / " in message, "messages are Chinese and English"
    return caught.value.reason


def near(a: Pixels, b: Pixels, tolerance: int) -> bool:
    return a.shape == b.shape and int(np.abs(a.astype(int) - b.astype(int)).max()) <= tolerance


# How a camera stores an upright picture under each EXIF orientation.
STORED: dict[int, Callable[[Pixels], Pixels]] = {
    1: lambda p: p,
    2: lambda p: p[:, ::-1],
    3: lambda p: p[::-1, ::-1],
    4: lambda p: p[::-1],
    5: lambda p: p.transpose(1, 0, 2),
    6: lambda p: np.rot90(p, 1),
    7: lambda p: p[::-1, ::-1].transpose(1, 0, 2),
    8: lambda p: np.rot90(p, -1),
}


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
@pytest.mark.parametrize("orientation", STORED)
def test_all_exif_orientations_come_upright(orientation: int, form: str) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    stored = Image.fromarray(np.ascontiguousarray(STORED[orientation](corners())))
    options = (
        {"lossless": True} if form == "WEBP" else {"quality": 98, "subsampling": 0} if form == "JPEG" else {}
    )
    assert near(pixels_of(encoded(stored, form, exif=exif, **options)), corners(), 8)


@pytest.mark.parametrize("exif", [b"garbage", b"Exif\0\0XXXX", b"Exif\0\0II*\0\x08\0\0\0\xff\xff"])
@pytest.mark.parametrize("form", ["PNG", "JPEG"])
def test_malformed_exif_does_not_cost_the_picture(form: str, exif: bytes) -> None:
    assert pixels_of(encoded(noise(), form, exif=exif)).shape == (200, 300, 3)


def test_a_nonsense_orientation_turns_nothing() -> None:
    exif = Image.Exif()
    exif[0x0112] = 99
    assert near(pixels_of(encoded(Image.fromarray(corners()), "PNG", exif=exif)), corners(), 0)


@pytest.mark.parametrize("form", ["PNG", "BMP", "TIFF", "GIF"])
def test_lossless_formats_keep_every_pixel(form: str) -> None:
    assert near(pixels_of(encoded(Image.fromarray(corners()), form)), corners(), 0)


def test_heic_round_trip() -> None:
    pillow_heif = pytest.importorskip("pillow_heif")
    pillow_heif.register_heif_opener()
    data = encoded(Image.fromarray(corners()), "HEIF", quality=95)
    assert looks_like_image(data[:16])
    assert near(pixels_of(data)[8:24, 8:40], corners()[8:24, 8:40], 24)


def test_cmyk_jpeg() -> None:
    page = Image.fromarray(corners()).convert("CMYK")
    assert near(pixels_of(encoded(page, "JPEG", quality=98, subsampling=0)), corners(), 12)


@pytest.mark.parametrize("mode", ["L", "1"])
def test_gray_and_bilevel(mode: str) -> None:
    page = Image.fromarray(np.where(corners()[:, :, 0] > 0, 255, 0).astype(np.uint8)).convert(mode)
    pixels = pixels_of(encoded(page, "PNG"))
    assert tuple(pixels[4, 4]) == WHITE
    assert tuple(pixels[4, 90]) == (0, 0, 0)


def test_transparency_of_a_palette_is_laid_on_white() -> None:
    page = Image.new("P", (40, 40), 0)
    page.putpalette([0, 0, 0, 255, 0, 0])
    page.paste(1, (0, 0, 20, 40))
    pixels = pixels_of(encoded(page, "PNG", transparency=0))
    assert tuple(pixels[20, 10]) == RED
    assert tuple(pixels[20, 30]) == WHITE


@pytest.mark.parametrize(
    ("mode", "ink", "clear"), [("RGBA", (255, 0, 0, 255), (0, 0, 0, 0)), ("LA", (0, 255), (0, 0))]
)
def test_alpha_is_laid_on_white(mode: str, ink: tuple[int, ...], clear: tuple[int, ...]) -> None:
    page = Image.new(mode, (40, 40), clear)
    page.paste(ink, (0, 0, 20, 40))
    pixels = pixels_of(encoded(page, "PNG"))
    assert tuple(pixels[20, 10]) == (ink[:3] if mode == "RGBA" else (0, 0, 0))
    assert tuple(pixels[20, 30]) == WHITE


def test_half_transparent_ink_is_half_white() -> None:
    assert tuple(pixels_of(encoded(Image.new("RGBA", (40, 40), (0, 0, 0, 128)), "PNG"))[9, 9]) == (
        127,
        127,
        127,
    )


def test_a_transparent_colour_of_rgb_is_laid_on_white() -> None:
    page = Image.fromarray(corners())
    assert tuple(pixels_of(encoded(page, "PNG", transparency=BLUE))[60, 4]) == WHITE


@pytest.mark.parametrize(("sample", "shown"), [(65535, 255), (40000, 156), (512, 2)])
def test_sixteen_bit_png(sample: int, shown: int) -> None:
    page = Image.fromarray(np.full((40, 40), sample, np.uint16))
    assert tuple(pixels_of(encoded(page, "PNG"))[9, 9]) == (shown, shown, shown)


def test_only_the_first_frame_of_a_gif() -> None:
    frames = [Image.new("RGB", (40, 40), colour) for colour in (RED, BLUE)]
    data = encoded(frames[0], "GIF", save_all=True, append_images=frames[1:])
    assert tuple(pixels_of(data)[9, 9]) == RED


def test_only_the_first_page_of_a_tiff() -> None:
    pages = [Image.new("RGB", (40, 40), colour) for colour in (RED, BLUE)]
    assert tuple(pixels_of(encoded(pages[0], "TIFF", save_all=True, append_images=pages[1:]))[9, 9]) == RED


# -- damaged and hostile ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("missing", [1, 2, 7, 100])
def test_a_jpeg_a_few_bytes_short_is_read_and_flagged(missing: int) -> None:
    data = encoded(noise(), "JPEG", quality=90)
    whole = pixels_of(data)
    pixels, truncated = upright_pixels(open_image(data[:-missing]))
    assert truncated
    assert near(pixels[:160], whole[:160], 0)


@pytest.mark.parametrize("form", ["PNG", "JPEG", "BMP", "GIF", "TIFF"])
def test_half_a_picture_is_flagged_or_refused_never_taken_for_whole(form: str) -> None:
    data = encoded(noise(), form)
    try:
        pixels, truncated = upright_pixels(open_image(data[: len(data) // 2]))
    except Refused as refusal:
        assert refusal.reason in ("truncated_image", "damaged_image")
    else:
        assert truncated
        assert pixels.shape == (200, 300, 3)


def test_reading_a_truncated_file_leaves_pillow_strict() -> None:
    from PIL import ImageFile

    upright_pixels(open_image(encoded(noise(), "JPEG")[:-20]))
    assert ImageFile.LOAD_TRUNCATED_IMAGES is False


def test_what_one_thread_tolerates_another_still_flags() -> None:
    inside, go = Event(), Event()

    class Slow:
        """A picture of which bytes are missing, and that takes its time once that is tolerated."""

        size = (30, 30)

        def load(self) -> None:
            if not inside.is_set():
                inside.set()
                raise OSError("image file is truncated")
            go.wait(10)
            raise ValueError("nothing there")

    with ThreadPoolExecutor(2) as threads:
        slow = threads.submit(upright_pixels, Slow())  # type: ignore[arg-type]
        assert inside.wait(10)
        quick = threads.submit(upright_pixels, open_image(encoded(noise(), "JPEG")[:-20]))
        wait([quick], 0.3)
        go.set()
        assert quick.result()[1]
        with pytest.raises(Refused):
            slow.result()


def test_a_png_with_rows_missing_is_flagged() -> None:
    _, truncated = upright_pixels(open_image(png_claiming(300, 300)))
    assert truncated


@pytest.mark.parametrize("keep", [40, 100, 300])
def test_a_jpeg_cut_off_in_its_header_is_refused(keep: int) -> None:
    assert reason_of(encoded(noise(), "JPEG")[:keep]) in ("damaged_image", "truncated_image", "not_an_image")


def test_a_damaged_checksum_is_refused() -> None:
    data = bytearray(encoded(noise(), "PNG"))
    data[len(data) // 2] ^= 0xFF
    try:
        _, truncated = upright_pixels(open_image(bytes(data)))
    except Refused as refusal:
        assert refusal.reason == "damaged_image"
    else:
        assert truncated


def test_zero_bytes() -> None:
    assert reason_of(b"") == "empty_file"


@pytest.mark.parametrize(
    "data",
    [
        b"this is a text file",
        b"\0" * 4096,
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
        b"<svg xmlns='http://www.w3.org/2000/svg' width='40' height='40'/>",
        b"PK\x03\x04" + b"\0" * 100,
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 40 40\n",
    ],
)
def test_what_is_no_picture(data: bytes) -> None:
    assert reason_of(data) == "not_an_image"


@pytest.mark.parametrize("side", [60_000, 14_000, 11_000])
def test_a_decompression_bomb_is_refused_before_it_is_decoded(side: int) -> None:
    assert side * side > MAX_PIXELS
    assert reason_of(png_claiming(side, side)) == "too_many_pixels"


def test_the_longest_stitched_capture_is_within_bounds() -> None:
    assert open_image(png_claiming(1440, 60_000)).size == (1440, 60_000)


@pytest.mark.parametrize("size", [(1, 1), (MIN_SIDE - 1, 500), (500, MIN_SIDE - 1)])
def test_what_is_too_small_to_hold_text(size: tuple[int, int]) -> None:
    assert reason_of(encoded(Image.new("RGB", size), "PNG")) == "too_small"
    assert pixels_of(encoded(Image.new("RGB", (MIN_SIDE, MIN_SIDE)), "PNG")).shape == (MIN_SIDE, MIN_SIDE, 3)


def test_a_huge_file_is_refused_unparsed() -> None:
    class Huge(bytes):
        def __len__(self) -> int:
            return MAX_BYTES + 1

    with pytest.raises(Refused) as caught:
        open_image(Huge(b"\x89PNG"))
    assert caught.value.reason == "file_too_large"


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP", "BMP", "TIFF", "GIF"])
def test_pictures_are_known_by_their_first_bytes(form: str) -> None:
    data = encoded(noise(), form)
    assert looks_like_image(data[:16])
    assert open_image(data).size == (300, 200)


@pytest.mark.parametrize(
    "head", [b"", b"\x89", b"RIFF\0\0\0\0WAVEfmt ", b"\0\0\0\x18ftypmp42\0\0\0\0", b"hello world text"]
)
def test_other_first_bytes(head: bytes) -> None:
    assert not looks_like_image(head)


def test_decoded_pixels_are_the_callers_own() -> None:
    pixels = pixels_of(encoded(noise(), "PNG"))
    pixels[0, 0] = 0  # raises where they were a view of Pillow's buffer
    assert io.BytesIO(pixels.tobytes()).getbuffer().nbytes == 200 * 300 * 3
