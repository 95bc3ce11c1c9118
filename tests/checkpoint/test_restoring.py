"""Whatever a step changes in place, going back gives the same objects their old content."""

from __future__ import annotations

import pytest
from stepping import Notebook

LOCKED = "x = np.arange(4)\nx.flags.writeable = False"
SAME = "x.tolist() == [0, 1, 2, 3] and not x.flags.writeable"

IN_PLACE = {
    "list": ("x = [1, 2, 3]", "x.append(4); x[0] = 'a'", "x == [1, 2, 3]"),
    "list through a function": ("x = [1]\ndef f(): x.append(2)", "f()", "x == [1]"),
    "list through a nested function": (
        "x = [1]\ndef f():\n    def g(): x.append(2)\n    return g",
        "f()()",
        "x == [1]",
    ),
    "list through a method": ("x = [1]\nadd = x.append", "add(2)", "x == [1]"),
    "list through partial": ("x = [1]\nfrom functools import partial\nadd = partial(x.append, 2)", "add()", "x == [1]"),
    "dict": ("x = {'a': 1, 'b': 2}", "del x['a']; x['c'] = 3", "list(x.items()) == [('a', 1), ('b', 2)]"),
    "nested": ("x = {'a': [{'b': [1]}]}", "x['a'][0]['b'].append(2)", "x == {'a': [{'b': [1]}]}"),
    "in a tuple": ("x = ([1], {2})", "x[0].append(3); x[1].add(3)", "x == ([1], {2})"),
    "set": ("x = {1, 2}", "x.add(3); x.discard(1)", "x == {1, 2}"),
    "cycle": ("x = [1]\nx.append(x)", "x[0] = 2", "x[0] == 1 and x[1] is x"),
    "deque": (
        "from collections import deque\nx = deque([1, 2], maxlen=2)",
        "x.append(3)",
        "list(x) == [1, 2] and x.maxlen == 2",
    ),
    "ordered": (
        "from collections import OrderedDict\nx = OrderedDict(a=1, b=2)",
        "x.move_to_end('a'); x['c'] = 3",
        "list(x.items()) == [('a', 1), ('b', 2)] and list(reversed(x)) == ['b', 'a']",
    ),
    "ordered, order only": (
        "from collections import OrderedDict\nx = OrderedDict(a=1, b=2)",
        "x.move_to_end('a')",
        "list(x) == ['a', 'b']",
    ),
    "default": (
        "from collections import defaultdict\nx = defaultdict(list, a=[1])",
        "x['b'].append(1); x['a'].append(2)",
        "dict(x) == {'a': [1]} and x.default_factory is list",
    ),
    "counter": ("from collections import Counter\nx = Counter('aab')", "x.update('ab')", "x == Counter('aab')"),
    "bytearray": ("x = bytearray(b'abc')", "x[0] = 0; x.append(1)", "x == b'abc'"),
    "array": ("from array import array\nx = array('i', [1, 2])", "x.append(3); x[0] = 9", "list(x) == [1, 2]"),
    "read-only array": (LOCKED, "x.flags.writeable = True\nx[0] = 9", SAME),
    "read-only array, by a call": (LOCKED, "x.setflags(write=True)\nx[0] = 9\nx.setflags(write=False)", SAME),
    "read-only array, by a letter": (LOCKED, "x.flags['W'] = True\nx[0] = 9", SAME),
    "read-only array, form": (LOCKED, "x.shape = (2, 2)", SAME),
    "read-only array, by a function met after it": (
        f"{LOCKED}\ndef change(a):\n    a.flags.writeable = True\n    a[0] = 9\nzone = [[[[change]]]]",
        "zone[0][0][0][0](x)",
        SAME,
    ),
    "text stream": ("import io\nx = io.StringIO(); _ = x.write('ab')", "x.write('cd')", "x.getvalue() == 'ab'"),
    "instance": (
        "class P:\n    pass\nx = P(); x.a = 1; x.b = [1]",
        "x.a = 2; x.b.append(2); x.c = 3",
        "vars(x) == {'a': 1, 'b': [1]}",
    ),
    "slots": (
        "class P:\n    __slots__ = ('a', 'b')\nx = P(); x.a = 1",
        "x.a = 2; x.b = 3",
        "x.a == 1 and not hasattr(x, 'b')",
    ),
    "dataclass": (
        "from dataclasses import dataclass\n@dataclass\nclass P:\n    a: list\nx = P([])",
        "x.a.append(1)",
        "x == P([])",
    ),
    "list of a class": (
        "class L(list):\n    pass\nx = L([1]); x.note = 'n'",
        "x.append(2); x.note = 'm'",
        "list(x) == [1] and x.note == 'n'",
    ),
    "class of an instance": (
        "class P:\n    pass\nclass Q:\n    pass\nx = P()",
        "x.__class__ = Q",
        "type(x) is P",
    ),
    "class attribute": (
        "class P:\n    count = 0\n    def __init__(self): type(self).count += 1\nx = P()",
        "y = P(); P.other = 1",
        "P.count == 1 and not hasattr(P, 'other')",
    ),
    "class attribute by a method": (
        "class P:\n    count = 0\n    def hit(self): P.count += 1\nx = P()",
        "x.hit()",
        "P.count == 0",
    ),
    "closure": (
        "def make(n):\n    def up():\n        nonlocal n\n        n += 1\n        return n\n    return up\nx = make(0)",
        "x(); x()",
        "x() == 1",
    ),
    "default argument": ("def x(a, seen=[]):\n    seen.append(a)\n    return seen", "x(1)", "x(2) == [2]"),
    "function attribute": ("def x(): pass\nx.calls = 0", "x.calls += 1; x.more = 1", "vars(x) == {'calls': 0}"),
    "random numbers": (
        "import random\nrandom.seed(1)",
        "random.random()",
        "random.random() == random.Random(1).random()",
    ),
    "random numbers of NumPy": (
        "np.random.seed(1)",
        "np.random.rand(3)",
        "np.random.rand() == np.random.RandomState(1).rand()",
    ),
    "generator of NumPy": (
        "x = np.random.default_rng(1)",
        "x.random()",
        "x.random() == np.random.default_rng(1).random()",
    ),
    "ndarray": ("x = np.arange(4.0)", "x[0] = 9; x *= 2; x.sort()", "x.tolist() == [0, 1, 2, 3]"),
    "ndarray of objects": (
        "x = np.array([[1], {2: 3}], dtype=object)",
        "x[0].append(2); x[1] = 5",
        "x[0] == [1] and x[1] == {2: 3}",
    ),
    "ndarray, Fortran order": (
        "x = np.asfortranarray(np.arange(6).reshape(2, 3))",
        "x[1, 0] = 99",
        "x.tolist() == [[0, 1, 2], [3, 4, 5]] and x.flags.f_contiguous",
    ),
    "ndarray, strided": ("base = np.arange(6); x = base[::2]", "x[:] = -1", "base.tolist() == [0, 1, 2, 3, 4, 5]"),
    "view by its base": ("base = np.arange(4); x = base[1:3]", "base[:] = 7", "x.tolist() == [1, 2]"),
    "base by its view": ("base = np.arange(4); x = base[1:3]", "x[:] = 7", "base.tolist() == [0, 1, 2, 3]"),
    "masked": ("x = np.ma.array([1, 2], mask=[0, 1])", "x[0] = np.ma.masked", "x.mask.tolist() == [False, True]"),
    "structured": ("x = np.zeros(2, dtype=[('a', int), ('b', float)])", "x['a'] = 5", "x['a'].tolist() == [0, 0]"),
    "empty array": ("x = np.zeros((0, 3)); y = [1]", "x.sum(); y.append(x)", "y == [1] and x.shape == (0, 3)"),
    "array in a namespace": (
        "from types import SimpleNamespace\nx = SimpleNamespace(a=np.arange(3))",
        "x.a[:] = 0",
        "x.a.tolist() == [0, 1, 2]",
    ),
    "tensor": (
        "import torch\nx = torch.arange(4.0, requires_grad=True)",
        "with torch.no_grad():\n    x.mul_(2)\nx.sum().backward()",
        "x.tolist() == [0, 1, 2, 3] and x.grad is None",
    ),
    "tensor view": (
        "import torch\nbase = torch.zeros(4); x = base[1:3]",
        "x.fill_(5)",
        "base.tolist() == [0, 0, 0, 0]",
    ),
    "tensor data": (
        "import torch\nbase = torch.zeros(4); x = base[:]",
        "x.data = torch.ones(2)",
        "x.tolist() == [0] * 4 and x.data_ptr() == base.data_ptr()",
    ),
    "module of torch": (
        "import torch\nx = torch.nn.Linear(2, 1); w = x.weight.detach().clone()",
        "opt = torch.optim.SGD(x.parameters(), lr=1.0)\nx(torch.ones(1, 2)).sum().backward()\nopt.step()",
        "torch.equal(x.weight, w) and x.weight.grad is None",
    ),
}


@pytest.mark.parametrize(("before", "code", "holds"), IN_PLACE.values(), ids=IN_PLACE)
def test_what_changed_in_place_is_as_before(notebook: Notebook, before: str, code: str, holds: str) -> None:
    notebook.cell(before)
    objects = notebook.variables()
    number = notebook.step(code)
    assert notebook.history.restore(number) == ()
    now = notebook.variables()
    assert now.keys() == objects.keys()
    assert all(now[name] is objects[name] for name in now)
    assert eval(holds, notebook.names)


def test_a_read_only_array_that_a_library_wrote_to_is_told(notebook: Notebook) -> None:
    library = "def change(a):\n    a.flags.writeable = True\n    a[0] = 9\n    return a"
    notebook.cell(f"{LOCKED}\nimport types\nlib = types.ModuleType('lib')\nexec({library!r}, vars(lib))")
    number = notebook.step("lib.change(x)")
    [trouble] = notebook.history.restore(number)
    assert "read-only and was made writeable" in trouble


def test_random_numbers_of_numpy_that_changed_were_really_changed(notebook: Notebook) -> None:
    notebook.cell("np.random.seed(1)\nstate = np.random.get_state()[1].tolist(), np.random.get_state()[2]")
    number = notebook.step("a = np.random.rand(3)")
    first = notebook["a"].tolist()
    notebook.history.restore(number)
    notebook.step("a = np.random.rand(3)")
    assert notebook["a"].tolist() == first


HOSTILE = """
class Hostile:
    def __init__(self): object.__setattr__(self, 'a', 1)
    def __eq__(self, other): raise RuntimeError('eq')
    def __hash__(self): return 7
    def __deepcopy__(self, memo): raise RuntimeError('deepcopy')
    def __copy__(self): raise RuntimeError('copy')
    def __reduce_ex__(self, protocol): raise RuntimeError('reduce')
    def __getattribute__(self, name): raise RuntimeError('getattribute')
    def __setattr__(self, name, value): raise RuntimeError('setattr')
    def __len__(self): raise RuntimeError('len')
    def __bool__(self): raise RuntimeError('bool')
    def __iter__(self): raise RuntimeError('iter')
    def __repr__(self): raise RuntimeError('repr')
    def __sizeof__(self): raise RuntimeError('sizeof')
x = Hostile()
held = [x, {x: 1}, {x}]
"""


def test_objects_that_resist_are_handled_past_their_methods(notebook: Notebook) -> None:
    notebook.cell(HOSTILE)
    number = notebook.step("object.__setattr__(x, 'a', 2); held.append(1); held[2].clear()")
    assert notebook.effects.changed == ("held", "x")
    assert notebook.history.restore(number) == ()
    assert object.__getattribute__(notebook["x"], "__dict__") == {"a": 1}
    assert len(notebook["held"]) == 3
    assert len(notebook["held"][2]) == 1


def test_a_list_that_lies_about_its_content(notebook: Notebook) -> None:
    notebook.cell(
        "class L(list):\n    def __iter__(self): return iter(())\n    def __len__(self): return 0\nx = L([1, 2])"
    )
    number = notebook.step("list.append(x, 3)")
    notebook.history.restore(number)
    assert list.__len__(notebook["x"]) == 2


def test_a_figure_of_matplotlib(notebook: Notebook) -> None:
    notebook.cell(
        "from matplotlib.figure import Figure\nfigure = Figure(); ax = figure.subplots(); line = ax.plot([1, 2])"
    )
    number = notebook.step("ax.plot([3, 4]); ax.set_title('new')")
    assert notebook.effects.changed == ("ax",)
    assert notebook.history.restore(number) == ()
    assert list(notebook["ax"].lines) == notebook["line"]
    assert notebook["ax"].get_title() == ""
    notebook.cell("import io\nfigure.savefig(io.BytesIO())")  # it can still be drawn
