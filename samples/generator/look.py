"""How one picture is drawn and spoilt, written as a short specification.

A specification is a line of words, for example::

    393@2.75 inter+noto dark ios barlow  from:商品 arrow:交易单号 scale:440 q:62 twice:80  mmexport

The first word is CSS width @ device pixel ratio.  The words that set the look may stand in any order; defects
are applied in the order of :data:`DEFECTS`; the last word may name the file-name pattern of :mod:`naming`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

CJK = {
    "noto": "'Noto Sans CJK SC'",
    "serif": "'Noto Serif CJK SC'",
    "micro": "'WenQuanYi Micro Hei'",
    "zen": "'WenQuanYi Zen Hei'",
    "wenkai": "'LXGW WenKai'",
    "droid": "'Droid Sans Fallback'",
}
LATIN = {
    "inter": "'Inter'",
    "roboto": "'Roboto'",
    "opensans": "'Open Sans'",
    "manrope": "'Manrope'",
    "condensed": "'Roboto Condensed'",
}
DIGITS = {
    "barlow": "'Barlow'",
    "din": "'Barlow'",
    "inter": "'Inter'",
    "manrope": "'Manrope'",
    "condensed": "'Roboto Condensed'",
    "plain": "inherit",
}
BARS = ("ios", "android", "miui", "nobar")
#: Defects by the order in which they happen to a picture.
DEFECTS = (
    "fold", "from", "until", "side", "mosaic", "arrow", "circle", "underline", "photo", "scale", "blur", "noise", "rotate",
)  # fmt: skip
ENCODINGS = ("png", "png8", "q", "webp", "heic")


class SpecError(ValueError):
    """A word of a specification is not known."""


@dataclass(frozen=True)
class Look:
    """A parsed specification."""

    spec: str
    width: int
    ratio: float
    height: int
    cjk: str = "noto"
    latin: str = ""
    digits: str = "barlow"
    dark: bool = False
    bar: str = "android"
    watermark: bool = False
    #: defect name -> its arguments, one for each time it is asked for
    defects: dict[str, list[str]] = field(default_factory=dict)
    encoding: str = "png8"
    quality: int = 0
    earlier_qualities: tuple[int, ...] = ()
    naming: str = "miui"

    @property
    def font_stack(self) -> str:
        """The CSS font-family of running text."""
        names = ([LATIN[self.latin]] if self.latin else []) + [CJK[self.cjk], "'Noto Sans CJK SC'", "'Noto Color Emoji'"]
        return ",".join(names)

    @property
    def digit_stack(self) -> str:
        """The CSS font-family of headline amounts."""
        first = DIGITS[self.digits]
        return self.font_stack if first == "inherit" else f"{first},{self.font_stack}"


def parse(spec: str, namings: tuple[str, ...]) -> Look:
    """Read a specification; the file-name patterns that may occur are given by the caller."""
    words = spec.split()
    width, _, ratio = words[0].partition("@")
    values: dict[str, object] = {"height": round(int(width) * 2.165)}
    defects: dict[str, list[str]] = {}
    for word in words[1:]:
        key, _, argument = word.partition(":")
        if key in DEFECTS:
            defects.setdefault(key, []).append(argument)
        elif key == "h":
            values["height"] = int(argument)
        elif key == "digits":
            values["digits"] = argument
        elif key == "twice":
            values["earlier_qualities"] = tuple(int(q) for q in argument.split(","))
        elif key in ENCODINGS:
            values["encoding"] = "jpeg" if key == "q" else key
            values["quality"] = int(argument or 0)
        elif word in ("dark", "light"):
            values["dark"] = word == "dark"
        elif word == "watermark":
            values["watermark"] = True
        elif word in BARS:
            values["bar"] = word
        elif word in namings:
            values["naming"] = word
        elif word in CJK:
            values["cjk"] = word
        elif "+" in word:
            values["latin"], values["cjk"] = word.split("+")
        else:
            raise SpecError(f"unknown word {word!r} in {spec!r}")
    return Look(spec=spec, width=int(width), ratio=float(ratio or 1), defects=defects, **values)  # type: ignore[arg-type]
