"""The life of a note against a model of it: whatever two experts do to it in whatever order, both say the same."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, ClassVar

import pytest
from httpx2 import Response
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from app.kit.db import Database
from tests import make
from tests.callers import Caller
from tests.notes.test_routes import compose
from tests.proofs.emptying import Emptied, run
from tests.test_chores import DUE, LATE, chores
from tests.test_chores import run as done

Json = dict[str, Any]
BEGINS = {
    "review": {"draft"}, "approval": {"in_review"}, "return": {"in_review", "approved"}, "publication": {"approved"},
    "state-approvals": {"draft", "in_review", "approved"},
}  # fmt: skip
LEADS = {"review": "in_review", "approval": "approved", "return": "draft"}
REASON = {"reason": "r"}
CONSENT = {"state": "TKM", "by": "Ministry", "on": "2018"}
who = st.sampled_from(["expert", "reviewer"])


@dataclass
class Text:
    """A text that is worked on, or was published."""

    revision: int
    words: str
    required: bool = False
    status: str = "draft"
    authors: set[str] = field(default_factory=set)
    approved_by_state: bool = False
    due: bool = False


class Model:
    """What a note must be: the text that was published, the one that is worked on, and every text that ever was."""

    def __init__(self, author: str) -> None:
        self.open: Text | None = Text(1, "composed", authors={author})
        self.published: Text | None = None
        self.withdrawn = False
        self.texts = {1: "composed"}
        self.shown: set[int] = set()
        self.sender = ""

    def save(self, author: str, *, words: str | None = None, required: bool | None = None) -> int:
        """Answers the status of HTTP that a save must have; so do the others."""
        if self.withdrawn:
            return 409
        base = self.open or self.published
        assert base
        now = (base.words if words is None else words, base.required if required is None else required)
        if now == (base.words, base.required):
            return 200
        fresh = self.open is None or now[0] != base.words
        revision = max(self.texts) + 1 if fresh else base.revision
        authors, consent = (set(), False) if self.open is None else (self.open.authors, self.open.approved_by_state)
        self.open = Text(revision, *now, authors=authors | {author}, approved_by_state=consent and not fresh)
        self.texts[revision] = now[0]
        return 200

    def step(self, author: str, name: str, *, later: bool = False) -> int:
        text = self.open
        if self.withdrawn or text is None or text.status not in BEGINS[name]:
            return 409
        if name == "state-approvals":
            text.approved_by_state = True
            return 201
        if name == "publication":
            return self._publish(text, later=later)
        if name == "approval" and author in text.authors:
            return 403
        if name == "review":
            self.sender = author
        if name == "approval" and author == self.sender:
            return 403
        text.status, text.due = LEADS[name], False
        return 200

    def _publish(self, text: Text, *, later: bool) -> int:
        if text.required and not text.approved_by_state:
            return 409
        text.due = later
        if not later:
            self.published, self.open = text, None
            self.shown.add(text.revision)
        return 200

    def tick(self) -> None:
        if self.open and self.open.due:
            self._publish(self.open, later=False)

    def withdraw(self) -> int:
        if self.withdrawn:
            return 409
        self.withdrawn, self.open = True, None
        return 200


class Life(RuleBasedStateMachine):
    """One note, two experts who write and review it, and time that passes."""

    callers: ClassVar[dict[str, Caller]]
    emptied: ClassVar[Emptied]

    def __init__(self) -> None:
        super().__init__()
        self.emptied.again()
        expert = self.callers["expert"]
        self.note: Json = compose(expert, make.event(expert))
        self.place = f"/notes/{self.note['id']}"
        self.model = Model("expert")
        self.fixed: dict[int, bytes] = {}

    def beside(self) -> str | None:
        under_way = self.callers["expert"].read(self.place)["under_way"]
        return under_way and f"/notes/{under_way['id']}"

    def send(self, author: str, method: str, path: str, body: Json | None, *, of: str | None = None) -> Response:
        caller = self.callers[author]
        tag = caller.get(of or self.beside() or self.place).headers["etag"]
        return caller.request(method, path, json=body, headers={"If-Match": tag})

    @rule(author=who, words=st.sampled_from(["one", "two", "three"]))
    def edit(self, author: str, words: str) -> None:
        said = {"sections": [{"name": "comments", "items": [{"id": "item", "text": words}]}]}
        answer = self.send(author, "PATCH", self.place, said)
        assert answer.status_code == self.model.save(author, words=words), answer.text

    @rule(author=who, pick=st.integers(0, 99))
    def restore(self, author: str, pick: int) -> None:
        number = 1 + pick % max(self.model.texts)
        answer = self.send(author, "POST", f"{self.place}/restore", {"revision": number})
        assert answer.status_code == self.model.save(author, words=self.model.texts[number]), answer.text

    @rule(author=who, required=st.booleans())
    def require(self, author: str, required: bool) -> None:
        answer = self.send(author, "PATCH", self.place, {"state_approval": ["TKM"] * required})
        assert answer.status_code == self.model.save(author, required=required), answer.text

    @rule(author=who, name=st.sampled_from(["review", "review", "approval", "approval", "publication", "return"]))
    def move(self, author: str, name: str) -> None:
        answer = self.send(author, "POST", f"{self.place}/{name}", REASON if name == "return" else None)
        assert answer.status_code == self.model.step(author, name), answer.text

    @rule(author=who)
    def consent(self, author: str) -> None:
        answer = self.send(author, "POST", f"{self.place}/state-approvals", CONSENT)
        assert answer.status_code == self.model.step(author, "state-approvals"), answer.text

    @rule(author=who)
    def schedule(self, author: str) -> None:
        answer = self.send(author, "POST", f"{self.place}/publication", {"publish_at": DUE.isoformat()})
        assert answer.status_code == self.model.step(author, "publication", later=True), answer.text

    @rule()
    def wait(self) -> None:
        done(chores(self.emptied.database, LATE))
        self.model.tick()

    @rule(author=who)
    def withdraw_beside(self, author: str) -> None:
        if beside := self.beside():
            answer = self.send(author, "POST", f"{beside}/withdrawal", REASON)
            assert answer.status_code == 200, answer.text
            self.model.open = None

    @rule(author=who, really=st.integers(0, 9))
    def withdraw(self, author: str, really: int) -> None:
        if really == 0:
            answer = self.send(author, "POST", f"{self.place}/withdrawal", REASON, of=self.place)
            assert answer.status_code == self.model.withdraw(), answer.text

    @invariant()
    def both_say_the_same(self) -> None:
        expert, model = self.callers["expert"], self.model
        if model.open:
            told = expert.read(self.beside() or self.place)
            due = told["publish_at"] is not None
            assert (told["status"], told["revision"], due) == (model.open.status, model.open.revision, model.open.due)
        numbers = [one["revision"] for one in expert.read(f"{self.place}/revisions")["items"]]
        assert numbers == sorted(model.texts)
        for number in numbers:
            body = expert.get(f"{self.place}/revisions/{number}").content
            assert self.fixed.setdefault(number, body) == body
        self.the_public_sees_what_was_published()

    def the_public_sees_what_was_published(self) -> None:
        public, model = self.callers["public"], self.model
        entries = [one for one in public.read("/states/TKM/timeline")["items"] if one["kind"] == "note"]
        assert len(entries) == (model.published is not None and not model.withdrawn)
        answer = public.get(self.place)
        if model.published is None:
            assert answer.status_code == 404
            return
        status = "withdrawn" if model.withdrawn else "published"
        told = answer.json()
        assert (told["status"], told["revision"], told["under_way"]) == (status, model.published.revision, None)
        assert [one["revision"] for one in public.read(f"{self.place}/revisions")["items"]] == sorted(model.shown)


@pytest.fixture
def life(database: Database, client: Caller, expert: Caller, reviewer: Caller) -> Json:
    callers = {"public": client, "expert": expert, "reviewer": reviewer}
    return {"callers": callers, "emptied": Emptied(database)}


@pytest.mark.C9
def test_a_note_lives_as_its_model_does(life: Json) -> None:
    run(Life, life, runs=5, steps=25)


@pytest.mark.prove
def test_a_note_lives_as_its_model_does_in_five_hundred_runs(life: Json, proven: Callable[[str], None]) -> None:
    run(Life, life, runs=500, steps=40)
    proven("500 runs of up to 40 steps by two experts, no difference")
