from alembic import context
from sqlmodel import SQLModel

from app.kit.db import open_engine
from app.main import ROOMS  # noqa: F401  (every table is known once the front door is imported)
from app.settings import get_settings


def run(connection: object) -> None:
    context.configure(connection=connection, target_metadata=SQLModel.metadata, render_as_batch=True)  # type: ignore[arg-type]  # alembic's own attribute is untyped
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:  # the alembic command line, used while a migration is written
    with open_engine(get_settings().url).connect() as opened:
        run(opened)
