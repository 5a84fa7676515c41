# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import Any, Dict, Union

from .agent_summary_payload import AgentSummaryPayload
from .agent_tool_call_payload import AgentToolCallPayload
from .asr_final_payload import AsrFinalPayload
from .billing_usage_updated_payload import BillingUsageUpdatedPayload
from .call_ended_payload import CallEndedPayload
from .call_started_payload import CallStartedPayload
from .qa_flags_payload import QaFlagsPayload


WebhookPayload = Union[CallStartedPayload, AsrFinalPayload, AgentToolCallPayload, CallEndedPayload, AgentSummaryPayload, BillingUsageUpdatedPayload, QaFlagsPayload, Dict[str, Any]]
