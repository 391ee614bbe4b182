"""What may be set from outside: environment variables OUTREACH_*, or a file .env."""

from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Every setting has a default that is right for one machine with one file database."""

    model_config = SettingsConfigDict(env_prefix="OUTREACH_", env_file=".env", extra="ignore", frozen=True)

    home: Path = Field(Path("var"), description="Folder of the SQLite database and of the signing secret.")
    database_url: str = Field("", description="PostgreSQL by its URL; empty: SQLite in the home folder.")
    timezone: str = Field("UTC", description="IANA time zone that decides what day is today.")
    secure_cookies: bool = Field(False, description="Send session cookies over HTTPS only.")
    base_url: str = Field("", description="Public address of this server, printed in notes; empty: none.")
    origin: str = Field(
        "outreach", pattern=r"^[^\s+]+$", description="Name under which checkpoints of the ledger are signed."
    )
    log_level: str = Field("INFO", description="Lowest level that is logged: DEBUG, INFO, WARNING or ERROR.")
    front: bool = Field(True, description="Answer anonymous reads before routing; false: each by its route.")
    front_mebibytes: int = Field(64, ge=1, description="Memory for repeated answers, in each process.")

    chores: bool = Field(True, description="Do what is due without a request, such as to publish at a time.")

    @field_validator("timezone")
    @classmethod
    def zone_exists(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except ZoneInfoNotFoundError as error:
            raise ValueError("This is no IANA time zone; Europe/Vienna is one.") from error
        return value

    @property
    def signing_keys(self) -> Path:
        """The file of the keys that sign checkpoints; it is made where there is none."""
        return self.home / "signing.keys"

    @property
    def url(self) -> str:
        """The SQLAlchemy URL of the database."""
        if not self.database_url:
            return f"sqlite:///{self.home.absolute() / 'outreach.db'}"
        scheme, _, rest = self.database_url.partition("://")
        return f"postgresql+psycopg://{rest}" if scheme in {"postgres", "postgresql"} else self.database_url


@lru_cache
def get_settings() -> Settings:
    """The settings of this process, read once."""
    return Settings()
