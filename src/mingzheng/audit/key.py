"""The key of the digests that show whether two masked numbers are the same."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from mingzheng.errors import SettingsError
from mingzheng.records.finished import Input

FILE = "mingzheng.key"
READ = 1 << 20
"""Bytes of each input that go into the key."""


def digest_key(folder: Path, inputs: Iterable[Input]) -> bytes:
    """32 bytes that only whoever has the evidence can have.

    `mingzheng.key` beside the evidence where the CA keeps one (at least 16 bytes); else it is
    derived from the evidence itself, so that the same evidence gives the same digests anywhere
    and nobody without it can try numbers out.
    """
    kept = folder / FILE
    if kept.is_file():
        secret = kept.read_bytes().strip()
        if len(secret) < 16:
            raise SettingsError(
                zh=f"{kept} 少于 16 字节：请换成更长的随机内容，或删除此文件。",
                en=f"{kept} has fewer than 16 bytes: put more random content in it, or remove it.",
            )
        return hashlib.blake2b(secret, digest_size=32, person=b"mz-kept-key").digest()
    derived = hashlib.blake2b(digest_size=32, person=b"mz-derived-key")
    for found in inputs:
        path = folder / found.path
        if path.is_file():
            with path.open("rb") as file:
                derived.update(file.read(READ))
    return derived.digest()
