"""`python killed.py STEP WORD mingzheng's arguments…`: the real command, killing itself on the way.

Killed with SIGKILL as it is about to touch the result folder for the STEP-th time: to open, make,
rename or remove something whose path has WORD in it. Without a kill (STEP 0) the number of such
steps is the last line on standard error. Parts are small, so that few certificates make many.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from pathlib import Path

from mingzheng.cli import main
from mingzheng.records import archive, parts

archive.BATCH, parts.ROW_GROUP, parts.GROUPS_PER_PART = 150, 64, 3

TOUCHES = {"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.scandir", "os.listdir"}
kill_at, word, arguments = int(sys.argv[1]), sys.argv[2], sys.argv[3:]
result = str(Path(arguments[arguments.index("-o") + 1]).absolute())
lock, steps = threading.Lock(), 0


def watch(event: str, given: tuple[object, ...]) -> None:
    global steps
    if event in TOUCHES and result in str(given[0]) and word in str(given[0]):
        with lock:
            steps += 1
            if steps == kill_at:
                os.kill(os.getpid(), signal.SIGKILL)


sys.addaudithook(watch)
sys.argv[1:] = arguments
try:
    main()
finally:
    sys.stderr.write(f"{steps}\n")
