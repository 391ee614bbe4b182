"""XML of files that strangers wrote, as trees: nothing is loaded, no entity is declared."""

from lxml import etree

from app.reading.extract.refusals import HasEntities, NotADocument

Element = etree._Element


def tree_of(xml: bytes) -> Element:
    """The root of a document; raises NotADocument where it is broken, HasEntities where it has a document type."""
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        tree = etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as broken:
        raise NotADocument from broken
    if tree.getroottree().docinfo.doctype:
        raise HasEntities
    return tree
