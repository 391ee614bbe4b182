"""The whole register as one file, and back again, onto either engine."""
