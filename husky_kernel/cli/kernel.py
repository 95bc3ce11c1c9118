"""``husky kernel``: the kernel "Husky (Python 3)" in Jupyter's list, for the Python that runs this."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from husky_kernel.agent.errors import UseError
from husky_kernel.cli.group import group

NAME = "husky"

app = group("Add the kernel to Jupyter's list, or take it away.")

User = Annotated[bool, typer.Option("--user", help="For this user, in every Jupyter of theirs.")]
SysPrefix = Annotated[bool, typer.Option("--sys-prefix", help="For this Python environment: the default in one.")]
Prefix = Annotated[Path | None, typer.Option(metavar="P", help="Below the folder P.")]


@app.command()
def install(user: User = False, sys_prefix: SysPrefix = False, prefix: Prefix = None) -> None:
    """Add "Husky (Python 3)" to Jupyter's list of kernels. It runs the Python that runs this command."""
    from jupyter_client.kernelspec import KernelSpecManager

    place = _prefix(user, sys_prefix, prefix)
    with TemporaryDirectory(prefix="husky-") as folder:
        source = Path(folder) / NAME
        write_spec(source)
        try:
            found = KernelSpecManager().install_kernel_spec(str(source), NAME, user=place is None, prefix=place)
        except OSError as error:
            raise UseError(f"cannot write the kernel: {error}; try husky kernel install --user") from error
    typer.echo(f'The kernel "Husky (Python 3)" is installed in {found}')


@app.command()
def uninstall(user: User = False, sys_prefix: SysPrefix = False, prefix: Prefix = None) -> None:
    """Take the kernel out of Jupyter's list: the first that Jupyter finds, or the one at the place given."""
    from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel

    manager = KernelSpecManager()
    try:
        if user or sys_prefix or prefix:
            place = _prefix(user, sys_prefix, prefix)
            base = Path(place, "share", "jupyter") if place else Path(manager.data_dir)
            gone = base / "kernels" / NAME
            shutil.rmtree(gone)
        else:
            gone = Path(manager.remove_kernel_spec(NAME))
    except (NoSuchKernel, FileNotFoundError):
        raise UseError("the kernel is not installed there: `jupyter kernelspec list` shows where it is") from None
    except OSError as error:
        raise UseError(f"cannot remove the kernel: {error}") from error
    typer.echo(f"Removed {gone}")


def write_spec(folder: Path) -> None:
    """Write the folder of a kernelspec that starts this very Python."""
    from husky_kernel.cli.shared import shared

    shutil.copytree(shared("kernelspec"), folder)
    file = folder / "kernel.json"
    spec = json.loads(file.read_text(encoding="utf-8"))
    spec["argv"][0] = sys.executable
    file.write_text(json.dumps(spec, indent=1) + "\n", encoding="utf-8")


def _prefix(user: bool, sys_prefix: bool, prefix: Path | None) -> str | None:
    """The folder to install below, None for the user's own; in an environment, that is the default."""
    if user + sys_prefix + (prefix is not None) > 1:
        raise UseError("choose one of --user, --sys-prefix and --prefix")
    if prefix is not None:
        return str(prefix.expanduser().absolute())
    in_environment = sys.prefix != sys.base_prefix or (Path(sys.prefix) / "conda-meta").is_dir()
    return sys.prefix if sys_prefix or (in_environment and not user) else None
