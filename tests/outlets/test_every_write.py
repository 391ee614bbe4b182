"""Every write leaves its trace: who, when, what was, what is. One story that calls each operation that writes."""

from typing import Any

import pytest
from fastapi.routing import APIRoute
from httpx2 import Response

from app.kit import parameters
from app.kit.db import SAFE_METHODS
from app.main import ROOMS
from tests import make
from tests.callers import Caller

Json = dict[str, Any]
NOTHING_KEPT = {"create_reading", "preview_template"}
PLAIN = {"name": "Plain", "source": "{{ note.title }}: {{ note.disclaimer }}"}
WRITES = {
    route.name: route
    for room in ROOMS
    for route in room.router.routes
    if isinstance(route, APIRoute) and not (route.methods or set()) <= SAFE_METHODS
}


class Story:
    """Calls operations one after the other, and asks the audit log after each."""

    def __init__(self, auditor: Caller) -> None:
        self.auditor = auditor
        self.told: set[str] = set()
        self.last = self.rows(0, limit=1, order="desc")[0]["seq"]

    def rows(self, after: int, **query: Any) -> list[Json]:
        items: list[Json] = self.auditor.read("/audit", after=after, include="record", **({"limit": 200} | query))[
            "items"
        ]
        return items

    def do(self, operation: str, caller: Caller, method: str, path: str, **sent: Any) -> Json:
        """Do one write; its rows name whom it was done by, and show what changed."""
        known = parameters.known(WRITES[operation])
        params = {"reason": "A reason."} if "reason" in known else {}
        headers = {"If-Match": "*"} | sent.pop("headers", {})
        answer: Response = caller.request(method, path, headers=headers, params=params, **sent)
        assert answer.status_code in {200, 201}, (operation, answer.text)
        self.told.add(operation)
        insist_on_trace(operation, self.rows(self.last))
        self.last = self.rows(0, limit=1, order="desc")[0]["seq"]
        made: Json = answer.json()
        return made


def insist_on_trace(operation: str, rows: list[Json]) -> None:
    """Each version of a thing has one row, made by one person, with what was and what is."""
    assert rows, f"{operation} left no trace"
    assert len({(row["thing"], row["version"]) for row in rows}) == len(rows), operation
    assert len({row["by"] for row in rows}) == 1, operation
    for row in rows:
        assert row["after"] is not None, operation
        assert (row["before"] is not None) == (row["version"] > 1), operation
        assert row["differences"], operation


@pytest.mark.H1
def test_every_write_leaves_who_when_what_was_and_what_is(
    expert: Caller, reviewer: Caller, organizer: Caller, auditor: Caller, client: Caller, tokens: dict[str, str]
) -> None:
    administrator = Caller(client.http, tokens["administrator"])
    story = Story(auditor)
    entries(story, expert)
    steps(story, expert)
    events(story, expert)
    notes(story, expert, reviewer)
    submissions(story, expert, organizer)
    organizations(story, expert)
    people(story, expert, administrator)

    assert story.told == WRITES.keys() - NOTHING_KEPT


def fact(**members: Any) -> Json:
    return {"kind": "letter", "date": "2014", "title": "A letter", "states": ["TKM"]} | members


def entries(story: Story, expert: Caller) -> None:
    entry = story.do("create_entry", expert, "POST", "/entries", json=fact())
    story.do("create_entries", expert, "POST", "/entries/bulk", json={"items": [fact(title="One"), fact(title="Two")]})
    address = f"/entries/{entry['id']}"
    story.do("correct_entry", expert, "PUT", address, json=fact(title="Corrected"))
    story.do("amend_entry", expert, "PATCH", address, json={"title": "Amended"})
    claim = {"member": "date", "source": {"text": "A book"}}
    claims = [
        story.do("create_claim", expert, "POST", f"{address}/claims", json=claim | {"value": date})
        for date in ("2015", "2016")
    ]
    story.do("choose_claim", expert, "POST", f"{address}/claims/{claims[0]['id']}/choice", json={})
    story.do("withdraw_claim", expert, "POST", f"{address}/claims/{claims[1]['id']}/withdrawal")
    story.do("withdraw_entry", expert, "POST", f"{address}/withdrawal")


def steps(story: Story, expert: Caller) -> None:
    step = {"actor": "Ministry", "action": "shall submit a plan", "states": ["TKM"], "date": "2018-01-22"}
    made = story.do("create_step", expert, "POST", "/steps", json=step)
    address = f"/steps/{made['id']}"
    story.do("correct_step", expert, "PUT", address, json=step | {"actor": "Another ministry"})
    story.do("amend_step", expert, "PATCH", address, json={"due": "2019"})
    plan = make.entry(expert, kind="nap", date="2018-06-11", date_basis="submitted", status="submitted")
    story.last = story.rows(0, limit=1, order="desc")[0]["seq"]
    story.do("close_step", expert, "POST", f"{address}/closure", json={"entry": plan["id"]})
    story.do("reopen_step", expert, "POST", f"{address}/reopening")
    story.do("withdraw_step", expert, "POST", f"{address}/withdrawal")


def events(story: Story, expert: Caller) -> None:
    event = {"title": "Workshop", "type": "workshop", "starts_on": "2018-03-01", "states": ["KGZ"]}
    made = story.do("create_event", expert, "POST", "/events", json=event)
    later = event | {"starts_on": "2019-03-01"}
    story.do("record_events", expert, "POST", "/events/bulk", json={"items": [later]})
    address = f"/events/{made['id']}"
    story.do("put_event", expert, "PUT", address, json=event | {"title": "Another title"})
    story.do("amend_event", expert, "PATCH", address, json={"title": "A third title"})
    table, csv = "name,kind,state,role\nTajikistan,state,TJK,attended\n", {"Content-Type": "text/csv"}
    story.do("import_participants", expert, "POST", f"{address}/participants", content=table, headers=csv)
    files = {"file": ("programme.txt", b"10:00 Opening")}
    attachment = story.do(
        "create_attachment", expert, "POST", f"{address}/attachments", files=files, data={"kind": "programme"}
    )
    story.do("withdraw_attachment", expert, "DELETE", f"{address}/attachments/{attachment['id']}")
    story.do("compose_note", expert, "POST", f"{address}/notes", json={"language": "en"})
    story.do("withdraw_event", expert, "DELETE", address)
    kind = {"type": "invented_type", "entry_kind": "event", "labels": {"en": "Invented type"}}
    story.do("create_event_type", expert, "POST", "/event-types", json=kind)
    changed = {"labels": {"en": "Renamed"}}
    story.do("change_event_type", expert, "PUT", "/event-types/invented_type", json=changed)
    story.do("amend_event_type", expert, "PATCH", "/event-types/invented_type", json={"active": False})


def notes(story: Story, expert: Caller, reviewer: Caller) -> None:
    event = make.event(expert, title="Another workshop", states=["UZB"])
    report = make.entry(expert, states=["UZB"])
    story.last = story.rows(0, limit=1, order="desc")[0]["seq"]
    note = story.do("compose_note", expert, "POST", f"/events/{event['id']}/notes", json={"language": "en"})
    address = f"/notes/{note['id']}"
    story.do("amend_entry", expert, "PATCH", f"/entries/{report['id']}", json={"date": "2004-09-14"})
    story.do("refresh_note", expert, "POST", f"{address}/refresh")
    story.do("replace_note", expert, "PUT", address, json={"sections": []})
    said = {"name": "comments", "items": [{"text": "A comment."}]}
    story.do("amend_note", expert, "PATCH", address, json={"sections": [said]})
    story.do("restore_note", expert, "POST", f"{address}/restore", json={"revision": 1})
    remark = story.do("create_remark", expert, "POST", f"{address}/remarks", json={"text": "A remark."})
    story.do("resolve_remark", expert, "POST", f"{address}/remarks/{remark['id']}/resolution", json={})
    template = story.do("create_template", expert, "POST", "/templates", json=PLAIN)
    kept = f"/templates/{template['id']}"
    story.do("replace_template", expert, "PUT", kept, json=PLAIN | {"name": "Another name"})
    story.do("withdraw_template", expert, "DELETE", kept)
    edition = story.do("create_edition", expert, "POST", f"{address}/editions", json={"language": "fr"})
    story.do("align_edition", expert, "POST", f"/notes/{edition['id']}/alignment", json={"revision": 1})
    story.do("send_note_to_review", expert, "POST", f"{address}/review")
    story.do("return_note", reviewer, "POST", f"{address}/return", json={"reason": "Unclear."})
    consent = {"state": "UZB", "by": "Ministry", "on": "2019"}
    story.do("record_state_approval", expert, "POST", f"{address}/state-approvals", json=consent)
    story.do("send_note_to_review", expert, "POST", f"{address}/review")
    story.do("approve_note", reviewer, "POST", f"{address}/approval")
    story.do("publish_note", reviewer, "POST", f"{address}/publication")
    story.do("withdraw_note", reviewer, "POST", f"{address}/withdrawal", json={"reason": "Twice."})


def submissions(story: Story, expert: Caller, organizer: Caller) -> None:
    def send(number: int) -> str:
        reading = {"reading": make.reading(file=make.reading()["file"] | {"sha256": f"{number:064x}"})}
        made = story.do("create_submission", organizer, "POST", "/submissions", json=reading)
        return f"/submissions/{made['id']}"

    accepted, returned, rejected, taken_back = (send(number) for number in range(4))
    story.do("claim_submission", expert, "POST", f"{accepted}/claim")
    story.do("accept_submission", expert, "POST", f"{accepted}/acceptance", json={})
    story.do("undo_acceptance", expert, "POST", f"{accepted}/acceptance/undo")
    story.do("return_submission", expert, "POST", f"{returned}/return", json={"reason": "Unclear."})
    story.do("reject_submission", expert, "POST", f"{rejected}/rejection", json={"reason": "Not ours."})
    story.do("withdraw_submission", organizer, "POST", f"{taken_back}/withdrawal")


def organizations(story: Story, expert: Caller) -> None:
    first = {"name": "Institute for Invented Studies", "kind": "ngo"}
    made = story.do("create_organization", expert, "POST", "/organizations", json=first)
    other = make.organization(expert, name="The Same Institute")
    story.last = story.rows(0, limit=1, order="desc")[0]["seq"]
    address = f"/organizations/{made['id']}"
    story.do("replace_organization", expert, "PUT", address, json=first | {"acronym": "IIS"})
    story.do("amend_organization", expert, "PATCH", address, json={"aliases": ["Invented Institute"]})
    story.do("merge_organization", expert, "POST", f"/organizations/{other['id']}/merge", json={"into": made["id"]})
    story.do("separate_organization", expert, "POST", f"/organizations/{other['id']}/separation")


def people(story: Story, expert: Caller, administrator: Caller) -> None:
    one, other = (story.do("create_person", expert, "POST", "/people", json={"name": name}) for name in ("A B", "C D"))
    address = f"/people/{one['id']}"
    story.do("replace_person", expert, "PUT", address, json={"name": "A. B."})
    story.do("amend_person", expert, "PATCH", address, json={"position": "Head of unit"})
    story.do("merge_person", expert, "POST", f"/people/{other['id']}/merge", json={"into": one["id"]})
    story.do("erase_person", administrator, "DELETE", address)
