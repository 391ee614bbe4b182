"""What a person should know of a file that was read; each notice becomes a finding."""

from enum import StrEnum


class Notice(StrEnum):
    """The notices, by the names under which a fenced process reports them."""

    garbled = "garbled"
    hidden = "hidden"
    others = "others"


# The code of the finding, and its sentence.
FINDINGS = {
    Notice.garbled: (
        "ocr_damage",
        "Letters had been garbled by a change of encoding and were restored: compare names with the original.",
    ),
    Notice.others: (
        "unreadable",
        "The message carries further files: only one was read, send the others by themselves.",
    ),
    Notice.hidden: ("unreadable", "The file holds hidden text: it was not read."),
}
