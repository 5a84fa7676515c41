# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import Any, Dict, Union


CallMetadataValue = Union[str, float, bool, Dict[str, Any]]
