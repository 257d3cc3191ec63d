"""The server reads of a request no more than its page takes."""

from __future__ import annotations

from copy import copy
from typing import Any

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser

from mingzheng.workspace.site.bodies import largest


class Parser(HTTPRequestParser):
    """Waitress's own, with a limit for each address in the place of one for all."""

    adj: Any

    def parse_header(self, header_plus: bytes) -> None:
        """Once it is known what is asked for, it is known how much may follow."""
        super().parse_header(header_plus)
        limits: Any = copy(self.adj)
        limits.max_request_body_size = largest(self.path)
        self.adj = limits


class Channel(HTTPChannel):
    """A connection that reads by that parser."""

    parser_class = Parser
