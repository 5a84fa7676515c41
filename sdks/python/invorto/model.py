from __future__ import annotations

from typing import Mapping, NamedTuple, Optional

from pydantic import BaseModel, ConfigDict, PrivateAttr


class Answer(NamedTuple):
    """What came with an answer."""

    status: int
    headers: Mapping[str, str]

    @property
    def request_id(self) -> Optional[str]:
        """Name it when you ask for help."""
        return self.headers.get("x-request-id")

    @property
    def etag(self) -> Optional[str]:
        """Give it as `if_match` to change exactly what you saw."""
        return self.headers.get("etag")


class Model(BaseModel):
    """
    What crosses the API. Names of the wire and of Python are both taken; what is newer than this SDK is kept. A field that was not
    given is not sent, one that was set to None is sent as null.
    """

    model_config = ConfigDict(
        extra="allow",
        populate_by_name=True,
        protected_namespaces=(),
        hide_input_in_errors=True,
        # A class is made when it is used first: a program imports more of them than it uses.
        defer_build=True,
    )

    _answer: Optional[Answer] = PrivateAttr(default=None)

    @property
    def last_response(self) -> Optional[Answer]:
        """What came with this answer; None for what did not come as one."""
        return self._answer

    def __eq__(self, other: object) -> bool:
        """By what they say, whatever answer they came with."""
        if not isinstance(other, Model) or type(other) is not type(self):
            return NotImplemented
        return self.__dict__ == other.__dict__ and (self.model_extra or {}) == (other.model_extra or {})
