"""NumPy arrays and torch tensors: real copies, written back into the same memory, so that views see it too.

Nothing cheaper is safe: an array has no copy-on-write, and one made read-only for the step would make the step's own
writing fail. A step that did not change an array gives its copy back when the step is settled.
"""

from __future__ import annotations

import warnings
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from husky_kernel.checkpoint.kind import Kind, Scope

if TYPE_CHECKING:
    from numpy import ndarray

_CHUNK = 1 << 22
"""Elements compared at once: the comparison's own result stays small."""


@dataclass(frozen=True, slots=True)
class ArrayCopy:
    """Content (or its checksum, or nothing where it could not be written), form and whether it could be written."""

    form: tuple[Any, ...]
    data: Any
    checksum: int | None
    writeable: bool


class Arrays(Kind):
    """``numpy.ndarray`` and what derives from it."""

    def copy(self, thing: Any, scope: Scope) -> Any:
        """Content and form; of a light walk the checksum only. A read-only array is not copied: code that makes one
        writeable says so (``raw``); where a library does it, :meth:`put` tells.
        """
        plain = _plain(thing)
        if not plain.flags.writeable and not (scope.raw or scope.changed):
            return ArrayCopy(_form(plain), None, None, False)
        if scope.light and not plain.dtype.hasobject:
            return ArrayCopy(_form(plain), None, checksum(plain), plain.flags.writeable)
        if not scope.afford(plain.nbytes, thing):
            return None
        return ArrayCopy(_form(plain), plain.copy(order="K"), None, plain.flags.writeable)

    def same(self, thing: Any, copy: Any) -> bool:
        """The same bytes; of arrays of objects, the very same objects."""
        plain = _plain(thing)
        if _form(plain) != copy.form or plain.flags.writeable != copy.writeable:
            return False
        if copy.checksum is not None:
            return bool(checksum(plain) == copy.checksum)
        return copy.data is None or same_bits(plain, copy.data)

    def put(self, thing: Any, copy: Any) -> None:
        """Write the content into the array's own memory.

        Raises
        ------
        ValueError
            If it was not copied, since it could not be written.
        """
        if copy.data is None and thing.flags.writeable:
            raise ValueError("it was read-only and was made writeable: it stays as it is now")
        if _form(_plain(thing)) != copy.form:
            with warnings.catch_warnings():  # there is no other way to do it in place
                warnings.simplefilter("ignore", DeprecationWarning)
                thing.shape, thing.dtype = (thing.size,), copy.form[1]
                thing.shape = copy.form[0]
        if copy.data is not None:
            if not thing.flags.writeable:
                thing.flags.writeable = True
            _plain(thing)[...] = copy.data
        if thing.flags.writeable and not copy.writeable:
            thing.flags.writeable = False

    def weight(self, copy: Any) -> int:
        """Bytes of the content."""
        return 0 if copy.data is None else int(copy.data.nbytes)

    def holds(self, thing: Any) -> Iterable[tuple[object, int]]:
        """Its memory."""
        return [(thing.__array_interface__["data"][0], int(thing.nbytes))]

    def children(self, things: Sequence[Any], scope: Scope) -> Iterable[object]:
        """The elements of arrays of objects."""
        for thing in things:
            if thing.dtype.hasobject:
                yield from _plain(thing).ravel().tolist()


class Tensors(Kind):
    """``torch.Tensor``. Its memory is held on to as well: ``tensor.data = other`` is undone with views intact."""

    def copy(self, thing: Any, scope: Scope) -> Any:
        """Memory, content, whether it wants gradients, and those it has. None for what has no plain memory."""
        import torch

        if thing.layout is not torch.strided or thing.is_meta or thing.is_quantized:
            scope.refuse(thing, "a tensor without plain memory")
            return None
        memory = thing.detach()
        if not scope.afford(thing.nbytes, thing) or not _fits_device(thing):
            return None if thing.device.type == "cpu" else _refused(thing, scope)
        return memory, memory.clone(), thing.requires_grad, thing.grad if thing.is_leaf else None

    def same(self, thing: Any, copy: Any) -> bool:
        """The same memory with the same bits in it."""
        import torch

        memory, content, wants, grad = copy
        if thing.data_ptr() != memory.data_ptr() or thing.shape != content.shape or thing.dtype != content.dtype:
            return False
        if thing.is_leaf and thing.grad is not grad:
            return False
        bits = [each.detach().contiguous().view(torch.uint8) if each.dim() else each for each in (thing, content)]
        return thing.requires_grad == wants and bool(torch.equal(*bits))

    def put(self, thing: Any, copy: Any) -> None:
        """Write the content into the memory it had; what autograd has noted stays valid."""
        memory, content, wants, grad = copy
        memory.data.copy_(content)
        if thing.data_ptr() != memory.data_ptr() or thing.shape != memory.shape or thing.dtype != memory.dtype:
            thing.data = memory
        if thing.is_leaf and thing.requires_grad != wants:
            thing.requires_grad_(wants)
        if thing.is_leaf and thing.grad is not grad:
            thing.grad = grad

    def weight(self, copy: Any) -> int:
        """Bytes of the content."""
        return int(copy[1].nbytes)

    def holds(self, thing: Any) -> Iterable[tuple[object, int]]:
        """Its memory."""
        return [(thing.data_ptr(), int(thing.nbytes))]

    def children(self, things: Sequence[Any], scope: Scope) -> Iterable[object]:
        """The gradients."""
        return [thing.grad for thing in things if thing.is_leaf and thing.grad is not None]


def checksum(plain: ndarray[Any, Any]) -> int:
    """CRC of the bytes, in the order of the array's indices."""
    import numpy as np

    if not plain.flags.c_contiguous:
        plain = np.ascontiguousarray(plain)
    return zlib.crc32(plain.reshape(-1).view(np.uint8).data) if plain.size else 0


def same_bits(one: ndarray[Any, Any], other: ndarray[Any, Any]) -> bool:
    """Whether two arrays of one form hold the same bits (the very same objects, where they hold objects)."""
    import numpy as np

    if one.__array_interface__["data"] == other.__array_interface__["data"] and one.strides == other.strides:
        return True
    if one.dtype.hasobject:
        return all(a is b for a, b in zip(one.ravel().tolist(), other.ravel().tolist(), strict=True))
    if one.flags.f_contiguous and other.flags.f_contiguous:
        one, other = one.T, other.T
    flat = [np.ascontiguousarray(each).reshape(-1).view(np.uint8) for each in (one, other)]
    if flat[0].size % 8 == 0:
        flat = [each.view(np.uint64) for each in flat]
    spans = range(0, flat[0].size, _CHUNK)
    return all(np.array_equal(flat[0][at : at + _CHUNK], flat[1][at : at + _CHUNK]) for at in spans)


def _plain(thing: Any) -> Any:
    import numpy as np

    return thing if type(thing) is np.ndarray else np.ndarray.view(thing, np.ndarray)


def _form(plain: Any) -> tuple[Any, ...]:
    return plain.shape, plain.dtype


def _fits_device(thing: Any) -> bool:
    """Whether a quarter of the GPU's free memory holds a copy."""
    import torch

    if thing.device.type != "cuda":
        return True
    free, _ = torch.cuda.mem_get_info(thing.device)
    return bool(thing.nbytes <= free // 4)


def _refused(thing: Any, scope: Scope) -> None:
    scope.refuse(thing, f"a tensor on {thing.device} of {thing.nbytes / 1e9:.1f} GB, too big to be copied there")
