"""Files as they come from strangers, broken transfers and attackers; the same ones for the same seed."""

from __future__ import annotations

import random
import struct
import zlib
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from tests.screens_drawn import drawn, encoded_as

_FORMS = {"PNG": ".png", "JPEG": ".jpg", "WEBP": ".webp", "HEIF": ".heic"}
_NAMES = (
    "=cmd|calc!A1", "-rf", "a'b\"c", "$(touch x)", "`id`", "new\nline", "tab\there", "%s%n", "a..", "微信图片😀", "‮gnp",
    "x" * 200, "a;b&c|d", "CON", "<script>", "e\u0301", " lead", "trail ",
)  # fmt: skip


def hostile_files(folder: Path, count: int) -> None:
    """Writes count files into folder, each with the suffix of a picture."""
    for name, data in islice(_endless(random.Random(20250314)), count):
        (folder / name).write_bytes(data)


def _endless(dice: random.Random) -> Iterator[tuple[str, bytes]]:
    whole = {form: encoded_as(drawn(7), form) for form in _FORMS}
    yield from _fixed(whole)
    yield "flipped.png", whole["PNG"][:60] + bytes([whole["PNG"][60] ^ 16]) + whole["PNG"][61:]
    yield "cut.jpg", whole["JPEG"][: len(whole["JPEG"]) // 2]
    yield "cut.webp", whole["WEBP"][: len(whole["WEBP"]) // 2]
    yield "cut.heic", whole["HEIF"][: len(whole["HEIF"]) // 2]
    yield "flat.png", _png(10_000, 10_000, zlib.compress(bytes(10_001 * 10_000), 1), depth=(8, 0))
    number = 0
    while True:
        for form, suffix in _FORMS.items():
            number += 1
            data = bytearray(whole[form])
            kind = number // len(_FORMS) % 3
            if kind == 0:  # bits turned
                for _ in range(dice.choice((1, 8, 64, 512))):
                    data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
            elif kind == 1:  # cut off, at each kilobyte and elsewhere
                del data[
                    dice.choice(
                        (1024 * dice.randrange(1, 1 + len(data) // 1024 or 2), dice.randrange(len(data)))
                    ) :
                ]
            else:  # a piece written over by another
                start, length = dice.randrange(len(data)), dice.randrange(1, 400)
                data[start : start + length] = dice.randbytes(length)
            yield f"{number:04d}{suffix}", bytes(data)


def _fixed(whole: dict[str, bytes]) -> Iterator[tuple[str, bytes]]:
    for number, name in enumerate(_NAMES):
        yield (
            f"{name}{number}.png",
            whole["PNG"] + bytes([number]),
        )  # bytes after the end are no harm, and no copy
    yield "empty.png", b""
    yield "one.jpg", b"\xff"
    yield "text.png", b"this is no picture\n" * 50
    yield "html.jpg", b"<html><script>alert(1)</script></html>"
    yield "zip.webp", b"PK\x03\x04" + bytes(500)
    yield "exe.gif", b"MZ" + bytes(900)
    yield "pdf.heic", b"%PDF-1.7\n" + bytes(200)
    yield "svg.png", b"<svg xmlns='http://www.w3.org/2000/svg'><image href='file:///etc/passwd'/></svg>"
    yield "wrong.png", whole["JPEG"] + b"\0"
    yield "bomb.png", _png(60_000, 60_000, zlib.compress(bytes(1_000_000), 9))
    yield "short_bomb.png", _png(10_000, 11_000, zlib.compress(bytes(1000), 9))
    yield "text_bomb.png", _with_text_bomb(whole["PNG"])
    yield "zero.png", _png(0, 0, b"")
    yield "thin.png", _png(200_000, 1, zlib.compress(bytes(600_001)))
    yield "huge_claim.gif", b"GIF89a" + struct.pack("<HH", 65535, 65535) + bytes(20)
    yield "tiff_loop.tif", b"II*\x00\x08\x00\x00\x00" + b"\x00\x00" + struct.pack("<I", 8)
    yield (
        "bmp_claim.bmp",
        b"BM"
        + struct.pack("<IHHI", 54, 0, 0, 54)
        + struct.pack("<IiiHH", 40, 2**30, -(2**30), 1, 24)
        + bytes(24),
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _png(width: int, height: int, data: bytes, depth: tuple[int, int] = (8, 2)) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, *depth, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


def _with_text_bomb(png: bytes) -> bytes:
    text = b"Comment\0\0" + zlib.compress(bytes(300_000_000), 9)
    return png[:33] + _chunk(b"zTXt", text) + png[33:]
