"""Clients that hold connections and send nothing, or a header one letter at a time: others are
served. Who sends a *body* slowly holds a thread, from which the proxy in front protects
(docs/many-hosts.md): nothing here says otherwise."""
import resource
import socket
import time
from contextlib import suppress

import pytest
import requests

from tests.faults.test_kills import LONG

IDLE, SLOW = 1000, 200
#: A slow header is cut off after this; seconds (`cop/cli/server.py`).
HEADER_TIME = 10


@pytest.fixture(scope="module", autouse=True)
def _many_files():
    """The limit of open files of this process and of those it starts."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(hard, 8192)), hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def connect(server, number):
    return [socket.create_connection(("127.0.0.1", server.port), timeout=10)
            for _ in range(number)]


def slowest_of(server, number=10):
    def ask():
        began = time.monotonic()
        assert requests.get(f"{server.url}/healthz", timeout=20).status_code == 200
        return time.monotonic() - began

    return max(ask() for _ in range(number))


def test_others_are_served_while_a_thousand_wait_and_hundreds_send_slowly(install, capsys):
    server = install().serve()
    before = slowest_of(server)
    idle, slow = connect(server, IDLE), connect(server, SLOW)
    for turn in range(15 if LONG else 3):
        for each in slow:
            send(each, b"GET / HTTP/1.1\r\n" if not turn else b"X-Slow: 1\r\n")
        during = slowest_of(server)
        assert during < max(1, 5 * before), f"{during:.2f} s, before {before:.2f} s"
        time.sleep(1)
    with capsys.disabled():
        print(f"\nslowest of ten: {before:.3f} s before, {during:.3f} s beside {IDLE} idle "
              f"connections and {SLOW} slow ones")
    for each in idle + slow:
        each.close()
    assert slowest_of(server) < max(1, 5 * before)


@pytest.mark.skipif(not LONG, reason="long form: make faults")
def test_who_sends_a_header_too_slowly_is_cut_off(install):
    server = install().serve()
    (slow,) = connect(server, 1)
    slow.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n")
    slow.settimeout(HEADER_TIME + 20)
    began = time.monotonic()
    said = slow.recv(1000)
    assert said == b"" or b" 408 " in said
    assert HEADER_TIME - 2 < time.monotonic() - began < HEADER_TIME + 10


def send(connection, words):
    with suppress(OSError):  # cut off, as it should be
        connection.sendall(words)
