"""Work on portions by more threads at once, answered in the order in which they came, with few in memory."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from typing import Final, TypeVar

import pyarrow as pa

WERKERS = 2

_GEHEUGENS: Final = ("jemalloc", "system")

T = TypeVar("T")
U = TypeVar("U")


def houd_geheugen() -> None:
    """Let Arrow keep the memory of one portion for the next: given back to the machine, it costs as much as reading.

    Its own choice, mimalloc, gives large blocks back at once.
    """
    for naam in _GEHEUGENS:
        if naam in pa.supported_memory_backends():
            pa.set_memory_pool(getattr(pa, f"{naam}_memory_pool")())
            return


def in_volgorde(bron: Iterable[T], doe: Callable[[T], U], *, werkers: int = WERKERS) -> Iterator[U]:
    """What `doe` makes of each portion, in the order of `bron`; the next ones are under way while one is used.

    At most `werkers` are being made, one is ready and one is in use: memory does not grow with the register. `bron`
    itself is read by one thread, so it may be a generator.
    """
    rest = iter(bron)
    with ThreadPoolExecutor(werkers) as makers, ThreadPoolExecutor(1) as lezer:
        onderweg: deque[Future[list[U]]] = deque()

        def begin() -> None:
            gelezen = lezer.submit(lambda: list(islice(rest, 1)))
            onderweg.append(makers.submit(lambda: [doe(portie) for portie in gelezen.result()]))

        for _ in range(werkers + 1):
            begin()
        try:
            while klaar := onderweg.popleft().result():
                begin()
                yield from klaar
                del klaar
        finally:
            for wachtend in onderweg:
                wachtend.cancel()
