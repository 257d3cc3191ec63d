"""Counts, shares and bars, from whole numbers only: the same digits on every machine."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from mingzheng.language import Text

VERDICTS = ("breach", "unknown", "clear", "not_in_force")
_NARROWEST = 8


@dataclass(frozen=True)
class Counts:
    """How many cases or certificates got which verdict."""

    clear: int = 0
    breach: int = 0
    unknown: int = 0
    not_in_force: int = 0

    @property
    def examined(self) -> int:
        """Everything looked at while the duty was in force."""
        return self.clear + self.breach + self.unknown

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            clear=self.clear + other.clear,
            breach=self.breach + other.breach,
            unknown=self.unknown + other.unknown,
            not_in_force=self.not_in_force + other.not_in_force,
        )


def grouped(number: int) -> str:
    """1234567 as 1,234,567."""
    return f"{number:,}"


def percent(part: int, whole: int) -> str:
    """`part` of `whole` to a hundredth of a per cent, rounded half up; – of nothing.

    What is not nothing is never shown as 0 %, nor what is not all as 100 %.
    """
    if whole <= 0:
        return "–"
    hundredths = (part * 20_000 + whole) // (2 * whole)
    if part and not hundredths:
        return "<0.01%"
    if part < whole and hundredths >= 10_000:
        return ">99.99%"
    return f"{hundredths // 100}.{hundredths % 100:02}%"


def share(part: int, whole: int) -> Text:
    """A count with its share: `12（0.35%）`."""
    if whole <= 0 or not part:
        return Text(zh=grouped(part), en=grouped(part))
    rate = percent(part, whole)
    return Text(zh=f"{grouped(part)}（{rate}）", en=f"{grouped(part)} ({rate})")


def bar(counts: Counts) -> Markup:
    """Breach, unknown and clear as one stacked bar; the numbers stand beside it in words."""
    widths = _widths((counts.breach, counts.unknown, counts.clear))
    drawn, at = [], 0
    for name, width in zip(VERDICTS, widths, strict=False):
        if width:
            drawn.append(
                f'<rect class="{name}" x="{_per_cent(at)}" width="{_per_cent(width)}"'
                ' height="100%"/>'
            )
        at += width
    inside = "".join(drawn) or '<rect class="nothing" width="100%" height="100%"/>'
    return Markup(f'<svg class="bar" aria-hidden="true" focusable="false">{inside}</svg>')


def _widths(parts: tuple[int, ...]) -> list[int]:
    """Thousandths of the bar; a part that is not nothing stays visible."""
    whole = sum(parts)
    if not whole:
        return [0 for _ in parts]
    widths = [max(_NARROWEST, part * 1000 // whole) if part else 0 for part in parts]
    widest = widths.index(max(widths))
    widths[widest] += 1000 - sum(widths)
    return widths


def _per_cent(thousandths: int) -> str:
    return f"{thousandths // 10}.{thousandths % 10}%"


def total(counts: Iterable[Counts]) -> Counts:
    """The sum of several."""
    return sum(counts, start=Counts())
