"""Where the tests' Chromium is, and how it is started."""

import os
import shutil
import subprocess

INSTALL = "apt-get update && apt-get install --yes --no-install-recommends chromium"
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_NAMES = ("chromium", "chromium-browser", "google-chrome")


def chromium_path() -> str:
    """Answer the path of Chromium: OUTREACH_CHROMIUM, else the first known name on the PATH.

    Raises FileNotFoundError with the one line that installs it: without a browser the tests fail, never skip.
    """
    given = os.environ.get("OUTREACH_CHROMIUM")
    for name in (given,) if given else _NAMES:
        found = shutil.which(name)
        if found:
            return found
    raise FileNotFoundError(f"No Chromium for the browser tests. As root: {INSTALL}")


def main() -> None:
    """Install Chromium where that is allowed, else print the line that does; the tests say whether it is there."""
    try:
        chromium_path()
    except FileNotFoundError as error:
        if os.geteuid() == 0 and shutil.which("apt-get"):
            subprocess.run(["/bin/sh", "-c", f"({INSTALL}) >/dev/null"], check=False)
        else:
            print(error)  # noqa: T201 - a program's answer


if __name__ == "__main__":
    main()
