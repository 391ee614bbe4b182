"""What becomes of a submission before it is decided: claimed by an expert, or withdrawn by its sender."""

from datetime import timedelta
from typing import Any

from fastapi.testclient import TestClient
from sqlmodel import Session

from app.access import service as access
from app.access.models import Role
from app.kit.db import Database
from app.ledger import service as ledger
from tests import make
from tests.callers import Caller
from tests.conftest import NOW

Json = dict[str, Any]


def another_expert(http: TestClient, database: Database) -> Caller:
    with database.session(writes=True) as session:
        return Caller(http, _token(session))


def _token(session: Session) -> str:
    return access.issue(session, role=Role.expert, lifetime=timedelta(days=300), now=NOW)


def problem(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["type"]


def test_an_expert_takes_a_submission_for_review_and_others_see_by_whom(
    http: TestClient, organizer: Caller, expert: Caller, database: Database
) -> None:
    sent = make.submission(organizer)
    place, me = f"/submissions/{sent['id']}", expert.read(f"/submissions/{sent['id']}")["recorded_by"]

    claimed = expert.post(f"{place}/claim")
    again = expert.post(f"{place}/claim")
    late = another_expert(http, database).post(f"{place}/claim")

    reviewer = claimed.json()["reviewer"]
    assert (claimed.status_code, claimed.json()["status"], claimed.json()["version"]) == (200, "in_review", 2)
    assert (sent["reviewer"], reviewer, reviewer == me) == (None, claimed.json()["recorded_by"], False)
    assert (again.status_code, again.json()) == (200, claimed.json())
    assert (problem(late), late.json()["reviewer"]) == ((409, "/problems/already-claimed"), reviewer)
    assert organizer.read(place) == claimed.json()
    assert [one["id"] for one in expert.read("/submissions", status="in_review")["items"]] == [sent["id"]]


def test_what_one_expert_has_claimed_another_may_decide_and_claim_once_it_was_returned(
    http: TestClient, organizer: Caller, expert: Caller, database: Database
) -> None:
    sent = make.submission(organizer)
    place, other = f"/submissions/{sent['id']}", another_expert(http, database)
    first = expert.post(f"{place}/claim").json()

    returned = other.post(f"{place}/return", json={"reason": "The venue is missing."}).json()
    second = other.post(f"{place}/claim").json()
    made = make.acceptance(expert, sent)

    assert (returned["status"], returned["reviewer"]) == ("returned", first["reviewer"])
    assert (second["status"], second["reviewer"]) == ("in_review", second["recorded_by"])
    assert expert.read(place)["note"] == made["note"]
    assert problem(expert.post(f"{place}/claim")) == (409, "/problems/already-decided")


def test_nobody_claims_what_they_sent_or_without_being_an_expert(
    client: Caller, organizer: Caller, rival: Caller, expert: Caller, auditor: Caller
) -> None:
    own, theirs = make.submission(expert), make.submission(organizer)

    assert problem(expert.post(f"/submissions/{own['id']}/claim")) == (403, "/problems/own-submission")
    place = f"/submissions/{theirs['id']}/claim"
    assert [who.post(place).status_code for who in (client, organizer, rival, auditor)] == [401, 403, 403, 403]
    assert expert.read(f"/submissions/{theirs['id']}") == theirs


def test_a_sender_takes_back_what_nobody_has_decided_and_may_send_it_once_more(
    organizer: Caller, expert: Caller, database: Database
) -> None:
    sent = make.submission(organizer)
    place = f"/submissions/{sent['id']}"
    expert.post(f"{place}/claim")

    withdrawn = organizer.post(f"{place}/withdrawal", json={"reason": "The wrong file."})
    again = organizer.post(f"{place}/withdrawal")
    anew = make.submission(organizer)

    gone = withdrawn.json()
    assert (withdrawn.status_code, gone["status"], gone["version"], gone["receipt"]) == (
        200, "withdrawn", 3, sent["receipt"],
    )  # fmt: skip
    assert gone["remarks"] == [{"at": gone["recorded_at"], "action": "withdrawn", "text": "The wrong file."}]
    assert problem(again) == (409, "/problems/already-decided")
    assert problem(expert.post(f"{place}/acceptance", json={})) == (409, "/problems/already-decided")
    assert (anew["status"], anew["id"] == sent["id"]) == ("received", False)
    with database.session() as session:
        actions = [change.action for change in ledger.changes(session, thing=f"submission/{sent['id']}")]
    assert actions == ["received", "in_review", "withdrawn"]


def test_a_withdrawal_needs_no_reason_and_may_name_the_state_that_it_is_based_on(organizer: Caller) -> None:
    sent = make.submission(organizer)
    place = f"/submissions/{sent['id']}"
    seen = {"If-Match": organizer.get(place).headers["etag"]}

    stale = organizer.post(f"{place}/withdrawal", headers={"If-Match": '"other"'})
    withdrawn = organizer.post(f"{place}/withdrawal", json={}, headers=seen)

    assert (stale.status_code, stale.json()["current"]) == (412, sent)
    assert (withdrawn.json()["status"], withdrawn.json()["remarks"]) == ("withdrawn", [])


def test_nobody_withdraws_what_somebody_else_sent(
    client: Caller, organizer: Caller, rival: Caller, expert: Caller, auditor: Caller
) -> None:
    sent = make.submission(organizer)
    place = f"/submissions/{sent['id']}/withdrawal"

    answers = [who.post(place) for who in (client, rival, expert, auditor)]

    assert [answer.status_code for answer in answers] == [401, 404, 403, 403]
    assert answers[2].json()["type"] == "/problems/not-the-sender"
    assert organizer.read(f"/submissions/{sent['id']}") == sent


def test_a_withdrawal_that_is_rehearsed_takes_nothing_back(organizer: Caller) -> None:
    sent = make.submission(organizer)
    place = f"/submissions/{sent['id']}"

    answer = organizer.post(f"{place}/withdrawal", params={"dry_run": "true"})

    assert (answer.status_code, answer.json()["status"]) == (200, "withdrawn")
    assert organizer.read(place) == sent
