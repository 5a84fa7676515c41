# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import List, Literal, Union

from ...model import Model


class PiiNotice(Model):
    """Which personal data the event holds, and how it is handled (OBS-00 section 4)."""

    contains_pii: bool
    """Whether there is any."""

    fields: List[str]
    """What kinds of it."""

    handling: Union[Literal['none', 'masked', 'restricted'], str]
    """How it is handled."""
