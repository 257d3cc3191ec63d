"""TOML files of law → the catalogue, checked as it is read.

A catalogue that loads has no unknown id, no unmarked text, no overlapping wordings, and every
pinned text unaltered; one that does not raises LawError naming the file and the key.
"""

from __future__ import annotations

import tomllib
from importlib.resources.abc import Traversable

from mingzheng.errors import LawError
from mingzheng.law.campaign import notice_of
from mingzheng.law.catalogue import Catalogue
from mingzheng.law.entry import Entry
from mingzheng.law.instrument import Instrument
from mingzheng.law.standards import standards_of
from mingzheng.law.statutes import KINDS, instrument_of

STANDARDS = "standards.toml"


def read(folder: Traversable) -> dict[str, Entry]:
    """Each TOML file of the folder, by name, in the order of their names."""
    entries = {}
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if file.name.endswith(".toml"):
            try:
                table = tomllib.loads(file.read_text(encoding="utf-8"))
            except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
                raise LawError(
                    zh=f"法律目录 {file.name} 不是有效的 TOML：{error}",
                    en=f"law/texts/{file.name} is not valid TOML: {error}",
                ) from error
            entries[file.name] = Entry(file=file.name, key="", table=table)
    return entries


def load(folder: Traversable) -> Catalogue:
    """The catalogue of a folder of TOML files; LawError where it is inconsistent."""
    entries = read(folder)
    standards = standards_of(entries.pop(STANDARDS, Entry(file=STANDARDS, key="", table={})))
    found = [(entry, instrument_of(entry)) for entry in entries.values()]
    found.sort(key=lambda each: KINDS.index(each[1].kind))
    instruments: dict[str, Instrument] = {}
    for entry, instrument in found:
        if instrument.id in instruments or instrument.id in standards:
            raise entry.wrong("id", zh="与另一文件重复", en="is used by another file as well")
        instruments[instrument.id] = instrument
    campaigns = [entry for entry, _ in found if "campaign" in entry.table]
    if len(campaigns) != 1:
        raise LawError(
            zh="法律目录应当恰有一份带 [campaign] 的通知。",
            en="The catalogue of law must hold exactly one notice with [campaign].",
        )
    # Items name articles, so the instruments are there before the notice is read.
    notice = notice_of(campaigns[0], instruments)
    return Catalogue(notice, instruments, standards)
