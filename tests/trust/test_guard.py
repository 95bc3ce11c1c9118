"""What a guarded step may not do, by whatever name it does it; and what libraries do on their own."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from IPython.core.interactiveshell import InteractiveShell

from husky_kernel.trust.asked import asked_for
from husky_kernel.trust.effects import Effect
from husky_kernel.trust.guard import EffectGuard


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """The working folder, with a module and a file in it."""
    before = Path.cwd()
    os.chdir(tmp_path)
    sys.path.insert(0, str(tmp_path))
    (tmp_path / "beside.py").write_text("import os\nos.system('touch owned')\n")
    (tmp_path / "there.csv").write_text("units\n1\n")
    yield tmp_path
    sys.path.remove(str(tmp_path))
    sys.modules.pop("beside", None)
    os.chdir(before)


def tried(shell: InteractiveShell, code: str, **guard: Any) -> list[str]:
    """What running ``code`` was refused."""
    with EffectGuard(**guard) as watch:
        shell.run_cell(code)
    return [str(effect) for effect in watch.refused]


WRITES = {
    "open": "open('owned', 'w').write('x')",
    "a mode in a variable": "m = 'a'\nopen('owned', m)",
    "low level": "import os\nos.open('owned', os.O_CREAT | os.O_WRONLY)",
    "pathlib": "from pathlib import Path\nPath('owned').write_text('x')",
    "pandas": "import pandas as pd\npd.DataFrame({'a': [1]}).to_csv('owned')",
    "pickled": "import pandas as pd\npd.DataFrame({'a': [1]}).to_pickle('owned')",
    "NumPy": "import numpy as np\nnp.savetxt('owned', np.zeros(2))",
    "a figure": "import matplotlib.pyplot as plt\nplt.plot([1])\nplt.savefig('owned', format='png')",
    "a database": "import sqlite3\nsqlite3.connect('owned').execute('create table a(b)')",
    "an archive": "import zipfile\nzipfile.ZipFile('owned', 'w')",
    "a folder": "import os\nos.makedirs('owned')",
    "by a magic": "%%writefile owned\nx",
    "caught": "try:\n    open('owned', 'w')\nexcept Exception:\n    done = 1",
    "a link first": (
        "import os, tempfile\nd = tempfile.mkdtemp()\nos.symlink(os.getcwd(), d + '/l')\nopen(d + '/l/owned', 'w')"
    ),
    "in a thread": (
        "import threading\n"
        "def write():\n    try:\n        open('owned', 'w')\n    except PermissionError:\n        pass\n"
        "t = threading.Thread(target=write)\nt.start(); t.join()"
    ),
    "in another context": "import contextvars\ncontextvars.Context().run(open, 'owned', 'w')",
}
STARTS = {
    "system": "import os\nos.system('touch owned')",
    "by another name": "import os\nf = os.system\nf('touch owned')",
    "by its dict": "import os\nos.__dict__['sys' + 'tem']('touch owned')",
    "starred": "from os import *\nsystem('touch owned')",
    "posix": "import posix\nposix.system('touch owned')",
    "through pandas": "import pandas as pd\npd.io.common.os.system('touch owned')",
    "mapped": "import os, pandas as pd\npd.Series(['touch owned']).map(os.system)",
    "subprocess": "import subprocess\nsubprocess.run(['touch', 'owned'])",
    "subclass walk": "[c for c in object.__subclasses__() if 'subprocess.Popen' in str(c)][0](['touch', 'owned'])",
    "bang": "if True:\n    !touch owned",
    "a module beside": "import beside",
    "evaluated": "eval(\"__import__('os').system('touch owned')\")",
    "unpickled": "import pickle\npickle.loads(b'cposix\\nsystem\\n(Vtouch owned\\ntR.')",
    "native": "import ctypes\nctypes.CDLL(None).system(b'touch owned')",
    "forked": (
        "import multiprocessing as mp, os\n"
        "mp.get_context('fork').Process(target=os.system, args=('touch owned',)).start()"
    ),
}


@pytest.mark.parametrize("code", WRITES.values(), ids=WRITES)
def test_nothing_is_written(folder: Path, shell: InteractiveShell, code: str) -> None:
    assert tried(shell, code)[0] in ("write `owned`", f"write `{os.getcwd()}`"), "refused, and told by name"
    assert not (folder / "owned").exists()


@pytest.mark.parametrize("code", STARTS.values(), ids=STARTS)
def test_nothing_is_started(folder: Path, shell: InteractiveShell, code: str) -> None:
    assert tried(shell, code)[0].startswith("start `")
    assert not (folder / "owned").exists()


@pytest.mark.parametrize(
    "code",
    [
        "import socket\nsocket.create_connection(('127.0.0.1', 9), 1)",
        "import socket\nsocket.socket().connect_ex(('127.0.0.1', 9))",
        "import socket\nsocket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', 9))",
        "import pandas as pd\npd.read_csv('http://127.0.0.1:9/x.csv')",
        "import numpy as np\nnp.loadtxt('http://127.0.0.1:9/x.csv')",
        "import urllib.request\nurllib.request.urlopen('http://127.0.0.1:9')",
    ],
)
def test_nobody_is_reached(folder: Path, shell: InteractiveShell, code: str) -> None:
    assert tried(shell, code) == ["reach `127.0.0.1`"]


@pytest.mark.parametrize("code", ["frame.write_parquet('owned')", "import duckdb as d\nd.sql('copy t to ...')"])
def test_what_nobody_would_hear_is_not_run(code: str) -> None:
    guard = EffectGuard()
    assert guard.foresees(code)
    assert [effect.kind for effect in guard.refused] == ["call"]
    assert not EffectGuard(lambda effect: asked_for("Save it", effect)).foresees(code)
    assert not guard.foresees("frame.to_csv('owned')")


def test_files_stay(folder: Path, shell: InteractiveShell) -> None:
    for code in ("os.remove('there.csv')", "os.rename('there.csv', 'x')", "os.truncate('there.csv', 0)"):
        assert len(tried(shell, f"import os\n{code}")) == 1
    assert (folder / "there.csv").read_text() == "units\n1\n"


ORDINARY = {
    "arithmetic": "x = sum(range(10))",
    "tables": "import pandas as pd\npd.read_csv('there.csv')['units'].describe()",
    "reading": "open('there.csv').read()",
    "nowhere": "import os\nopen(os.devnull, 'w').close()",
    "a temporary file": "import tempfile\nwith tempfile.NamedTemporaryFile('w') as f:\n    f.write('x')",
    "a temporary folder": "import tempfile\nwith tempfile.TemporaryDirectory() as d:\n    open(d + '/a', 'w').close()",
    "a figure": "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.gcf().canvas.draw()",
    "a database in memory": "import sqlite3\nsqlite3.connect(':memory:').execute('create table a(b)')",
    "threads": "from concurrent.futures import ThreadPoolExecutor\nlist(ThreadPoolExecutor(2).map(abs, [1, -2]))",
    "an event loop": "import asyncio\nloop = asyncio.new_event_loop()\nloop.close()",
    "awaiting": "import asyncio\nawait asyncio.sleep(0)",
    "its own process": "import os\nos.kill(os.getpid(), 0)",
    "timing": "%timeit -n1 -r1 1 + 1",
    "a traceback": "1 / 0",
    "help": "sum?",
}


@pytest.mark.parametrize("code", ORDINARY.values(), ids=ORDINARY)
def test_ordinary_work_is_not_held(folder: Path, shell: InteractiveShell, code: str) -> None:
    assert tried(shell, code) == []


def test_imports_and_font_caches_are_not_held(tmp_path: Path) -> None:
    home, module = tmp_path / "home", tmp_path / "fresh.py"
    home.mkdir()
    module.write_text("import ctypes.util\n")
    code = (
        "from husky_kernel.trust.guard import EffectGuard\n"
        "with EffectGuard() as guard:\n"
        "    import fresh, pandas, numpy.ctypeslib, sqlite3, sympy, uuid, multiprocessing, ssl\n"
        "    import matplotlib.pyplot as plt\n"
        "    plt.plot([1]); plt.title('x'); plt.gcf().canvas.draw()\n"
        "print([str(one) for one in guard.refused])\n"
    )
    path = os.pathsep.join([str(tmp_path), *sys.path])
    environment = {"HOME": str(home), "PYTHONPATH": path, "MPLBACKEND": "agg", "PATH": os.environ["PATH"]}
    done = subprocess.run([sys.executable, "-c", code], env=environment, cwd=tmp_path, capture_output=True, text=True)
    assert done.stdout == "[]\n", done.stderr
    assert list(home.rglob("fontlist-*.json")), "the list of fonts was written"
    assert list(tmp_path.glob("__pycache__/fresh.*.pyc")), "so was compiled code"


def test_threads_of_libraries_serve_the_person_afterwards(folder: Path, shell: InteractiveShell) -> None:
    script = "%%bash\ntouch owned"
    for _ in range(2):  # IPython's own thread for scripts starts with the first and serves the second
        assert tried(shell, script) == ["start `bash`"]
    assert not (folder / "owned").exists()
    shell.run_cell(script)
    assert (folder / "owned").exists()


def test_a_callback_that_outlives_its_step_stays_guarded(folder: Path, shell: InteractiveShell) -> None:
    loop = shell.user_ns["loop"] = asyncio.new_event_loop()
    assert tried(shell, "loop.call_soon(open, 'owned', 'w')") == []
    loop.set_exception_handler(lambda loop, context: None)
    loop.call_soon(loop.stop)
    loop.run_forever()
    loop.close()
    assert not (folder / "owned").exists()


def test_a_thread_that_outlives_its_step_stays_guarded(folder: Path, shell: InteractiveShell) -> None:
    shell.user_ns["go"] = __import__("threading").Event()
    later = (
        "def later():\n    go.wait()\n    try:\n        open('owned', 'w')\n    except PermissionError:\n        pass"
    )
    assert tried(shell, f"import threading\n{later}\nt = threading.Thread(target=later)\nt.start()") == []
    shell.user_ns["go"].set()
    shell.user_ns["t"].join()
    assert not (folder / "owned").exists()
    (folder / "mine").write_text("not held")


def write(name: str) -> Effect:
    return Effect("write", os.path.realpath(name))


def test_what_the_question_asks_for_is_not_held(folder: Path, shell: InteractiveShell) -> None:
    assert asked_for("Save the totals to totals.csv.", write("totals.csv"))
    assert asked_for("Export the totals as a spreadsheet", write("summary.xlsx"))
    assert asked_for("Read https://data.example/x.csv and sum it", Effect("reach", "data.example"))
    assert asked_for("Run touch a  b", Effect("start", "touch a b"))
    assert asked_for("Delete there.csv", Effect("delete", os.path.realpath("there.csv")))
    assert tried(shell, "open('new.csv', 'w').close()", asked=lambda effect: asked_for("Make new.csv", effect)) == []


def test_what_the_question_does_not_ask_for_is(folder: Path) -> None:
    assert not asked_for("What are the totals?", write("totals.csv"))
    assert not asked_for("What are the totals of there.csv?", write("there.csv")), "it is only to be read"
    assert not asked_for("Save the totals", write("there.csv")), "another file of that name is there"
    assert not asked_for("Save the totals", write("sitecustomize.py"))
    assert not asked_for("Save the totals", write("../totals.csv"))
    assert not asked_for("Save the totals to data.example", Effect("reach", "example"))
    assert not asked_for("Save the totals", Effect("start", "touch owned"))
