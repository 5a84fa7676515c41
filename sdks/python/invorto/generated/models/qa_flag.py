# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import Literal, Union

from ...model import Model


class QaFlag(Model):
    """One moment. `ts` counts seconds since the call was answered."""

    kind: Union[Literal['frustration_spike', 'toxicity', 'overlap_risk'], str]
    """What was found - the caller is suddenly upset, someone is rude, or both speak at once."""

    ts: float
    """Seconds since the call was answered."""

    level: float
    """How strong it is, from 0 to 1."""
