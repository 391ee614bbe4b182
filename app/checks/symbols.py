"""Symbols of documents: whether one looks like those that its issuer gives. Kept as printed, whatever is found."""

import re

from app.checks.models import Code, Finding

# Organ, then parts between slashes, then the year of a resolution: "The symbols of United Nations documents",
# ST/LIB/SER.B/5/Rev.5. A communication under resolution 1540 is S/AC.44/YEAR/NUMBER, the first ones with (02) between.
PART = r"(?:[A-Z0-9][A-Za-z0-9.-]*|\([0-9]{2}\))"
FORMS = {
    "un": re.compile(rf"(?:A|E|S|T|ST|TD|CD|DC|SC|NPT|BWC|INFCIRC)(?:/{PART})+(?: ?\([0-9]{{4}}\))?"),
    "isbn": re.compile(r"(?:97[89][- ]?)?(?:[0-9][- ]?){9}[0-9X]"),
    "doi": re.compile(r"10\.[0-9]{4,9}/\S+"),
}
# What the committee's own series goes on with: a year of its existence, or the mark of another series in it.
COMMITTEE = re.compile(r"S/AC\.44/(?:20[0-9]{2}/|[A-Z])")


def identifier_form(scheme: str, value: str, *, at: str) -> Finding | None:
    """A symbol that is not of its scheme's form; a scheme that is not known here has any."""
    form = FORMS.get(scheme)
    if form is None or (form.fullmatch(value) and (not value.startswith("S/AC.44/") or COMMITTEE.match(value))):
        return None
    detail = f"{value} does not look like a symbol of the scheme {scheme}; it is kept as printed."
    return Finding(code=Code.identifier_form, at=at, detail=detail)
