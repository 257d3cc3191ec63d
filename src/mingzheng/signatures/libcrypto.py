"""OpenSSL's libcrypto, one signature at a time: the second opinion on what the kernels say.

The library of the system is used as it lies there, by ctypes: pyca/cryptography has no SM2. Its
default distinguishing identifier is empty, the national standard's is not, so it is always set.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import POINTER, byref, c_char_p, c_int, c_long, c_size_t, c_uint, c_void_p
from ctypes.util import find_library
from functools import cache

import numpy as np

from mingzheng.signatures.algorithms import Algorithm, Scheme

_NAMES = ("libcrypto.so.3", "libcrypto.3.dylib", "libcrypto-3-x64.dll", "libcrypto-3.dll")
_SIGNATURES: dict[str, tuple[object, list[object]]] = {
    "OpenSSL_version_num": (c_uint, []),
    "ERR_clear_error": (None, []),
    "EVP_get_digestbyname": (c_void_p, [c_char_p]),
    "EVP_Digest": (c_int, [c_void_p, c_size_t, c_void_p, POINTER(c_uint), c_void_p, c_void_p]),
    "d2i_PUBKEY": (c_void_p, [c_void_p, POINTER(c_void_p), c_long]),
    "EVP_PKEY_free": (None, [c_void_p]),
    "EVP_PKEY_CTX_new": (c_void_p, [c_void_p, c_void_p]),
    "EVP_PKEY_CTX_free": (None, [c_void_p]),
    "EVP_PKEY_CTX_set1_id": (c_int, [c_void_p, c_char_p, c_int]),
    "EVP_PKEY_CTX_ctrl_str": (c_int, [c_void_p, c_char_p, c_char_p]),
    "EVP_PKEY_verify_init": (c_int, [c_void_p]),
    "EVP_PKEY_verify": (c_int, [c_void_p, c_char_p, c_size_t, c_char_p, c_size_t]),
    "EVP_MD_CTX_new": (c_void_p, []),
    "EVP_MD_CTX_free": (None, [c_void_p]),
    "EVP_MD_CTX_set_pkey_ctx": (None, [c_void_p, c_void_p]),
    "EVP_DigestVerifyInit": (c_int, [c_void_p, POINTER(c_void_p), c_void_p, c_void_p, c_void_p]),
    "EVP_DigestVerify": (c_int, [c_void_p, c_char_p, c_size_t, c_void_p, c_size_t]),
}
"""What is called, with its result and arguments."""

_OLDEST = 0x30000000
"""Before OpenSSL 3 a key on the SM2 curve has to be told that it is one."""


_KEYS_HELD = 64
"""Keys kept decoded."""


class _Key:
    """A decoded public key, freed with the last reference to it; its place is None if it is none."""

    def __init__(self, library: ctypes.CDLL, spki: bytes) -> None:
        self._free = library.EVP_PKEY_free
        held = ctypes.create_string_buffer(spki, len(spki))
        start = c_void_p(ctypes.addressof(held))
        self.place: int | None = library.d2i_PUBKEY(None, byref(start), len(spki))

    def __del__(self) -> None:
        if self.place:
            self._free(self.place)


class Libcrypto:
    """The library, loaded; OSError where it is not there or too old."""

    def __init__(self, name: str) -> None:
        self._library = ctypes.CDLL(name)
        try:
            for function, (result, arguments) in _SIGNATURES.items():
                found = getattr(self._library, function)
                found.restype, found.argtypes = result, arguments
        except AttributeError as error:
            raise OSError(f"{name} is too old: {error}") from error
        if self._library.OpenSSL_version_num() < _OLDEST:
            raise OSError(f"{name} is older than OpenSSL 3")
        self._keys: dict[bytes, _Key] = {}

    def verify(
        self, spki: bytes, algorithm: Algorithm, text: memoryview, value: bytes, *,
        identity: bytes | None = None,
    ) -> bool:  # fmt: skip
        """Whether `value` is the key's signature of `text`; identity: SM2's, to be hashed first."""
        lib, key = self._library, self._key(spki)
        with (
            self._context(key) as context,
            _freed(lib.EVP_MD_CTX_new(), lib.EVP_MD_CTX_free) as digest,
        ):
            if not (digest and context):
                return False
            if identity is not None and (
                lib.EVP_PKEY_CTX_set1_id(context, identity, len(identity)) != 1
            ):
                return False
            lib.EVP_MD_CTX_set_pkey_ctx(digest, context)
            hashed = lib.EVP_get_digestbyname(algorithm.digest.encode()) or None
            if lib.EVP_DigestVerifyInit(digest, None, hashed, None, key.place) != 1:
                return False
            if algorithm.scheme is Scheme.RSA_PSS and not self._pad(context, algorithm):
                return False
            start, length = _address(text)
            return bool(lib.EVP_DigestVerify(digest, value, len(value), start, length) == 1)

    def verify_sm3(self, spki: bytes, text: memoryview, value: bytes) -> bool:
        """Whether `value` is an SM2 key's signature of SM3 of the text alone, without ZA."""
        lib = self._library
        digest, (start, length) = ctypes.create_string_buffer(32), _address(text)
        hashed = lib.EVP_get_digestbyname(b"sm3")
        if not hashed or lib.EVP_Digest(start, length, digest, None, hashed, None) != 1:
            return False
        with self._context(self._key(spki)) as context:
            if not context or lib.EVP_PKEY_verify_init(context) != 1:
                return False
            answer = lib.EVP_PKEY_verify(context, value, len(value), digest.raw, 32)
            return bool(answer == 1)

    def _pad(self, context: int, algorithm: Algorithm) -> bool:
        """Sets the parameters of PSS."""
        settings = {
            b"rsa_padding_mode": b"pss",
            b"rsa_pss_saltlen": str(algorithm.salt_octets).encode(),
            b"rsa_mgf1_md": algorithm.mask_digest.encode(),
        }
        control = self._library.EVP_PKEY_CTX_ctrl_str
        return all(control(context, name, value) == 1 for name, value in settings.items())

    @contextmanager
    def _context(self, key: _Key) -> Iterator[int | None]:
        """A context of the key, without the errors that its use leaves behind."""
        lib = self._library
        made = lib.EVP_PKEY_CTX_new(key.place, None) if key.place else None
        with _freed(made, lib.EVP_PKEY_CTX_free) as context:
            try:
                yield context
            finally:
                lib.ERR_clear_error()

    def _key(self, spki: bytes) -> _Key:
        found = self._keys.get(spki)
        if found is None:
            if len(self._keys) >= _KEYS_HELD:
                self._keys.clear()
            found = self._keys.setdefault(spki, _Key(self._library, spki))
        return found


@contextmanager
def _freed(thing: int | None, free: object) -> Iterator[int | None]:
    assert callable(free)
    try:
        yield thing
    finally:
        if thing:
            free(thing)


def _address(text: memoryview) -> tuple[c_void_p, int]:
    """Where a text lies, without a copy: it may be a revocation list of gigabytes."""
    octets = np.frombuffer(text, np.uint8)
    return c_void_p(octets.ctypes.data), len(octets)


@cache
def libcrypto() -> Libcrypto | None:
    """The system's library; None where there is none of OpenSSL 3."""
    for name in (*_NAMES, None):
        found = name or find_library("crypto")
        if found:
            try:
                return Libcrypto(found)
            except OSError:
                continue
    return None
