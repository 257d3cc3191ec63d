"""Every benchmark after another, recorded, and docs/performance.md from it: `make benchmark`.

    python benchmarks/run.py [--sizes 100000 1000000] [--only content signatures]

Sizes are those of the whole audit; 10000000 certificates take half an hour and 60 GB of disk.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

import page

HERE = Path(__file__).parent
RECORDED = ("certificates", "content", "signatures")
"""Beside these the audit on Spark, which needs `mingzheng[spark]` and Java, and the whole audit."""
PRINTED = ("archive_hashing", "keys", "revocation_lists")
SIZES = (100_000, 1_000_000)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sizes", type=int, nargs="*", default=SIZES)
    options.add_argument("--only", nargs="*")
    given = options.parse_args()
    commands = [
        *((name, [f"bench_{name}.py", "--record"]) for name in RECORDED),
        *((name, [f"bench_{name}.py"]) for name in PRINTED),
        ("spark", ["bench_spark.py", "--record"]),
        *(
            ("audit", ["bench_audit.py", "--record", "--certificates", str(size)])
            for size in given.sizes
        ),
    ]
    for name, command in commands:
        if given.only is None or name in given.only:
            print("$ python", *command, flush=True)
            subprocess.run([sys.executable, HERE / command[0], *command[1:]], check=True)
    page.main()


if __name__ == "__main__":
    main()
