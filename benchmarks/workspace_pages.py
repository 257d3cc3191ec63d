"""How long the workspace's server takes for each of its pages: `python benchmarks/workspace_pages.py`.

Fills a workspace (see `workspace_filling.py`; `--folder` keeps it for another time), starts it anew
and asks for every address as whoever sees most there. Of each it prints the first time, the median
and the slowest, in milliseconds of the whole request but for the network, and the median of what
processors spent on it; of all pages together the median and the 95th percentile. Files to keep are
asked for once and told apart; so are addresses of which there is nothing in the workspace.
"""

from __future__ import annotations

import argparse
import multiprocessing
import statistics
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workspace_filling import fill

GOALS = (100, 300)
"""Milliseconds that the median and the 95th percentile of all pages may take."""


@dataclass(frozen=True)
class Page:
    """An address, and who asks for it."""

    name: str
    path: str
    username: str
    is_file: bool


def addresses() -> Iterator[tuple[str, list[str]]]:
    """Every address by its name, with the values it takes."""
    from django.urls import get_resolver

    def below(resolver: Any, prefix: str) -> Iterator[tuple[str, list[str]]]:
        for each in resolver.url_patterns:
            if hasattr(each, "url_patterns"):
                yield from below(each, f"{each.namespace}:" if each.namespace else prefix)
            else:
                yield f"{prefix}{each.name}", list(each.pattern.converters)

    yield from below(get_resolver(), "")


def paths(name: str, taken: list[str]) -> list[str]:
    """Addresses that may exist: with the first thing of each kind that the room has."""
    from django.apps import apps
    from django.urls import reverse

    others = {"place": "content.algorithm_weak:0"}
    if not taken:
        return [reverse(name)]
    if not set(taken) <= {"pk", "number", *others}:
        return []
    room = name.partition(":")[0]
    firsts = [
        model.objects.order_by("pk").first() for model in apps.get_app_config(room).get_models()
    ]
    keys = sorted({first.pk for first in firsts if first and isinstance(first.pk, int)})
    return [reverse(name, kwargs={each: others.get(each, key) for each in taken}) for key in keys]


def browser(username: str) -> Any:
    """A browser in which that person has signed in."""
    from django.test import Client

    from mingzheng.workspace.people.models import User

    client = Client(raise_request_exception=False, SERVER_NAME="127.0.0.1")
    user = User.objects.get(username=username)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def pages(folder: Path, room: str) -> tuple[list[Page], list[str]]:
    """Every page with the first person who may open it, and names of addresses without one."""
    from mingzheng.workspace import serving

    serving.start(folder)
    from workspace_filling import PEOPLE

    browsers = {username: browser(username) for username in PEOPLE}
    found, without = [], []
    for name, taken in addresses():
        if not name.startswith(room):
            continue
        for path in paths(name, taken):
            answers = ((username, ask.get(path)) for username, ask in browsers.items())
            first = next(((u, a) for u, a in answers if a.status_code in {200, 405}), None)
            if first is not None:
                break
        else:
            without.append(name)
            continue
        username, answer = first
        if answer.status_code == 200:
            is_file = answer.headers.get("Content-Disposition", "").startswith("attachment")
            found.append(Page(name, path, username, is_file))
    return found, without


def measure(folder: Path, asked: list[Page], rounds: int) -> list[list[tuple[float, float]]]:
    """Milliseconds of each page, round by round, in a process that has only just started.

    Of each: by the clock, and of processors.
    """
    from mingzheng.workspace import serving

    serving.load(folder)
    serving.ready()
    browsers = {page.username: browser(page.username) for page in asked}
    taken = []
    for page in asked:
        times = []
        for _ in range(1 if page.is_file else rounds):
            began, spent = time.perf_counter(), time.process_time()
            answer = browsers[page.username].get(page.path)
            answer.getvalue()
            now = time.perf_counter(), time.process_time()
            times.append((1000 * (now[0] - began), 1000 * (now[1] - spent)))
            assert answer.status_code == 200, (page, answer.status_code)
        taken.append(times)
    return taken


def alone(job: Any, *given: Any) -> Any:
    """Do it in a process of its own."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(job, given)


def main() -> None:
    """Print a line for each page, and whether the goals are reached."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--entries", type=int, default=1_000_000, help="of the journal")
    parser.add_argument("--verdicts", type=int, default=1_000_000, help="of one result")
    parser.add_argument("--complaints", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--room", default="", help="only the pages of this room")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = given.folder or Path(scratch) / "workspace"
        if not (folder / "filled").exists():
            alone(fill, folder, given.entries, given.verdicts, given.complaints)
            (folder / "filled").touch()
        found, without = alone(pages, folder, given.room)
        taken = alone(measure, folder, found, given.rounds)
    print("milliseconds: first, median and slowest; median of processors")
    for page, times in sorted(zip(found, taken, strict=True), key=lambda e: -max(e[1])[0]):
        clock, spent = zip(*times, strict=True)
        print(f"{'file' if page.is_file else 'page'} {page.name:32} {page.username:18}"
              f"{clock[0]:8.1f} {statistics.median(clock):8.1f} {max(clock):8.1f}"
              f"{statistics.median(spent):8.1f}")  # fmt: skip
    print("nothing to ask for:", ", ".join(without))
    of_pages = [
        zip(*times, strict=True)
        for page, times in zip(found, taken, strict=True)
        if not page.is_file
    ]
    for kind, values in zip(("clock", "processors"), zip(*of_pages, strict=True), strict=True):
        every = [value for times in values for value in times]
        median, high = statistics.median(every), statistics.quantiles(every, n=20)[-1]
        reached = median < GOALS[0] and high < GOALS[1]
        print(f"all pages, {kind}: median {median:.1f}, 95th percentile {high:.1f}; "
              f"goals {'reached' if reached else 'not reached'}")  # fmt: skip


if __name__ == "__main__":
    main()
