"""What the commands that write and read archives have in common."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.cli.failures import Refused
from app.outlets.archive.reading import Archive, Damaged, FromTheFuture, NotEmpty
from app.outlets.archive.writing import Taken


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Say in one line why an archive could not be written or read. Raises Refused."""
    try:
        yield
    except (Damaged, FromTheFuture, NotEmpty, Taken) as error:
        raise Refused(str(error)) from error
    except OSError as error:
        raise Refused(f"{error.filename or path}: {error.strerror}. Choose another place.") from error


def keep_keys(archive: Archive, path: Path) -> str:
    """Put the signing keys of an archive where this home keeps them, unless it has some; answers what to tell."""
    if archive.manifest.keys is None:
        return ""
    content = b"".join(archive.content(archive.manifest.keys))
    try:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:  # noqa: PTH123 (for its owner alone)
            file.write(content)
    except FileExistsError:
        return f" The signing keys of this home were kept: those of the archive are not {path}."
    return f" Its signing keys are in {path}."
