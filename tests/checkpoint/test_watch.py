from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from stepping import Notebook

from husky_kernel.checkpoint import Watch


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    before = Path.cwd()
    os.chdir(tmp_path)
    yield tmp_path
    os.chdir(before)


FILES = {
    "written": ("open('out.txt', 'w').close()", ("wrote out.txt",)),
    "written again": ("open('there.txt', 'w').close()", ("wrote there.txt",)),
    "appended": ("with open('there.txt', 'a') as f: print('x', file=f)", ("wrote there.txt",)),
    "only read": ("open('there.txt').read()", ()),
    "opened to change, unchanged": ("open('there.txt', 'r+').close()", ()),
    "by pathlib": ("from pathlib import Path\nPath('p.txt').write_text('x')", ("wrote p.txt",)),
    "by pandas": ("pd.DataFrame({'a': [1]}).to_csv('out.csv')", ("wrote out.csv",)),
    "by NumPy": ("np.save('a.npy', np.zeros(2))", ("wrote a.npy",)),
    "deleted": ("import os\nos.remove('there.txt')", ("deleted there.txt",)),
    "moved": ("import os\nos.rename('there.txt', 'new.txt')", ("deleted there.txt", "wrote new.txt")),
    "copied": ("import shutil\nshutil.copy('there.txt', 'copy.txt')", ("wrote copy.txt",)),
    "folder made": ("import os\nos.makedirs('deep/down')", ("made the folder deep", "made the folder deep/down")),
    "folder removed": ("import shutil\nshutil.rmtree('full')", ("deleted full",)),
    "come and gone": ("import tempfile\nwith tempfile.NamedTemporaryFile() as f: f.write(b'x')", ()),
    "not there": ("import os\ntry: os.remove('none.txt')\nexcept OSError: pass", ()),
    "not possible": ("try: open('none/out.txt', 'w')\nexcept OSError: pass", ()),
    "nowhere": ("import os\nopen(os.devnull, 'w').close()", ()),
    "process": ("import subprocess\nsubprocess.run(['true', 'a b'])", ("started a process: true a b",)),
    "process by os": ("import os\nos.system('true')", ("started a process: true",)),
    "environment": ("import os\nos.environ['HUSKY_TEST_A'] = '1'", ("set the environment variable HUSKY_TEST_A",)),
    "nothing": ("sum(range(10)); pd.DataFrame({'a': [1]}).describe()", ()),
    "in a thread": (
        "import threading\nt = threading.Thread(target=lambda: open('t.txt', 'w').close())\nt.start(); t.join()",
        ("wrote t.txt",),
    ),
    "in a pool": (
        "from concurrent.futures import ThreadPoolExecutor\n"
        "with ThreadPoolExecutor() as pool: list(pool.map(lambda n: open(n, 'w').close(), ['u.txt']))",
        ("wrote u.txt",),
    ),
}


def test_the_temporary_folder_may_be_found_while_a_step_is_watched(folder: Path) -> None:
    """That writes a file under a lock, and is what tells a file of nobody's interest: in a process of its own, since a
    folder is looked for once.
    """
    code = (
        "import tempfile; from husky_kernel.checkpoint import Watch\n"
        "with Watch() as watch: open('t.txt', 'w').close()\n"
        "print(*watch.seen)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, timeout=60)
    assert done.stdout == "wrote t.txt\n", done.stderr


@pytest.mark.parametrize(("code", "seen"), FILES.values(), ids=FILES)
def test_what_a_step_does_outside(
    notebook: Notebook, folder: Path, monkeypatch: pytest.MonkeyPatch, code: str, seen: tuple[str, ...]
) -> None:
    monkeypatch.delenv("HUSKY_TEST_A", raising=False)
    (folder / "there.txt").write_text("text")
    (folder / "full" / "inner").mkdir(parents=True)
    (folder / "full" / "inner" / "a.txt").write_text("text")
    notebook.step(code)
    assert notebook.effects.outside == seen


def test_importing_a_module_writes_nothing_of_the_users(
    notebook: Notebook, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "husky_fresh_module.py").write_text("value = 1")
    monkeypatch.syspath_prepend(str(folder))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    notebook.step("import husky_fresh_module")
    assert list(folder.glob("__pycache__/*.pyc"))
    assert notebook.effects.outside == ()


def test_a_connection_is_told_with_the_host_that_was_asked_for(notebook: Notebook) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        notebook.step(f"import socket\nsocket.create_connection(('localhost', {port})).close()")
    assert notebook.effects.outside == (f"connected to localhost:{port}",)


def test_an_address_is_not_told_by_the_host_of_another_one(notebook: Notebook) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_server(("127.0.0.1", 0)) as other:
        port, apart = server.getsockname()[1], other.getsockname()[1]
        notebook.step(
            f"import socket\nsocket.create_connection(('localhost', {port})).close()\n"
            f"for port in ({port}, {apart}):\n"
            "    with socket.socket() as plain: plain.connect(('127.0.0.1', port))"
        )
    told = (f"connected to localhost:{port}", f"connected to 127.0.0.1:{port}", f"connected to 127.0.0.1:{apart}")
    assert notebook.effects.outside == told


def test_a_folder_that_is_gone_costs_no_effects(notebook: Notebook, tmp_path: Path) -> None:
    notebook.step(
        f"import os\nhome = os.getcwd()\nos.mkdir({str(tmp_path / 'd')!r})\nos.chdir({str(tmp_path / 'd')!r})\n"
        f"os.rmdir({str(tmp_path / 'd')!r})\nopen({str(tmp_path / 'out')!r}, 'w').close()"
    )
    notebook.cell("os.chdir(home)")
    assert f"wrote {tmp_path / 'out'}" in notebook.effects.outside


def test_other_threads_and_tasks_are_not_the_steps(folder: Path) -> None:
    go, done = threading.Event(), threading.Event()

    def other() -> None:
        go.wait(10)
        (folder / "other.txt").write_text("x")
        done.set()

    async def run() -> tuple[str, ...]:
        async def task() -> None:
            (folder / "task.txt").write_text("x")

        queued = asyncio.ensure_future(task())
        with Watch() as watch:
            go.set()
            done.wait(10)
            await queued
            await asyncio.to_thread((folder / "mine.txt").write_text, "x")
        return watch.seen

    thread = threading.Thread(target=other)
    thread.start()
    assert asyncio.run(run()) == ("wrote mine.txt",)
    thread.join()


def test_after_the_step_nothing_is_heard(folder: Path) -> None:
    with Watch() as watch:
        (folder / "a.txt").write_text("x")
    (folder / "b.txt").write_text("x")
    assert watch.seen == ("wrote a.txt",)


def test_one_inside_another(folder: Path) -> None:
    with Watch() as outer:
        with Watch() as inner:
            (folder / "a.txt").write_text("x")
        (folder / "b.txt").write_text("x")
    assert (outer.seen, inner.seen) == (("wrote b.txt",), ("wrote a.txt",))


def test_the_hook_never_breaks_the_users_code(folder: Path) -> None:
    with Watch() as watch:
        sys.audit("open", object())
        sys.audit("os.rename")
        sys.audit("subprocess.Popen", None, None, None, None)
        subprocess.run([sys.executable, "-c", ""], check=True)
    [line] = watch.seen
    assert line.startswith("started a process: ")
