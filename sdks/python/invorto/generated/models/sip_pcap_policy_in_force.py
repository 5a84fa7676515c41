# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ...model import Model


class SipPcapPolicyInForce(Model):
    """When the signalling of a phone call is kept as a packet capture, every setting with its value."""

    on_failure: Annotated[bool, Field(alias="onFailure")]
    """Of calls that failed."""

    on_success: Annotated[bool, Field(alias="onSuccess")]
    """Of calls that did not."""

    retention_days: Annotated[int, Field(alias="retentionDays")]
    """Days that the file is kept, from the beginning of its call."""
