"""LibreOffice, where it is at hand: a word processor that is not ours."""

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

MISSING = "No LibreOffice. As root: apt-get install --yes --no-install-recommends libreoffice-writer-nogui"


def found() -> str | None:
    """The program, where it is installed."""
    return shutil.which("soffice")


def convert(program: str, files: Sequence[Path], form: str, folder: Path, *, timeout: float | None = None) -> None:
    """Each file in another form, under its name in the folder."""
    home = f"-env:UserInstallation=file://{folder}/profile"
    command: list[str | Path] = [program, home, "--headless", "--convert-to", form, "--outdir", folder, *files]
    subprocess.run(command, check=True, capture_output=True, timeout=timeout)
