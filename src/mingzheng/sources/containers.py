"""Archives are read where they lie: no member is ever written to disk.

A member's name is still judged as if it were: one that would leave the folder it is unpacked
into was made to deceive, and whatever carries it is refused.
"""

from __future__ import annotations

from collections.abc import Iterator

from mingzheng.sources import tars, zips
from mingzheng.sources.blocks import TABLE, Pieces
from mingzheng.sources.kinds import Kind
from mingzheng.sources.limits import Limits
from mingzheng.sources.rejects import Rejects
from mingzheng.sources.streams import Memory, Stream, bunzip, gunzip, unxz

_EXPANDERS = {Kind.GZIP: gunzip, Kind.BZIP2: bunzip, Kind.XZ: unxz}
_MOST_WRAPS = 2


def is_container(kind: Kind) -> bool:
    """Whether files of this kind hold other files."""
    return kind in _EXPANDERS or kind in (Kind.ZIP, Kind.TAR)


def open_container(
    stream: Stream, kind: Kind, *, limits: Limits, rejects: Rejects
) -> Iterator[Pieces | Stream]:
    """What a container holds, in its order; what it withholds goes to `rejects`.

    A stream given must be read before the next item is asked for.
    """
    if kind in _EXPANDERS:
        return _expanded(stream, kind, limits=limits, rejects=rejects)
    if stream.depth > limits.nesting:
        rejects.add("nested_archive", table=TABLE, file=stream.name)
        return iter(())
    if kind is Kind.TAR:
        return tars.members(stream, limits=limits, rejects=rejects)
    random = stream.random
    if random is None:
        whole = stream.read(limits.object_bytes + 1)
        if len(whole) > limits.object_bytes:
            rejects.add("too_large", table=TABLE, file=stream.name)
            return iter(())
        random = Memory(whole)
    return zips.members(stream, random, limits=limits, rejects=rejects)


def _expanded(stream: Stream, kind: Kind, *, limits: Limits, rejects: Rejects) -> Iterator[Stream]:
    if stream.wraps >= _MOST_WRAPS:
        rejects.add("nested_archive", table=TABLE, file=stream.name)
        return
    expansion = _EXPANDERS[kind](stream.read, limits)
    # The name stays the file's: a compressed file is one file, not an archive with a member.
    yield Stream(stream.name, expansion.take, depth=stream.depth, wraps=stream.wraps + 1)
    if expansion.fault is not None:
        rejects.add(expansion.fault, table=TABLE, file=stream.name, value=f"@{expansion.out}")
