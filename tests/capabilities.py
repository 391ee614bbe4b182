"""The capabilities that tests show by their marks, such as `@pytest.mark.D3`, and the table of them in docs/.

`python -m tests.capabilities` writes the table anew.
"""

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parents[1]
PAGE = HERE / "docs" / "capabilities.md"
HEAD = """# Capabilities

What the register can do, and the tests that show it, on SQLite and on PostgreSQL. `pytest -m D3` runs those of one row;
those that take long run in `make prove`. This page is made from the marks of the tests.

| | capability | shown by |
|---|---|---|
"""
CAPABILITIES = {
    "A1": "Event types are an editable, controlled list",
    "A2": "Days without clock times, and times with an IANA zone",
    "A3": "Venues: place, city, country, coordinates",
    "A4": "In person, virtual or hybrid",
    "A5": "Planned, held, postponed, cancelled",
    "A6": "Series: which event follows which",
    "A7": "Several organizers, each in its role",
    "A8": "Subject States apart from the venue",
    "A9": "Likely duplicates are shown before a second event is made",
    "B1": "Organizations found by any name or acronym",
    "B2": "Merged organizations and people keep their old address",
    "B3": "A person is apart from taking part, and needs no account",
    "B5": "Numbers instead of names",
    "B6": "Participants from a CSV file, with errors by line",
    "C1": "A note with named sections, bound to one event, in each of the six languages",
    "C2": "Templates of an organization's own, in a sandbox that shows what they name in vain",
    "C3": "Word files that other programs open, with the text of the note",
    "C4": "PDF with the text of the note",
    "C5": "PDF for archives (PDF/A-2a) and for everybody (PDF/UA-1)",
    "C6": "Every revision is kept; an unchanged save makes none",
    "C7": "Revisions listed, compared and restored",
    "C8": "No writer loses a text to another",
    "C9": "Notes are reviewed, with reasons",
    "C10": "A State that a note speaks for approves it first",
    "C11": "Publication at a time",
    "C12": "Whoever sent a note and the reviewers remark on it, and nobody else sees it",
    "C15": "One note in several languages, each tied to a revision of the first",
    "C17": "A lasting address of one fixed revision",
    "C13": "A note is read, its fields proposed, and a person confirms or corrects",
    "C14": "Scans and pictures are recognized, with how sure, and the original is kept",
    "C16": "The digest that a sender states is verified",
    "D1": "A State's whole timeline in one call",
    "D2": "Kinds of entries with their own required fields",
    "D3": "Imprecise dates sort and filter without an invented day",
    "D4": "Written, submitted, received, published and recorded are kept apart",
    "D5": "As of a day, as known at an instant",
    "D6": "Corrections and withdrawals with reasons",
    "D7": "Editions of plans",
    "D8": "First reports by State and day",
    "D9": "Each fact with its source and the place in it",
    "D10": "Sources that disagree are both kept",
    "D11": "Names of States over time and in six languages",
    "D12": "Typed links, read both ways",
    "F1": "Every route in OpenAPI, checked",
    "F2": "Events created and updated over HTTP",
    "F5": "Safe retries",
    "F6": "If-Match on writes",
    "F7": "304 when nothing changed",
    "F8": "Bulk writes with a result for each item",
    "F9": "Dry runs",
    "F10": "Errors with pointers and stable codes",
    "F11": "Stable cursors and honest totals",
    "F12": "A change feed that loses nothing",
    "F19": "Fields and expansions",
    "F22": "The audit trail over HTTP",
    "G8": "Dates in sentences as each of the six languages writes them",
    "H1": "Every write logged: who, when, what",
    "H2": "A log in which tampering shows",
    "I1": "One process and one file",
    "I2": "The same code on PostgreSQL",
    "I3": "Export and import of everything",
    "I4": "Backup while writing",
    "I5": "Health and metrics",
    "I6": "Installed without Node",
    "N1": "One timeline, on any day, as known ever",
    "N2": "A Background written from the timeline, each bullet with its entries; what changed is told and taken over",
    "N3": "Doubts about what is printed, which stays as it was printed",
    "N4": "Next steps followed until they are closed",
    "N5": "Contested facts: one source chosen, by whom and why",
    "N6": "Imprecise dates from end to end",
    "N7": "A history that an outsider can check",
    "N8": "A receipt that its holder can check with no server",
    "N11": "The disclaimer in every format of every language",
    "N12": "A note in six formats from one structure, with the same text and the same bytes each time",
    "N13": "What the register writes, it reads back to the same record",
    "N16": "Plans, States and revisions counted apart",
    "N17": "Names over time, found under all",
    "N18": "A feed that proves that it is complete",
    "N21": "What followed an event",
    "N22": "One file to take away",
}


def shown() -> dict[str, list[str]]:
    """The tests that carry the mark of each capability, as they are called."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for path in sorted((HERE / "tests").rglob("test_*.py")):
        for test, marks in _marked(ast.parse(path.read_text())):
            for mark in marks & CAPABILITIES.keys():
                found[mark].append(test)
    return found


def _marked(module: ast.Module) -> Iterator[tuple[str, set[str]]]:
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            yield node.name, {one.attr for one in node.decorator_list if isinstance(one, ast.Attribute)}


def page() -> str:
    """The page of docs/."""
    tests = shown()
    rows = [
        f"| {name} | {words} | {', '.join(f'`{test}`' for test in tests[name])} |\n"
        for name, words in CAPABILITIES.items()
    ]
    return HEAD + "".join(rows)


if __name__ == "__main__":
    PAGE.write_text(page())
