"""What pages call things, from labels.toml."""

import tomllib
from functools import cache
from importlib.resources import files


@cache
def table() -> dict[str, dict[str, str]]:
    """Every label, by its group and key."""
    return tomllib.loads(files("app.web").joinpath("labels.toml").read_text("utf-8"))


def label(key: str, group: str) -> str:
    """The words for a key of the contract, such as `nap` of the group `kind`; a type added as data names itself."""
    words = table()[group]
    return words.get(key) or key.replace("_", " ").capitalize() if group == "type" else words[key]
