"""Questions asked past the pool, and what they say when nobody answers."""

import asyncio
from pathlib import Path

import pytest

from app.kit import raw
from app.kit.raw import FileReader, Gone
from app.ledger.present import HEAD, OfFile, OfServer, present


def test_a_question_that_fails_is_to_be_asked_the_ordinary_way_and_the_next_is_answered(url: str) -> None:
    async def ask() -> int:
        reader = raw.reader(url)
        with pytest.raises(Gone):
            await reader.rows("SELECT nothing FROM nowhere", {})
        rows = await reader.rows(HEAD, {})
        await reader.close()
        return len(rows)

    assert asyncio.run(ask()) == 1


def test_those_who_ask_at_once_are_told_the_same_place(url: str) -> None:
    async def ask() -> int:
        reader = raw.reader(url)
        told = await asyncio.gather(*(present(reader).place() for _ in range(2)))
        who = present(reader)
        told += await asyncio.gather(*(who.place() for _ in range(5)))
        await reader.close()
        return len(set(told))

    assert asyncio.run(ask()) == 1


def test_of_a_register_that_is_gone_nobody_can_tell_the_place(tmp_path: Path) -> None:
    reader = FileReader(str(tmp_path / "none.db"))

    assert asyncio.run(OfFile(reader).place()) is None
    assert asyncio.run(OfServer(reader).place()) is None
