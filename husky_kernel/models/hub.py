"""The model hub as a source of single files and of whole repositories.

Downloads resume where they broke. Large files are checked against their SHA-256, small ones against their git
identity. A file that the hub library's own cache on this machine holds is linked from there.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from husky_kernel.models.checked import ensure_room, git_sha1_of, sha256_of
from husky_kernel.models.entry import HubSource
from husky_kernel.models.remote import Remote, address, client, endpoint, look_up, offline
from husky_kernel.models.source import Order, SourceFailed, expect_sha256

if TYPE_CHECKING:
    import httpx

TRIES = 4


def fetch(order: Order, source: HubSource) -> dict[str, str]:
    """Fetch the entry's file or files into ``order.folder``. Returns the SHA-256 of each.

    Raises
    ------
    SourceFailed
        If the hub does not answer, has not the file, or sends something else.
    """
    entry = order.entry
    pinned = Remote(source.file, entry.file, entry.bytes, entry.sha256)
    if entry.sha256 and _take_cached(source, pinned, order):
        return {entry.file: entry.sha256}
    if offline():
        raise SourceFailed("not asked, because HF_HUB_OFFLINE is set")
    with _reasons():
        remotes = look_up(entry, source)
        ensure_room(order.folder, sum(_missing(order.folder, remote) for remote in remotes), order.free)
        return _fetch_all(order, source, remotes)


def _fetch_all(order: Order, source: HubSource, remotes: tuple[Remote, ...]) -> dict[str, str]:
    total, done, checksums = sum(remote.bytes for remote in remotes), 0, {}
    with client() as web:
        for remote in remotes:
            checksums[remote.name] = _Transfer(web, order, source, remote, done, total).fetch()
            done += remote.bytes
    return checksums


@dataclass(frozen=True, slots=True)
class _Transfer:
    """One file on its way; ``before`` of the ``total`` bytes of the whole model are here already."""

    web: httpx.Client
    order: Order
    source: HubSource
    remote: Remote
    before: int
    total: int

    def fetch(self) -> str:
        """Get the file, from wherever it is nearest. Returns its verified SHA-256."""
        target = self.order.folder / self.remote.name
        if not target.exists():
            if _take_cached(self.source, self.remote, self.order):
                return self.remote.sha256
            self._download()
            os.replace(_partial(self.order.folder, self.remote), target)
        return _checked(self.remote, self.order)

    def _download(self) -> None:
        import httpx

        for tries_left in reversed(range(TRIES)):
            try:
                self._stream()
                break
            except httpx.TransportError:
                if not tries_left:
                    raise
        partial = _partial(self.order.folder, self.remote)
        if _size(partial) != self.remote.bytes:
            partial.unlink()
            raise SourceFailed(f"{self.remote.name} is not {self.remote.bytes} bytes long, as it should be")

    def _stream(self) -> None:
        partial = _partial(self.order.folder, self.remote)
        start = _size(partial)
        if start == self.remote.bytes and partial.exists():
            return
        url = address(self.source, self.remote.path)
        headers = {"Range": f"bytes={start}-"} if 0 < start < self.remote.bytes else {}
        with self.web.stream("GET", url, headers=headers, follow_redirects=True) as response:
            response.raise_for_status()
            self._write(response, partial, start if response.status_code == 206 else 0)

    def _write(self, response: httpx.Response, partial: Path, done: int) -> None:
        with partial.open("ab" if done else "wb") as file:
            for chunk in response.iter_bytes():  # no chunks of a fixed size: a break would lose the last one
                file.write(chunk)
                done += len(chunk)
                self.order.progress(f"downloading {self.order.entry.name} (hub)", self.before + done, self.total)
                if done > self.remote.bytes:
                    break


@contextmanager
def _reasons() -> Iterator[None]:
    """Say in one line what went wrong with the network."""
    import httpx

    try:
        yield
    except httpx.HTTPStatusError as error:
        raise SourceFailed(f"{endpoint()} answered {error.response.status_code}") from error
    except (httpx.ConnectError, httpx.ConnectTimeout) as error:
        raise SourceFailed(f"{endpoint()} cannot be reached") from error
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise SourceFailed(f"the connection to {endpoint()} broke ({error or type(error).__name__})") from error


def _checked(remote: Remote, order: Order) -> str:
    """Compare a file with what the hub says about it. Returns its SHA-256."""
    file = order.folder / remote.name
    if remote.sha256:
        expect_sha256(file, remote.sha256, order)
        return remote.sha256
    if remote.git_sha1 and git_sha1_of(file) != remote.git_sha1:
        file.unlink()
        raise SourceFailed(f"{remote.name} is not what the hub says it is; it was removed")
    return sha256_of(file, order.progress, f"verifying {order.entry.name}")


def _partial(folder: Path, remote: Remote) -> Path:
    return folder / f"{remote.name}.partial"


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _missing(folder: Path, remote: Remote) -> int:
    return max(0, remote.bytes - max(_size(folder / remote.name), _size(_partial(folder, remote))))


def _take_cached(source: HubSource, remote: Remote, order: Order) -> bool:
    """Link, or else copy, a file out of the hub library's cache, where large files are called by their SHA-256.

    False if it is not there, or damaged.
    """
    home = Path(os.environ.get("HF_HOME") or Path.home() / ".cache" / "huggingface")
    cache = Path(os.environ.get("HF_HUB_CACHE") or home / "hub")
    blob = cache / f"models--{source.repository.replace('/', '--')}" / "blobs" / remote.sha256
    target = order.folder / remote.name
    if not remote.sha256 or not blob.is_file() or blob.stat().st_size != remote.bytes:
        return False
    target.unlink(missing_ok=True)
    try:
        os.link(blob, target)
    except OSError:
        shutil.copyfile(blob, target)
    with suppress(SourceFailed):
        expect_sha256(target, remote.sha256, order)
    return target.exists()
