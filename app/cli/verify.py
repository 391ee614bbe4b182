"""`outreach verify`: whether the ledger is as it was written, or whether a receipt holds."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress
from sqlmodel import Session

from app.cli import register
from app.cli.failures import Refused
from app.ledger import inspection, signing, verifier
from app.ledger import service as ledger
from app.ledger.inspection import Inspection, Roots
from app.settings import Settings

Keys = Annotated[list[str] | None, typer.Option("--key", help="A verifier key that you trust; may be repeated.")]
cli = typer.Typer(add_completion=False)


@cli.command(epilog="Example: outreach verify receipt.json note.docx --key outreach+1f2e3d4c+AR...")
def verify(
    receipt: Annotated[Path | None, typer.Argument(help="A receipt, a submission's JSON, or a proof.")] = None,
    file: Annotated[Path | None, typer.Argument(help="The file that was sent.")] = None,
    key: Keys = None,
    checkpoint: Annotated[
        list[Path] | None, typer.Option(help="A checkpoint that was kept elsewhere; may be repeated.")
    ] = None,
    since: Annotated[Path | None, typer.Option(help="Check only what came after this checkpoint.")] = None,
) -> None:
    """Check the whole ledger of this register, or one receipt.

    Without a receipt, every row, its record and the tree are computed again and compared, with the checkpoints that are
    given too: only a checkpoint that was kept elsewhere shows that nobody rewrote all of it. With a receipt nothing but
    the receipt, its file and a key is needed: no server and no database. The exit code is 0 where everything holds.
    """
    if receipt:
        typer.echo(_one(receipt, file, key or []))
        return
    settings = register.configured()
    trusted = key or signing.verifiers_of(settings.signing_keys, settings.origin)
    known = [_checked(path, trusted) for path in [*(checkpoint or []), *([since] if since else [])]]
    walk = _whole(settings, dict(known), known[-1][0] if since else 0)
    for fault in walk.faults:
        typer.echo(fault, err=True)
    if walk.faults:
        raise Refused("The ledger is not as it was written. Compare it with a backup.")
    held = {0: "", 1: "; 1 checkpoint holds"}.get(len(known), f"; {len(known)} checkpoints hold")
    typer.echo(f"{walk.size:,} changes, each as it was written{held}.")


def _one(receipt: Path, file: Path | None, keys: Sequence[str]) -> str:
    if not keys:
        raise Refused("Give the register's key with --key: it is published at /.well-known/outreach-keys.", code=2)
    try:
        return verifier.run(_read(receipt), _read(file) if file else None, keys)
    except verifier.Unproven as error:
        raise Refused(str(error)) from error


def _checked(path: Path, keys: Sequence[str]) -> tuple[int, bytes]:
    try:
        return verifier.check_checkpoint(_read(path).decode(errors="replace"), keys)
    except (verifier.Unproven, ValueError) as error:
        raise Refused(f"{path} is no checkpoint that a trusted key has signed.") from error


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Refused(f"{path} cannot be read: {error.strerror}.", code=2) from error


def _whole(settings: Settings, roots: Roots, since: int) -> Inspection:
    with register.opened(settings) as database, database.session() as session:
        *_, last = _watched(session, inspection.inspect(session, roots=roots, since=since))
    return last


def _watched(session: Session, walks: Iterator[Inspection]) -> Iterator[Inspection]:
    """The same walks, with a progress bar on a terminal."""
    with Progress(console=Console(stderr=True), disable=not sys.stderr.isatty()) as progress:
        task = progress.add_task("Verifying", total=ledger.head(session).seq)
        for walk in walks:
            progress.update(task, completed=walk.size)
            yield walk
