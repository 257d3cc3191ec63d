"""The authorities that may have signed something: chosen by name and key identifier.

A name may have had several keys (rollover), and a key several certificates (cross-signed). Only a
certificate that the CA supplied can make a signature invalid. One that was merely found in the
archive can acquit, once a supplied one vouches for it, and accuses nobody: else whoever puts in a
certificate under another's name would turn good ones bad.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from mingzheng.signatures.public_keys import PublicKey, public_key


@dataclass(frozen=True, order=True)
class Authority:
    """One certificate of an authority.

    name          its subject, as names are compared (`certificates.names.issuer_key`)
    key_id        its subject key identifier, hex; empty where it has none
    spki          DER of its SubjectPublicKeyInfo
    since, until  its validity, in microseconds from 1970
    supplied      by the CA, as its own or its issuer's; else found in the archive
    """

    name: str
    key_id: str
    spki: bytes
    since: int
    until: int
    supplied: bool = True

    @property
    def key(self) -> PublicKey | None:
        """Its key; None where nothing can be verified with it."""
        return public_key(self.spki)


@dataclass(frozen=True)
class Authorities:
    """All authorities known, whatever the order they came in."""

    known: frozenset[Authority] = frozenset()

    @classmethod
    def of(cls, known: Iterable[Authority]) -> Authorities:
        """Those given, each once."""
        return cls(frozenset(known))

    def __len__(self) -> int:
        return len(self.known)

    @cached_property
    def _by_name(self) -> dict[str, list[Authority]]:
        by_name: dict[str, list[Authority]] = defaultdict(list)
        for authority in sorted(self.known):
            by_name[authority.name].append(authority)
        return dict(by_name)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names that authorities have."""
        return tuple(self._by_name)

    def candidates(self, name: str, key_id: str | None) -> list[Authority]:
        """Who may have signed what names this issuer and, where it does, this key.

        An identifier rules out another; without one on either side, the name alone decides.
        """
        return [
            authority
            for authority in self._by_name.get(name, [])
            if not (key_id and authority.key_id) or authority.key_id == key_id
        ]
