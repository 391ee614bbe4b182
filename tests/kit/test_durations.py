"""How long ago: durations in whole months and days, counted back from a day."""

from datetime import date

import pytest

from app.kit import durations


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("P12M", "2023-03-31"), ("P1Y", "2023-03-31"), ("P1M", "2024-02-29"), ("P13M", "2023-02-28"),
        ("P1Y1M", "2023-02-28"), ("P90D", "2024-01-01"), ("P2W", "2024-03-17"), ("P1M1D", "2024-02-28"),
        ("P0D", "2024-03-31"), ("P3Y3M", "2020-12-31"), ("P9999Y", "0001-01-01"), ("P2023Y", "0001-03-31"),
        ("P2023Y90D", "0001-01-01"), ("2020-02-29", "2020-02-29"),
    ],
)  # fmt: skip
def test_a_duration_is_counted_back_from_a_day(text: str, expected: str) -> None:
    assert durations.limit(date(2024, 3, 31), text).isoformat() == expected


@pytest.mark.parametrize("text", ["", "P", "12", "P1H", "PT1H", "P-1D", "P1D1M", "1Y", "2020-02-30"])
def test_what_is_no_duration_and_no_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        durations.limit(date(2024, 3, 31), text)
