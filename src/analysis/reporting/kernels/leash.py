"""A leash ties processes to their owner: when the owner is gone, however it died, Linux kills them.

The owner holds the writing end of a pipe that nobody writes to, a child the reading end. Linux signals the child's
whole process group with SIGKILL when the writing end closes. No thread of the child has to run for that: a child that
is stuck in C code goes too.
"""

from __future__ import annotations

import os
import select
import signal
import weakref
from types import TracebackType

# linux/fcntl.h; Python's fcntl does not name it.
_F_SETSIG = 10


class Leash:
    """The owner's end.

    Attributes:
        end: The file descriptor that the child gets; whoever hands it over closes it here.
    """

    def __init__(self) -> None:
        self.end, self._held = os.pipe()
        _held.add(self)

    def release(self) -> None:
        """Kill what is on the leash."""
        held, self._held = self._held, -1
        if held >= 0:
            os.close(held)

    def __enter__(self) -> Leash:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.release()


def wear(end: int, number: int | None = None) -> None:
    """Put this process and its group, which it must lead, on the leash that ends here.

    Args:
        end: The file descriptor; that of a socket to the owner does, as long as the owner sends nothing.
        number: The signal that comes when the owner is gone; None is SIGKILL, which Windows lacks.
    """
    import fcntl

    number = number or signal.SIGKILL
    fcntl.fcntl(end, fcntl.F_SETOWN, -os.getpid())
    fcntl.fcntl(end, _F_SETSIG, number)
    fcntl.fcntl(end, fcntl.F_SETFL, fcntl.fcntl(end, fcntl.F_GETFL) | os.O_ASYNC)
    if select.select([end], [], [], 0)[0]:  # the owner died before
        os.killpg(os.getpid(), number)


def take_off(end: int) -> None:
    """Let this process go from the leash that ends here."""
    import fcntl

    fcntl.fcntl(end, fcntl.F_SETFL, fcntl.fcntl(end, fcntl.F_GETFL) & ~os.O_ASYNC)


_held: weakref.WeakSet[Leash] = weakref.WeakSet()


def _forget() -> None:
    """A fork of the owner is not the owner: it must not keep alive what the owner leaves."""
    for leash in list(_held):
        leash.release()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)
