"""What the long proofs found, kept in docs/trust.md: `make prove` writes the table between its two marks."""

from datetime import date
from pathlib import Path

TRUST = Path(__file__).parents[2] / "docs" / "trust.md"
ENGINES = ("sqlite", "postgresql")
BEGIN, END = "<!-- what make prove found -->\n", "<!-- the end of it -->"


def keep(found: dict[str, dict[str, str]], *, on: date) -> None:
    """Write what was found, by proof and engine; what was not run keeps what it has."""
    before, rest = TRUST.read_text().split(BEGIN)
    old, after = rest.split(END)
    rows = {cells[0]: cells[1:] for cells in map(_cells, old.splitlines()[2:])}
    for proof, by_engine in found.items():
        known = rows.get(proof, ["", "", ""])
        rows[proof] = [*(by_engine.get(engine, known[at]) for at, engine in enumerate(ENGINES)), str(on)]
    head = "| proof | SQLite | PostgreSQL | run on |\n|---|---|---|---|\n"
    table = "".join(f"| {' | '.join([name, *rows[name]])} |\n" for name in sorted(rows))
    TRUST.write_text(f"{before}{BEGIN}{head}{table}{END}{after}")


def _cells(row: str) -> list[str]:
    return [cell.strip() for cell in row.strip("|").split("|")]
