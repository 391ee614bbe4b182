"""The control words of Rich Text (version 1.9.1) by what they mean for a reader of the text."""

CHARSETS = {
    0: "cp1252", 77: "mac-roman", 128: "cp932", 129: "cp949", 134: "gb18030", 136: "big5", 161: "cp1253", 162: "cp1254",
    177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
}  # fmt: skip
SYMBOLS = 2  # a font of signs without meaning
# Groups whose text is none of the document's; every group that begins with \* is another, but for those in KNOWN.
SILENT = frozenset({
    "fonttbl", "colortbl", "stylesheet", "info", "pict", "nonshppict", "listtable", "listoverridetable", "revtbl",
    "rsidtbl", "generator", "themedata", "xe", "tc", "annotation", "atnid", "atnauthor", "atndate", "atrfstart",
    "atrfend", "bkmkstart", "bkmkend", "pgdsctbl", "filetbl", "upr", "fldinst", "sp",
})  # fmt: skip
KNOWN = frozenset({"shpinst", "shptxt", "ud", "footnote", "fldinst", "fldrslt", "template", "fonttbl"})
OBJECTS = frozenset({"object", "objdata", "objemb", "objlink", "objocx", "objautlink", "objhtml"})
EDGES = frozenset({"header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf"})
SIGNS = {
    "tab": "\t", "line": "\n", "emdash": "—", "endash": "–", "bullet": "•", "lquote": "‘", "rquote": "’",
    "ldblquote": "“", "rdblquote": "”", "emspace": " ", "enspace": " ", "qmspace": " ", "~": "\u00a0", "_": "-",
    "nestcell": "\t", "nestrow": "\n", "page": "\n", "column": "\n",
}  # fmt: skip
