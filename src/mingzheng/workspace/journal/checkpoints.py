"""Checkpoints: the head of the chain, signed with a key that lies in the workspace's folder.

Ed25519 (RFC 8032): any tool verifies it, and it needs no random numbers. Whoever holds the folder
holds the key too; what a checkpoint proves, it proves to those who keep it somewhere else.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from mingzheng.errors import WorkspaceError, system_reason
from mingzheng.workspace.journal.chain import Seal, canonical
from mingzheng.workspace.site.folder import private_file

KEY_FILE = "journal.key"


@dataclass(frozen=True)
class Signed:
    """A checkpoint as a file holds it, once its signature was found good."""

    number: int
    seal: Seal
    key: str


def text(number: int, at: str, seal: Seal) -> str:
    """What is signed."""
    return canonical({"number": number, "at": at, "sha256": seal.sha256, "sm3": seal.sm3})


def signing_key(folder: Path) -> Ed25519PrivateKey:
    """The folder's key, made when first asked for."""
    path = folder / KEY_FILE
    if not path.exists():
        made = Ed25519PrivateKey.generate()
        content = made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        private_file(path, content)
    key = load_pem_private_key(path.read_bytes(), password=None)
    assert isinstance(key, Ed25519PrivateKey)
    return key


def public_key(key: Ed25519PrivateKey) -> str:
    """The public key's 32 octets, in hexadecimal."""
    return key.public_key().public_bytes_raw().hex()


def file(signed_text: str, signature: str, key: str) -> bytes:
    """A checkpoint as people keep it: one JSON object."""
    return (canonical({"signed": signed_text, "signature": signature, "key": key}) + "\n").encode()


def read(content: bytes) -> Signed:
    """A checkpoint from its file; raises `WorkspaceError` where it is none or its signature is bad."""
    try:
        given = json.loads(content)
        said = json.loads(given["signed"])
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(given["key"]))
        key.verify(bytes.fromhex(given["signature"]), given["signed"].encode())
        seal = Seal(str(said["sha256"]), str(said["sm3"]))
        return Signed(int(said["number"]), seal, str(given["key"]))
    except (ValueError, KeyError, TypeError, InvalidSignature) as error:
        raise WorkspaceError(
            zh="不是检查点文件，或其签名不成立",
            en="it is no checkpoint, or its signature doesn't hold",
        ) from error


def read_file(path: Path) -> Signed:
    """A checkpoint from the file that somebody kept."""
    try:
        return read(path.read_bytes())
    except OSError as error:
        said = system_reason(error)
        raise WorkspaceError(
            zh=f"无法读取 {path}：{said.zh}", en=f"can't read {path}: {said.en}"
        ) from error
