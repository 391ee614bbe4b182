"""What leaves the checkout: the wheel, the image, the list of versions, and what the first page promises."""

import json
import re
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

HERE = Path(__file__).parents[1]
MAKEFILE = (HERE / "Makefile").read_text()
DOCKERFILE = (HERE / "Dockerfile").read_text()
README = (HERE / "README.md").read_text()


def files_of_the_program() -> set[str]:
    """Everything under app/ and migrations/ that is not made by running it, as it is named in a wheel."""
    paths = [path.relative_to(HERE) for room in ("app", "migrations") for path in (HERE / room).rglob("*")]
    names = {str(path) for path in paths if (HERE / path).is_file() and path.suffix != ".pyc"}
    return {name if name.startswith("app/") else f"app/{name}" for name in names}


def installs(text: str) -> set[str]:
    """The lines of pip in a text, without what is installed: the checkout itself, in place or not, with extras."""
    return {re.sub(r'( -e)? "?\.(\[\w+\])?"?$', "", line) for line in re.findall(r"/pip (install .*)", text)}


def recipes() -> dict[str, str]:
    """The targets that `make help` lists, each with its sentence."""
    return dict(re.findall(r"^([a-z-]+):.*## (.+)$", MAKEFILE, re.MULTILINE))


def test_the_wheel_holds_every_file_of_the_program(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)]
    subprocess.run(build, check=True, cwd=HERE, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    packed = {name for name in ZipFile(wheel).namelist() if ".dist-info/" not in name}

    assert packed == files_of_the_program()


@pytest.mark.I6
def test_nothing_is_built_or_installed_with_node() -> None:
    told = [MAKEFILE, DOCKERFILE, (HERE / ".ci" / "run").read_text(), (HERE / "pyproject.toml").read_text()]

    assert [word for text in told for word in re.findall(r"\b(?:node|npm|npx|yarn)\b", text)] == []
    assert [path for path in HERE.glob("*/**/package.json") if ".venv" not in path.parts] == []


def test_the_image_is_installed_as_the_makefile_installs() -> None:
    assert installs(DOCKERFILE) == installs(MAKEFILE) == {"install -q -c constraints.txt"}
    assert "RUN python3 -m venv .venv\n" in DOCKERFILE


def test_the_image_gets_everything_that_it_is_built_from_and_nothing_else() -> None:
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE)
    allowed = re.findall(r"^!(.+)$", (HERE / ".dockerignore").read_text(), re.MULTILINE)

    assert {name for line in copied for name in line.split()} == set(allowed)
    assert [name for name in allowed if not (HERE / name).exists()] == []


def test_the_image_runs_without_rights_and_knows_its_health() -> None:
    last = DOCKERFILE.rpartition("\nFROM ")[2]
    (command,) = re.findall(r"^CMD (.+)$", last, re.MULTILINE)

    assert re.findall(r"^USER (.+)$", last, re.MULTILINE) == ["outreach"]
    assert re.findall(r"^VOLUME (.+)$", last, re.MULTILINE) == re.findall(r"OUTREACH_HOME=(\S+)", last) == ["/data"]
    assert json.loads(command) == ["sh", "-c", "outreach migrate && exec outreach serve --host 0.0.0.0"]
    assert len(re.findall(r"^HEALTHCHECK .*\n +CMD python .*/healthz", last, re.MULTILINE)) == 1


def test_the_list_of_constraints_holds_names_and_versions_only() -> None:
    line = re.compile(
        r"[a-z0-9]+(-[a-z0-9]+)*==[0-9][0-9a-z.]*( ; [a-z_]+ [<>=!]+ '[\w.]+'( (and|or) [a-z_]+ [<>=!]+ '[\w.]+')*)?"
    )
    lines = (HERE / "constraints.txt").read_text().splitlines()

    assert [text for text in lines if not line.fullmatch(text)] == []


@pytest.mark.parametrize("command", ["make demo", "make test"])
def test_the_first_page_gives_both_commands_word_for_word(command: str) -> None:
    assert re.findall(rf"^```sh\n({command})\n```$", README, re.MULTILINE) == [command]


def test_every_target_of_make_says_what_it_is_for() -> None:
    (plain,) = re.findall(r"^\.PHONY: (.+)$", MAKEFILE, re.MULTILINE)

    assert set(plain.split()) - recipes().keys() == {"run-time", "dev"}


def test_make_alone_lists_the_targets() -> None:
    said = subprocess.run(["/usr/bin/env", "make"], check=True, cwd=HERE, capture_output=True, text=True).stdout

    assert dict(re.findall(r"^  make (\S+) +(.+)$", said, re.MULTILINE)) == recipes()


def test_every_decision_is_listed_in_order() -> None:
    folder = HERE / "docs/decisions"
    listed = re.findall(r"^- \[(\d{4}) (.+)\]\((.+)\)$", (folder / "index.md").read_text(), re.MULTILINE)
    titles = {path.name: path.read_text().splitlines()[0] for path in sorted(folder.glob("0*.md"))}

    assert {name: f"# {number} {title}" for number, title, name in listed} == titles
    assert [int(number) for number, _, _ in listed] == list(range(1, len(titles) + 1))
