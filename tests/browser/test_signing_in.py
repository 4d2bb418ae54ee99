"""Somebody signs in at a provider on this machine, over real HTTP and in a real browser, and out again."""

import base64
import hashlib
import json
import secrets
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from shapan.app.screenshots import free_port, serving

from .conftest import ARTEFACTS

pytestmark = [pytest.mark.slow, pytest.mark.browser]
pytest.importorskip("authlib", reason="the extra signin is not installed")
pytest.importorskip("joserfc", reason="the extra signin is not installed")

CLIENT = ("shapan", "the-secret-of-the-client")


class Provider(ThreadingHTTPServer):
    """OpenID Connect as far as one signs in: discovery, authorization with PKCE, token, keys. `who` signs in."""

    def __init__(self):
        from joserfc.jwk import RSAKey

        super().__init__(("127.0.0.1", 0), Answers)
        self.issuer = f"http://127.0.0.1:{self.server_port}"
        self.key = self.signs_with = RSAKey.generate_key(2048, parameters={"kid": "one"})
        self.other_key = RSAKey.generate_key(2048, parameters={"kid": "one"})
        self.who = {"sub": "42", "name": "李 <b>明</b> *x*"}
        self.codes, self.asked, self.refused = {}, [], []

    def token(self, asked):
        """Client, code and PKCE are looked at; a code holds once."""
        from joserfc import jwt

        begun = self.codes.pop(asked.get("code"), None)
        proof = base64.urlsafe_b64encode(hashlib.sha256(asked.get("code_verifier", "").encode()).digest()).rstrip(b"=")
        if begun is None or begun["code_challenge"] != proof.decode() or asked["client"] != CLIENT:
            self.refused.append(asked)
            return None
        now = int(time.time())
        said = {"iss": self.issuer, "aud": CLIENT[0], "iat": now, "exp": now + 300, "nonce": begun["nonce"], **self.who}
        return {
            "access_token": "a",
            "token_type": "Bearer",
            "expires_in": 300,
            "id_token": jwt.encode({"alg": "RS256", "kid": "one"}, said, self.signs_with),
        }


class Answers(BaseHTTPRequestHandler):
    def do_GET(self):
        here, at = self.server.issuer, urlsplit(self.path)
        self.server.asked.append(at.path)
        if at.path == "/.well-known/openid-configuration":
            self._json(
                {
                    "issuer": here,
                    "authorization_endpoint": f"{here}/authorize",
                    "token_endpoint": f"{here}/token",
                    "jwks_uri": f"{here}/jwks",
                    "response_types_supported": ["code"],
                    "subject_types_supported": ["public"],
                    "id_token_signing_alg_values_supported": ["RS256"],
                    "code_challenge_methods_supported": ["S256"],
                }
            )
        elif at.path == "/jwks":
            self._json({"keys": [self.server.key.as_dict(private=False)]})
        elif at.path == "/authorize":
            asked = {name: values[0] for name, values in parse_qs(at.query).items()}
            code = secrets.token_hex(8)
            self.server.codes[code] = asked
            self.send_response(302)
            self.send_header(
                "Location", f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"
            )
            self.end_headers()
        else:
            self.send_error(404)

    def do_POST(self):
        self.server.asked.append(self.path)
        text = self.rfile.read(int(self.headers["Content-Length"])).decode()
        asked = {name: values[0] for name, values in parse_qs(text).items()}
        kind, _, shown = (self.headers.get("Authorization") or "").partition(" ")
        asked["client"] = tuple(base64.b64decode(shown).decode().split(":", 1)) if kind == "Basic" else None
        found = self.server.token(asked)
        self._json(found or {"error": "invalid_grant"}, 200 if found else 400)

    def _json(self, plain, status=200):
        content = json.dumps(plain).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """An empty folder: what is looked at here needs no comparison."""
    return tmp_path_factory.mktemp("data") / "shapan"


@pytest.fixture(scope="module")
def provider():
    server = Provider()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def address(provider, data, tmp_path_factory):
    port = free_port()
    path = tmp_path_factory.mktemp("sign-in") / "sign-in.toml"
    path.write_text(
        f"""[auth]
redirect_uri = "http://localhost:{port}/oauth2callback"
cookie_secret = "{secrets.token_hex(32)}"
client_id = "{CLIENT[0]}"
client_secret = "{CLIENT[1]}"
server_metadata_url = "{provider.issuer}/.well-known/openid-configuration"

[shapan]
required = true
""",
        encoding="utf-8",
    )
    with serving(data, port, "--sign-in", str(path)):
        yield f"http://localhost:{port}"


def signed_in_as(page):
    page.get_by_role("button", name="Sign out").wait_for(timeout=60_000)
    return page.locator(".st-key-signed_in").inner_text()


def test_signing_in_and_out(provider, address, visit):
    one = visit()
    page = one.page
    page.goto(f"{address}/?lang=en")
    page.get_by_role("button", name="Sign in").wait_for(timeout=60_000)
    assert page.get_by_text("Run the comparison").count() == 0, "nothing is drawn before"
    page.get_by_role("button", name="Sign in").click()
    assert "李 <b>明</b> *x*" in signed_in_as(page), "a name is text"
    assert provider.asked.count("/authorize") == provider.asked.count("/token") == 1
    assert not provider.refused and "/jwks" in provider.asked
    page.reload()
    signed_in_as(page)
    assert "shapan_owner" not in {cookie["name"] for cookie in page.context.cookies()}
    page.screenshot(path=ARTEFACTS / "signed_in_en.png")
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="Sign in").wait_for(timeout=60_000)


def test_a_name_signed_by_somebody_else_and_a_made_up_answer_let_nobody_in(provider, address, visit):
    page = visit().page
    page.goto(f"{address}/oauth2callback?code=made-up&state=made-up")
    page.goto(f"{address}/?lang=en")
    page.get_by_role("button", name="Sign in").wait_for(timeout=60_000)
    provider.signs_with = provider.other_key
    try:
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url(f"{address}/**", timeout=60_000)
        page.wait_for_timeout(3000)
        page.get_by_role("button", name="Sign in").wait_for(timeout=60_000)
        assert page.get_by_role("button", name="Sign out").count() == 0
    finally:
        provider.signs_with = provider.key
