"""What HTTP owes at every address (RFC 9110, sections 9.3.2, 9.3.7 and 15.5.6): HEAD, OPTIONS, and a whole `Allow`."""

from collections.abc import Iterator, Sequence
from http import HTTPStatus

from starlette.routing import BaseRoute, Match, Mount
from starlette.types import ASGIApp, Message, Receive, Scope, Send

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
BARE = "outreach.bare"  # in the scope of a HEAD request, which the application sees as GET
ABOUT_A_BODY = {b"content-length", b"content-type"}


class Methods:
    """Pure ASGI: HEAD is GET without the body, OPTIONS tells what is allowed, and so does 405, over all routes.

    Routes are asked only once the application has refused a method, so an ordinary request pays nothing for it.
    """

    def __init__(self, app: ASGIApp, routes: Sequence[BaseRoute]) -> None:
        self.app = app
        self.routes = routes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        asked, root = scope["method"], scope.get("root_path", "")
        bare = asked == "HEAD"

        async def complete(message: Message) -> None:
            nonlocal bare
            if message["type"] == "http.response.start" and message["status"] == HTTPStatus.METHOD_NOT_ALLOWED:
                bare = bare or asked == "OPTIONS"
                message = _told(message, self.allowed(scope["path"], root), welcome=asked == "OPTIONS")
            elif message["type"] == "http.response.body" and bare:
                message = {**message, "body": b""}
            await send(message)

        # The scope itself, not a copy: layers further out read from it which route was found.
        scope["method"] = "GET" if asked == "HEAD" else asked
        scope[BARE] = bare
        try:
            await self.app(scope, receive, complete)
        finally:
            scope["method"] = asked

    def allowed(self, path: str, root: str = "") -> str:
        """The methods of all routes that know a path, as the header `Allow` lists them."""
        found = [method for method in METHODS if any(self._known(path, root, method))]
        return ", ".join([*found, *(["HEAD"] if "GET" in found else []), "OPTIONS"])

    def _known(self, path: str, root: str, method: str) -> Iterator[bool]:
        for route in self.routes:
            match, _ = route.matches({"type": "http", "path": path, "root_path": root, "method": method})
            # Below a mount are files, which are only read; it itself says yes to every method.
            yield match is Match.FULL and (method == "GET" or not isinstance(route, Mount))


def bare(scope: Scope) -> bool:
    """Whether the body of the answer will not be sent."""
    return bool(scope.get(BARE))


def _told(message: Message, allow: str, *, welcome: bool) -> Message:
    """A refusal with the whole `Allow`; for OPTIONS the answer instead, which has no body."""
    replaced = {b"allow"} | (ABOUT_A_BODY if welcome else set())
    kept = [(name, value) for name, value in message["headers"] if name.lower() not in replaced]
    status = HTTPStatus.NO_CONTENT if welcome else HTTPStatus.METHOD_NOT_ALLOWED
    return {**message, "status": int(status), "headers": [*kept, (b"allow", allow.encode())]}
