"""What a home folder keeps beside its database: whether it is a demo's, and who speaks there."""

from pathlib import Path

from pydantic import BaseModel, ValidationError

from app.access.models import Role
from app.settings import Settings

MARK = "demo.json"


class Demo(BaseModel):
    """The organization that a demo's organizers act for, and the person of each role; both are ids."""

    organization: str | None = None
    people: dict[Role, str] = {}


def demo_of(settings: Settings) -> Demo:
    """The demo of this home; empty where it is none."""
    try:
        return Demo.model_validate_json(_mark(settings).read_bytes())
    except (FileNotFoundError, ValidationError):
        return Demo()


def keep(settings: Settings, demo: Demo) -> None:
    """Mark this home as that of a demo."""
    _mark(settings).write_text(demo.model_dump_json(indent=1), encoding="utf-8")


def _mark(settings: Settings) -> Path:
    return settings.home / MARK
