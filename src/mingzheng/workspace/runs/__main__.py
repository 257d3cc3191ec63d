"""`python -m mingzheng.workspace.runs FOLDER`: one more worker.

`mingzheng serve` starts one itself; more may work beside it, also on other machines that see the
same folder and database. `--until-idle`: end when nothing is waiting.
"""

from __future__ import annotations

import sys
from pathlib import Path

from mingzheng.workspace import serving


def main() -> None:
    """Work until stopped."""
    workspace = serving.load(Path(sys.argv[1]))
    from mingzheng.workspace.runs.worker import work

    work(workspace, until_idle="--until-idle" in sys.argv[2:])


if __name__ == "__main__":
    main()
