"""The client's side of a kernel that runs a notebook in a batch."""

from __future__ import annotations

import asyncio
from queue import Empty
from typing import Any

from jupyter_client.asynchronous.client import AsyncKernelClient

# Seconds after which the first question is asked again.
_ASK_AGAIN = 1.0


class BatchClient(AsyncKernelClient):
    """A client without heartbeat that is ready as soon as the kernel is.

    jupyter_client's own waits 0.2 s for messages that nobody sent. nbclient reads only answers to its own requests, so
    nothing has to be waited for but the first answer, and the proof that outputs arrive. Whether the kernel lives is
    asked of its process.
    """

    def start_channels(
        self, shell: bool = True, iopub: bool = True, stdin: bool = True, hb: bool = False, control: bool = True
    ) -> None:
        """Start the channels; that of the heartbeat, which needs a thread, only when asked for."""
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
                    return True
        except Empty:
            return False
