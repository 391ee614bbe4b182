"""What was agreed to come next, as a sentence: by the entry that would show it, else in the words of the step."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.kit.languages import Language
from app.notes.agreeing import begun, fill, states
from app.notes.naming import local
from app.notes.packs import Pack, pack
from app.notes.titles import language_of
from app.wording.printing import dated

Step = Mapping[str, Any]


def next_step(step: Step, *, language: Language, on: date | None) -> str:
    """A step in a sentence. In another language than its own it is quoted, unless the entry expected tells it."""
    words, spoken = pack(language), language_of(step["action"])
    due = _due(step, language)
    pattern = words.sentences.get(f"step_{(step['expects'] or {}).get('kind')}")
    if pattern and step["states"] and spoken is not language:
        until = words.parts["due"].format(x=due) if due else ""
        return begun(fill(words, pattern, who=states(step["states"], words, on=on), due=until))
    pattern = words.sentences["step" if spoken is language else "step_elsewhere"]
    what, named = step["action"].strip().rstrip(".。"), words.languages[spoken]
    return fill(words, pattern, what=what, details=_details(step, due, words), language=named)


def _due(step: Step, language: Language) -> str:
    due = step["due"] or ""
    return dated(due if "/" in due or due.startswith(("[", "{")) else f"../{due}", language) if due else ""


def _details(step: Step, due: str, words: Pack) -> str:
    actor = local(step["actor"], words.language) if step["actor"] else ""
    told = [part for part in (actor, due) if part]
    return words.parts["details"].format(x=words.parts["between_details"].join(told)) if told else ""
