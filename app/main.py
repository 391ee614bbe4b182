"""The front door: the one file that knows every room."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, nullcontext
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import orjson
from fastapi import FastAPI, Request, Response
from fastapi.middleware.cors import CORSMiddleware
from fastapi.routing import APIRoute
from starlette.types import ASGIApp, Receive, Scope, Send

from app.access import policy
from app.chores import Chores
from app.events import attachments_routes as attachments
from app.events import catalogue as calendar
from app.events import participants_routes as participants
from app.events import routes as events
from app.figures import routes as figures
from app.inbox import routes as inbox
from app.kit import choose, clock, etags, methods, observe, problems, raw
from app.kit.front import Front, Keeper, Memory
from app.ledger.present import present
from app.notes import catalogue as notebook
from app.notes import editing_routes as editing
from app.notes import editions_routes as editions
from app.notes import life_routes as life
from app.notes import remarks_routes as remarks
from app.notes import routes as notes
from app.notes import staleness_routes as staleness
from app.notes import templates_routes as templates
from app.organizations import catalogue as registry
from app.organizations import routes as organizations
from app.outlets import consequences, proofs, wellknown
from app.outlets import routes as outlets
from app.outlets.stream import Streams
from app.people import routes as people
from app.reading import routes as reading
from app.settings import Settings, get_settings
from app.timeline import across_routes as across
from app.timeline import catalogue as facts
from app.timeline import claims_routes as claims
from app.timeline import hot
from app.timeline import routes as timeline
from app.timeline import states_routes as states
from app.timeline.steps import routes as steps
from app.web import routes as web
from app.web import session as cookies

API = "/api/v1"
MEBIBYTE = 1024 * 1024
ROOMS = (
    timeline, claims, states, across, steps, events, participants, attachments, notes, editing, life, staleness,
    editions, remarks, templates, reading, inbox, organizations, people, figures, outlets, proofs,
)  # fmt: skip
AT_THE_ROOT = (observe, wellknown, *web.PAGES)
# What `expand=` offers: where in a record an id stands, and who finds the records of many ids.
EXPANSIONS: dict[str, choose.Loader] = {
    "organization": registry.expanded,
    "organizers.organization": registry.expanded,
    "participants.organization": registry.expanded,
    "parent": registry.expanded,
    "event": calendar.expanded,
    "follows": calendar.expanded,
    "note": notebook.expanded,
    "replaces": facts.expanded,
    "links.entry": facts.expanded,
    "entry": facts.expanded,
}


class Outreach(FastAPI):
    """FastAPI, with layers around it: three also see what the framework refuses by itself (413, 500)."""

    _description: bytes | None = None
    _door: ASGIApp | None = None

    def build_middleware_stack(self) -> ASGIApp:
        signed = cookies.signed(super().build_middleware_stack(), self.state.settings)
        return methods.Methods(problems.Shaped(signed), self.routes)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        # What is answered from memory needs nothing of what the framework does for every request.
        if self._door is None:
            self._door = self._fronted(super().__call__)
        await self._door(scope, receive, send)

    def equip(self, settings: Settings) -> None:
        """Serve the register of these settings, and no other; while the application does not run."""
        observe.log_as_json(settings.log_level)
        self.state.settings = settings
        self.state.reader = raw.reader(settings.url)
        self._door = self.middleware_stack = None

    def _fronted(self, inner: ASGIApp) -> ASGIApp:
        settings: Settings = self.state.settings
        if not settings.front:
            return observe.Observer(_for_any_page(inner))
        now = present(self.state.reader, today=partial(clock.today, ZoneInfo(settings.timezone)))
        memory = Memory(settings.front_mebibytes * MEBIBYTE)
        keeper = Keeper(_for_any_page(inner), present=now, memory=memory)
        read = hot.Hot(reader=self.state.reader, route=_route("read_state_timeline")).answer
        return Front(observe.Observer(keeper), present=now, memory=memory, read=read)

    def setup(self) -> None:
        """Serve the description of the API like every other read: made once, with an entity tag."""
        self.add_route(f"{API}/openapi.json", self._describe, include_in_schema=False)

    def openapi(self) -> dict[str, Any]:
        """What FastAPI knows of the API, and which operations need no token."""
        if self.openapi_schema is None:
            policy.tell(super().openapi())
        return super().openapi()

    async def _describe(self, request: Request) -> Response:
        # FastAPI keeps the description once it is made; its bytes are kept here.
        if self._description is None:
            self._description = orjson.dumps(self.openapi())
        return etags.answer(request, self._description)


def create_app(settings: Settings | None = None) -> Outreach:
    """The application. Raises policy.UnguardedRoute when a route has no row in the policy table."""
    settings = settings or get_settings()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.database = consequences.opened(app.state.settings.url)
        app.state.streams = Streams(app.state.database)
        chores = Chores(app.state.database, ZoneInfo(app.state.settings.timezone))
        async with chores.kept() if app.state.settings.chores else nullcontext():
            with app.state.streams.ended_on_exit():
                yield
        await app.state.reader.close()
        app.state.database.close()

    app = Outreach(
        title="Outreach",
        version="1",
        summary="Outreach events, information notes and the reporting timeline of each State.",
        lifespan=lifespan,
        openapi_url=f"{API}/openapi.json",
        docs_url=None,
        redoc_url=None,
        max_body_size=MEBIBYTE,
        responses=problems.RESPONSES,
        generate_unique_id_function=lambda route: route.name,
    )
    app.state.expansions = EXPANSIONS
    _furnish(app)
    app.equip(settings)
    return app


def _for_any_page(app: ASGIApp) -> ASGIApp:
    """Anybody's page may read what everybody may see; without credentials no right is lent."""
    shared = CORSMiddleware(
        app,
        allow_origins=["*"],
        allow_methods=["GET", "HEAD"],
        allow_headers=["If-None-Match"],
        expose_headers=["Content-Disposition", "ETag", "Link"],
    )
    return problems.Shaped(shared)  # its refusals of a preflight are bare


def _furnish(app: FastAPI) -> None:
    for room in ROOMS:
        app.include_router(room.router, prefix=API)
    for room in AT_THE_ROOT:
        app.include_router(room.router)
    policy.check(route.name for route in _routes())
    app.mount("/static", web.assets())
    problems.install(app, answer=web.answer)


def _routes() -> Iterator[APIRoute]:
    return (one for room in (*ROOMS, *AT_THE_ROOT) for one in room.router.routes if isinstance(one, APIRoute))


def _route(name: str) -> APIRoute:
    return next(route for route in _routes() if route.name == name)
