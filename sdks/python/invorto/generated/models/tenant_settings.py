# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ...model import Model
from .retention_settings import RetentionSettings
from .security_settings import SecuritySettings


class TenantSettings(Model):
    """What holds for the whole tenant, every default filled in."""

    tenant_id: Annotated[str, Field(alias="tenantId")]
    """Opaque identifier. What the platform mints is a kind's prefix (`a_`, `c_`, `t_`, …) and 26 characters of Crockford base32 of a UUIDv7; a tenant's own name (`externalId`) is accepted wherever `{agentId}` or `{callId}` stands."""

    security: SecuritySettings
    """Who comes in, and how."""

    retention: RetentionSettings
    """For how many days from its beginning a call keeps what it left behind (SRS 4.6, FR-CP1). What is over is erased within a day, for good, and the call's timeline says so (`artifact.erased`); the call, its metadata and its cost stay. The bundle goes with the first of what is in it."""
