"""Who is calling, as types: found from the header for the API, from the session for pages."""

from typing import Annotated

from fastapi import Depends, Request, Security
from fastapi.concurrency import run_in_threadpool
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from app.access import service
from app.access.policy import POLICY
from app.access.service import PUBLIC, Principal
from app.kit import idempotency, parameters
from app.kit.clock import Now
from app.kit.db import SAFE_METHODS, Db
from app.kit.errors import Forbidden, Unauthorized

PAGE_SESSION = "session"
bearer = HTTPBearer(auto_error=False, description="A token of `outreach token create`.")


# Asynchronous, so that the many who send no token wait for no thread.
async def caller(
    request: Request,
    session: Db,
    now: Now,
    credentials: Annotated[HTTPAuthorizationCredentials | None, Security(bearer)],
) -> Principal:
    """The principal of an API request; an operation that the policy does not allow stops here."""
    parameters.refuse_unknown(request)
    principal = PUBLIC
    if credentials:
        principal = await run_in_threadpool(service.recognize, session, credentials.credentials, now=now)
    elif "authorization" in request.headers:
        raise Unauthorized("Only `Authorization: Bearer TOKEN` is understood.")
    service.allow(principal, POLICY[request.scope["route"].name])
    request.state.principal = principal
    if getattr(request.state, "attempt", None):
        await run_in_threadpool(idempotency.recall, session, request, who=principal.token or principal.id, now=now)
    return principal


Caller = Annotated[Principal, Depends(caller, scope="function")]


def visitor(request: Request, session: Db, now: Now) -> Principal:
    """The principal of a page; a form sent from another site is refused (Fetch Metadata, W3C)."""
    if request.method not in SAFE_METHODS and request.headers.get("sec-fetch-site", "same-origin") != "same-origin":
        raise Forbidden("This form was sent from another site.")
    principal = PUBLIC
    if secret := request.session.get(PAGE_SESSION):
        try:
            principal = service.resume(session, secret, now=now)
        except Unauthorized:
            request.session.clear()
    service.allow(principal, POLICY[request.scope["route"].name])
    return principal


Visitor = Annotated[Principal, Depends(visitor, scope="function")]
