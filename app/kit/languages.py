"""The six official languages of the United Nations."""

from enum import StrEnum


class Language(StrEnum):
    """BCP 47 tags of the six languages (General Assembly rules of procedure, rule 51)."""

    ar = "ar"
    zh = "zh"
    en = "en"
    fr = "fr"
    ru = "ru"
    es = "es"


RTL = frozenset({Language.ar})
