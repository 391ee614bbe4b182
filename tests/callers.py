"""Those who call the API in tests."""

from typing import Any

from fastapi.testclient import TestClient
from httpx2 import Response

API = "/api/v1"


class Caller:
    """Somebody with one token, or none. Paths are those below /api/v1."""

    def __init__(self, http: TestClient, token: str | None = None) -> None:
        self.http = http
        self.headers = {"Authorization": f"Bearer {token}"} if token else {}

    def request(self, method: str, path: str, *, headers: dict[str, str] | None = None, **rest: Any) -> Response:
        """Send a request to a path of the API, or to any absolute address of it."""
        address = path if path.startswith(API) else API + path
        return self.http.request(method, address, headers={**self.headers, **(headers or {})}, **rest)

    def get(self, path: str, **rest: Any) -> Response:
        return self.request("GET", path, **rest)

    def post(self, path: str, **rest: Any) -> Response:
        return self.request("POST", path, **rest)

    def put(self, path: str, **rest: Any) -> Response:
        return self.request("PUT", path, **rest)

    def read(self, path: str, **params: Any) -> Any:
        """The JSON at a path; a refusal is an error of the test."""
        answer = self.get(path, params=params or None)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def make(self, path: str, body: Any, **params: Any) -> Any:
        """POST a thing; answers it as made."""
        answer = self.post(path, json=body, params=params or None)
        assert answer.status_code == 201, answer.text
        return answer.json()
