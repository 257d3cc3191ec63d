"""Feeds the certificate reader mutated certificates, with bounds checking on.

    python benchmarks/fuzz_certificates.py [--inputs 10000000] [--seed 1]

Compiles the reader anew with NUMBA_BOUNDSCHECK in a cache of its own. Each batch of mutants is
read twice, between two different kinds of poison: the octets before, between and after the
certificates differ, so a read outside a certificate changes what is seen, and one outside the
buffer raises. Mutants: single octets, several octets, lengths, tags, cut-outs, repeats, prefixes.

Last full run (Python 3.11, Numba 0.68): 10,000,000 inputs from 278 certificates, seed 20261123:
7,163,817 readable, 2,325,715 damaged, 2,836,183 unreadable; nothing read outside.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from base64 import b64decode
from pathlib import Path
from typing import Any

import certifi
import cryptography_vectors
import numpy as np
import pyarrow as pa

BATCH = 50_000
GUARD = 16
TAGS = np.array([0x02, 0x03, 0x04, 0x05, 0x06, 0x0C, 0x13, 0x14, 0x1E, 0x30, 0x31, 0x80, 0xA0])
LENGTHS = np.array([0x00, 0x01, 0x7F, 0x80, 0x81, 0x82, 0x84, 0x85, 0xFF])

Array = np.ndarray[Any, Any]


def mutants(seeds: list[Array], count: int, chance: np.random.Generator) -> tuple[Array, Array]:
    """So many mutated certificates, guards around them: octets, and the bounds of all parts."""
    guard = np.zeros(GUARD, np.uint8)
    picks = chance.integers(0, len(seeds), count)
    parts = [guard, guard]
    for pick in picks:
        parts += [seeds[pick], guard]
    parts.append(guard)
    sizes = np.array([part.size for part in parts])
    data, bounds = np.concatenate(parts), np.concatenate([[0], np.cumsum(sizes)])
    starts, sizes = bounds[2:-2:2], sizes[2:-2:2]
    places = starts[:, None] + (chance.random((count, 4)) * sizes[:, None]).astype(np.int64)
    values = chance.integers(0, 256, (count, 4)).astype(np.uint8)
    way = chance.integers(0, 8, count)
    data[places[way <= 2, 0]] = values[way <= 2, 0]
    data[places[way == 3]] = values[way == 3]
    data[places[way == 4, :2]] = LENGTHS[values[way == 4, :2] % LENGTHS.size]
    data[places[way == 5, :2]] = TAGS[values[way == 5, :2] % TAGS.size]
    for low, middle, high, _ in np.sort(places[way == 6]):
        data[low:high] = np.roll(data[low:high], middle - low)
    bounds[3:-2:2][way == 7] = places[way == 7, 0]
    return data, bounds[1:-1]


def guarded(data: Array, bounds: Array, poison: int) -> pa.Array:
    """Certificates at odd places of a column, with poison at the even ones and around.

    What a prefix leaves over stays beside it: octets that a careless reader would go on with.
    """
    octets = data.copy()
    octets[:GUARD] = poison
    octets[(bounds[1::2, None] - 1 - np.arange(GUARD)).ravel()] = poison
    octets[-GUARD:] = poison
    buffers = [None, pa.py_buffer(bounds.astype(np.int32)), pa.py_buffer(octets)]
    return pa.Array.from_buffers(pa.binary(), len(bounds) - 1, buffers)


def check(data: Array, bounds: Array) -> tuple[int, int]:
    """Read one batch twice between different guards; how many were readable, how many damaged.

    Raises AssertionError if the guards show in the result or a column is not valid Arrow.
    """
    from mingzheng.certificates import read

    rows = pa.array(np.arange(1, len(bounds) - 1, 2))
    first, second = (
        read(guarded(data, bounds, poison), digests=False).take(rows) for poison in (0x00, 0x7F)
    )
    first.validate(full=True)
    if not first.equals(second):
        raise AssertionError("the guard octets show in what was read")
    return first["unreadable"].null_count, len(rows) - first["damaged"].null_count


def seed_certificates() -> list[Array]:
    """Certificates of many kinds: synthetic ones, pyca's vectors and certifi's roots."""
    vectors = Path(cryptography_vectors.__file__).parent / "x509"
    paths = [Path(certifi.where()), *sorted(vectors.glob("*.pem"))]
    paths += sorted(vectors.glob("custom/*.pem"))
    pem = re.compile(rb"-----BEGIN CERTIFICATE-----(.*?)-----END", re.DOTALL)
    found = [b64decode(body) for path in paths for body in pem.findall(path.read_bytes())]
    found += [path.read_bytes() for path in sorted(vectors.glob("PKITS_data/certs/*.crt"))[::8]]
    return [np.frombuffer(der, np.uint8) for der in found if len(der) < 4096]


def run(inputs: int, seed: int) -> None:
    """Read so many mutants and print what came of them."""
    chance = np.random.default_rng(seed)
    seeds = seed_certificates()
    done = readable = damaged = 0
    start = time.perf_counter()
    while done < inputs:
        count = min(BATCH, inputs - done)
        good, bad = check(*mutants(seeds, count, chance))
        done, readable, damaged = done + count, readable + good, damaged + bad
        if done % 1_000_000 < BATCH:
            seconds = time.perf_counter() - start
            print(f"{done:,} inputs, {seconds:.0f} s", flush=True)
    print(
        f"{done:,} mutated inputs from {len(seeds)} certificates, seed {seed}: {readable:,} "
        f"readable, {damaged:,} damaged, {done - readable:,} unreadable; nothing read outside"
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inputs", type=int, default=10_000_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if os.environ.get("NUMBA_BOUNDSCHECK") == "1":
        run(options.inputs, options.seed)
        return 0
    with tempfile.TemporaryDirectory() as cache:
        checked = {"NUMBA_BOUNDSCHECK": "1", "NUMBA_CACHE_DIR": cache}
        return subprocess.run(
            [sys.executable, __file__, f"--inputs={options.inputs}", f"--seed={options.seed}"],
            env=os.environ | checked,
            check=False,
        ).returncode


if __name__ == "__main__":
    sys.exit(main())
