"""`outreach verify` and `outreach key`."""

import random
import runpy
import subprocess
import sys
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from app.kit.db import Database
from app.ledger import proofs, signing, verifier
from app.main import create_app
from app.settings import get_settings
from tests import make
from tests.callers import Caller
from tests.cli.conftest import Outreach
from tests.proofs import tampering


@pytest.fixture
def checkpoint(database: Database, home: Path) -> Path:
    """The present checkpoint, kept elsewhere."""
    path = home.parent / "checkpoint.txt"
    with database.session() as session:
        path.write_text(proofs.checkpoint(session, signing.keys_of(home / "signing.keys", "outreach")))
    return path


@pytest.mark.H2
def test_a_ledger_as_it_was_written_is_verified_with_a_checkpoint_and_since_it(
    outreach: Outreach, checkpoint: Path
) -> None:
    size = int(checkpoint.read_text().splitlines()[1])

    for given in (["--checkpoint", checkpoint], ["--since", checkpoint]):
        said = outreach("verify", *given)
        assert (said.code, said.out) == (0, f"{size:,} changes, each as it was written; 1 checkpoint holds.\n")
    assert outreach("verify").out == f"{size:,} changes, each as it was written.\n"


@pytest.mark.H2
def test_one_record_edited_in_the_database_is_found(outreach: Outreach, database: Database, checkpoint: Path) -> None:
    with database.session(writes=True) as session:
        tampering.unlock(session)
        tampering.rehash(session, random.Random(1))  # noqa: S311 (any place will do)

    assert outreach("verify").code == 0  # who computes everything anew is found only with what was kept elsewhere
    said = outreach("verify", "--checkpoint", checkpoint)
    assert said.code == 1
    assert said.err.endswith("outreach: The ledger is not as it was written. Compare it with a backup.\n")


def test_a_checkpoint_that_no_trusted_key_has_signed_is_refused(outreach: Outreach, checkpoint: Path) -> None:
    other = signing.Key.new("outreach").verifier
    said = outreach("verify", "--checkpoint", checkpoint, "--key", other)

    assert (said.code, said.err) == (1, f"outreach: {checkpoint} is no checkpoint that a trusted key has signed.\n")
    assert outreach("verify", "--checkpoint", checkpoint.with_name("none")).code == 2


@pytest.mark.N7
def test_a_proof_is_verified_offline(
    outreach: Outreach, home: Path, client: Caller, expert: Caller, tmp_path: Path
) -> None:
    make.entry(expert)
    seq = client.read("/changes", limit=1000)["items"][-1]["seq"]
    path = tmp_path / "proof.json"
    path.write_bytes(client.get(f"/proofs/{seq}").content)
    (key,) = client.http.get("/.well-known/outreach-keys").text.splitlines()

    assert outreach("verify", path, "--key", key).out == f"Proven: entry {seq} is in the signed ledger.\n"
    assert outreach("verify", path).code == 2
    path.write_text(path.read_text().replace("2004-09-10", "2004-09-11"))
    said = outreach("verify", path, "--key", key)
    assert (said.code, said.err) == (1, "outreach: The record is not the one that the ledger row seals.\n")


@pytest.mark.N8
def test_the_verifier_alone_needs_nothing_but_the_standard_library(organizer: Caller, tmp_path: Path) -> None:
    alone, receipt, note = tmp_path / "verifier.py", tmp_path / "receipt.json", tmp_path / "note.txt"
    alone.write_text(Path(verifier.__file__).read_text())
    sent = organizer.post("/submissions", files={"file": ("note.txt", make.NOTE.encode())})
    receipt.write_bytes(sent.content)
    (key,) = organizer.http.get("/.well-known/outreach-keys").text.splitlines()
    # Isolated, and without the packages that are installed.
    check = [sys.executable, "-I", "-S", str(alone), str(receipt), str(note), "--key", key]

    note.write_text(make.NOTE)
    proven = subprocess.run(check, cwd=tmp_path, capture_output=True, text=True, check=False)
    note.write_text(make.NOTE + " ")
    refused = subprocess.run(check, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert (proven.returncode, proven.stdout[:38]) == (0, "Proven: this file was received on 2026")
    assert (refused.returncode, refused.stderr) == (
        1, "The file is not the one that was sent: its SHA-256 differs from the receipt's.\n",
    )  # fmt: skip


def test_the_verifier_as_a_program_answers_by_its_exit_code(
    client: Caller, expert: Caller, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.entry(expert)
    proof = tmp_path / "proof.json"
    proof.write_bytes(client.get(f"/proofs/{client.read('/changes', limit=1000)['items'][-1]['seq']}").content)
    (key,) = client.http.get("/.well-known/outreach-keys").text.splitlines()

    assert verifier.main([str(proof), "--key", key]) == 0
    assert verifier.main([str(proof), str(tmp_path / "none"), "--key", key]) == 1
    monkeypatch.setattr(sys, "argv", ["verifier.py", str(proof), "--key", key])
    with pytest.raises(SystemExit, match="0"):
        runpy.run_path(verifier.__file__, run_name="__main__")
    assert verifier.included(b"", 5, 3, []) is None


@pytest.mark.parametrize("text", ["{}", "[]", "null", "not JSON", '{"row": 1}', '{"receipt": 1}'])
def test_what_is_no_receipt_is_told(command: Outreach, tmp_path: Path, text: str) -> None:
    path = tmp_path / "receipt.json"
    path.write_text(text)
    said = command("verify", path, "--key", signing.Key.new("outreach").verifier)

    assert (said.code, said.err) == (
        1,
        "outreach: This is no receipt and no proof of the register, or a damaged one.\n",
    )


@pytest.mark.N7
def test_keys_are_listed_added_and_retired(command: Outreach, home: Path) -> None:
    (old,) = command("key", "list").lines
    (new,) = command("key", "add").lines
    assert command("key", "list").lines == [new, old]
    assert command("key", "retire", old.split("+")[1]).lines == [old]
    assert command("key", "list").lines == [new, f"{old}  retired"]
    assert command("key", "retire", new.split("+")[1]).code == 1
    with TestClient(create_app(get_settings())) as http:
        assert http.get("/.well-known/outreach-keys").text == f"{new}\n{old}\n"
