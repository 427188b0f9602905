"""Stands for the proxy in front of two replicas: it leads new connections to one of them."""

import contextlib
import socket
import threading


class Switch:
    """@param silence: seconds after which it cuts a connection on which nothing comes from the server, as proxies do"""

    def __init__(self, target: int, host: str, silence: float | None = None):
        self.target = target
        self.silence = silence
        self.connections = 0
        self.server = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.server.getsockname()[1]
        # The name that the chart publishes. Below localhost, a browser takes a cookie that is for TLS only.
        self.url = f"http://{host}:{self.port}"
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self) -> None:
        while True:
            try:
                client, _ = self.server.accept()
            except OSError:
                return
            self.connections += 1
            try:
                upstream = socket.create_connection(("127.0.0.1", self.target))
            except OSError:
                client.close()
                continue
            upstream.settimeout(self.silence)
            for source, sink in ((client, upstream), (upstream, client)):
                threading.Thread(target=pump, args=(source, sink), daemon=True).start()

    def close(self) -> None:
        self.server.close()


def pump(source: socket.socket, sink: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            sink.sendall(data)
    for one in (source, sink):
        with contextlib.suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)
        one.close()
