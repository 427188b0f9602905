"""The cookie that carries a login from one connection to the next: to a reload, to another tab, to another replica."""

import time
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from .handover import handover

# With this prefix browsers take it over TLS only (or from localhost), for this host only, for all paths.
# https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Set-Cookie#cookie_prefixes
COOKIE = "__Host-reactivite"
PATH = "/session"

LONGEST_CODE = 100


async def session(request: Request) -> Response:
    """POST takes a code and sets the cookie, DELETE deletes it."""
    if not same_origin(request):
        return Response(status_code=403)
    if request.method == "DELETE":
        answer = Response(status_code=204)
        answer.delete_cookie(COOKIE, secure=True, httponly=True, samesite="strict")
        return answer
    code = b""
    async for part in request.stream():
        code += part
        if len(code) > LONGEST_CODE:
            return Response(status_code=413)
    offer = handover.take(code.decode("ascii", "replace"))
    if offer is None:
        return Response(status_code=410)
    answer = Response(status_code=204)
    answer.set_cookie(
        COOKIE,
        offer.token,
        max_age=max(0, int(offer.token_ends - time.time())),
        secure=True,
        httponly=True,
        samesite="strict",
    )
    return answer


def same_origin(request: Request) -> bool:
    """Whether a page of this very host asks: else another site could sign its visitors in as somebody of its choice.
    Browsers name the origin with every POST and DELETE; the scheme is the proxy's affair."""
    origin = urlsplit(request.headers.get("Origin", ""))
    return bool(origin.netloc) and origin.netloc == request.headers.get("Host")


routes = [Route(PATH, session, methods=["POST", "DELETE"])]
