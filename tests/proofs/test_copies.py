"""A copy kept from the feed alone, after any sequence of writes: what each class of caller is shown, and no more."""

from collections.abc import Callable
from typing import Any, ClassVar

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from app.kit.db import Database
from tests import make
from tests.callers import Caller
from tests.proofs.emptying import Emptied, run

Json = dict[str, Any]
Thing = tuple[str, str]
WHY = "?reason=r"
ADDRESSES = {
    "entry": "/entries/{id}", "event": "/events/{id}", "note": "/notes/{id}", "step": "/steps/{id}",
    "submission": "/submissions/{id}", "claim": "/entries/{entry}/claims/{id}",
    "attachment": "/events/{event}/attachments/{id}",
}  # fmt: skip
# What is worked out when it is read: from the day, and from other records, of which the feed tells by themselves.
DERIVED = {
    "step": {"status", "closed_by", "certain", "overdue", "proposals"}, "note": {"stale", "sections", "under_way"},
}  # fmt: skip

REFUSED = {"/problems/no-closure", "/problems/own-note"}

levels = st.sampled_from(["public", "committee"])
picks = st.integers(0, 999)
# What belongs to what: the kind of the whole, which is named by a member of that name.
WHOLES = {"claim": "entry", "attachment": "event", "note": "event", "step": "event", "entry": "event"}
# What an organization sent it goes on seeing.
SENT = {"note", "step", "entry"}


class Copy:
    """What somebody keeps who only follows the feed, and reads what it tells of."""

    def __init__(self, caller: Caller) -> None:
        self.caller = caller
        self.after = 0
        self.kept: dict[Thing, Json] = {}
        while self._items():
            self.kept.clear()  # what was there before is not of interest

    def _items(self) -> list[Json]:
        items: list[Json] = self.caller.read("/changes", after=self.after, limit=1000)["items"]
        self.after = items[-1]["seq"] if items else self.after
        return items

    def catch_up(self, addresses: dict[Thing, str]) -> None:
        told = {(item["thing"], item["id"]): item for item in self._items()}
        for thing, item in told.items():
            self.kept.pop(thing, None)
            if item["action"] != "removed":
                self.kept[thing] = lasting(thing, self.caller.read(addresses[thing]))
                assert self.kept[thing]["version"] == item["version"], thing

    def shown(self, addresses: dict[Thing, str]) -> dict[Thing, Json]:
        """What GET shows of everything that there is."""
        answers = {thing: self.caller.get(address) for thing, address in addresses.items()}
        assert {answer.status_code for answer in answers.values()} <= {200, 401, 403, 404}
        return {thing: lasting(thing, one.json()) for thing, one in answers.items() if one.status_code == 200}


def lasting(thing: Thing, body: Json) -> Json:
    return {name: value for name, value in body.items() if name not in DERIVED.get(thing[0], ())}


class Register(RuleBasedStateMachine):
    """Writes of all kinds by an expert, notes of two organizations, and five copies."""

    callers: ClassVar[dict[str, Caller]]
    emptied: ClassVar[Emptied]

    def __init__(self) -> None:
        super().__init__()
        self.emptied.again()
        self.copies = {who: Copy(caller) for who, caller in self.callers.items() if who != "auditor"}
        self.addresses: dict[Thing, str] = {}
        self.bodies: dict[Thing, Json] = {}
        self.after = self.callers["auditor"].read("/audit", order="desc", limit=1)["items"][0]["seq"]
        self.number = 0

    def know(self) -> None:
        """Find out what there is, and where: from the ledger, of which an auditor sees all."""
        query = {"after": self.after, "limit": 200, "include": "record"}
        while rows := self.callers["auditor"].read("/audit", **query)["items"]:
            query["after"] = self.after = rows[-1]["seq"]
            for row in rows:
                kind, _, name = row["thing"].partition("/")
                if kind in ADDRESSES:
                    self.addresses[kind, name] = ADDRESSES[kind].format(**row["after"])
                    self.bodies[kind, name] = row["after"]

    def do(self, method: str, address: str, body: Any = None, **sent: Any) -> None:
        content = {} if body is None else {"json": body}
        answer = self.callers["expert"].request(method, address, headers={"If-Match": "*"}, **content, **sent)
        assert answer.status_code in {200, 201, 409} or answer.json()["type"] in REFUSED, answer.text
        self.know()

    def some(self, kind: str, pick: int) -> str | None:
        """The address of one of the things of a kind, if there is one."""
        found = [address for (one, _), address in self.addresses.items() if one == kind]
        return found[pick % len(found)] if found else None

    def named(self, kind: str, pick: int) -> str | None:
        address = self.some(kind, pick)
        return address and address.rpartition("/")[2]

    @initialize()
    def furnish(self) -> None:
        """One of each kind, of all levels: an event with a note, a step and files, an entry with claims."""
        self.log("public", "held")
        self.record("public")
        self.accept("organizer", 1, 0, publish=True)
        for level in ("public", "public", "committee"):
            self.attach(0, level)
        for year, level in (("2015", "public"), ("2016", "committee")):
            self.claim(0, level, year)
        self.withdraw("attachment", 0)

    @rule(level=levels)
    def record(self, level: str) -> None:
        fact = {"kind": "event", "date": "2014", "title": "Workshop", "states": ["URY"], "visibility": level}
        self.do("POST", "/entries", fact)

    @rule(level=levels, status=st.sampled_from(["draft", "held"]))
    def log(self, level: str, status: str) -> None:
        event = {"title": "Review", "type": "nap_final_review", "starts_on": "2019-05-14", "states": ["URY"]}
        self.do("POST", "/events?allow_duplicate=true", event | {"visibility": level, "status": status})

    @rule(sender=st.sampled_from(["organizer", "rival"]), event=picks, entry=picks, publish=st.booleans())
    def accept(self, sender: str, event: int, entry: int, publish: bool) -> None:
        if self.number == 3:
            return  # enough of them: what becomes of them is of interest
        self.number += 1
        fact = make.fact(str(2014 + self.number % 2), "event", f"Workshop {self.number}", "note.background[1]")
        step = {"actor": None, "action": f"will do {self.number}", "due": None, "at": "note.highlights[1]"}
        sent = make.submission(self.callers[sender], entries=[fact], next_steps=[step])
        known = self.named("entry", entry)
        link = {"at": fact["at"], "action": "link" if known else "create", "entry": known}
        about = {"event": self.named("event", event)} if event % 3 else {}
        choice = about | {"entries": [link], "allow_duplicate": True, "publish": publish}
        self.do("POST", f"/submissions/{sent['id']}/acceptance", choice)

    @rule(pick=picks)
    def undo(self, pick: int) -> None:
        if address := self.some("submission", pick):
            self.do("POST", f"{address}/acceptance/undo{WHY}")

    @rule(pick=picks)
    def compose(self, pick: int) -> None:
        if address := self.some("event", pick):
            self.do("POST", f"{address}/notes", {"language": "en"})

    @rule(pick=picks, text=st.sampled_from(["A text.", "Another."]))
    def edit(self, pick: int, text: str) -> None:
        if address := self.some("note", pick):
            said = {"sections": [{"name": "comments", "items": [{"id": "one", "text": text}]}]}
            self.do("PATCH", address, said)

    @rule(pick=picks, name=st.sampled_from(["review", "approval", "return", "publication", "withdrawal"]))
    def move(self, pick: int, name: str) -> None:
        if address := self.some("note", pick):
            because = {"reason": "r"} if name in {"return", "withdrawal"} else None
            self.do("POST", f"{address}/{name}", because)

    @rule(pick=picks, level=levels)
    def show_or_hide_an_event(self, pick: int, level: str) -> None:
        if address := self.some("event", pick):
            self.do("PATCH", f"{address}{WHY}", {"visibility": level})

    @rule(kind=st.sampled_from(["entry", "entry", "step"]), pick=picks, level=levels)
    def show_or_hide(self, kind: str, pick: int, level: str) -> None:
        if address := self.some(kind, pick):
            self.do("PATCH", f"{address}{WHY}", {"visibility": level})

    @rule(pick=picks)
    def announce(self, pick: int) -> None:
        if address := self.some("event", pick):
            self.do("PATCH", f"{address}{WHY}", {"status": "held"})

    @rule(kind=st.sampled_from(["entry", "event", "step", "attachment", "claim"]), pick=picks)
    def withdraw(self, kind: str, pick: int) -> None:
        if address := self.some(kind, pick):
            verb = ("DELETE", "") if kind in {"event", "attachment"} else ("POST", "/withdrawal")
            self.do(verb[0], f"{address}{verb[1]}{WHY}")

    @rule(pick=picks, level=levels, year=st.sampled_from(["2014", "2015", "2016"]))
    def claim(self, pick: int, level: str, year: str) -> None:
        if address := self.some("entry", pick):
            said = {"member": "date", "value": year, "source": {"text": "A book"}, "visibility": level}
            self.do("POST", f"{address}/claims", said)

    @rule(pick=picks)
    def choose(self, pick: int) -> None:
        if address := self.some("claim", pick):
            self.do("POST", f"{address}/choice{WHY}")

    @rule(pick=picks, level=levels)
    def attach(self, pick: int, level: str) -> None:
        if address := self.some("event", pick):
            form = {"kind": "programme", "visibility": level}
            self.do("POST", f"{address}/attachments", files={"file": ("a.txt", b"10:00 Opening")}, data=form)

    @rule(step=picks, entry=picks)
    def close(self, step: int, entry: int) -> None:
        address, named = self.some("step", step), self.named("entry", entry)
        if address and named:
            self.do("POST", f"{address}/closure", {"entry": named})

    @rule(who=st.sampled_from(["public", "organizer", "rival", "reader", "expert"]))
    def follow(self, who: str) -> None:
        copy = self.copies[who]
        copy.catch_up(self.addresses)
        assert copy.kept == copy.shown(self.addresses)
        for part, body in self.bodies.items():
            kind = WHOLES.get(part[0], "")
            if body.get(kind):
                self.insist(part, body, (kind, body[kind]), who)

    def insist(self, part: Thing, body: Json, whole: Thing, who: str) -> None:
        """A part is shown to nobody who is not shown the whole; to all of them, unless it is for fewer by itself."""
        kept = self.copies[who].kept
        is_open = body["published_at"] if part[0] == "note" else body["visibility"] == "public"
        is_sent = who in {"organizer", "rival"} and part[0] in SENT
        if whole not in kept and not is_sent:
            assert part not in kept, part
        # What one organization sent about another's hidden event is for its sender (docs/trust.md, not promised yet).
        if whole in kept and is_open and not (is_sent and self.is_hidden(whole)):
            assert part in kept, part

    def is_hidden(self, whole: Thing) -> bool:
        body = self.bodies[whole]
        return body["visibility"] != "public" or body.get("status") == "draft"

    def teardown(self) -> None:
        for who in self.copies:
            self.follow(who)


@pytest.fixture
def callers(
    client: Caller, organizer: Caller, rival: Caller, reader: Caller, expert: Caller, auditor: Caller
) -> dict[str, Caller]:
    everybody = {"public": client, "organizer": organizer, "rival": rival, "reader": reader}
    return everybody | {"expert": expert, "auditor": auditor}


@pytest.mark.F12
@pytest.mark.N18
def test_a_copy_made_from_the_feed_is_what_each_caller_is_shown(database: Database, callers: dict[str, Caller]) -> None:
    run(Register, {"callers": callers, "emptied": Emptied(database)}, runs=6, steps=25)


@pytest.mark.prove
@pytest.mark.F12
def test_a_copy_made_from_the_feed_is_what_each_caller_is_shown_in_five_hundred_runs(
    database: Database, callers: dict[str, Caller], proven: Callable[[str], None]
) -> None:
    run(Register, {"callers": callers, "emptied": Emptied(database)}, runs=500, steps=40)
    proven("500 runs of up to 40 writes, 5 copies each, no difference")
