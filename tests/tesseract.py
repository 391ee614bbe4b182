"""Whether the tests' Tesseract is there, with its languages."""

import shutil
import subprocess

from tests.debian import provide

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


if __name__ == "__main__":
    provide(tesseract_path, INSTALL)
