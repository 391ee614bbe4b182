"""`outreach serve`: the API and the pages."""

import socket
from contextlib import closing
from typing import Annotated

import typer
import uvicorn

from app.cli import register
from app.cli.failures import Refused

Port = Annotated[int, typer.Option(envvar="PORT", min=1, max=65535, help="Port to listen on.")]
cli = typer.Typer(add_completion=False)


@cli.command(epilog="Example: outreach serve --host 0.0.0.0 --workers 2")
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Port = 8000,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Processes that answer.")] = 1,
) -> None:
    """Serve the API and the pages.

    The database must be up to date: run `outreach migrate` first.
    """
    with register.opened(register.configured()):
        insist_on_port(host, port)
    listen(host, port, workers=workers)


def insist_on_port(host: str, port: int) -> None:
    """Insist that the port is free. Raises Refused."""
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        with closing(socket.socket(family, socket.SOCK_STREAM)) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(address)
    except OSError as error:
        raise Refused(f"Port {port} of {host} is not free: choose another with --port or PORT.") from error


def listen(host: str, port: int, *, workers: int = 1) -> None:
    """Answer requests until the process is told to stop. Requests are logged by the application itself."""
    uvicorn.run(
        "app.main:create_app", factory=True, host=host, port=port, workers=workers,
        access_log=False, log_level="warning", server_header=False,
    )  # fmt: skip
