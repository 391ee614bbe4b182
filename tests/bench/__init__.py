"""Measures what matters beside bare contenders in one run: ratios hold where absolute figures drift."""
