"""Why a file is not read: one class a reason, each with a stable code and a sentence that says what to do."""


class Unreadable(Exception):
    """A file that is not read; `code` names the reason for programs, `detail` tells a person what to do."""

    code = "unreadable"
    detail = "This file cannot be read: send the note as .docx, .odt, .rtf, .pdf, .html, .eml or plain text."

    def __init__(self) -> None:
        super().__init__(self.detail)


class TooLarge(Unreadable):
    code = "too_large"
    detail = "The file is larger than 20 MiB: reduce its pictures or send the text alone."


class Empty(Unreadable):
    code = "empty"
    detail = "The file holds no text: check that the right file was sent."


class NotADocument(Unreadable):
    code = "not_a_document"
    detail = "The file is damaged or no document: open it, save it anew as .docx, .pdf or .txt and send that."


class UnsupportedFormat(Unreadable):
    code = "unsupported_format"
    detail = "Files of this format are not read: save the note as .docx, .odt, .pdf or plain text and send that."


class Encrypted(Unreadable):
    code = "encrypted"
    detail = "The file is protected with a password: remove the protection and send it again."


class UnsafeArchive(Unreadable):
    code = "unsafe_archive"
    detail = "The file is packed in a way that no word processor uses: save it anew as .docx or .odt and send that."


class HasEntities(Unreadable):
    code = "has_entities"
    detail = "The file declares its own XML entities: save it anew with a word processor and send that."


class HasMacros(Unreadable):
    code = "has_macros"
    detail = "The file contains macros: save it without them and send that."


class HasEmbeddedObjects(Unreadable):
    code = "has_embedded_objects"
    detail = "The file carries other files or objects inside: remove them and send it again."


class HasDataLinks(Unreadable):
    code = "has_data_links"
    detail = "The file contains fields that start other programs (DDE): remove these fields and send it again."


class HasExternalTemplate(Unreadable):
    code = "has_external_template"
    detail = "The file loads a template or content from elsewhere: detach or embed it and send the file again."


class HasScripts(Unreadable):
    code = "has_scripts"
    detail = "The file contains scripts, forms with programs or actions that start programs: print it to a new PDF."


class NoTextLayer(Unreadable):
    code = "no_text_layer"
    detail = "The PDF holds pictures of pages and no text: send the original document or run text recognition."


class NoRecognition(Unreadable):
    code = "no_recognition"
    detail = (
        "The file holds pictures of text, and text recognition for its script is not installed: send the original"
        " document, or have tesseract-ocr and its languages (tesseract-ocr-ara, -chi-sim, -fra, -rus, -spa) installed."
    )


class NotRecognized(Unreadable):
    code = "not_recognized"
    detail = "No text was recognized in the picture: scan it anew, straight and at 300 dots an inch, and send that."


class TooComplex(Unreadable):
    code = "too_complex"
    detail = "The file takes more time, memory or text than a note can need: send the note alone, saved anew."


REFUSALS: dict[str, type[Unreadable]] = {refusal.code: refusal for refusal in Unreadable.__subclasses__()}
