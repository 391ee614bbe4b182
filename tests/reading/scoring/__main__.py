"""`make bench-reading`: how well notes are read, by field, language and format; fails under the floors.

python -m tests.reading.scoring [--misses] [--set "held back"] [--format docx] [--language fr] [--stage facts]
"""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator

from rich.console import Console
from rich.table import Table

from app.reading.models import Reading
from app.reading.service import read
from tests.documents import as_docx, as_docx_with_table, as_pdf
from tests.reading.reader import reading_of
from tests.reading.scoring.compare import Outcome, outcomes
from tests.reading.scoring.labels import SETS, Label, labels
from tests.reading.scoring.stages import STAGES, read_stage
from tests.reading.scoring.tally import Score, below, overall, scores, trust

FORMATS: dict[str, Callable[[str], Reading]] = {
    "txt": reading_of,
    "docx": lambda text: read(as_docx(text), "note.docx"),
    "table": lambda text: read(as_docx_with_table(text), "note.docx"),
    "pdf": lambda text: read(as_pdf(text), "note.pdf"),
}
Read = tuple[Label, list[Outcome]]


def main() -> int:
    """The tables of each set and format; 1 where a floor of the notes held back is not reached."""
    asked = _asked()
    console = Console(width=120, highlight=False)
    failed = []
    for kept in asked.set or SETS:
        for made in asked.format or ("txt",):
            done = list(_read(kept, made, asked))
            if done:
                failed += _show(console, f"{kept}, {made}", done, misses=asked.misses and kept != "held back")
    for line in failed:
        console.print(f"under the floor: {line}", style="red")
    return int(bool(failed))


def _asked() -> Namespace:
    parser = ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--set", action="append", choices=list(SETS))
    parser.add_argument("--format", action="append", choices=list(FORMATS))
    parser.add_argument("--language", action="append")
    parser.add_argument("--stage", choices=list(STAGES), help="one stage alone, the rest given as labelled")
    parser.add_argument("--note", default="", help="only notes whose name holds this")
    parser.add_argument("--misses", action="store_true", help="list what was wrong (never of the notes held back)")
    return parser.parse_args()


def _read(kept: str, made: str, asked: Namespace) -> Iterator[Read]:
    for label in labels(kept):
        if asked.note in label.name and label.language in (asked.language or [label.language]):
            yield label, list(_outcomes(label, made, asked.stage))


def _outcomes(label: Label, made: str, stage: str | None) -> Iterator[Outcome]:
    reading = read_stage(label) if stage else FORMATS[made](label.text)
    for outcome in outcomes(reading, label):
        if not stage or outcome.field in STAGES[stage]:
            yield outcome


def _show(console: Console, name: str, done: list[Read], *, misses: bool) -> list[str]:
    if misses:
        _list_misses(console, done)
    every = scores(outcome for _, one in done for outcome in one)
    by_language = {
        language: scores(outcome for label, one in done for outcome in one if label.language == language)
        for language in sorted({label.language for label, _ in done})
    }
    console.print(_table(f"{name}: {len(done)} notes", every, by_language))
    faultless = sum(not outcome.extra and not outcome.missed for _, one in done for outcome in one)
    console.print(f"{faultless} of {sum(len(one) for _, one in done)} fields without a fault; F1 {overall(every):.3f}")
    _show_trust(console, done)
    return [f"{name}: {line}" for line in below(every)] if name.startswith("held back") else []


def _table(title: str, every: list[Score], by_language: dict[str, list[Score]]) -> Table:
    table = Table(title=title)
    for column in ("field", "right", "extra", "missed", "precision", "recall", "F1", *by_language):
        table.add_column(column, justify="left" if column == "field" else "right")
    for score in every:
        own = [next((s for s in of if s.field == score.field), None) for of in by_language.values()]
        table.add_row(
            score.field, str(score.right), str(score.extra), str(score.missed), f"{score.precision:.3f}",
            f"{score.recall:.3f}", f"{score.f1:.3f}", *(_short(s) for s in own),
        )  # fmt: skip
    return table


def _short(score: Score | None) -> str:
    return f"{score.f1:.2f}" if score and score.right + score.extra + score.missed else ""


def _list_misses(console: Console, done: list[Read]) -> None:
    for label, one in done:
        for outcome in one:
            if outcome.extra or outcome.missed:
                console.print(f"{label.name} {outcome.field}", style="bold", markup=False)
                console.print(f"   too much: {list(outcome.extra)}\n   missed:   {list(outcome.missed)}", markup=False)


def _show_trust(console: Console, done: list[Read]) -> None:
    rows = trust(outcome for _, one in done for outcome in one)
    console.print("confidence / share right / answers: " + "  ".join(f"{c:.2f}/{r:.2f}/{n}" for c, r, n in rows))


if __name__ == "__main__":
    sys.exit(main())
