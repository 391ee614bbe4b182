"""An information note as Akoma Ntoso 3.0 (OASIS LegalDocML): the XML that parliaments and the United Nations use."""

from collections.abc import Iterator
from typing import Any

from lxml import etree
from lxml.builder import ElementMaker

from app.kit.languages import Language
from app.notes.document import Document, Row, Section
from app.wording.standard import standard

_SPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
_OWN = "https://outreach.invalid/ns/note"  # a name, not an address (RFC 2606)
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_ISO_639_2 = {
    Language.ar: "ara", Language.zh: "zho", Language.en: "eng", Language.fr: "fra", Language.ru: "rus",
    Language.es: "spa",
}  # fmt: skip
_NO_DAY = "0001-01-01"  # FRBRdate is obligatory
E: Any = ElementMaker(namespace=_SPACE, nsmap={None: _SPACE, "outreach": _OWN})  # Any: each tag is an attribute
OWN: Any = ElementMaker(namespace=_OWN, nsmap={"outreach": _OWN})


def render(document: Document) -> bytes:
    """The note as an Akoma Ntoso `doc` (UTF-8), valid by the schema of the standard."""
    doc = E.doc(_meta(document), _preface(document), _body(document), _conclusions(document), name="informationNote")
    for part in doc[1:]:
        part.set(_LANG, document.language)
    root = E.akomaNtoso(doc)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _meta(document: Document) -> Any:
    meta = E.meta(_identification(document))
    if cited := list(_citations(document)):
        meta.append(E.analysis(E.otherReferences(*cited, source="#register"), source="#register"))
    meta.append(
        E.references(
            E.TLCOrganization(eId="author", href="/akn/ontology/organization/author", showAs=document.author),
            E.TLCOrganization(eId="register", href="/akn/ontology/organization/register", showAs="Outreach"),
            source="#register",
        )
    )
    meta.append(_proprietary(document))
    return meta


def _identification(document: Document) -> Any:
    work = f"/akn/un/doc/informationNote/{document.identifier}"
    expression = f"{work}/{_ISO_639_2[document.language]}@{document.revision}"
    day = (document.changed_at or _NO_DAY)[:10]
    return E.identification(
        E.FRBRWork(*_level(work, day, name=document.name), E.FRBRcountry(value="un")),
        E.FRBRExpression(
            *_level(expression, day),
            E.FRBRversionNumber(value=str(document.revision)),
            E.FRBRlanguage(language=_ISO_639_2[document.language]),
        ),
        E.FRBRManifestation(*_level(expression, day, "main.xml"), E.FRBRformat(value="application/xml")),
        source="#register",
    )


def _level(address: str, day: str, part: str = "!main", *, name: str | None = None) -> Iterator[Any]:
    yield E.FRBRthis(value=f"{address}/{part}")
    yield E.FRBRuri(value=address)
    if name:
        yield E.FRBRalias(value=name, name="title")
    yield E.FRBRdate(date=day, name="changed")
    yield E.FRBRauthor(href="#author")


def _citations(document: Document) -> Iterator[Any]:
    """Which timeline entries each item rests on."""
    for section in document.sections:
        for number, item in enumerate(section.items, 1):
            for cite in item.entries:
                place, address = f"#{_id(section, number)}", f"/api/v1/entries/{cite.id}"
                yield E.implicitReference({"for": place}, href=address, showAs=f"version {cite.version}")


def _proprietary(document: Document) -> Any:
    told = {
        "identifier": document.identifier, "revision": str(document.revision), "status": document.status,
        "changed": document.changed_at, "receipt": document.receipt, "address": document.address,
    }  # fmt: skip
    return E.proprietary(*[OWN(name, value) for name, value in told.items() if value], source="#register")


def _preface(document: Document) -> Any:
    footnote = E.authorialNote(E.p(document.disclaimer), marker="1", placement="bottom", eId="disclaimer")
    colon = standard(document.language).colon
    preface = E.preface(E.p(E.docTitle(document.title), footnote))
    if document.mark:
        preface.insert(0, E.p(E.docStatus(document.mark)))
    preface.append(E.table(*[_row(row, colon) for row in document.header]))
    return preface


def _row(row: Row, colon: str) -> Any:
    return E.tr(E.th(E.p(row.label + colon)), E.td(E.p(row.value)))


def _body(document: Document) -> Any:
    return E.mainBody(*[_section(section) for section in document.sections] or [E.p()])


def _section(section: Section) -> Any:
    items = [
        E.paragraph({"class": section.style}, E.content(E.p(item.text)), eId=_id(section, number), GUID=item.id)
        for number, item in enumerate(section.items, 1)
    ]
    return E.section(E.heading(section.heading), *items, eId=section.name)


def _id(section: Section, number: int) -> str:
    return f"{section.name}__para_{number}"


def _conclusions(document: Document) -> Any:
    said = filter(None, [document.edition, document.address])
    return E.conclusions(*[E.p(text) for text in said])
