"""A server that answers one request after the other as it is told."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Callable, Dict, List, NamedTuple, Optional



class Got(NamedTuple):
    method: str
    url: str
    headers: Dict[str, str]
    body: str


Respond = Callable[[BaseHTTPRequestHandler], None]


class Api:
    def __init__(self, responds: List[Respond]) -> None:
        self.got: List[Got] = []
        self.left = threading.Event()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do(self) -> None:
                length = int(self.headers.get("content-length") or 0)
                body = self.rfile.read(length).decode()
                headers = {name.lower(): value for name, value in self.headers.items()}
                outer.got.append(Got(self.command, self.path, headers, body))
                try:
                    responds[min(len(outer.got), len(responds)) - 1](self)
                except (BrokenPipeError, ConnectionResetError):
                    outer.left.set()

            do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = do

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/v1/"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def text(status: int, content: bytes, headers: Optional[Dict[str, str]] = None) -> Respond:
    def respond(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in {"Content-Length": str(len(content)), **(headers or {})}.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(content)

    return respond


def answer(status: int, body: Any, headers: Optional[Dict[str, str]] = None) -> Respond:
    own = {"Content-Type": "application/json", "X-Request-Id": "req_1", **(headers or {})}
    return text(status, json.dumps(body).encode(), own)


def problem(status: int, code: str, **more: Any) -> Respond:
    return answer(status, {"code": code, "detail": "Because.", "retryable": False, **more}, {"Retry-After": "0"})


def begun(content: bytes, end: Callable[[BaseHTTPRequestHandler], None], kind: str = "text/event-stream") -> Respond:
    """Begins an answer whose end it does not tell."""

    def respond(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", kind)
        handler.send_header("Connection", "close")
        handler.end_headers()
        handler.wfile.write(content)
        handler.wfile.flush()
        end(handler)

    return respond


def broken(handler: BaseHTTPRequestHandler) -> None:
    """Breaks the connection off."""
    handler.close_connection = True
    handler.connection.close()


