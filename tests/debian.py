"""Programs that tests need and no wheel brings: Debian's packages."""

import os
import shutil
import subprocess
from collections.abc import Callable


def provide(path: Callable[[], str], install: str) -> None:
    """Install a program where that is allowed, else print the line that does; the tests say whether it is there."""
    try:
        path()
    except FileNotFoundError as error:
        if os.geteuid() == 0 and shutil.which("apt-get"):
            subprocess.run(["/bin/sh", "-c", f"({install}) >/dev/null"], check=False)
        else:
            print(error)  # noqa: T201 - a program's answer
