"""The register against a model of fifty lines: whatever is done to it in whatever order, both answer alike."""

from collections.abc import Callable
from datetime import date
from typing import Any, ClassVar

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from app.kit import dates
from app.kit.db import Database
from tests.callers import Caller
from tests.proofs.emptying import Emptied, run

DATES = ["2004-09-10", "2014", "2014-05", "2017-06-29/2017-06-30", "XXXX-11-08", "../2018-06-11", "2016~", "2016-02/.."]
DAYS = ["2003-12-31", "2004-09-10", "2014-05-31", "2016-06-01", "2018-06-11", "2030-01-01"]
STATES = ["KGZ", "TKM", "UZB"]
KINDS = ["additional_information", "national_report", "other"]
Json = dict[str, Any]

facts = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(KINDS),
        "date": st.sampled_from(DATES),
        "title": st.sampled_from(["First", "Second", "Третий", "第四"]),
        "states": st.lists(st.sampled_from(STATES), min_size=1, unique=True).map(sorted),
        "visibility": st.sampled_from(["public", "public", "committee"]),
    }
)
questions = st.fixed_dictionaries(
    {"state": st.sampled_from(STATES), "order": st.sampled_from(["asc", "desc"])},
    optional={
        "as_of": st.sampled_from(DAYS), "from": st.sampled_from(DAYS), "to": st.sampled_from(DAYS),
        "overlap": st.sampled_from(["may", "must"]), "kind": st.sampled_from(KINDS), "include": st.just("withdrawn"),
        "known": st.floats(0, 1),
    },
)  # fmt: skip
windows = questions.filter(lambda asked: str(asked.get("from", "")) <= str(asked.get("to", "9")))
whoever = st.sampled_from(["public", "expert"])


class Model:
    """What the register must answer: every version of every fact, and nothing cleverer than a loop over them."""

    def __init__(self) -> None:
        self.versions: dict[str, list[Json]] = {}

    def tell(self, version: Json) -> None:
        self.versions.setdefault(version["id"], []).append(version)

    def standing(self) -> list[Json]:
        return [known[-1] for known in self.versions.values() if not known[-1]["withdrawn"]]

    def instants(self) -> list[str]:
        return sorted(version["at"] for known in self.versions.values() for version in known)

    def seen(self, who: str, known_at: str | None = None) -> list[Json]:
        """The version of each fact that held at an instant, for who may see it and what came after."""
        found = []
        for known in self.versions.values():
            held = [one for one in known if known_at is None or one["at"] <= known_at]
            hidden = any(one["visibility"] == "committee" for one in known[len(held) - 1 :])
            if held and not (hidden and who == "public"):
                found.append(held[-1])
        return found

    def timeline(self, who: str, asked: Json, known_at: str | None) -> list[tuple[str, int, bool]]:
        day, kept = asked.get("as_of"), []
        for one in self.seen(who, known_at):
            when = dates.parse(one["date"])
            first, last = when.first_day, when.last_day
            start, end = (first, last) if asked.get("overlap") == "must" else (last, first)
            if (
                asked["state"] in one["states"]
                and (not one["withdrawn"] or "include" in asked)
                and asked.get("kind") in {None, one["kind"]}
                and (day is None or first <= date.fromisoformat(day))
                and ("from" not in asked or start >= date.fromisoformat(asked["from"]))
                and ("to" not in asked or end <= date.fromisoformat(asked["to"]))
            ):
                certain = day is None or last <= date.fromisoformat(day)
                kept.append((when.sort_day == date.max, when.sort_day, last, one["id"], one["version"], certain))
        kept.sort(key=lambda row: row[1:4], reverse=asked["order"] == "desc")
        return [(row[3], row[4], row[5]) for row in sorted(kept, key=lambda row: row[0])]


class Register(RuleBasedStateMachine):
    """The rules by which a register and its model are used alike."""

    callers: ClassVar[dict[str, Caller]]
    emptied: ClassVar[Emptied]

    def __init__(self) -> None:
        super().__init__()
        self.emptied.again()
        self.model, self.after, self.mirror = Model(), dict[str, int](), dict[str, dict[str, int]]()
        for who, caller in self.callers.items():
            self.after[who] = max(item["seq"] for item in caller.read("/changes", limit=1000)["items"])
            self.mirror[who] = {}

    def tell(self, sent: Json, answer: Json, *, withdrawn: bool = False) -> None:
        assert {name: answer[name] for name in sent} == sent
        told = {"id": answer["id"], "version": answer["version"], "at": answer["recorded_at"]}
        self.model.tell(sent | told | {"withdrawn": withdrawn})

    def tag(self, fact: Json) -> str:
        tag: str = self.callers["expert"].get(f"/entries/{fact['id']}").headers["etag"]
        return tag

    @rule(fact=facts)
    def record(self, fact: Json) -> None:
        self.tell(fact, self.callers["expert"].make("/entries", fact))

    @rule(fact=facts)
    def record_twice_with_one_key(self, fact: Json) -> None:
        key = {"Idempotency-Key": f"key-{len(self.model.instants())}"}
        once, twice = (self.callers["expert"].post("/entries", json=fact, headers=key) for _ in range(2))
        assert once.content == twice.content
        self.tell(fact, once.json())

    @rule(fact=facts)
    def rehearse(self, fact: Json) -> None:
        answer = self.callers["expert"].post("/entries?dry_run=true", json=fact)
        assert (answer.status_code, answer.json()["id"]) == (200, None)

    @precondition(lambda self: self.model.standing())
    @rule(data=st.data(), changed=facts)
    def correct(self, data: st.DataObject, changed: Json) -> None:
        fact = data.draw(st.sampled_from(self.model.standing()))
        answer = self.callers["expert"].put(
            f"/entries/{fact['id']}?reason=r", json=changed, headers={"If-Match": self.tag(fact)}
        )
        self.tell(changed, answer.raise_for_status().json())

    @precondition(lambda self: self.model.standing())
    @rule(data=st.data(), changed=facts)
    def correct_what_is_stale(self, data: st.DataObject, changed: Json) -> None:
        fact = data.draw(st.sampled_from(self.model.standing()))
        answer = self.callers["expert"].put(
            f"/entries/{fact['id']}?reason=r", json=changed, headers={"If-Match": '"older"'}
        )
        assert (answer.status_code, answer.json()["current"]["version"]) == (412, fact["version"])

    @precondition(lambda self: self.model.standing())
    @rule(data=st.data())
    def withdraw(self, data: st.DataObject) -> None:
        fact = data.draw(st.sampled_from(self.model.standing()))
        address = f"/entries/{fact['id']}/withdrawal?reason=r"
        answer = self.callers["expert"].post(address, headers={"If-Match": self.tag(fact)})
        same = {name: fact[name] for name in ("kind", "date", "title", "states", "visibility")}
        self.tell(same, answer.raise_for_status().json(), withdrawn=True)

    @rule(who=whoever, asked=windows)
    def ask(self, who: str, asked: Json) -> None:
        instants = self.model.instants()
        known_at = instants[int(asked["known"] * (len(instants) - 1))] if "known" in asked and instants else None
        given = {name: value for name, value in asked.items() if name not in {"state", "known"}}
        moment = {"known_at": known_at} if known_at else {}
        page = self.callers[who].read(f"/states/{asked['state']}/timeline", **given, **moment, limit=200)
        answered = [(one["id"], one["version"], one["certain"]) for one in page["items"]]
        assert answered == self.model.timeline(who, asked, known_at)
        assert page["total"] == len(answered)

    @rule(who=whoever)
    def follow(self, who: str) -> None:
        for item in self.callers[who].read("/changes", after=self.after[who], limit=1000)["items"]:
            self.after[who] = item["seq"]
            if item["action"] == "removed":
                del self.mirror[who][item["id"]]
            else:
                self.mirror[who][item["id"]] = item["version"]
        assert self.mirror[who] == {one["id"]: one["version"] for one in self.model.seen(who)}


@pytest.fixture
def emptied(database: Database) -> Emptied:
    return Emptied(database)


@pytest.mark.D5
@pytest.mark.F12
def test_register_and_model_answer_alike(emptied: Emptied, client: Caller, expert: Caller) -> None:
    run(Register, {"callers": {"public": client, "expert": expert}, "emptied": emptied}, runs=12, steps=25)


@pytest.mark.prove
def test_register_and_model_answer_alike_in_a_thousand_runs(
    emptied: Emptied, client: Caller, expert: Caller, proven: Callable[[str], None]
) -> None:
    run(Register, {"callers": {"public": client, "expert": expert}, "emptied": emptied}, runs=1000, steps=50)
    proven("1,000 runs of up to 50 steps, no difference")
