"""What an outsider checks with no server: proofs of single changes, of growth, and the signed checkpoint."""

import json

import pytest
from fastapi.testclient import TestClient

from app.ledger import signing, verifier
from app.ledger.verifier import Unproven
from app.settings import Settings
from tests import make
from tests.callers import Caller


def keys(http: TestClient) -> list[str]:
    return http.get("/.well-known/outreach-keys").text.splitlines()


def newest(caller: Caller) -> int:
    """The number of the last change that somebody is told of."""
    items = caller.read("/changes", limit=1000)["items"]
    number: int = items[-1]["seq"]
    return number


@pytest.mark.N7
def test_everybody_can_prove_that_a_public_record_is_in_the_signed_ledger(
    http: TestClient, client: Caller, expert: Caller
) -> None:
    made = make.entry(expert)
    answer = client.get(f"/proofs/{newest(client)}")

    proof = verifier.check_proof(answer.json(), keys(http))
    assert json.loads(proof["body"]) == made
    assert sum(len(one) // 2 for one in proof["proof"]) <= 1024
    assert verifier.run(answer.content, None, keys(http)) == f"Proven: entry {proof['seq']} is in the signed ledger."


@pytest.mark.N7
def test_a_proof_with_anything_changed_is_refused(http: TestClient, client: Caller, expert: Caller) -> None:
    make.entry(expert)
    proof = client.read(f"/proofs/{newest(client)}")

    for changed in (
        {"body": proof["body"].replace("2004", "2005")},
        {"row": proof["row"] | {"by": "somebody"}},
        {"proof": proof["proof"][1:]},
        {"checkpoint": proof["checkpoint"].replace("outreach\n", "outreach\n1", 1)},
    ):
        with pytest.raises(Unproven):
            verifier.check_proof(proof | changed, keys(http))


@pytest.mark.N7
def test_a_later_checkpoint_is_proven_to_begin_with_an_earlier_one(
    http: TestClient, client: Caller, expert: Caller
) -> None:
    before = http.get("/.well-known/outreach-checkpoint")
    make.entry(expert)
    make.entry(expert, date="2005")
    old = verifier.check_checkpoint(before.text, keys(http))
    told = client.read(f"/proofs?from={old[0]}")
    new = verifier.check_checkpoint(told["checkpoint"], keys(http))

    verifier.check_consistency(old, new, [bytes.fromhex(one) for one in told["proof"]])
    assert new[0] == old[0] + 2
    assert told["checkpoint"] == http.get("/.well-known/outreach-checkpoint").text
    assert before.headers["content-type"] == "text/plain; charset=utf-8"


def test_nobody_gets_the_proof_of_a_change_that_they_may_not_see(
    client: Caller, organizer: Caller, expert: Caller, auditor: Caller
) -> None:
    make.entry(expert, visibility="committee", title="Hidden talks")
    hidden = newest(expert)

    assert json.loads(expert.read(f"/proofs/{hidden}")["body"])["title"] == "Hidden talks"
    assert json.loads(auditor.read(f"/proofs/{hidden}")["body"])["title"] == "Hidden talks"
    for caller in (client, organizer):
        refused, missing = caller.get(f"/proofs/{hidden}"), caller.get("/proofs/999999")
        assert refused.status_code == missing.status_code == 404
        assert refused.json() | {"instance": ""} == missing.json() | {"instance": ""}


def test_what_everybody_may_prove_an_organizer_may_prove_too(client: Caller, organizer: Caller, expert: Caller) -> None:
    make.entry(expert)
    seen = newest(client)

    assert organizer.read(f"/proofs/{seen}") == client.read(f"/proofs/{seen}")


def test_a_new_key_signs_the_next_proof(client: Caller, settings: Settings) -> None:
    for address in ("/proofs/1", "/proofs?from=1"):
        before = client.read(address)["checkpoint"]
        signing.add(settings.signing_keys, settings.origin)
        after = client.read(address)["checkpoint"]

        assert len(after.splitlines()) == len(before.splitlines()) + 1


def test_a_record_that_was_hidden_later_is_proven_to_nobody_who_may_not_see_it(client: Caller, expert: Caller) -> None:
    made = make.entry(expert)
    seen = newest(client)
    tag = expert.get(f"/entries/{made['id']}").headers["etag"]
    hidden = expert.put(
        f"/entries/{made['id']}?reason=Not+for+all", json=made | {"visibility": "committee"}, headers={"If-Match": tag}
    )

    assert hidden.status_code == 200
    assert client.get(f"/proofs/{seen}").status_code == 404
    assert expert.get(f"/proofs/{seen}").status_code == 200


def test_what_belongs_to_a_record_is_hidden_with_it(client: Caller, expert: Caller, organizer: Caller) -> None:
    sent = make.submission(organizer)
    event = expert.read(f"/events/{make.acceptance(expert, sent)['event']}")
    attached = expert.post(
        f"/events/{event['id']}/attachments", files={"file": ("talks.txt", b"Talks")}, data={"kind": "programme"}
    )
    here = f"/events/{event['id']}/attachments/{attached.json()['id']}"
    gone = expert.request("DELETE", f"{here}?reason=Wrong", headers={"If-Match": expert.get(here).headers["etag"]})
    entry = make.entry(expert)
    claim = {"member": "title", "value": "Another title", "source": make.source(url="https://register.example/1")}
    expert.make(f"/entries/{entry['id']}/claims", claim)
    parts = [
        one for one in client.read("/changes?limit=1000")["items"] if one["thing"] in {"note", "attachment", "claim"}
    ]
    seen = [client.get(f"/proofs/{one['seq']}").status_code for one in parts]
    for address in (f"/events/{event['id']}", f"/entries/{entry['id']}"):
        tag = expert.get(address).headers["etag"]
        body = {"visibility": "committee"}
        expert.request(
            "PATCH", f"{address}?reason=Not+for+all", json=body, headers={"If-Match": tag}
        ).raise_for_status()

    assert (gone.status_code, seen) == (200, [200] * len(parts))
    assert {one["thing"] for one in parts} == {"note", "attachment", "claim"}
    assert [client.get(f"/proofs/{one['seq']}").status_code for one in parts] == [404] * len(parts)
    assert [expert.get(f"/proofs/{one['seq']}").status_code for one in parts] == [200] * len(parts)


def test_a_checkpoint_of_the_future_cannot_be_proven(client: Caller) -> None:
    answer = client.get("/proofs?from=1000000")

    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == ["/query/from"]
