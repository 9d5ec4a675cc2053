"""Time-stamps: a server vouches for when a signature was there (RFC 3161)."""

from __future__ import annotations

import httpx
from asn1crypto import tsp
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError

from models.errors import OutsideFailure

_SECONDS = 15
_LARGEST = 256 * 1024
"""Bytes of an answer; a token with its whole chain has some eight thousand."""
_ASKS = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}


class HttpTimeStamper(TimeStamper):
    """Asks one server, and believes nothing that does not answer what was asked."""

    def __init__(self, url: str) -> None:
        """Keep the server's address."""
        super().__init__()  # type: ignore[no-untyped-call]  # the library's
        self.url = url

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """Send a request and return the answer; raises `OutsideFailure` where there is none to use."""
        try:
            async with httpx.AsyncClient(timeout=_SECONDS) as client:
                answer = await client.post(self.url, content=req.dump(), headers=_ASKS)
            answer.raise_for_status()
            if len(answer.content) > _LARGEST:
                raise OutsideFailure("signature.timestamp", server=self.url)
            return tsp.TimeStampResp.load(answer.content, strict=True)
        except (httpx.HTTPError, ValueError) as failed:
            raise OutsideFailure("signature.timestamp", server=self.url) from failed


REFUSED = TimestampRequestError
"""What is raised where the server refuses, or answers something else than was asked."""
