"""A line between a kernel and its one client: Jupyter's messages over a pair of sockets.

Over ZeroMQ each end has threads of its own, which are woken for each message, and the ends must first find each other.
A kernel that is forked for its client inherits its end of a line, and says what it has to say at once.

On the line a message is its channel and the number of its parts (`_HEAD`), the length of each part, and the parts.
"""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Sequence
from enum import IntEnum

_HEAD = struct.Struct("<BI")
# Bytes that are read at a time.
_AT_ONCE = 1 << 20

Parts = Sequence[bytes | memoryview]


class Channel(IntEnum):
    """The channels that Jupyter's messages go over."""

    SHELL = 0
    IOPUB = 1


class Line:
    """One end of a line. Any thread may send; one receives.

    Attributes:
        end: The socket.
    """

    def __init__(self, end: socket.socket) -> None:
        self.end = end
        self._sends = threading.Lock()
        self._come = bytearray()

    def send(self, channel: Channel, parts: Parts) -> None:
        """Send a message; wait where the other end does not keep up.

        Raises:
            OSError: The other end is gone.
        """
        packed = pack(channel, parts)
        with self._sends:
            self.end.sendall(packed)

    def receive(self) -> list[tuple[Channel, list[bytes]]]:
        """Return the messages that have come whole, without waiting for any.

        Raises:
            EOFError: The other end is gone, and all that it sent has been returned.
        """
        try:
            come = self.end.recv(_AT_ONCE, socket.MSG_DONTWAIT)
        except BlockingIOError:
            return []
        except OSError:
            come = b""
        if not come:
            raise EOFError("the other end of the line is gone")
        self._come += come
        return self._unpack()

    def _unpack(self) -> list[tuple[Channel, list[bytes]]]:
        found, start = [], 0
        while True:
            lengths = start + _HEAD.size
            if len(self._come) < lengths:
                break
            channel, count = _HEAD.unpack_from(self._come, start)
            sizes = struct.Struct(f"<{count}Q")
            at = lengths + sizes.size
            if len(self._come) < at:
                break
            each = sizes.unpack_from(self._come, lengths)
            if len(self._come) < at + sum(each):
                break
            parts = []
            for size in each:
                parts.append(bytes(self._come[at : at + size]))
                at += size
            found.append((Channel(channel), parts))
            start = at
        del self._come[:start]
        return found


def pack(channel: Channel, parts: Parts) -> bytes:
    """Return a message as it goes over a line."""
    lengths = struct.pack(f"<{len(parts)}Q", *(memoryview(part).nbytes for part in parts))
    return b"".join((_HEAD.pack(channel, len(parts)), lengths, *parts))
