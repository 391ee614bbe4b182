"""Safe retries."""

from tests.callers import Caller

ENTRY = {"kind": "nap", "date": "2014", "title": "Plan", "states": ["TKM"]}


def test_a_retry_gets_the_first_answer_byte_for_byte(expert: Caller) -> None:
    key = {"Idempotency-Key": "one"}
    first = expert.post("/entries", json=ENTRY, headers=key)
    again = expert.post("/entries", json=ENTRY, headers=key)
    other = expert.post("/entries", json=ENTRY | {"date": "2015"}, headers=key)
    assert (again.content, again.status_code) == (first.content, 201)
    assert other.status_code == 422
