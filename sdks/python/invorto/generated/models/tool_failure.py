# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import Annotated, Literal, Union

from pydantic import Field

from ...model import Model


class ToolFailure(Model):
    """Why there is no result."""

    class_: Annotated[Union[Literal['bad_arguments', 'unknown_tool', 'refused', 'no_secret', 'unreachable', 'timeout', 'too_large', 'http_status', 'malformed', 'bad_result', 'client_error', 'too_many', 'cancelled', 'internal'], str], Field(alias="class")]
    """What kind of failure it was."""

    message: str
    """What happened, in a sentence."""
