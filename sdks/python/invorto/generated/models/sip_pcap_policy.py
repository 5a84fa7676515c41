# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import Annotated, Optional

from pydantic import Field

from ...model import Model


class SipPcapPolicy(Model):
    """When the signalling of a phone call is kept as a packet capture."""

    on_failure: Annotated[Optional[bool], Field(alias="onFailure")] = None
    """Of calls that failed."""

    on_success: Annotated[Optional[bool], Field(alias="onSuccess")] = None
    """Of calls that did not."""

    retention_days: Annotated[Optional[int], Field(alias="retentionDays")] = None
    """Days that the file is kept, from the beginning of its call."""
