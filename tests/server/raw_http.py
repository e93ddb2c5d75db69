"""A bare TCP connection for what no HTTP library would send."""

import socket


class Raw:
    def __init__(self, server, data: bytes = b"", source: str = "127.0.0.1", seconds: float = 10.0):
        self.socket = socket.create_connection(("127.0.0.1", server.port), seconds, source_address=(source, 0))
        self.received = b""
        if data:
            self.send(data)

    def __enter__(self):
        return self

    def __exit__(self, *problem):
        self.socket.close()

    def send(self, data: bytes) -> bool:
        """False: the server has closed the connection."""
        try:
            self.socket.sendall(data)
            return True
        except ConnectionError:
            return False

    def until(self, mark: bytes) -> bytes:
        """Everything up to the mark, or to the end."""
        while mark not in self.received and self._more():
            pass
        return self.received

    def to_the_end(self) -> bytes:
        while self._more():
            pass
        return self.received

    def _more(self) -> bool:
        try:
            data = self.socket.recv(65536)
        except ConnectionError:
            return False
        self.received += data
        return bool(data)

    @property
    def status(self) -> int:
        return int(self.until(b"\r\n\r\n").split()[1])


def head(method: str, path: str, *lines: str) -> bytes:
    return "\r\n".join([f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", *lines, "", ""]).encode()


WEBSOCKET = head("GET", "/socket.io/?EIO=4&transport=websocket", "Upgrade: websocket", "Connection: Upgrade",
                 "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==")
