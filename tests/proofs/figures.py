"""What the long proofs found, kept in docs/trust.md: `make prove` writes the table between its two marks."""

from datetime import date
from pathlib import Path

TRUST = Path(__file__).parents[2] / "docs" / "trust.md"
BEGIN, END = "<!-- what make prove found -->\n", "<!-- the end of it -->"


def keep(found: dict[str, dict[str, str]], *, on: date) -> None:
    """Write what was found, by proof and engine; a proof that was not run keeps what it has."""
    before, rest = TRUST.read_text().split(BEGIN)
    old, after = rest.split(END)
    rows = {row.split(" | ")[0].removeprefix("| "): row for row in old.splitlines()[2:]}
    for proof, by_engine in found.items():
        rows[proof] = f"| {proof} | {by_engine.get('sqlite', '')} | {by_engine.get('postgresql', '')} | {on} |"
    head = "| proof | SQLite | PostgreSQL | run on |\n|---|---|---|---|\n"
    TRUST.write_text(f"{before}{BEGIN}{head}" + "".join(f"{rows[name]}\n" for name in sorted(rows)) + END + after)
