"""The TOML file of standards → what may be cited of them."""

from __future__ import annotations

from mingzheng.law.entry import Entry
from mingzheng.law.instrument import Standard

STATUSES = ("in_force", "withdrawn", "draft", "unknown")


def standards_of(entry: Entry) -> dict[str, Standard]:
    """Every standard of the file, by id."""
    entry.allow("standards")
    standards = {id: _standard(id, each) for id, each in entry.children("standards")}
    for id, standard in standards.items():
        if standard.replaced_by is not None and standard.replaced_by not in standards:
            raise entry.wrong(
                f"standards.{id}.replaced_by",
                zh=f"没有标准“{standard.replaced_by}”",
                en=f"no standard has the id {standard.replaced_by!r}",
            )
    return standards


def _standard(id: str, entry: Entry) -> Standard:
    entry.allow(
        *("code", "zh", "en", "status", "issued", "since", "until", "replaced_by"),
        *("mark", "source", "note"),
    )
    if entry.text("status") not in STATUSES:
        raise entry.wrong(
            "status", zh=f"可用：{'、'.join(STATUSES)}", en=f"known: {', '.join(STATUSES)}"
        )
    return Standard(
        id=id,
        code=entry.maybe_text("code") or "",
        title=entry.languages(),
        status=entry.text("status"),
        mark=entry.mark(),
        provenance=entry.both("source"),
        issued=entry.maybe_day("issued"),
        since=entry.maybe_day("since"),
        until=entry.maybe_day("until"),
        replaced_by=entry.maybe_text("replaced_by"),
        note=entry.maybe_both("note"),
    )
