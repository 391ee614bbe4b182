"""How well notes are read: readings beside labels, counted by field, language, format and set."""
