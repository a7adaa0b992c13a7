"""A real server spoken to in bytes, and how much memory it takes meanwhile."""

import socket

import psutil

from tests.support.servers import KrisechatServer

KIB, MIB = 1024, 1024 * 1024


def memory(server: KrisechatServer) -> float:
    """The server's resident memory, in MiB."""
    assert server.process is not None
    family = psutil.Process(server.process.pid)
    return max(each.memory_info().rss for each in [family, *family.children()]) / MIB


def talk(server: KrisechatServer, data: bytes, *, seconds: float = 5) -> bytes:
    """Everything the server says to these bytes until it closes or falls silent."""
    said = b""
    with socket.create_connection(("127.0.0.1", server.port)) as it:
        it.settimeout(seconds)
        try:
            it.sendall(data)
            while got := it.recv(65_536):
                said += got
                if said.endswith((b"\r\n\r\n", b"0\r\n\r\n")) and b"101 Switching" in said:
                    break
        except OSError:
            pass
    return said


def request(line: str, *headers: str) -> bytes:
    lines = [f"{line} HTTP/1.1", "Host: 127.0.0.1", "Connection: close", *headers, "", ""]
    return "\r\n".join(lines).encode("latin-1")
