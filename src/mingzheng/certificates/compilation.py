"""When the reader's machine code is made, and where it is kept."""

from __future__ import annotations

from numba import njit

kernel = njit(cache=True, nogil=True, error_model="numpy", _nrt=False)
"""How every kernel is compiled.

Without Numba's counting of references, which cost ten times what the kernels do: they create no
arrays, and the caller keeps alive what it passes.
"""


def warm_up() -> None:
    """Compile."""
