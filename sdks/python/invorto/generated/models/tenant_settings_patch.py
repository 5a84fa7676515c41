# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import Optional

from ...model import Model
from .retention_settings_patch import RetentionSettingsPatch
from .security_settings_patch import SecuritySettingsPatch


class TenantSettingsPatch(Model):
    """What changes of the settings."""

    security: Optional[SecuritySettingsPatch] = None
    """What changes of who comes in, and how."""

    retention: Optional[RetentionSettingsPatch] = None
    """What changes of how long things are kept. Fewer days hold for calls of the past too."""
