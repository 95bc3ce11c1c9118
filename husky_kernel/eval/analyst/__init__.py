"""Notebooks of an analyst's questions, played in a real kernel: is each answer right, flagged, or silently wrong?

* :mod:`~husky_kernel.eval.analyst.session`: the form of sessions and single cases;
* :mod:`~husky_kernel.eval.analyst.player`: plays them, the truth computed apart in this process;
* :mod:`~husky_kernel.eval.analyst.probe`: reads in the kernel what a turn came to;
* :mod:`~husky_kernel.eval.analyst.checks`: what a check may call;
* :mod:`~husky_kernel.eval.analyst.report`: the figures.

The code of a session runs in this process too: play only sessions whose author you trust.
"""
