"""A line carries Jupyter's messages whole, in order, however they are cut on their way."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterator

import pytest
from jupyter_core.utils import run_sync

from analysis.reporting.kernels.client import LineClient
from analysis.reporting.kernels.line import Channel, Line, pack

MESSAGES = [
    (Channel.SHELL, [b"<IDS|MSG>", b"", b"{}"]),
    (Channel.IOPUB, []),
    (Channel.IOPUB, [b"x" * 3_000_000, b"\x00\xff"]),
    (Channel.SHELL, [b""]),
]


@pytest.fixture
def ends() -> Iterator[tuple[Line, Line]]:
    one, other = socket.socketpair()
    with one, other:
        yield Line(one), Line(other)


@pytest.mark.parametrize("size", [1, 7, 100_000])
def test_messages_come_whole_however_they_are_cut(ends: tuple[Line, Line], size: int) -> None:
    messages = [(channel, [part[: 50 * size] for part in parts]) for channel, parts in MESSAGES]
    sent, found = b"".join(pack(*message) for message in messages), []
    for start in range(0, len(sent), size):
        ends[0].end.sendall(sent[start : start + size])
        found += ends[1].receive()
    assert found == messages


def test_threads_do_not_mix_their_messages(ends: tuple[Line, Line]) -> None:
    def send(letter: bytes) -> None:
        for size in range(0, 60_000, 1000):
            ends[0].send(Channel.IOPUB, [letter * size, letter])

    threads = [threading.Thread(target=send, args=(letter,)) for letter in (b"a", b"b", b"c")]
    for thread in threads:
        thread.start()
    found: list[list[bytes]] = []
    while len(found) < 180:
        found += [parts for _, parts in ends[1].receive()]
    assert all(set(long) <= set(short) for long, short in found)
    assert sorted(map(len, (long for long, _ in found))) == sorted([*range(0, 60_000, 1000)] * 3)


def test_what_was_sent_before_the_end_is_read(ends: tuple[Line, Line]) -> None:
    ends[0].send(*MESSAGES[0])
    assert ends[1].receive() == MESSAGES[:1]
    assert ends[1].receive() == []
    ends[0].send(*MESSAGES[0])
    ends[0].end.close()
    assert ends[1].receive() == MESSAGES[:1]
    with pytest.raises(EOFError):
        ends[1].receive()


def test_a_client_and_a_kernel_that_send_much_at_once_do_not_wait_for_each_other(ends: tuple[Line, Line]) -> None:
    text = "1" * 5_000_000

    def answer() -> None:  # as a kernel that says much before it reads
        ends[1].send(Channel.IOPUB, [b"topic", b"<IDS|MSG>", b"", b'{"msg_id":"1","msg_type":"a"}', b"{}", b"{}", told])
        while not (requests := ends[1].receive()):
            pass
        read.append(requests)

    async def talk() -> None:
        client = LineClient(ends[0])
        client.execute(text)
        thread.start()
        message = await asyncio.wait_for(client.next_output(), 30)
        assert message["content"] == text
        while thread.is_alive():
            await asyncio.sleep(0.01)
        client.close()

    told, read = f'"{text}"'.encode(), []
    thread = threading.Thread(target=answer)
    run_sync(talk)()
    ((channel, parts),) = read[0]
    assert channel == Channel.SHELL
    assert text.encode() in parts[-1]


def test_a_client_of_a_kernel_that_is_gone_says_nothing(
    ends: tuple[Line, Line], caplog: pytest.LogCaptureFixture
) -> None:
    async def talk() -> None:
        client = LineClient(ends[0])
        ends[1].end.close()
        for _ in range(2):
            client.execute("1")
            await asyncio.sleep(0.01)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(client.next_output(), 0.1)
        client.close()

    run_sync(talk)()
    assert not caplog.records
