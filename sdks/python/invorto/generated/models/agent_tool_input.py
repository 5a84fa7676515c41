# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import Any, Dict, Union

from .client_tool_input import ClientToolInput


AgentToolInput = Union[str, ClientToolInput, Dict[str, Any]]
