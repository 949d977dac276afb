"""The way to the scheduler of a Dask cluster."""

from __future__ import annotations

import logging
import queue
import threading
import warnings
from contextlib import suppress
from typing import TYPE_CHECKING

from analysis.errors import CallerError
from analysis.reporting.cluster import node

if TYPE_CHECKING:
    from distributed import Client

# Seconds within which the scheduler must be reached.
_CONNECTS_WITHIN = 5.0
# Seconds more that an answer may take; where something else answers, Dask would wait without end.
_ANSWERS_WITHIN = 3.0
# Seconds that leaving may take.
_LEAVES_WITHIN = 0.8
_SOMETHING_ELSE = OSError("something else answers there; is it the port of the dashboard?")


def connect(address: str) -> Client:
    """Return a client that is connected to a scheduler.

    Args:
        address: The scheduler's address, such as tcp://HOST:PORT.

    Raises:
        CallerError: It can't be reached, it has no ketnap, or Dask is not installed here.
    """
    try:
        import distributed  # noqa: F401
    except ImportError:
        raise CallerError(
            "Dask is not installed", where=f"--dask {address}", to_do='pip install --editable ".[cluster]"'
        ) from None
    _keep_quiet()
    opened: queue.SimpleQueue[Client | Exception] = queue.SimpleQueue()
    threading.Thread(target=_open, args=(address, opened), daemon=True).start()
    try:
        found = opened.get(timeout=_CONNECTS_WITHIN + _ANSWERS_WITHIN)
    except queue.Empty:
        found = _SOMETHING_ELSE
    if isinstance(found, Exception):
        raise CallerError(
            f"no Dask scheduler can be reached: {found}",
            where=f"--dask {address}",
            to_do="start one (dask scheduler), and name its address as tcp://HOST:PORT",
        )
    _check(found, address)
    return found


def disconnect(client: Client) -> None:
    """Leave a scheduler, which then forgets what the client waited for."""
    with suppress(Exception):  # it may be gone by now
        client.close(timeout=_LEAVES_WITHIN)  # type: ignore[no-untyped-call]


def _open(address: str, opened: queue.SimpleQueue[Client | Exception]) -> None:
    from distributed import Client

    try:
        opened.put(Client(address, timeout=_CONNECTS_WITHIN, set_as_default=False, name="ketnap"))  # type: ignore[no-untyped-call]
    except MemoryError:  # Dask takes the first bytes of any answer for a length
        opened.put(_SOMETHING_ELSE)
    except Exception as error:
        opened.put(error)


def _check(client: Client, address: str) -> None:
    """Make sure that the scheduler can pass on tasks: it unpickles them, and so must have the package."""
    try:
        client.run_on_scheduler(node.is_known, callback_timeout=_ANSWERS_WITHIN)  # type: ignore[no-untyped-call]
    except Exception as error:
        disconnect(client)
        raise CallerError(
            f"the scheduler has not this version of ketnap: {type(error).__name__}: {error}",
            where=f"--dask {address}",
            to_do="start it with the dask of an environment in which this commit is installed",
        ) from None


def _keep_quiet() -> None:
    """Silence Dask: what it tells of connections and versions is told by us, where it matters to the user."""
    from distributed.versions import VersionMismatchWarning

    warnings.simplefilter("ignore", VersionMismatchWarning)
    for name in [*logging.root.manager.loggerDict]:
        if name.partition(".")[0] in ("distributed", "tornado"):
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
