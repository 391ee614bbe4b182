"""Somebody at a browser without script: pages as trees, forms sent as the page holds them."""

from http.cookies import SimpleCookie
from typing import Any

from fastapi.testclient import TestClient
from httpx2 import Response
from lxml import html
from lxml.html import HtmlElement

ACCEPT = {"Accept": "text/html,application/xhtml+xml"}


class Visitor:
    """A person with cookies of their own; signed in where a token is given."""

    def __init__(self, http: TestClient, token: str | None = None) -> None:
        self.http = http
        self.cookies: dict[str, str] = {}
        if token:
            answer = self.post("/sign-in", data={"token": token})
            assert answer.status_code == 303, answer.text

    def request(self, method: str, path: str, **rest: Any) -> Response:
        # Not the client's own jar: all visitors of a test share the client.
        held = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {**ACCEPT, **({"Cookie": held} if held else {}), **rest.pop("headers", {})}
        answer = self.http.request(method, path, headers=headers, **rest)
        self.http.cookies.clear()
        for name, morsel in SimpleCookie(answer.headers.get("set-cookie", "")).items():
            self.cookies[name] = morsel.value
            if morsel["expires"].startswith("Thu, 01 Jan 1970"):
                del self.cookies[name]
        return answer

    def get(self, path: str, **rest: Any) -> Response:
        return self.request("GET", path, **rest)

    def post(self, path: str, **rest: Any) -> Response:
        return self.request("POST", path, **rest)

    def page(self, path: str, *, status: int = 200) -> HtmlElement:
        """The page at a path, as a tree."""
        answer = self.get(path)
        assert answer.status_code == status, answer.text
        return tree(answer)


def tree(answer: Response) -> HtmlElement:
    """An answer as a tree."""
    return html.document_fromstring(answer.text)


def words(page: HtmlElement, selector: str) -> list[str]:
    """The text of each element, with plain blanks; small print inside it (`small`) left out."""
    found = []
    for element in page.cssselect(selector):
        for small in element.cssselect("small"):
            small.drop_tree()
        found.append(" ".join(element.text_content().split()))
    return found


def filled(page: HtmlElement, form: str) -> dict[str, str]:
    """What the fields of a form (its id) hold, as a browser sends them; buttons are pressed by who asks."""
    found: dict[str, str] = {}
    for field in page.cssselect(f"[form={form}], #{form} [name]"):
        name = field.get("name")
        if (
            name
            and field.tag != "button"
            and (field.get("type") not in {"radio", "checkbox"} or "checked" in field.attrib)
        ):
            found[name] = _held(field)
    return found


def _held(field: HtmlElement) -> str:
    if field.tag == "textarea":
        return (field.text or "").replace("\n", "\r\n")
    if field.tag == "select":
        chosen = field.cssselect("option[selected]") or field.cssselect("option")
        return str(chosen[0].get("value"))
    return field.get("value") or ""
