"""Asking the model hub, over plain HTTPS, what it has: names, sizes and checksums.

``HF_ENDPOINT`` names a mirror and ``HF_TOKEN`` opens private repositories, as they do for the hub's own library.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import quote

from husky_kernel.models.entry import NAME, HubSource, ModelEntry
from husky_kernel.models.source import SourceFailed

if TYPE_CHECKING:
    import httpx

CONNECT_SECONDS = 3.0
ANSWER_SECONDS = 6.0
READ_SECONDS = 30.0

_COMPANIONS = (".json", ".model", ".txt", ".jinja")

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Remote:
    """A file as the hub describes it: ``path`` there, ``name`` here.

    ``sha256`` is empty for the small files that the hub keeps in git itself, ``git_sha1`` for all others.
    """

    path: str
    name: str
    bytes: int
    sha256: str = ""
    git_sha1: str = ""


def endpoint() -> str:
    """Address of the hub, without a slash at its end."""
    return (os.environ.get("HF_ENDPOINT") or "https://huggingface.co").rstrip("/")


def offline() -> bool:
    """Whether the user keeps programs away from the hub."""
    return os.environ.get("HF_HUB_OFFLINE", "").upper() in ("1", "ON", "YES", "TRUE")


def address(source: HubSource, path: str) -> str:
    """Where a file of a repository is downloaded from."""
    return f"{endpoint()}/{source.repository}/resolve/{quote(source.revision, safe='')}/{quote(path)}"


def client() -> httpx.Client:
    """An HTTP client with our time limits; proxies and certificates are taken from the environment."""
    import httpx

    token = os.environ.get("HF_TOKEN")
    headers = {"Accept-Encoding": "identity"} | ({"Authorization": f"Bearer {token}"} if token else {})
    return httpx.Client(headers=headers, timeout=httpx.Timeout(READ_SECONDS, connect=CONNECT_SECONDS))


def look_up(entry: ModelEntry, source: HubSource) -> tuple[Remote, ...]:
    """The files that make up ``entry``.

    Raises
    ------
    SourceFailed
        If the hub does not answer soon, or has not what the catalogue says.
    """
    ask = (lambda: (_single(entry, source),)) if entry.file else (lambda: _repository(source))
    try:
        return answer_within(ANSWER_SECONDS, ask)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise SourceFailed(f"{endpoint()} sent an answer that is not understood ({error})") from error


def answer_within(seconds: float, ask: Callable[[], Answer]) -> Answer:
    """Run ``ask`` on a thread that can be left behind: looking up a host name has no time limit of its own."""
    answer: Future[Answer] = Future()

    def run() -> None:
        try:
            answer.set_result(ask())
        except BaseException as error:
            answer.set_exception(error)

    threading.Thread(target=run, daemon=True, name="husky-hub").start()
    try:
        return answer.result(timeout=seconds)
    except TimeoutError:
        raise SourceFailed(f"{endpoint()} did not answer within {seconds:g} seconds") from None


def _single(entry: ModelEntry, source: HubSource) -> Remote:
    headers = _head(address(source, source.file))
    etag = (headers.get("x-linked-etag") or headers.get("etag") or "").removeprefix("W/").strip('"').lower()
    sha256 = etag if len(etag) == 64 else ""
    size = int(headers.get("x-linked-size") or headers.get("content-length") or entry.bytes)
    if entry.sha256 and (size != entry.bytes or sha256 not in ("", entry.sha256)):
        raise SourceFailed(f"{source.file} is not the file that the catalogue names: its size or checksum differs")
    if not (entry.sha256 or sha256):
        raise SourceFailed(f"{endpoint()} gives no checksum for {source.file}")
    return Remote(source.file, entry.file, size, entry.sha256 or sha256)


def _head(url: str) -> httpx.Headers:
    """Headers of a file. The hub gives its checksum on the redirect to the store, so that one is not followed."""
    import httpx

    with client() as asking:
        response = asking.head(url)
        for _ in range(5):
            onward = response.headers.get("location", "")
            if not response.is_redirect or "x-linked-etag" in response.headers or httpx.URL(onward).is_absolute_url:
                break
            response = asking.head(httpx.URL(url).join(onward))  # a repository that was renamed
        if not response.is_redirect:
            response.raise_for_status()
        return response.headers


def _repository(source: HubSource) -> tuple[Remote, ...]:
    url = f"{endpoint()}/api/models/{source.repository}/revision/{quote(source.revision, safe='')}"
    with client() as asking:
        response = asking.get(url, params={"blobs": "true"}, follow_redirects=True)
        response.raise_for_status()
        files = [_remote(row) for row in response.json().get("siblings", ())]
    top = [file for file in files if NAME.fullmatch(file.name)]
    weights = [file for file in top if file.name.endswith(".safetensors")] or [
        file for file in top if file.name.startswith("pytorch_model") and file.name.endswith(".bin")
    ]
    if not weights:
        raise SourceFailed(f"{source.repository} holds no weights")
    return (*(file for file in top if file.name.endswith(_COMPANIONS)), *weights)


def _remote(row: dict[str, Any]) -> Remote:
    large = row.get("lfs") or {}
    sha256 = str(large.get("sha256") or "").lower()
    name = str(row["rfilename"])
    return Remote(name, name, int(row["size"]), sha256, "" if sha256 else str(row.get("blobId") or ""))
