"""A server on loopback that keeps whoever asks waiting, each in a way of its own, for as long as it is let."""

from __future__ import annotations

import gzip
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

_STEP = 0.02  # seconds between two morsels

Way = Callable[["RawServer", socket.socket], None]


@dataclass
class RawServer:
    port: int
    over: threading.Event = field(default_factory=threading.Event)
    asked: list[bytes] = field(default_factory=list)

    def drip(self, connection: socket.socket, *morsels: bytes) -> None:
        """Morsel after morsel, over and over, until the other side or the test has had enough."""
        while not self.over.is_set():
            for morsel in morsels:
                connection.sendall(morsel)
                if self.over.wait(_STEP):
                    return

    def hear(self, connection: socket.socket) -> None:
        self.asked.append(connection.recv(65536))


def header_by_header(server: RawServer, connection: socket.socket) -> None:
    server.hear(connection)
    connection.sendall(b"HTTP/1.1 200 OK\r\nX-Long: ")
    server.drip(connection, b"x")


def interim_answers(server: RawServer, connection: socket.socket) -> None:
    server.hear(connection)
    server.drip(connection, b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n")


def chunk_extensions(server: RawServer, connection: socket.socket) -> None:
    server.hear(connection)
    connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5")
    server.drip(connection, b";a=b")


def chunk_by_chunk(server: RawServer, connection: socket.socket) -> None:
    server.hear(connection)
    connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    server.drip(connection, b"1\r\nx\r\n")


def trailers(server: RawServer, connection: socket.socket) -> None:
    server.hear(connection)
    connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\nX-Last: ")
    server.drip(connection, b"x")


def body_by_byte(server: RawServer, connection: socket.socket) -> None:
    server.hear(connection)
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
    server.drip(connection, b"x")


def body_until_the_end(server: RawServer, connection: socket.socket) -> None:
    """Nothing says how long it is: cut off, it looks whole."""
    server.hear(connection)
    connection.sendall(b"HTTP/1.0 200 OK\r\n\r\n")
    server.drip(connection, b"x")


def gzip_by_byte(server: RawServer, connection: socket.socket) -> None:
    server.hear(connection)
    packed = gzip.compress(bytes(range(256)) * 64, compresslevel=0)
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(packed))
    server.drip(connection, *(packed[i : i + 1] for i in range(len(packed))))


def silence(server: RawServer, connection: socket.socket) -> None:
    server.hear(connection)
    server.over.wait()


def handshake_by_byte(server: RawServer, connection: socket.socket) -> None:
    """A record of a handshake is announced, and its bytes come one by one."""
    server.hear(connection)
    connection.sendall(b"\x16\x03\x03\x3f\xff\x02\x00\x3f\xfb")
    server.drip(connection, b"\x03")


def come_back_later(server: RawServer, connection: socket.socket) -> None:
    server.hear(connection)
    connection.sendall(b"HTTP/1.1 503 Busy\r\nRetry-After: 50\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")


@contextmanager
def raw_server(way: Way) -> Iterator[RawServer]:
    listener = socket.create_server(("127.0.0.1", 0))
    server = RawServer(listener.getsockname()[1])
    talks: list[threading.Thread] = []

    def talk(connection: socket.socket) -> None:
        with connection, suppress(OSError):
            way(server, connection)

    def listen() -> None:
        with suppress(OSError):
            while True:
                connection, _ = listener.accept()
                talks.append(threading.Thread(target=talk, args=(connection,), daemon=True))
                talks[-1].start()

    thread = threading.Thread(target=listen, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.over.set()
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        for one in (thread, *talks):
            one.join()
