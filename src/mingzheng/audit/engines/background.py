"""Jobs that run behind one's back, each once those it needs are done."""

from __future__ import annotations

from collections.abc import Callable, Collection
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock


class Background:
    """A few hands for jobs that wait for each other; none is run after `close`."""

    def __init__(self, hands: int) -> None:
        self._hands = ThreadPoolExecutor(hands)
        self._lock = Lock()
        self._closing = False

    def soon(self, job: Callable[[], object], *, after: Collection[Future[None]]) -> Future[None]:
        """Run a job once others are done; where one of those fails it fails with it."""
        done: Future[None] = Future()
        left = len(after) + 1

        def one_less(_: object) -> None:
            nonlocal left
            with self._lock:
                left -= 1
                if left == 0 and not self._closing:
                    self._hands.submit(_run, job, after, done)

        for each in after:
            each.add_done_callback(one_less)
        one_less(None)
        return done

    def stop(self) -> None:
        """Begin no further job."""
        with self._lock:
            self._closing = True

    def close(self) -> None:
        """Wait for what is being done, and do nothing more."""
        self.stop()
        self._hands.shutdown(cancel_futures=True)


def _run(job: Callable[[], object], after: Collection[Future[None]], done: Future[None]) -> None:
    try:
        for each in after:
            each.result()
        job()
    except BaseException as error:
        done.set_exception(error)
    else:
        done.set_result(None)
