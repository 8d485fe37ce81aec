"""Sends a response, intact or with a fault."""

import asyncio
from collections.abc import Awaitable, Callable

from inspector.demo.faults import Fault, Manner
from inspector.demo.wire import Answer, Connection


async def deliver(connection: Connection, answer: Answer, fault: Fault | None) -> bool:
    """Send as the fault says; True if the connection can take another request."""
    if fault is None or fault.manner is Manner.ANSWER:
        await connection.send(answer.whole)
        return True
    if fault.manner is Manner.DRIP:
        await _drip(connection, answer, fault.delay_s)
        return True
    await _FAULTY[fault.manner](connection, answer)
    return False


async def _drip(connection: Connection, answer: Answer, delay_s: float) -> None:
    await connection.send(answer.head)
    for index in range(len(answer.body)):
        await asyncio.sleep(delay_s)
        await connection.send(answer.body[index : index + 1])


async def _close_before_headers(connection: Connection, _answer: Answer) -> None:
    connection.close()


async def _reset_in_body(connection: Connection, answer: Answer) -> None:
    await connection.send(answer.head + answer.body[: len(answer.body) // 2])
    # time for the client to read what has arrived: a reset discards unread data
    await asyncio.sleep(0.02)
    connection.reset()


async def _hang(_connection: Connection, _answer: Answer) -> None:
    await asyncio.get_running_loop().create_future()


async def _overstate_length(connection: Connection, answer: Answer) -> None:
    length = (("Content-Length", str(len(answer.body) + 100)),)
    await connection.send(Answer(answer.status, b"", answer.headers + length).head + answer.body)


async def _break_chunking(connection: Connection, answer: Answer) -> None:
    chunked = (("Transfer-Encoding", "chunked"),)
    head = Answer(answer.status, b"", answer.headers + chunked).head
    await connection.send(head + b"5\r\n" + answer.body[:5] + b"\r\nno length\r\n" + answer.body[5:])


async def _send_garbage(connection: Connection, _answer: Answer) -> None:
    await connection.send(b"\x00\x15\x03\x01\x00\x02\x02\x50 this is no HTTP \xff\xfe\r\n\r\n")


async def _send_bare(connection: Connection, answer: Answer) -> None:
    await connection.send(answer.body)


_FAULTY: dict[Manner, Callable[[Connection, Answer], Awaitable[None]]] = {
    Manner.CLOSE_BEFORE_HEADERS: _close_before_headers,
    Manner.RESET_IN_BODY: _reset_in_body,
    Manner.HANG: _hang,
    Manner.WRONG_LENGTH: _overstate_length,
    Manner.BROKEN_CHUNKING: _break_chunking,
    Manner.NOISE: _send_garbage,
    Manner.BARE: _send_bare,
}
