"""Names as recorded, in the language of a note: those of States and of well-known organizations."""

from app.kit.languages import Language
from app.organizations import registry as organizations
from app.states import registry


def local(name: str, language: Language) -> str:
    """The name in a language where it is exactly that of a State or of an organization that has one; else as printed.

    A former name of a State stays a former name, and one of its other names stays as it was printed.
    """
    if iso3 := registry.find(name):
        state = registry.get(iso3)
        official = (*(old.names for old in state.former), state.names)
        return next((names[language] for names in official if name in names.values()), name)
    if language is Language.en:  # in which acronyms are known, and stay as they were printed
        return name
    known = organizations.find(name)
    return known.names.get(language, name) if known else name
