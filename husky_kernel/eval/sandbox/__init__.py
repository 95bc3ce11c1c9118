"""Where generated code runs while a benchmark is solved: a process of its own, with limits.

One :class:`Sandbox` belongs to one thread. Behind it is a worker process with an IPython shell and the real code tool;
for every question the worker forks, so that each starts from the same clean state, and so that a program can be tried
on a copy (:meth:`Sandbox.trial`).

What it keeps in bounds: time (a hang is killed), memory (on Linux), output, files over 64 MB, the network, and starting
processes. What it does **not** protect against: code that means harm. The bans on network and processes are Python's
audit hooks, which code can get round with ``ctypes`` or a compiled module, except that on Linux, where the system lets
us, the worker has no network at all; files of the user can be read and, where permissions let it, changed. Code of
models that you do not trust belongs into a container or a virtual machine.
"""

from husky_kernel.eval.sandbox.parent import Sandbox, Shot
from husky_kernel.eval.sandbox.process import Limits

__all__ = ["Limits", "Sandbox", "Shot"]
