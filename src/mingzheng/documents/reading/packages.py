"""The parts of a DOCX: a ZIP whose members are taken by name, within limits."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path
from types import TracebackType

from lxml import etree

from mingzheng.documents.reading.limits import Limits
from mingzheng.documents.reading.refusals import DocumentError

_MACROS = ("vbaproject.bin", "vbadata.xml")


class Package:
    """One DOCX, open. Raises DocumentError for what is none, or is not to be opened."""

    def __init__(self, path: Path, name: str, limits: Limits) -> None:
        self._name = name
        self._limits = limits
        self._left = limits.expanded_bytes
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise DocumentError("damaged", name) from error
        self._names = {each.filename.lstrip("/").lower(): each for each in self._zip.infolist()}
        if any(member.endswith(_MACROS) for member in self._names):
            self._refuse("macros")
        if "encryptedpackage" in self._names or "encryptioninfo" in self._names:
            self._refuse("encrypted")
        if "[content_types].xml" not in self._names or not self.main:
            self._refuse("unknown_format")

    def __enter__(self) -> Package:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._zip.close()

    @property
    def main(self) -> str | None:
        """The name of the part that holds the text."""
        found = [name for name in self._names if name.endswith("document.xml")]
        usual = "word/document.xml"
        return usual if usual in self._names else min(found, default=None)

    def tree(self, member: str) -> etree._Element | None:
        """One part parsed; None where the package has no such part."""
        info = self._names.get(member.lower())
        if info is None:
            return None
        if info.flag_bits & 1:
            self._refuse("encrypted")
        data = self._unpacked(info)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
        try:
            root = etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            # libxml2's own bound on nesting is the only one that shows as a syntax error.
            deep = "depth" in str(error).lower()
            raise DocumentError("nested" if deep else "damaged", self._name) from error
        if root.getroottree().docinfo.doctype:
            self._refuse("damaged")
        return root

    def _unpacked(self, info: zipfile.ZipInfo) -> bytes:
        """Read no further than allowed, whatever size the archive claims."""
        try:
            with self._zip.open(info) as member:
                data = member.read(self._left + 1)
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError) as error:
            raise DocumentError("damaged", self._name) from error
        if len(data) > self._left:
            self._refuse("expands")
        self._left -= len(data)
        return data

    def _refuse(self, reason: str) -> None:
        self._zip.close()
        raise DocumentError(reason, self._name)
