"""Badges beside names in a group: LV23, 管理员, LV15 风纪委员."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from extractor.fields.text import squeeze
from extractor.ocr.lines import Line
from extractor.screens.bubbles import block_under
from extractor.screens.messages import LEVEL, RANK, TITLED, Block
from extractor.screens.stamps import stamp_of

_BADGE, _LOWER = 4, 0.8
"""A badge is so wide against its height at most, one with a title aside, and lower than the name."""


def with_badges(loose: Sequence[Line], blocks: Sequence[Block], plates: Collection[int] = ()) -> list[Line]:
    """The lines outside the bubbles, a badge above one (LV23, 管理员) as part of the name that it stands beside.

    plates: the ids of the lines that stand on a ground of their own, as badges do and names do not.
    """
    result = list(loose)
    joined = True
    while joined:  # of two badges the farther one reaches the name by the nearer
        joined = False
        for badge in result:
            titled = TITLED.match(squeeze(badge.text)) is not None
            if (badge.box.w > _BADGE * badge.box.h and not titled) or stamp_of(badge, None) is not None:
                continue
            # where the page shades off names seem to stand on grounds of their own, too
            names = sorted(result, key=lambda line: id(line) in plates)
            name = next((name for name in names if _is_named_by(badge, name, blocks, plates)), None)
            if name is not None:
                both = replace(name, box=badge.box.union(name.box))
                result = [both if line is name else line for line in result if line is not badge]
                joined = True
                break
    return result


def _is_named_by(badge: Line, name: Line, blocks: Sequence[Block], plates: Collection[int]) -> bool:
    """Whether a badge stands beside a name above a bubble: it is lower than that, or has a ground of its own."""
    if name is badge or not name.text or not name.box.same_row(badge.box):
        return False
    gap = max(name.box.x - badge.box.right, badge.box.x - name.box.right)
    both = replace(name, box=badge.box.union(name.box))
    titled, level = TITLED.match(squeeze(badge.text)), squeeze(name.text)
    if LEVEL.fullmatch(level) or (id(name) in plates and (TITLED.match(level) or RANK.fullmatch(level))):
        return False  # another badge
    set_apart = badge.box.h < _LOWER * name.box.h or (id(badge) in plates and id(name) not in plates)
    set_apart = set_apart or titled is not None
    return set_apart and 0 <= gap < 2 * name.box.h and block_under(both, blocks) is not None
