"""From the script to the browser's cookie.

A script of Streamlit speaks to its browser over a WebSocket, and cannot set a cookie. So it leaves the token here, and
gives the browser a code that is good once, for a minute; the browser brings it back to a route (routes.py), which
answers with a cookie that no JavaScript can read. The token itself never reaches a page, nor a URL.
"""

import time
from dataclasses import dataclass
from hashlib import sha256
from secrets import token_urlsafe
from threading import Lock

SECONDS = 60


@dataclass(frozen=True)
class Offer:
    token: str
    # Unix times: until when the token is good, and until when it waits here.
    token_ends: float
    ends: float


class Handover:
    """In this process only: the sticky cookie of the proxy leads a browser back here."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.offers: dict[str, Offer] = {}
        self.signed_out: dict[bytes, float] = {}

    def offer(self, token: str, token_ends: float) -> str:
        """The code for it."""
        code = token_urlsafe(32)
        with self.lock:
            self.offers = {other: offer for other, offer in self.offers.items() if offer.ends > time.time()}
            self.offers[code] = Offer(token, token_ends, time.time() + SECONDS)
        return code

    def take(self, code: str) -> Offer | None:
        """None: there is no such code, not any more, or it was taken."""
        with self.lock:
            offer = self.offers.pop(code, None)
        return offer if offer and offer.ends > time.time() else None

    def sign_out(self, token: str, token_ends: float) -> None:
        """Other tabs of the browser shall know, too."""
        with self.lock:
            self.signed_out = {one: ends for one, ends in self.signed_out.items() if ends > time.time()}
            self.signed_out[sha256(token.encode()).digest()] = token_ends

    def is_signed_out(self, token: str) -> bool:
        return sha256(token.encode()).digest() in self.signed_out


handover = Handover()
