"""Each fact that a note brings leads back to the submission, the place in it and the characters of the passage."""

import pytest

from tests import make
from tests.callers import Caller


@pytest.mark.D9
def test_a_fact_names_the_submission_the_place_and_the_characters_that_it_was_read_in(
    client: Caller, expert: Caller, organizer: Caller
) -> None:
    text = make.NOTE
    sent = organizer.post("/submissions", files={"file": ("note.txt", text.encode(), "text/plain")}).json()
    make.acceptance(expert, sent, allow_duplicate=True)

    entries = client.read("/states/URY/timeline", kind=["national_report", "letter"])["items"]

    sources = [(entry["date"], *entry["sources"]) for entry in entries]
    assert [(date, source["submission"], source["place"]) for date, source in sources] == [
        ("2004-12-03", sent["id"], "note.background[0]"), ("2016-02-07", sent["id"], "note.background[2]"),
    ]  # fmt: skip
    assert [text[slice(*source["span"])].split(" ", 3)[:3] for _, source in sources] == [
        ["Uruguay", "submitted", "a"], ["On", "7", "February"],
    ]  # fmt: skip


@pytest.mark.parametrize("spans", [[[9, 3]], [[5, 5]], []])
def test_a_passage_that_is_none_is_left_out(
    client: Caller, expert: Caller, organizer: Caller, spans: list[list[int]]
) -> None:
    sent = make.submission(organizer, spans={"entries[0]": spans})
    make.acceptance(expert, sent)

    (report,) = client.read("/states/URY/timeline", kind="national_report")["items"]
    assert [source["span"] for source in report["sources"]] == [None]
