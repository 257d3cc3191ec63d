"""How the reader's machine code is made, where it is kept, and whether it is there.

Numba keeps machine code beside the sources (NUMBA_CACHE_DIR, or the user's cache, where that
can't be written to) and looks only at the age of a kernel's own file, not of what it calls. A
stamp that names the digest of the whole room says that the code there belongs together.
"""

from __future__ import annotations

import hashlib
import sys
from functools import cache
from pathlib import Path

import numba
from llvmlite.binding import get_host_cpu_features, get_host_cpu_name
from numba import njit

_OPTIONS = {"cache": True, "nogil": True, "error_model": "numpy", "_nrt": False}

kernel = njit(**_OPTIONS)
"""How every kernel is compiled.

Without Numba's counting of references, which cost ten times what the kernels do: they create no
arrays, and the caller keeps alive what it passes.
"""

inlined = njit(**_OPTIONS, forceinline=True)
"""A kernel that becomes part of its callers: where passing arguments costs more than the work."""

SECONDS = 30
"""About what compiling takes on one core, to tell a person who waits for it."""

_ROOM = Path(__file__).parent


@kernel
def _nothing() -> int:
    """What is asked where Numba keeps the code of this room."""
    return 0


def _folder() -> Path:
    """The folder of the machine code."""
    return Path(_nothing.stats.cache_path)


@cache
def _stamp() -> Path:
    """The file that says that the code of exactly these sources, on this machine, is there."""
    digest = hashlib.sha256()
    for source in sorted(_ROOM.glob("*.py")):
        digest.update(source.read_bytes())
    cpu = f"{get_host_cpu_name()} {get_host_cpu_features().flatten()}"
    digest.update(f"{sys.version} {numba.__version__} {cpu}".encode())
    return _folder() / f"certificates-{digest.hexdigest()[:32]}.compiled"


def compiled() -> bool:
    """Whether the reader can start at once; if not, its first use takes about `SECONDS`."""
    return _stamp().exists()


def discard() -> None:
    """Delete machine code of this room made from other sources."""
    for source in _ROOM.glob("*.py"):
        for pattern in (f"{source.stem}.*.nbi", f"{source.stem}.*.nbc"):
            for stale in _folder().glob(pattern):
                stale.unlink(missing_ok=True)
    for stale in _folder().glob("certificates-*.compiled"):
        stale.unlink(missing_ok=True)


def mark() -> None:
    """Note that the machine code is complete."""
    _stamp().parent.mkdir(parents=True, exist_ok=True)
    _stamp().touch()
