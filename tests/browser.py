"""Where the tests' Chromium is, and how it is started."""

import os
import shutil

from tests.debian import provide

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


if __name__ == "__main__":
    provide(chromium_path, INSTALL)
