"""Long work: a bar on standard error for somebody who watches, nothing for a program."""

import sys
from collections.abc import Iterator

from rich.console import Console
from rich.progress import Progress

from app.outlets.archive.manifest import Step


def follow(steps: Iterator[Step], what: str) -> None:
    """Do the work to its end, and show how far it has come."""
    with Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as shown:
        task = shown.add_task(what, total=None)
        for step in steps:
            shown.update(task, completed=step.done, total=max(step.total, 1))
