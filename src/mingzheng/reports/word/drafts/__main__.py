"""Write the templates of this package: `python -m mingzheng.reports.word.drafts [FOLDER]`."""

from __future__ import annotations

import sys
from pathlib import Path

from mingzheng.reports.word.drafts import templates


def main() -> None:
    """Write every template into a folder, by default into the package itself."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[1] / "templates"
    for name, content in templates():
        (folder / name).write_bytes(content)


if __name__ == "__main__":
    main()
