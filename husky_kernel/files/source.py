"""A file, or a member of an archive: its name, its bytes, and what kind of file the bytes are."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from husky_kernel.agent.errors import UseError
from husky_kernel.agent.grammar import one_line

_STARTS = {
    b"SQLite format 3\0": "sqlite",
    b"PAR1": "parquet",
    b"ARROW1": "feather",
    b"FEA1": "feather",
    b"\x1f\x8b": "gzip",
    b"\xd0\xcf\x11\xe0": "workbook",
    b"PK\x03\x04": "zip",
}
_JSON = {".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl"}


@dataclass(frozen=True)
class Source:
    """Bytes and the name that messages give them."""

    told: str
    """The file as the caller wrote it; of a member of an archive, ``archive.zip: member.csv``."""
    name: str
    """The last part of its name, without ``.gz``."""
    data: bytes

    @property
    def kind(self) -> str:
        """By the first bytes; the ending decides between JSON and text alone."""
        kind = next((kind for start, kind in _STARTS.items() if self.data.startswith(start)), "")
        if kind == "zip" and _is_workbook(self.data):
            return "workbook"
        return kind or _JSON.get(PurePosixPath(self.name).suffix.lower(), "text")

    def unreadable(self, why: object, line: int | None = None) -> UseError:
        """The error that says which file (and line) cannot be read, and why."""
        place = f", line {line}" if line else ""
        return UseError(f"{self.told}{place} cannot be read: {one_line(str(why))}")


def open_source(file: str | Path) -> Source:
    """The bytes of a file.

    Raises
    ------
    UseError
        If there is no such file, or it is empty or cannot be opened.
    """
    path = Path(file).expanduser()
    if not path.is_file():
        raise UseError(f"there is no file {file}")
    try:
        source = Source(str(file), path.name, path.read_bytes())
    except OSError as error:
        raise UseError(f"{file} cannot be read: {error.strerror or error}") from error
    if not source.data:
        raise source.unreadable("it is empty")
    return source


def unpacked(source: Source) -> Iterator[Source]:
    """The source itself, or what a gzip file or a zip archive holds."""
    if source.kind == "gzip":
        yield from unpacked(_unzipped(source))
    elif source.kind == "zip":
        yield from _members(source)
    else:
        yield source


def _unzipped(source: Source) -> Source:
    name = source.name.removesuffix(".gz").removesuffix(".gzip")
    try:
        return Source(source.told, name, gzip.decompress(source.data))
    except (OSError, EOFError, zlib.error) as error:
        raise source.unreadable(f"the gzip file is damaged ({error})") from error


def _members(source: Source) -> Iterator[Source]:
    try:
        with zipfile.ZipFile(io.BytesIO(source.data)) as archive:
            for member in archive.infolist():
                path = PurePosixPath(member.filename)
                hidden = any(part.startswith((".", "__MACOSX")) for part in path.parts)
                if not member.is_dir() and member.file_size and not hidden:
                    yield from unpacked(Source(f"{source.told}: {path}", path.name, archive.read(member)))
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, zlib.error) as error:  # RuntimeError: a password
        raise source.unreadable(f"the zip archive cannot be opened ({error})") from error


def _is_workbook(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            kind = archive.read("mimetype") if "mimetype" in names else b""
    except zipfile.BadZipFile:
        return False
    return bool(names & {"xl/workbook.xml", "xl/workbook.bin"}) or b"opendocument.spreadsheet" in kind
