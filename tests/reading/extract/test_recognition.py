"""Scans and pictures are read where Tesseract is installed, and say so; the facts are invented."""

import io
import json
import shutil
import struct
import zlib
from functools import cache
from pathlib import Path

import fontpkg_amiri
import manimgx_fonts_cjk
import pypdfium2
import pytest
import typst
from PIL import Image

from app.reading.extract import Unreadable, extract, picture, scan
from app.reading.extract.refusals import NoRecognition, NotADocument, NotRecognized, TooComplex
from app.reading.service import read
from tests.documents import as_pdf
from tests.tesseract import tesseract_path

FONTS = typst.Fonts(font_paths=[str(Path(font.__file__).parent) for font in (fontpkg_amiri, manimgx_fonts_cjk)])
TEXTS = {
    "en": "Event: Invented workshop on border controls\n\nThe invented experts met on 5 August 2014 in Strelsau.",
    "fr": "Manifestation : atelier fictif à Genève\n\nLes experts se sont réunis le 5 août 2014 à l’hôtel.",
    "es": "Actividad: taller ficticio en Bogotá\n\nLos expertos se reunieron el 5 de agosto del año 2014 en la sesión.",
    "ru": "Мероприятие: вымышленный семинар\n\nЭксперты встретились 5 августа 2014 года в городе Минске.",
    "ar": "الحدث: حلقة عمل عن تنفيذ القرار\n\nاجتمع الخبراء في مدينة القاهرة مع ممثلي الحكومة والمنظمات.\n\n"
    "قدمت الدولة تقريرها الأول إلى اللجنة وناقش المشاركون مشروع خطة العمل الوطنية وتبادلوا الآراء بشأنه.\n\n"
    "واتفق المشاركون على عقد اجتماع آخر في السنة القادمة لاستعراض ما تحقق من تقدم في هذا المجال.",
    "zh": "活动名称虚构的讲习班\n\n专家们在北京举行会议讨论了委员会的国家行动计划和执行情况。",
}
FACES = {"ar": "Amiri", "zh": "Noto Sans CJK SC"}


@pytest.fixture(scope="module", autouse=True)
def _installed() -> None:
    tesseract_path()


@cache
def sheet(language: str) -> Image.Image:
    """A page as a scanner sees it."""
    source = (
        f'#set page(width: 16cm, height: 10cm)\n#set text(size: 13pt, lang: "{language}", '
        f'font: "{FACES.get(language, "Libertinus Serif")}")\n'
        "#for part in json(bytes(sys.inputs.parts)) { par(part) }\n"
    )
    parts = {"parts": json.dumps(TEXTS[language].split("\n\n"))}
    pdf = typst.compile(source.encode(), format="pdf", sys_inputs=parts, font_paths=FONTS)
    image: Image.Image = pypdfium2.PdfDocument(pdf)[0].render(scale=200 / 72).to_pil()
    return image.convert("RGB")


def saved(*images: Image.Image, form: str = "PNG", **options: object) -> bytes:
    """The pictures as a file."""
    stream = io.BytesIO()
    more = {"save_all": True, "append_images": images[1:]} if len(images) > 1 else {}
    images[0].copy().save(stream, form, **more, **options)
    return stream.getvalue()


def letters(text: str) -> list[str]:
    return [character for character in text if character.isalnum()]


@pytest.mark.C14
@pytest.mark.parametrize("language", TEXTS)
def test_a_scan_is_read_in_each_language(language: str) -> None:
    extracted = extract(saved(sheet(language), form="PDF", resolution=200), "scan.pdf")
    wanted, found = set(TEXTS[language].split()), set(extracted.text.split())
    close = (
        len(wanted & found) / len(wanted) if language != "zh" else 1 - (letters(TEXTS["zh"]) != letters(extracted.text))
    )
    assert close > 0.8, extracted.text
    assert 0.5 < extracted.confidence <= 1
    assert [(one.code.value, one.at) for one in extracted.findings] == [("ocr_damage", "file")]
    assert (extracted.pages, extracted.media_type) == (1, "application/pdf")


@pytest.mark.parametrize(("form", "media_type"), [("PNG", "image/png"), ("JPEG", "image/jpeg"), ("TIFF", "image/tiff")])
def test_a_picture_is_read_in_each_format(form: str, media_type: str) -> None:
    extracted = extract(saved(sheet("en"), form=form), "picture")
    assert (letters(extracted.text), extracted.media_type) == (letters(TEXTS["en"]), media_type)


def test_all_pages_of_a_scan_are_read_in_order_and_an_empty_one_is_named() -> None:
    blank = Image.new("RGB", sheet("en").size, "white")
    extracted = extract(saved(sheet("en"), blank, sheet("es"), form="TIFF"), "scan.tif")
    assert extracted.text.index("Invented") < extracted.text.index("\f") < extracted.text.index("expertos")
    assert [one.detail for one in extracted.findings][1:] == ["Page 2 holds a picture without text: it was not read."]
    assert extracted.pages == 3


def test_a_picture_on_its_side_and_a_transparent_one_are_read() -> None:
    turned = extract(saved(sheet("en").rotate(90, expand=True)), "picture.png").text
    exif = Image.Exif()
    exif[0x0112] = 6
    told = extract(saved(sheet("en").rotate(90, expand=True), form="JPEG", exif=exif.tobytes()), "picture.jpg").text
    clear = sheet("en").convert("RGBA")
    clear.putalpha(sheet("en").convert("L").point(lambda value: 255 - value))
    through = extract(saved(clear), "picture.png").text
    assert [letters(text) for text in (turned, told, through)] == [letters(TEXTS["en"])] * 3


@pytest.mark.C14
def test_what_was_recognized_is_no_surer_than_its_recognition() -> None:
    scanned = read(saved(sheet("en")), "picture.png")
    plain = read(TEXTS["en"].encode(), "note.txt")
    assert scanned.event.title == plain.event.title
    assert scanned.confidence["event.title"] < plain.confidence["event.title"]


def test_without_tesseract_or_the_language_a_scan_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert shutil.which("tesseract")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NoRecognition):
        extract(saved(sheet("en")), "picture.png")
    reading = read(saved(sheet("en"), form="PDF"), "scan.pdf")
    assert [(one.code.value, one.at, one.detail) for one in reading.findings] == [
        ("unreadable", "file", NoRecognition.detail)
    ]
    program = tmp_path / "tesseract"
    program.write_text("#!/bin/sh\necho 'List of languages:'\necho eng\n")
    program.chmod(0o755)
    with pytest.raises((NoRecognition, NotRecognized)):
        extract(saved(sheet("ru")), "picture.png")


def bomb(side: int) -> bytes:
    """A small PNG that claims to be vast."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(bytes(1 << 20)))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (bomb(30_000), TooComplex),
        (bomb(9_000), TooComplex),
        (bomb(2_000), NotADocument),
        (b"\x89PNG\r\n\x1a\n" + bytes(90), NotADocument),
        (b"\xff\xd8\xff\xe0" + bytes(90), NotADocument),
        (b"II*\0" + b"\xff" * 90, NotADocument),
        (saved(Image.new("L", (1700, 1700), "white")), NotRecognized),
    ],
)
def test_hostile_broken_and_empty_pictures_are_refused(content: bytes, refusal: type[Unreadable]) -> None:
    with pytest.raises(refusal):
        extract(content, "picture")


def test_a_page_becomes_a_bitmap_of_bounded_size() -> None:
    def size(bitmap: object) -> list[int]:
        assert isinstance(bitmap, bytes)
        head, _, rows = bitmap.partition(b"\n")
        width, height = map(int, head.split()[1:3])
        assert len(rows) == width * height
        return [width, height]

    assert size(scan.read(as_pdf("Invented"))["bytes"]) == [2481, 3508]
    huge = Image.new("L", (6_000, 4_000), "white")
    assert [size(picture.read(saved(image))["bytes"]) for image in (huge, Image.new("P", (500, 300)))] == [
        [3674, 2449],
        [1000, 600],
    ]
    clear = Image.new("RGBA", (1_600, 1_600))
    assert picture.read(saved(clear))["bytes"] == picture.read(saved(Image.new("L", (1_600, 1_600), "white")))["bytes"]
    for reader, content in ((scan.read, b"%PDF-1.7"), (picture.read, b"GIF89a"), (picture.read, bomb(2_000))):
        with pytest.raises(NotADocument):
            reader(content)
    with pytest.raises(TooComplex):
        picture.read(bomb(30_000))


def test_a_pdf_with_text_needs_no_recognition(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert extract(as_pdf("Invented note, for a test only."), "note.pdf").confidence == 1
