"""The client's side of a kernel that runs a notebook in a batch, over a line or over Jupyter's own channels."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Mapping
from queue import Empty
from typing import Any

from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.client import KernelClient
from jupyter_client.session import Session

from analysis.reporting.kernels.line import Channel, Line, Parts, pack

Message = dict[str, Any]
# Seconds after which the first question is asked again.
_ASK_AGAIN = 1.0
# Seconds in which messages are let come before they are read: a cell sends a dozen at once.
_TOGETHER = 0.001


class BatchSession(Session):
    """Reads messages as its base does, but leaves dates as texts: nobody asks when a message was sent."""

    def deserialize(self, msg_list: Any, content: bool = True, copy: bool = True) -> Message:
        """Return a message from its parts."""
        if self.auth or not (content and copy):
            return super().deserialize(msg_list, content, copy)
        header, parent, metadata, told = map(self.unpack, msg_list[1:5])
        named = {
            "msg_id": header["msg_id"],
            "msg_type": header["msg_type"],
            "buffers": [memoryview(part) for part in msg_list[5:]],
        }
        return {**named, "header": header, "parent_header": parent, "metadata": metadata, "content": told}


def unsigned_session() -> BatchSession:
    """Return a session that signs nothing: for messages that go where nobody else can send any."""
    session = BatchSession()
    session.key = b""  # as an argument it would be warned of
    return session


class LineClient(KernelClient):
    """A client at one end of a line; at the other end the kernel reads what it is sent as soon as it can.

    Attributes:
        language_info: What the kernel says of its language.

    It lives in the event loop in which it is made.
    """

    def __init__(self, line: Line) -> None:
        from ipykernel.ipkernel import IPythonKernel

        super().__init__(session=unsigned_session())
        self.language_info: Mapping[str, Any] = IPythonKernel.language_info
        self._line = line
        self._unsent = bytearray()
        self._shell_channel: Any = _ShellChannel(self)
        self._come: dict[Channel, asyncio.Queue[Message]] = {channel: asyncio.Queue() for channel in Channel}
        self._loop = asyncio.get_running_loop()
        self._loop.add_reader(line.end, self._wait_for_more)

    async def next_reply(self) -> Message:
        """Return the next answer to a request."""
        return await self._come[Channel.SHELL].get()

    async def next_output(self) -> Message:
        """Return the next message of what cells put out."""
        return await self._come[Channel.IOPUB].get()

    def send_multipart(self, parts: Parts, **_: Any) -> None:
        """Send a message to the kernel, now or as soon as there is room: it may be waiting for this client to read."""
        self._unsent += pack(Channel.SHELL, parts)
        self._send()

    def close(self) -> None:
        """Close this end."""
        self._loop.remove_reader(self._line.end)
        self._loop.remove_writer(self._line.end)
        self._line.end.close()

    def _send(self) -> None:
        try:
            del self._unsent[: self._line.end.send(self._unsent, socket.MSG_DONTWAIT)]
        except BlockingIOError:
            pass
        except OSError:
            self._unsent.clear()  # the kernel is gone
        if self._unsent:
            self._loop.add_writer(self._line.end, self._send)
        else:
            self._loop.remove_writer(self._line.end)

    def _wait_for_more(self) -> None:
        self._loop.remove_reader(self._line.end)
        self._loop.call_later(_TOGETHER, self._receive)

    def _receive(self) -> None:
        if self._line.end.fileno() < 0:
            return
        try:
            while messages := self._line.receive():
                for channel, parts in messages:
                    _, told = self.session.feed_identities(parts)  # the first parts say who it is for
                    self._come[channel].put_nowait(self.session.deserialize(told))
        except EOFError:
            return
        self._loop.add_reader(self._line.end, self._wait_for_more)


class _ShellChannel:
    """Stands where Jupyter's clients have the channel for requests."""

    def __init__(self, client: LineClient) -> None:
        self._client = client

    def send(self, message: Message) -> None:
        """Send a message to the kernel."""
        self._client.session.send(self._client, message)


class BatchClient(AsyncKernelClient):
    """A client for requests and outputs alone, ready as soon as the kernel is.

    Attributes:
        language_info: What the kernel says of its language.

    jupyter_client's own waits 0.2 s for messages that nobody sent. nbclient reads only answers to its own requests, so
    nothing has to be waited for but the first answer, and the proof that outputs arrive. Whether the kernel lives is
    asked of its process.
    """

    language_info: Mapping[str, Any]

    def start_channels(
        self, shell: bool = True, iopub: bool = True, stdin: bool = False, hb: bool = False, control: bool = False
    ) -> None:
        """Start the channels: those of requests and outputs, the others when asked for."""
        super().start_channels(shell, iopub, stdin, hb, control)

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Wait until the kernel answers and its outputs arrive.

        Args:
            timeout: Seconds; None is without end.

        Raises:
            RuntimeError: The kernel died, or does not answer in time.
        """
        async with asyncio.timeout(timeout) as limit:
            try:
                while not await self._answers():
                    if not await self.is_alive():
                        raise RuntimeError("Kernel died before replying to kernel_info")
            except TimeoutError:
                if limit.expired():
                    raise RuntimeError(f"Kernel didn't respond in {timeout} seconds") from None
                raise

    async def next_reply(self) -> Message:
        """Return the next answer to a request."""
        message: Message = await self.shell_channel.get_msg()
        return message

    async def next_output(self) -> Message:
        """Return the next message of what cells put out."""
        message: Message = await self.iopub_channel.get_msg()
        return message

    async def _answers(self) -> bool:
        asked = self.kernel_info()
        try:
            await self.iopub_channel.get_msg(timeout=_ASK_AGAIN)
            while True:
                message: Message = await self.shell_channel.get_msg(timeout=_ASK_AGAIN)
                if message["parent_header"].get("msg_id") == asked:
                    self._handle_kernel_info_reply(message)
                    self.language_info = message["content"]["language_info"]
                    return True
        except Empty:
            return False


Client = LineClient | BatchClient
