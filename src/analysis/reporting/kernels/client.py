"""The client's side of a kernel that runs a notebook in a batch."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from queue import Empty
from typing import Any

from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.session import Session

# Seconds after which the first question is asked again.
_ASK_AGAIN = 1.0


class BatchSession(Session):
    """Reads messages as its base does, but leaves dates as texts: nobody asks when a message was sent."""

    def deserialize(self, msg_list: Any, content: bool = True, copy: bool = True) -> dict[str, Any]:
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

    async def _answers(self) -> bool:
        asked = self.kernel_info()
        try:
            await self.iopub_channel.get_msg(timeout=_ASK_AGAIN)
            while True:
                message: dict[str, Any] = await self.shell_channel.get_msg(timeout=_ASK_AGAIN)
                if message["parent_header"].get("msg_id") == asked:
                    self._handle_kernel_info_reply(message)
                    self.language_info = message["content"]["language_info"]
                    return True
        except Empty:
            return False
