"""A model hub and a package index on 127.0.0.1, both as real as a test needs: they speak HTTP and serve real files."""

from __future__ import annotations

import hashlib
import json
import random
import threading
import zipfile
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from husky_kernel.models.entry import HubSource, IndexSource, ModelEntry

REPOSITORY = "someone/tiny"


def some_bytes(count: int, seed: int = 0) -> bytes:
    return random.Random(seed).randbytes(count)


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def git_sha1(data: bytes) -> str:
    return hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest()


def tiny(
    data: bytes, *, hub: bool | HubSource = False, parts: int = 0, part_bytes: int = 0, **changes: Any
) -> ModelEntry:
    """An entry for ``data``, to be had from the hub, from the index in ``parts``, or from both."""
    values: dict[str, Any] = {
        "name": "tiny",
        "family": "generic",
        "template": "chatml",
        "engine": "llamacpp",
        "bytes": len(data),
        "licence": "none",
        "context_length": 128,
        "memory": 1,
        "file": "tiny.gguf",
        "sha256": sha256(data),
        "hub": HubSource(REPOSITORY, "tiny.gguf") if hub is True else hub or None,
        "index": IndexSource("tiny-part{n}", "1.0", "tiny_part{n}/data/part{n:02}.bin", parts, part_bytes)
        if parts
        else None,
    }
    return ModelEntry(**(values | changes))


def as_toml(entry: ModelEntry) -> str:
    """The entry as a user would write it in models.toml."""
    lines = [f"[models.{entry.name}]"]
    plain = ("family", "template", "engine", "bytes", "licence", "context_length", "memory", "file", "sha256")
    lines += [f"{key} = {json.dumps(getattr(entry, key))}" for key in plain]
    for key, source in (("hub", entry.hub), ("index", entry.index)):
        if source is not None:
            values = {name: getattr(source, name) for name in source.__dataclass_fields__}
            lines += [f"[models.{entry.name}.{key}]", *(f"{n} = {json.dumps(v)}" for n, v in values.items())]
    return "\n".join(lines)


@dataclass
class WheelHouse:
    """A folder of wheels that each carry one part."""

    folder: Path

    def fill(self, pieces: list[bytes]) -> None:
        for number, piece in enumerate(pieces, start=1):
            self.add(number, piece)

    def add(self, n: int, piece: bytes, member: str = "") -> Path:
        path = self.folder / f"tiny_part{n}-1.0-py3-none-any.whl"
        about = f"tiny_part{n}-1.0.dist-info"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as wheel:
            wheel.writestr(f"tiny_part{n}/__init__.py", "raise SystemExit('no code of a wheel may run')")
            wheel.writestr(member or f"tiny_part{n}/data/part{n:02}.bin", piece)
            wheel.writestr(f"{about}/METADATA", f"Metadata-Version: 2.1\nName: tiny-part{n}\nVersion: 1.0\n")
            wheel.writestr(f"{about}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
            wheel.writestr(f"{about}/RECORD", "")
        return path


@dataclass
class Web:
    """What the server on 127.0.0.1 serves, how it misbehaves, and what it was asked.

    ``hub`` maps file names of the repository to contents, ``large`` names those that have a SHA-256 there, ``claims``
    are checksums to give instead of the right ones. That many ``broken_answers`` are cut in half; wheels whose names
    contain ``blocked`` are held back until ``release`` is set.
    """

    wheels: Path
    hub: dict[str, bytes] = field(default_factory=dict)
    large: tuple[str, ...] = ("tiny.gguf", "model.safetensors")
    claims: dict[str, str] = field(default_factory=dict)
    listing: dict[str, Any] | None = None
    broken_answers: int = 0
    moved: bool = False
    status: int = 200
    blocked: str = ""
    release: threading.Event = field(default_factory=threading.Event)
    asked: list[str] = field(default_factory=list)
    ranges: list[str] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)
    address: str = ""

    def count(self, text: str) -> int:
        return sum(text in line for line in self.asked)

    def start(self) -> ThreadingHTTPServer:
        handler = type("Bound", (_Handler,), {"web": self})
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.address = f"http://127.0.0.1:{server.server_address[1]}"
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        return server


class _Handler(BaseHTTPRequestHandler):
    web: Web
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:
        pass

    def do_HEAD(self) -> None:
        self._answer(head=True)

    def do_GET(self) -> None:
        self._answer(head=False)

    def _answer(self, head: bool) -> None:
        web, path = self.web, self.path.split("?")[0]
        web.asked.append(f"{self.command} {path}")
        web.tokens.append(self.headers.get("Authorization", ""))
        if web.status != 200:
            self._send(web.status, b"")
        elif path.startswith("/simple/"):
            self._simple(path)
        elif path.startswith("/wheels/"):
            if web.blocked and web.blocked in path:
                web.release.wait()
            self._send(200, (web.wheels / path.removeprefix("/wheels/")).read_bytes())
        elif path.startswith("/api/models/"):
            self._send(200, json.dumps(web.listing or {"siblings": [self._row(name) for name in web.hub]}).encode())
        elif "/resolve/" in path:
            self._resolve(path, head)
        elif path.startswith("/store/"):
            self._file(path.removeprefix("/store/"))
        else:
            self._send(404, b"")

    def _simple(self, path: str) -> None:
        name = path.split("/")[2].replace("-", "_")
        links = [f'<a href="/wheels/{wheel.name}">{wheel.name}</a>' for wheel in self.web.wheels.glob(f"{name}-*.whl")]
        self._send(200 if links else 404, "".join(links).encode(), {"Content-Type": "text/html"})

    def _row(self, name: str) -> dict[str, Any]:
        data, web = self.web.hub[name], self.web
        row: dict[str, Any] = {"rfilename": name, "size": len(data), "blobId": web.claims.get(name, git_sha1(data))}
        if name in web.large:
            row["lfs"] = {"sha256": web.claims.get(name, sha256(data)), "size": len(data)}
        return row

    def _resolve(self, path: str, head: bool) -> None:
        name = path.split("/resolve/main/")[1]
        if self.web.moved and f"/{REPOSITORY}/" in path:
            self._send(307, b"", {"Location": path.replace(REPOSITORY, "elsewhere/tiny")})
        elif name not in self.web.hub:
            self._send(404, b"")
        elif name in self.web.large:
            data = self.web.hub[name]
            etag = f'"{self.web.claims.get(name, sha256(data))}"'
            linked = {"X-Linked-Etag": etag, "X-Linked-Size": str(len(data)), "ETag": '"other"'}
            self._send(302, b"", linked | {"Location": f"{self.web.address}/store/{name}"})
        else:
            self._file(name)

    def _file(self, name: str) -> None:
        data, wanted = self.web.hub[name], self.headers.get("Range", "")
        if not wanted:
            self._send(200, data)
            return
        self.web.ranges.append(wanted)
        start = int(wanted.removeprefix("bytes=").removesuffix("-"))
        self._send(206, data[start:], {"Content-Range": f"bytes {start}-{len(data) - 1}/{len(data)}"})

    def _send(self, status: int, data: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command == "HEAD":
            return
        if self.web.broken_answers and "/store/" in self.path:
            self.web.broken_answers -= 1
            data, self.close_connection = data[: len(data) // 2], True
        self.wfile.write(data)
