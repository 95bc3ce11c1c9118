"""The namespace goes back: checkpoints before steps, effects after them, and a watch on what cannot be undone. Floor 2.

What a checkpoint is
    The variables that the step's code can touch (:mod:`names`) with what they are bound to, and a copy of the content
    of every mutable object that these reach (:mod:`walk`, one memo for all names). A copy is as cheap as the kind of
    object allows: shallow for containers, copy-on-write for tables, real for arrays and tensors.

Why it is put back in place
    Going back does not make new objects. It gives the *same* objects their old content (``list[:] =``, the frame's
    inside swapped, ``array[...] =``) and binds the same objects to their names again. So aliases stay aliases: names
    that the code does not mention, elements of lists, closures, views and cells of the user all see the old content,
    and no walk over the rest of the namespace is needed to find them. Measured against copies with one memo
    (``deepcopy`` of the touched names): those would have to be bound to every name that held the original.

What is let go
    When a step is settled, what it left alone is dropped from its checkpoint: going back changes only what steps
    changed, and memory is held only for that.

What is not put back
    Files, processes, the network (:class:`Watch` tells of them), attributes of modules, what libraries keep for
    themselves, objects changed by a thread after the step ended; and what is listed as not copied. While a table's
    checkpoint is kept, the first write to a block of it copies that block, and a table that shares memory with an
    array on purpose (``DataFrame(array, copy=False)``) stops doing so when it is written to.
"""

from husky_kernel.checkpoint.checkpoint import Checkpoint
from husky_kernel.checkpoint.history import History
from husky_kernel.checkpoint.watch import Watch

__all__ = ["Checkpoint", "History", "Watch"]
