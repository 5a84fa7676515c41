# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

import datetime as datetime_
from typing import Annotated, Any, Dict, Literal, Optional, Union

from pydantic import Field

from ...model import Model


class TimelineEntry(Model):
    """One thing that happened in the call, a projection of one event of its log (SRS 7.5). What a type does not have is left out."""

    seq: int
    """Number of the event in its session's log. Begins at 1 and has no gaps."""

    ts: datetime_.datetime
    """Instant, RFC 3339 in UTC. Written with milliseconds; seconds are accepted."""

    type: str
    """What happened, as `names.yaml` calls it in a timeline."""

    mark: Optional[Union[Literal['first', 'last'], str]] = None
    """Whether this is the first or the last piece of a stream (`llm.delta`, `tts.chunk`)."""

    turn_id: Annotated[Optional[str], Field(alias="turnId")] = None
    """The turn that it belongs to; one user-to-agent exchange has one."""

    latency_ms: Annotated[Optional[float], Field(alias="latencyMs")] = None
    """Span of time, milliseconds."""

    text: Optional[str] = None
    """What was said."""

    text_heard: Annotated[Optional[str], Field(alias="textHeard")] = None
    """The part of the agent's words that the caller heard."""

    confidence: Optional[float] = None
    """How sure the transcriber is, from 0 to 1."""

    language: Optional[str] = None
    """Language and region, BCP 47."""

    provider: Optional[str] = None
    """Whose service it was."""

    model: Optional[str] = None
    """Which model it was."""

    utterance_id: Annotated[Optional[str], Field(alias="utteranceId")] = None
    """The agent's utterance."""

    cause: Optional[Union[Literal['completed', 'barge_in', 'error'], str]] = None
    """Why the agent fell silent."""

    heard_ms: Annotated[Optional[float], Field(alias="heardMs")] = None
    """Span of time, milliseconds."""

    wait_ms: Annotated[Optional[float], Field(alias="waitMs")] = None
    """Span of time, milliseconds."""

    timer: Optional[Union[Literal['question', 'hang_up'], str]] = None
    """Of silence, what follows it: the agent asks, or the call ends."""

    threshold_ms: Annotated[Optional[float], Field(alias="thresholdMs")] = None
    """Span of time, milliseconds."""

    command: Optional[str] = None
    """What was commanded."""

    result: Optional[str] = None
    """What came of a command."""

    message_key: Annotated[Optional[str], Field(alias="messageKey")] = None
    """Which of the agent's own sentences was said."""

    tokens_in: Annotated[Optional[int], Field(alias="tokensIn")] = None
    """Tokens read by the model."""

    tokens_out: Annotated[Optional[int], Field(alias="tokensOut")] = None
    """Tokens written by the model."""

    from_: Annotated[Optional[str], Field(alias="from")] = None
    """The state that was left."""

    to: Optional[str] = None
    """The state that was entered."""

    direction: Optional[Union[Literal['inbound', 'outbound'], str]] = None
    """Who called; a browser that connects is inbound."""

    reason: Optional[Union[Literal['caller_hangup', 'agent_hangup', 'user_silence_timeout', 'max_duration', 'transfer', 'provider_unavailable', 'quota_exceeded', 'cancelled', 'owner_lost', 'client_lost', 'store_unavailable', 'internal'], str]] = None
    """Why the call ended, in full."""

    failure: Optional[str] = None
    """What kind of provider failure it was."""

    attempt: Optional[int] = None
    """Which try it was, from 1."""

    duration_sec: Annotated[Optional[float], Field(alias="durationSec")] = None
    """Span of time, seconds."""

    service: Optional[Union[Literal['asr', 'llm', 'tts', 'transport'], str]] = None
    """Which service it was."""

    unit: Optional[Union[Literal['seconds', 'characters', 'tokens_in', 'tokens_out'], str]] = None
    """What is counted."""

    quantity: Optional[float] = None
    """How many units of it, to the thousandth."""

    estimated: Optional[bool] = None
    """Whether the quantity was estimated."""

    cost_inr: Annotated[Optional[float], Field(alias="costInr")] = None
    """Rupees, at most six decimals; made from whole micro-rupees."""

    score: Optional[Any] = None
    """The score, as the rubric has it; null when nobody could give one."""

    tool_call_id: Annotated[Optional[str], Field(alias="toolCallId")] = None
    """One call of a tool; the answer repeats it."""

    name: Optional[str] = None
    """The tool (SRS 7.8)."""

    args: Optional[Dict[str, Any]] = None
    """What the tool was asked with."""

    blocking: Optional[bool] = None
    """Whether the agent waits for the tool before it goes on."""

    http_status: Annotated[Optional[int], Field(alias="httpStatus")] = None
    """Status that the tool answered with."""

    result_hash: Annotated[Optional[str], Field(alias="resultHash")] = None
    """SHA-256 of the result's JSON."""

    error: Optional[Union[Literal['bad_arguments', 'unknown_tool', 'refused', 'no_secret', 'unreachable', 'timeout', 'too_large', 'http_status', 'malformed', 'bad_result', 'client_error', 'too_many', 'cancelled', 'internal'], str]] = None
    """What kind of failure it was."""

    artifact: Optional[Union[Literal['recording', 'transcript', 'metrics', 'bundle'], str]] = None
    """Which artifact was stored or erased."""

    bytes: Optional[int] = None
    """Its length."""
