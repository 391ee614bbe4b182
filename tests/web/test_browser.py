"""The pages in a real browser: nothing that axe finds, nothing blocked, nothing too wide, and no need of script."""

import re
import shutil
import socket
import threading
import time
import tomllib
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from httpx2 import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from app.main import create_app
from app.settings import Settings
from tests import make
from tests.browser import ARGUMENTS, chromium_path
from tests.callers import Caller
from tests.conftest import World
from tests.notes.edits import edited
from tests.web.test_read import NOTE

pytestmark = pytest.mark.browser
ARABIC = "ورشة عمل بشأن خطة العمل الوطنية لتركمانستان 22-23 كانون الثاني/يناير 2018"
WIDTHS = {"wide": 1280, "narrow": 360}
# Only colours differ in the dark.
RULES: dict[str, dict[str, object]] = {"light": {}, "dark": {"runOnly": ["color-contrast"]}}


@dataclass(frozen=True)
class Site:
    """A server with data, and the addresses of its pages by the role that sees them."""

    base: str
    tokens: dict[str, str]
    pages: dict[str, tuple[str, str]]


@pytest.fixture(scope="module")
def site(world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One server for all tests here; those that write use records of their own."""
    home = tmp_path_factory.mktemp("site")
    url = f"sqlite:///{shutil.copy(world.sqlite, home / 'outreach.db')}"
    app = create_app(Settings(home=home, database_url=url, log_level="CRITICAL"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_config=None))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            time.sleep(0.02)
        yield furnished(f"http://127.0.0.1:{port}", world.tokens["sqlite"])
    finally:
        server.should_exit = True
        thread.join()


def furnished(base: str, tokens: dict[str, str]) -> Site:
    """The server with records of every sort; all of them are invented."""
    with Client(base_url=base) as http:
        expert, organizer = Caller(http, tokens["expert"]), Caller(http, tokens["organizer"])  # type: ignore[arg-type]  # a client of the same interface
        for when, kind in [("2004-09-10", "national_report"), ("2014", "event"), ("2014/2015-12", "event")]:
            make.entry(expert, date=when, kind=kind, title=f"Invented {kind}")
        make.entry(expert, date="2026/2030", kind="nap", status="planned", title="Invented plan", states=["KGZ", "TKM"])
        make.entry(expert, date="XXXX-11-08", kind="visit", title=ARABIC)
        event = make.event(expert, title=ARABIC, organizers=[{"name": "منظمة الأمن والتعاون في أوروبا"}])
        note = expert.make(f"/events/{event['id']}/notes", {"language": "en"})
        arabic = edited(expert, expert.make(f"/events/{event['id']}/notes", {"language": "ar"}), ARABIC)
        edited(expert, note, f"Invented. {'Very long. ' * 300}{'W' * 300}")
        taken = organizer.post("/submissions", files={"file": ("other.txt", make.NOTE.encode())}).json()
        make.acceptance(expert, taken)
        sent = organizer.post("/submissions", files={"file": ("note.txt", NOTE.encode())}).json()
    everybody = ["/", "/states", "/states?q=zz", "/states/TKM", "/states/TKM?from=x&kind=nap", "/states/TUV", "/events"]
    everybody += [
        f"/events/{event['id']}",
        "/notes",
        "/read",
        "/figures",
        "/search?q=turk",
        "/docs",
        "/problems",
        "/sign-in",
    ]
    pages = {f"public {path}": ("public", path) for path in [*everybody, "/problems/invalid", "/nowhere"]}
    experts = [
        "/",
        "/figures/reading",
        "/figures/reading?to=2000-01-01",
        "/queue",
        f"/queue/{sent['id']}",
        *(
            f"/notes/{one['id']}{path}"
            for one in (note, arabic)
            for path in ("", "/edit", "/revisions/1", "/revisions/1..2", "/revisions/2..2")
        ),
        f"/events/{event['id']}",
        "/send",
    ]
    pages |= {f"expert {path}": ("expert", path) for path in experts}
    pages |= {f"organizer {path}": ("organizer", path) for path in ["/send", f"/send/{sent['id']}"]}
    return Site(base, tokens, pages)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium_path(), args=list(ARGUMENTS))
        yield started
        started.close()


def sign_in(context: BrowserContext, site: Site, role: str) -> Page:
    page = context.new_page()
    if role != "public":
        page.goto(f"{site.base}/sign-in")
        page.fill("#token", site.tokens[role])
        page.click("main button")
    return page


@pytest.mark.parametrize(("width", "scheme"), [("wide", "light"), ("narrow", "light"), ("wide", "dark")])
def test_pages_are_sound_on_every_screen(browser: Browser, site: Site, width: str, scheme: str) -> None:
    faults: dict[str, list[str]] = {}
    for role in ("public", "organizer", "expert"):
        with browser.new_context(
            viewport={"width": WIDTHS[width], "height": 800},
            color_scheme=scheme,  # type: ignore[arg-type]  # a plain text of the two
        ) as context:
            page = sign_in(context, site, role)
            for name, (whose, path) in site.pages.items():
                if whose == role:
                    faults[name] = faults_of(page, site.base + path, rules=RULES[scheme])

    assert {name: found for name, found in faults.items() if found} == {}


@pytest.mark.parametrize(("width", "scheme"), [("wide", "light"), ("narrow", "light"), ("wide", "dark")])
def test_two_texts_of_a_note_are_sound_on_every_screen(browser: Browser, site: Site, width: str, scheme: str) -> None:
    with browser.new_context(
        viewport={"width": WIDTHS[width], "height": 800},
        color_scheme=scheme,  # type: ignore[arg-type]  # a plain text of the two
    ) as context:
        page, other = sign_in(context, site, "expert"), context.new_page()
        for one in (page, other):
            one.goto(site.base + next(path for _, path in site.pages.values() if path.endswith("/edit")))
        for one, typed in ((other, f"Theirs, {width} {scheme}."), (page, "Mine.")):
            one.locator("textarea >> nth=0").fill(typed)
            one.locator("button[value=save]").click()
        both = faults_here(page, rules=RULES[scheme])
        shown = page.locator(".pair mark").count()
        page.locator("textarea >> nth=0").fill(" ")
        page.locator("button[value=save]").click()
        wrong = faults_here(page, rules=RULES[scheme])

        assert (shown > 0, both, wrong) == (True, [], [])
        assert page.locator(".wrong").all_inner_texts() == ["Write a text, or leave the item out."]


def faults_of(page: Page, address: str, *, rules: dict[str, object]) -> list[str]:
    """What axe finds, what the browser complains about, and whether the page is wider than the screen."""
    said: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        # The browser also reports the status of an error page as such.
        if message.type in {"error", "warning"} and "status of 404" not in message.text:
            said.append(message.text)

    page.on("console", listen)
    page.goto(address)
    said += faults_here(page, rules=rules)
    page.remove_listener("console", listen)
    return said


def faults_here(page: Page, *, rules: dict[str, object]) -> list[str]:
    """What axe finds on the page that is open, and whether it is wider than the screen."""
    violations = Axe().run(page, options=rules).response["violations"]
    said = [f"{one['id']}: {one['nodes'][0]['html']}" for one in violations]
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [*said, f"{wide} pixels too wide"] if wide else said


def test_a_note_goes_from_organizer_to_timeline_without_script(browser: Browser, site: Site, tmp_path: Path) -> None:
    file = tmp_path / "note.txt"
    file.write_text(NOTE.replace("Turkmenistan", "Kyrgyzstan").replace("Ashgabat", "Bishkek"), "utf-8")
    with browser.new_context(java_script_enabled=False) as context:
        page = sign_in(context, site, "organizer")
        page.click("nav >> text=Send a note")
        page.set_input_files("#file", str(file))
        page.click("form[action='/send'] button")
        receipt = page.inner_text(".receipt dd >> nth=0")
        page.click("text=Sign out")
    with browser.new_context(java_script_enabled=False) as context:
        page = sign_in(context, site, "expert")
        page.goto(f"{site.base}/queue/{receipt}")
        page.click("text=Accept into the register")
        assert page.inner_text(".note h1").startswith("Information Note")
        page.goto(f"{site.base}/states/KGZ")
        shown = page.locator(".entry .when").all_inner_texts()

    days = [re.split(r"\n", text)[0] for text in shown]
    assert days[:3] == ["10 September 2004", "5 January 2015", "22-23 January 2018"]


def test_the_keyboard_alone_reaches_the_content_and_an_entry(browser: Browser, site: Site) -> None:
    with browser.new_context(viewport={"width": 1280, "height": 800}) as context:
        page = context.new_page()
        page.goto(f"{site.base}/states/TKM")
        page.keyboard.press("Tab")
        first = page.evaluate("document.activeElement.textContent")
        visible = page.evaluate("document.activeElement.getBoundingClientRect().top >= 0")
        page.keyboard.press("Enter")
        main = page.evaluate("document.activeElement.id")
        page.locator("svg.wide a.mark").first.focus()
        ring = page.evaluate("getComputedStyle(document.activeElement.querySelector('.halo')).opacity")
        page.keyboard.press("Enter")
        target = page.evaluate("document.querySelector(':target').className")

    assert (first, visible, main, ring, target) == ("Skip to the content", True, "main", "1", "entry")


def test_a_note_is_corrected_and_sent_by_keyboard_alone(browser: Browser, site: Site, tmp_path: Path) -> None:
    file = tmp_path / "note.txt"
    file.write_text(NOTE.replace("Turkmenistan", "Tajikistan").replace("Ashgabat", "Dushanbe"), "utf-8")
    with browser.new_context(java_script_enabled=False) as context:
        page = sign_in(context, site, "organizer")
        page.goto(f"{site.base}/read")
        page.set_input_files("#file", str(file))
        press(page, "Read it")
        press(page, "Take over: 5 January 2018")
        target = page.url.partition("#")[2]
        press(page, "Correct Title")
        page.keyboard.press("Tab")
        page.keyboard.press("Control+A")
        page.keyboard.type("A title typed by hand")
        press(page, "Correct Date")
        page.keyboard.press("Tab")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        checked = page.inner_text("#field-event-title .chip")
        press(page, "Send this note")

        assert (target, checked) == ("field-entries-1", "corrected")
        assert page.inner_text("h1") == "A title typed by hand"
        assert page.locator("[aria-labelledby=corrected] dt").all_inner_texts() == ["Title", "5 January 2018"]


def press(page: Page, words: str) -> None:
    """Go on with Tab to the control that has these words, and press Enter there; it is seen where one is."""
    for _ in range(200):
        page.keyboard.press("Tab")
        here = page.locator("button:focus, summary:focus")
        if here.count() and " ".join((here.text_content() or "").split()) == words:
            assert here.is_visible()
            with page.expect_navigation() if here.evaluate("one => one.tagName") == "BUTTON" else nullcontext():
                page.keyboard.press("Enter")
            return
    raise AssertionError(f"The keyboard does not reach: {words}.")


def test_what_was_read_is_sound_on_every_screen(browser: Browser, site: Site) -> None:
    arabic = tomllib.loads((Path(__file__).parents[1] / "reading" / "notes" / "ar_workshop.toml").read_text("utf-8"))
    letters = "- On 5 January 2012, the OSCE sent a letter to the Chair of the 1540 Committee.\n"
    texts = {
        "English": NOTE,
        "Arabic": arabic["text"],
        "little": "Invented",
        "long": NOTE.replace("- On", letters * 200 + "- On"),
    }
    faults: dict[str, list[str]] = {}
    for width in WIDTHS.values():
        with browser.new_context(viewport={"width": width, "height": 800}) as context:
            page = sign_in(context, site, "organizer")
            for name, text in texts.items():
                page.goto(f"{site.base}/read")
                page.fill("#text", text)
                page.click("text=Read it")
                page.wait_for_selector(".reading")
                faults[f"{name} {width}"] = faults_here(page, rules={})

    assert {name: found for name, found in faults.items() if found} == {}


def test_a_reading_prints_with_its_text_and_without_its_fields(browser: Browser, site: Site) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{site.base}/read")
        page.fill("#text", NOTE)
        page.click("text=Read it")
        page.wait_for_selector(".reading")
        page.emulate_media(media="print")
        shown = [
            page.locator(one).first.is_visible() for one in (".text mark", "#field-event-title bdi", ".doubts.card")
        ]
        hidden = [page.locator(one).first.is_visible() for one in (".understood summary", ".add", "#send-it", "button")]

    assert (shown, hidden) == ([True] * 3, [False] * 4)


def test_the_picture_fits_its_screen(browser: Browser, site: Site) -> None:
    drawn = {}
    for name, width in WIDTHS.items():
        with browser.new_context(viewport={"width": width, "height": 800}) as context:
            page = context.new_page()
            page.goto(f"{site.base}/states/TKM")
            drawn[name] = [page.locator(f"figure > svg.{one}").is_visible() for one in ("wide", "narrow")]

    assert drawn == {"wide": [True, False], "narrow": [False, True]}


def test_a_page_prints_without_its_controls(browser: Browser, site: Site) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{site.base}/states/TKM")
        page.emulate_media(media="print")
        hidden = [page.locator(one).first.is_visible() for one in (".top nav", "form", ".skip", ".beside")]

        assert hidden == [False, False, False, False]
        assert page.locator(".entry").first.is_visible()
