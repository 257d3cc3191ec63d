"""The chart of months, drawn on the server: a bar for what was received, in it what was upheld."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from mingzheng.workspace.complaints.counts import Month

HEIGHT, WIDTH, GAP, TOP, FOOT = 160, 34, 10, 20, 24


def chart(months: Sequence[Month]) -> SafeString:
    """An SVG image of its own width; the table beside it says the same in words."""
    most = max((month.received for month in months), default=0)
    if not most:
        return SafeString("")
    bars = [_bar(n, month, most) for n, month in enumerate(months)]
    return format_html(
        '<svg class="bars" viewBox="0 0 {0} {1}" width="{0}" height="{1}" aria-hidden="true"'
        ' focusable="false"><path class="ground" d="M0 {2}h{0}"/>{3}</svg>',
        len(months) * (WIDTH + GAP) + GAP,
        TOP + HEIGHT + FOOT,
        TOP + HEIGHT,
        format_html_join("", "{}", ((bar,) for bar in bars)),
    )


def _bar(place: int, month: Month, most: int) -> SafeString:
    left = GAP + place * (WIDTH + GAP)
    tall, true = (number * HEIGHT // most for number in (month.received, month.upheld))
    middle, ground = left + WIDTH // 2, TOP + HEIGHT
    spoken = month.first.month == 1 or place == 0
    return format_html(
        '<rect class="received" x="{0}" y="{1}" width="{2}" height="{3}"/>'
        '<rect class="upheld" x="{0}" y="{4}" width="{2}" height="{5}"/>'
        '<text x="{6}" y="{7}">{8}</text><text x="{6}" y="{9}">{10}</text>',
        left, ground - tall, WIDTH, tall, ground - true, true,
        middle, ground - tall - 6, month.received or "", ground + 17,
        month.name[2:] if spoken else month.name[5:],
    )  # fmt: skip
