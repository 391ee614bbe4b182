"""Whether the tests' Tesseract is there, with its languages."""

import os
import shutil
import subprocess

LANGUAGES = ("ara", "chi-sim", "fra", "rus", "spa")
INSTALL = "apt-get update && apt-get install --yes --no-install-recommends tesseract-ocr " + " ".join(
    f"tesseract-ocr-{language}" for language in LANGUAGES
)


def tesseract_path() -> str:
    """Answer the path of Tesseract.

    Raises FileNotFoundError with the one line that installs it: without it the tests of scans fail, never skip.
    """
    found = shutil.which("tesseract")
    if found:
        said = subprocess.run([found, "--list-langs"], capture_output=True, text=True, check=False).stdout.split()
        if {language.replace("-", "_") for language in LANGUAGES} <= set(said):
            return found
    raise FileNotFoundError(f"No Tesseract with all languages for the tests of scans. As root: {INSTALL}")


def main() -> None:
    """Install Tesseract where that is allowed, else print the line that does; the tests say whether it is there."""
    try:
        tesseract_path()
    except FileNotFoundError as error:
        if os.geteuid() == 0 and shutil.which("apt-get"):
            subprocess.run(["/bin/sh", "-c", f"({INSTALL}) >/dev/null"], check=False)
        else:
            print(error)  # noqa: T201 - a program's answer


if __name__ == "__main__":
    main()
