"""A small client: asks for pages over connections that are kept, and notes how long each took.

It reads answers by hand: it runs beside the servers it measures, and `http.client` takes longer
for an answer than some of them do.
"""
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Thread
from urllib.parse import urlencode

CONNECTIONS = 4


@dataclass(frozen=True)
class Ask:
    """A request. A form makes it one that writes."""

    path: str
    cookie: str = ""
    form: dict[str, str] | None = None
    headers: dict[str, str] = field(default_factory=dict)

    def written(self) -> bytes:
        body = urlencode(self.form).encode() if self.form else b""
        lines = [f"{'POST' if self.form else 'GET'} {self.path} HTTP/1.1", "Host: localhost"]
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        lines += [f"Cookie: {self.cookie}"] if self.cookie else []
        lines += ["Content-Type: application/x-www-form-urlencoded",
                  f"Content-Length: {len(body)}"] if self.form else []
        return "\r\n".join([*lines, "", ""]).encode() + body


@dataclass
class Answer:
    """What came back."""

    status: int
    head: str
    body: bytes

    def all(self, name: str) -> list[str]:
        """The values of a header."""
        lines = (line.partition(":") for line in self.head.split("\r\n")[1:])
        return [value.strip() for header, _, value in lines if header.lower() == name]


class Line:
    """A connection that is kept."""

    def __init__(self, port: int):
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, what: Ask) -> Answer:
        self._socket.sendall(what.written())
        got = b""
        while (end := got.find(b"\r\n\r\n")) < 0:
            got += self._receive()
        head = got[:end].decode("latin-1")
        begin = head.lower().find("content-length:") + 15
        parts, missing = [got[end + 4:]], int(head[begin:].split("\r\n", 1)[0]) if begin > 14 else 0
        missing -= len(parts[0])
        while missing > 0:
            parts.append(self._receive())
            missing -= len(parts[-1])
        return Answer(int(head[9:12]), head, b"".join(parts))

    def close(self) -> None:
        self._socket.close()

    def _receive(self) -> bytes:
        if got := self._socket.recv(262_144):
            return got
        raise ConnectionError("The server closed the connection.")


def ask_once(port: int, what: Ask) -> Answer:
    line = Line(port)
    try:
        return line.ask(what)
    finally:
        line.close()


def ask_for(seconds: float, port: int, make: Callable[[], Ask]) -> list[float]:
    """Ask over all connections at once, each as soon as it has its answer. The seconds that each
    answer took; anything but a page or a redirect to one is an error."""
    taken: list[list[float]] = [[] for _ in range(CONNECTIONS)]
    wrong: list[str] = []
    until = time.perf_counter() + seconds

    def go_on(mine: list[float]) -> None:
        line = Line(port)
        while (began := time.perf_counter()) < until and not wrong:
            what = make()
            answer = line.ask(what)
            mine.append(time.perf_counter() - began)
            if answer.status not in (200, 302, 303):
                wrong.append(f"{what.path}: {answer.status}")
        line.close()

    threads = [Thread(target=go_on, args=(mine,)) for mine in taken]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if wrong:
        raise RuntimeError(wrong[0])
    return [each for mine in taken for each in mine]
