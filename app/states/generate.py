"""Makes `reference.json`: run `python -m app.states.generate` with the development set installed.

Names (six languages) and codes come from the table of countries and territories in hdx-python-country,
in the form of the United Nations terminology database; groups, membership and former names from
`additions.toml`. The result is packaged, so that nothing of this is needed at run time.
"""

import gc
import json
import re
import tomllib
import warnings
from pathlib import Path
from typing import Any

from app.kit.folding import fold
from app.kit.languages import Language

HERE = Path(__file__).parent
OBSERVERS = ("PSE", "VAT")
COLUMNS = {
    Language.ar: "Arabic",
    Language.zh: "Chinese",
    Language.en: "English",
    Language.fr: "French",
    Language.ru: "Russian",
    Language.es: "Spanish",
}


def source_rows() -> dict[str, dict[str, str | None]]:
    """The rows of the source's packaged table by ISO alpha-3 key; the network is not asked."""
    from hdx.location.country import Country  # noqa: PLC0415 - of the development set only, and slow to import

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # its reader leaves the packaged file open
        rows: dict[str, dict[str, str | None]] = Country.countriesdata(use_live=False)["countries"]
        gc.collect()
    return rows


def membership(additions: dict[str, Any]) -> dict[str, str]:
    """Day of membership by State: who is in this table is a Member State."""
    return {iso3: day for day, states in additions["member_since"].items() for iso3 in states.split()}


def groups(additions: dict[str, Any]) -> dict[str, str]:
    """Regional group by State."""
    return {iso3: group for group, states in additions["groups"].items() for iso3 in states.split()}


def names_of(row: dict[str, str | None], repaired: dict[str, str]) -> dict[str, str]:
    """The short names in six languages, with one kind of apostrophe."""
    found = {tag: row[f"{column} Short"] or "" for tag, column in COLUMNS.items()}
    return {tag: (repaired.get(tag) or name).replace("’", "'") for tag, name in found.items()}


def variants_of(row: dict[str, str | None], names: dict[str, str], formal: str, own: list[str]) -> list[str]:
    """Other names: the formal one, those of the statistical standard M49, the short ones without brackets."""
    standard = [row[f"M49 {column}"] or "" for column in COLUMNS.values()]
    bare = [re.sub(r"\s*\(.*\)", "", name) for name in names.values()]
    saints = [names["en"].replace("Saint ", "St. "), names["en"].replace("Saint ", "St ")]
    every = [*own, formal.removeprefix("the "), *standard, *bare, *saints]
    found = {fold(name): name for name in reversed(every)}
    known = {"", *map(fold, names.values())}
    return sorted(name.replace("’", "'") for folded, name in found.items() if folded not in known)


def former_of(iso3: str, additions: dict[str, Any]) -> list[dict[str, Any]]:
    """The former names of a State, oldest first, days as text."""
    rows = [row for row in additions["former"] if row["iso3"] == iso3]
    return [
        {
            "names": row["names"],
            "running": row.get("running", {}),
            "since": row["since"].isoformat() if "since" in row else None,
            "until": row["until"].isoformat(),
            "source": row["source"],
        }
        for row in sorted(rows, key=lambda row: str(row["until"]))
    ]


def state(iso3: str, row: dict[str, str | None], additions: dict[str, Any]) -> dict[str, Any]:
    """One record of the reference table."""
    names = names_of(row, additions["names"].get(iso3, {}))
    formal = additions["formal"].get(iso3) or row["English Formal"] or names["en"]
    since = membership(additions).get(iso3)
    return {
        "iso3": iso3,
        "iso2": row["ISO 3166-1 Alpha 2-Codes"],
        "m49": str(row["m49 numerical code"]).zfill(3),
        "names": names,
        "running": additions["running"].get(iso3, {}),
        "formal": formal,
        "variants": variants_of(row, names, formal, additions["variants"].get(iso3, [])),
        "former": former_of(iso3, additions),
        "group": groups(additions).get(iso3),
        "group_note": additions["group_notes"].get(iso3),
        "member": since is not None,
        "member_since": since,
        "member_source": additions["member_source"].get(iso3),
    }


def table() -> list[dict[str, Any]]:
    """All records, sorted by key."""
    additions = tomllib.loads((HERE / "additions.toml").read_text(encoding="utf-8"))
    rows = source_rows()
    return [state(iso3, rows[iso3], additions) for iso3 in sorted([*membership(additions), *OBSERVERS])]


def text() -> str:
    """The table as the file has it: one State a line, so that a change shows as one line."""
    lines = ",\n".join(json.dumps(record, ensure_ascii=False) for record in table())
    return f"[\n{lines}\n]\n"


if __name__ == "__main__":
    (HERE / "reference.json").write_text(text(), encoding="utf-8")
