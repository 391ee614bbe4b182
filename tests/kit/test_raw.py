"""Questions asked past the pool, and what they say when nobody answers."""

import asyncio
from datetime import date
from pathlib import Path

import pytest

from app.kit import raw
from app.kit.front import Moment
from app.kit.raw import FileReader, Gone
from app.ledger.present import HEAD, OfFile, OfServer, present

TODAY = date(2026, 11, 23)


def today() -> date:
    return TODAY


def test_a_question_that_fails_is_to_be_asked_the_ordinary_way_and_the_next_is_answered(url: str) -> None:
    async def ask() -> int:
        reader = raw.reader(url)
        with pytest.raises(Gone):
            await reader.rows("SELECT nothing FROM nowhere", {})
        rows = await reader.rows(HEAD, {})
        await reader.close()
        return len(rows)

    assert asyncio.run(ask()) == 1


def test_those_who_ask_at_once_are_told_the_same_moment(url: str) -> None:
    async def ask() -> set[Moment | None]:
        reader = raw.reader(url)
        told = await asyncio.gather(*(present(reader, today=today).ask() for _ in range(2)))
        who = present(reader, today=today)
        told += await asyncio.gather(*(who.ask() for _ in range(5)))
        await reader.close()
        return set(told)

    (moment,) = asyncio.run(ask())
    assert moment
    assert moment[2] == TODAY


def test_a_moment_that_was_told_is_not_told_to_those_who_come_later(url: str) -> None:
    async def known() -> bool:
        return who.now is not None

    async def ask() -> list[bool]:
        earlier = asyncio.ensure_future(known())
        await who.ask()
        later = asyncio.ensure_future(known())
        told = [await earlier, await later]
        await reader.close()
        return told

    reader = raw.reader(url)
    who = present(reader, today=today)
    # A server answers after others came: whoever shares its answer waits for it.
    assert asyncio.run(ask()) == [isinstance(reader, FileReader), False]


def test_of_a_register_that_is_gone_nobody_can_tell_the_moment(tmp_path: Path) -> None:
    reader = FileReader(str(tmp_path / "none.db"))

    assert asyncio.run(OfFile(reader, today).ask()) is None
    assert asyncio.run(OfServer(reader, today).ask()) is None
