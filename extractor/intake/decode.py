"""Bytes to upright RGB pixels, strictly bounded: screenshots are hostile input."""

from __future__ import annotations

import io
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePath

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from extractor.errors import Refused
from extractor.intake.kinds import kind_of

Pixels = npt.NDArray[np.uint8]

# A stitched capture of 1440 × 60,000 is 86 million pixels; a bomb is far beyond.
MAX_PIXELS = 120_000_000
MAX_BYTES = 256 * 1024 * 1024
# Pillow's own guard, beside the check in open_image: it also holds where a plugin changes the size while it decodes
# (an icon or a tile inside the file). It raises from twice this value on.
Image.MAX_IMAGE_PIXELS = MAX_PIXELS
MIN_SIDE = 24
_SWITCH = threading.Lock()
"""Held while pixels are decoded: Pillow has one switch for all threads that says whether missing bytes are an error,
and what one thread tolerates another must not take for whole."""
_FORMATS = ("PNG", "JPEG", "WEBP", "BMP", "DIB", "TIFF", "GIF", "HEIF")
_MAGIC = (b"\x89PNG", b"\xff\xd8\xff", b"BM", b"II*\x00", b"MM\x00*", b"GIF8")


def looks_like_image(head: bytes) -> bool:
    """True where the first bytes (16 or more) are those of a picture format that is read here."""
    if head.startswith(_MAGIC):
        return True
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return True
    return head[4:8] == b"ftyp" and head[8:12] in (b"heic", b"heix", b"mif1", b"msf1", b"heim", b"hevc")


def open_image(data: bytes, name: str = "") -> Image.Image:
    """The image in data, not yet decoded; name is the file's. Raises Refused for anything that is no readable picture.

    Only the formats of phones and chat programs are tried; size is checked before a pixel is decoded.
    """
    if not data:
        raise Refused(
            "empty_file", "文件是空的（0 字节），请重新传一次 / the file is empty (0 bytes); copy it again"
        )
    if len(data) > MAX_BYTES:
        raise Refused("file_too_large", "文件超过 256 MB，不像截图 / larger than 256 MB, not a screenshot")
    _register_formats()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the bound is checked below, deliberately
            image = Image.open(io.BytesIO(data), formats=[f for f in _FORMATS if f in Image.OPEN])
    except Image.DecompressionBombError as error:
        raise _too_many_pixels() from error
    except UnidentifiedImageError as error:
        raise _not_an_image(data, name) from error
    except Exception as error:  # Pillow's plugins raise many kinds on crafted headers
        raise Refused("damaged_image", f"图片文件已损坏，请重新传原图 / damaged picture: {error}") from error
    width, height = image.size
    if width * height > MAX_PIXELS:
        raise _too_many_pixels()
    if width < MIN_SIDE or height < MIN_SIDE:
        raise Refused(
            "too_small",
            f"图片只有 {width}×{height} 像素，看不到文字 / only {width}×{height} pixels, no text to read",
        )
    return image


def upright_pixels(image: Image.Image) -> tuple[Pixels, bool]:
    """Decodes to (pixels, truncated): RGB (H, W, 3) with EXIF rotation applied, and whether bytes were missing.

    Transparency is laid on white, 16-bit and CMYK are brought to 8-bit RGB. Raises Refused where nothing decodes.
    """
    with _SWITCH:
        truncated = _load(image)
    try:
        flat = _flattened(_turned(image))
        return np.asarray(flat, np.uint8).copy(), truncated
    except Exception as error:
        raise Refused("damaged_image", f"图片文件已损坏，请重新传原图 / damaged picture: {error}") from error


def _load(image: Image.Image) -> bool:
    """Decodes image where it stands; True where bytes were missing."""
    try:
        image.load()
    except OSError as error:
        _load_what_is_there(image, error)
        return True
    except Exception as error:
        raise Refused("damaged_image", f"图片文件已损坏，请重新传原图 / damaged picture: {error}") from error
    return False


def _turned(image: Image.Image) -> Image.Image:
    """Rotated as its EXIF says; malformed EXIF says nothing, and the pixels are whole without it."""
    try:
        return ImageOps.exif_transpose(image)
    except Exception:
        return image


def _load_what_is_there(image: Image.Image, error: OSError) -> None:
    """A JPEG a few bytes short is whole to the eye: read it, and let the caller flag every row of it."""
    with _tolerant():
        try:
            image.load()
        except Exception:
            raise Refused(
                "truncated_image",
                f"图片没传完整，请重新传原图 / the picture is cut off, copy it again: {error}",
            ) from error


@contextmanager
def _tolerant() -> Iterator[None]:
    before = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def _flattened(image: Image.Image) -> Image.Image:
    if image.mode in ("I;16", "I;16B", "I;16L", "I;16N", "I"):
        wide = np.asarray(image).astype(np.uint32)
        # 16-bit samples arrive in mode I too; 8-bit values in I keep their range
        return Image.fromarray((wide >> 8 if wide.max(initial=0) > 255 else wide).astype(np.uint8)).convert(
            "RGB"
        )
    if image.mode == "F":
        return Image.fromarray(np.clip(np.asarray(image), 0, 255).astype(np.uint8)).convert("RGB")
    if image.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in image.info:
        rgba = image.convert("RGBA")
        page = Image.new("RGBA", rgba.size, (255, 255, 255, 255))
        return Image.alpha_composite(page, rgba).convert("RGB")
    return image if image.mode == "RGB" else image.convert("RGB")


def _register_formats() -> None:
    Image.init()
    try:
        import pillow_heif
    except ImportError:
        return
    pillow_heif.register_heif_opener()


def _too_many_pixels() -> Refused:
    return Refused(
        "too_many_pixels",
        f"像素超过 {MAX_PIXELS // 1_000_000} 百万，请分段截取 / more than {MAX_PIXELS // 1_000_000} megapixels; cut it into parts",
    )


def _not_an_image(data: bytes, name: str) -> Refused:
    if looks_like_image(data[:16]) and data[4:8] != b"ftyp":
        # it begins as one, and ends before its size is told
        return Refused(
            "damaged_image", "图片文件不完整，请重新传原图 / the picture is cut off; copy the original again"
        )
    if looks_like_image(data[:16]):
        try:
            import pillow_heif  # noqa: F401
        except ImportError:
            return Refused(
                "heic_support_missing",
                "缺少读取 HEIC 的组件，请运行 pip install pillow-heif / HEIC support is missing: pip install pillow-heif",
            )
    kind = kind_of(data, name)
    if kind is None:
        return Refused(
            "not_an_image",
            "内容不是图片，请打开看看是什么；能打开就截图 / the content is not a picture; open it to see what it is, and take "
            "a screenshot",
        )
    suffix = PurePath(name).suffix
    if suffix and suffix.lower() not in kind.suffixes:
        return Refused(
            "not_an_image",
            f"名字以 {suffix} 结尾，内容其实是{kind.zh}：{kind.advice_zh} / named {suffix}, but it is a {kind.en}: {kind.advice_en}",
        )
    return Refused("not_an_image", f"{kind.zh}：{kind.advice_zh} / {kind.en}: {kind.advice_en}")
