# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import Annotated, Literal, Union

from pydantic import Field

from ...model import Model


class CapAlert(Model):
    """The threshold of a cap that is reached."""

    cap_id: Annotated[str, Field(alias="capId")]
    """Opaque identifier. What the platform mints is a kind's prefix (`a_`, `c_`, `t_`, …) and 26 characters of Crockford base32 of a UUIDv7; a tenant's own name (`externalId`) is accepted wherever `{agentId}` or `{callId}` stands."""

    scope: Union[Literal['tenant', 'agent', 'campaign'], str]
    """Whose spending counts - all of the tenant's, one agent's or one campaign's."""

    period: Union[Literal['daily', 'weekly', 'monthly'], str]
    """When the count begins anew, in the tenant's time zone. Weeks begin on Monday, months on the first."""

    threshold_pct: Annotated[int, Field(alias="thresholdPct")]
    """What was reached in per cent of the cap."""

    cap_inr: Annotated[float, Field(alias="capInr")]
    """Rupees, at most six decimals; made from whole micro-rupees."""

    used_inr: Annotated[float, Field(alias="usedInr")]
    """Rupees, at most six decimals; made from whole micro-rupees."""
