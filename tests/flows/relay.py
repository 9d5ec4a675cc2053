"""Stands between a walker and Prefect's server, so that the server can be away without being stopped."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterator
from socketserver import BaseRequestHandler, ThreadingTCPServer
from threading import Thread

from tests.flows.postbox import LOOPBACK


def _pass_on(source: socket.socket, sink: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while block := source.recv(65536):
            sink.sendall(block)
    for one in (source, sink):
        with contextlib.suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)


class _Server(ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False


@contextlib.contextmanager
def relaying(port: int, to: int) -> Iterator[None]:
    """Pass on to another port all that comes in on one, until the end of the block."""
    opened: list[socket.socket] = []

    class Handler(BaseRequestHandler):
        def handle(self) -> None:
            with socket.create_connection((LOOPBACK, to)) as beyond:
                opened.extend((self.request, beyond))
                back = Thread(target=_pass_on, args=(beyond, self.request))
                back.start()
                _pass_on(self.request, beyond)
                back.join()

    server = _Server((LOOPBACK, port), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
        for one in opened:
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
