# Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.
from __future__ import annotations

from typing import Any, Dict, List, Literal, Optional, Tuple, TypedDict, Union


class _AgentConfigAtCallStartAlways(TypedDict):
    asr: AsrAtCallStart
    """How the caller was heard, and in which language."""
    llm: LlmSettings
    """Who thinks of the answer (FR-A2)."""
    tts: TtsSettings
    """The agent's voice (FR-A3)."""
    endpointing: EndpointingSettings
    """When the caller's turn is over (FR-E2)."""


class AgentConfigAtCallStart(_AgentConfigAtCallStartAlways, total=False):
    """With which providers the call began (SRS 7.7.3); `getAgentVersion` of `agentVersion` has every setting."""

    events: EventsSettings
    """What events of calls show (OBS-00 4). It is kept as it was when a call began."""


class _AgentSummaryPayloadAlways(TypedDict):
    eventId: str
    """Names this event; use it to take each event once. It is derived from what happened, so every retry and every replay repeats it, and `webhook-id` is the same."""
    tenantId: str
    """Opaque identifier. What the platform mints is a kind's prefix (`a_`, `c_`, `t_`, …) and 26 characters of Crockford base32 of a UUIDv7; a tenant's own name (`externalId`) is accepted wherever `{agentId}` or `{callId}` stands."""
    type: Literal["agent.summary"]
    """Kind of event."""
    schemaVersion: Literal["agent.summary.v1.4"]
    """Version of this payload."""
    callId: str
    """Opaque identifier. What the platform mints is a kind's prefix (`a_`, `c_`, `t_`, …) and 26 characters of Crockford base32 of a UUIDv7; a tenant's own name (`externalId`) is accepted wherever `{agentId}` or `{callId}` stands."""
    startedAt: str
    """Instant, RFC 3339 in UTC. Written with milliseconds; seconds are accepted."""
    endedAt: str
    """Instant, RFC 3339 in UTC. Written with milliseconds; seconds are accepted."""
    durationSec: float
    """Span of time, seconds."""
    carrier: Optional[Carrier]
    """By what way the call came or went; null where no telephone is used."""
    media: Optional[MediaQuality]
    """How the line was; null where there was no telephone."""
    kpis: CallKpis
    """How fast the call was, medians over its turns in milliseconds; null where nothing was measured."""
    usage: Optional[SummaryUsage]
    """What the call used and cost."""
    summary: Optional[CallSummary]
    """What the call came to."""
    emotion: CallEmotion
    """How the caller felt on the whole. Null is what was not measured."""
    artifacts: SummaryArtifacts
    """Signed links to what the call left behind (FR-CP3). They are made when the payload is posted; a replay has fresh ones."""


class AgentSummaryPayload(_AgentSummaryPayloadAlways, total=False):
    """What a call came to (SRS 7.4.1, 7.7, 7.8). It is posted when artifacts and costs are final, at most 60 s after the end; what is not there by then, was not asked for or was erased is null. The recording of a call whose server was lost (`owner_lost`) is waited for until 35 s after the end; one that comes later is in `getCallArtifacts` as soon as it is stored, and in a replay of this event."""

    artifact: CallArtifact
    """An echo of what was said (SRS 7.7.2); only with `include=messages`."""
    agentConfigAtCallStart: AgentConfigAtCallStart
    """With which providers the call began (SRS 7.7.3); `getAgentVersion` of `agentVersion` has every setting."""
    destination: Optional[TransferDestination]
    """Where the call was transferred to; left out or null where it was not."""
    analysis: Optional[CallAnalysis]
    """What was found out about the call."""
    toolCalls: List[ToolCallReport]
    """Every use of a tool, oldest first."""
    omitted: List[Literal["artifact", "toolCalls.resultSummary", "toolCalls.args", "toolCalls"]]
    """What was left out, in this order, until the body is not longer than 262144 bytes; not there where nothing was. `artifact` is what was said: `artifacts.transcript` has the whole, `getCall` with `include=messages` the same. `resultSummary`, then `args`, are left out of all `toolCalls`, then these themselves: each is an `agent.tool_call` of its own, `getCallTimeline` has the arguments, and `listSessionEvents` both where `events.content` of the agent is on, which it is not by default."""


class _AgentToolCallPayloadAlways(TypedDict):
    eventId: str
    """Names this event; use it to take each event once. It is derived from what happened, so every retry and every replay repeats it, and `webhook-id` is the same."""
    tenantId: str
    """Opaque identifier. What the platform mints is a kind's prefix (`a_`, `c_`, `t_`, …) and 26 characters of Crockford base32 of a UUIDv7; a tenant's own name (`externalId`) is accepted wherever `{agentId}` or `{callId}` stands."""
    name: str
    """The tool."""
    blocking: bool
    """Whether the agent waited for it before it went on."""
    ok: bool
    """Whether it was carried out."""
    latencyMs: float
    """Span of time, milliseconds."""
    httpStatus: Optional[int]
    """Status that it answered with; null where no HTTP answer came."""
    startedAt: str
    """Instant, RFC 3339 in UTC. Written with milliseconds; seconds are accepted."""
    endedAt: str
    """Instant, RFC 3339 in UTC. Written with milliseconds; seconds are accepted."""
    type: Literal["agent.tool_call"]
    """Kind of event."""
    schemaVersion: Literal["agent.tool_call.v1.4"]
    """Version of this payload."""
    callId: str
    """Opaque identifier. What the platform mints is a kind's prefix (`a_`, `c_`, `t_`, …) and 26 characters of Crockford base32 of a UUIDv7; a tenant's own name (`externalId`) is accepted wherever `{agentId}` or `{callId}` stands."""
    toolCallId: str
    """One call of a tool; the answer repeats it."""
    turnId: str
    """One user-to-agent exchange."""


class AgentToolCallPayload(_AgentToolCallPayloadAlways, total=False):
    """The agent has used a tool, or has tried to (FR-W2, FR-TC4); it comes when that is known."""

    args: Dict[str, Any]
    """What it was asked with; left out where words were erased."""
    resultSummary: Optional[Dict[str, Any]]
    """What it answered; null when it failed or its answer was no object."""
    error: Literal["bad_arguments", "unknown_tool", "refused", "no_secret", "unreachable", "timeout", "too_large", "http_status", "malformed", "bad_result", "client_error", "too_many", "cancelled", "internal"]
    """How it failed; left out when it did not."""
    omitted: List[Literal["args", "resultSummary"]]
    """What was left out, so that the body is not longer than 262144 bytes; not there where nothing was. `getCallTimeline` has the arguments; `listSessionEvents` has both where `events.content` of the agent is on, which it is not by default."""


class _AsrAtCallStartAlways(TypedDict):
    language: str
    """Language and region, BCP 47."""


class AsrAtCallStart(_AsrAtCallStartAlways, total=False):
    """How the caller was heard, and in which language."""

    provider: Literal["deepgram"]
    """Who transcribes."""
    model: str
    """The provider's model."""
    confidenceThreshold: float
    """How sure the transcriber must be of the words of a turn, from 0 to 1 (FR-E2). Below it the agent does not answer but asks the caller to say it again, twice in a row at most; after that they are taken for noise. 0 answers everything."""
    repeatQuestion: Optional[str]
    """How the agent asks again; null takes the platform's words in the agent's language."""


class AsrFinalPayload(TypedDict):
    """The caller said something that will not change any more (FR-W2, FR-A1)."""

    eventId: str
    """Names this event; use it to take each event once. It is derived from what happened, so every retry and every replay repeats it, and `webhook-id` is the same."""
    tenantId: str
    """Opaque identifier. What the platform mints is a kind's prefix (`a_`, `c_`, `t_`, …) and 26 characters of Crockford base32 of a UUIDv7; a tenant's own name (`externalId`) is accepted wherever `{agentId}` or `{callId}` stands."""
    type: Literal["asr.final"]
    """Kind of event."""
    schemaVersion: Literal["asr.final.v1.4"]
    """Version of this payload."""
    callId: str
    """Opaque identifier. What the platform mints is a kind's prefix (`a_`, `c_`, `t_`, …) and 26 characters of Crockford base32 of a UUIDv7; a tenant's own name (`externalId`) is accepted wherever `{agentId}` or `{callId}` stands."""
    ts: str
    """Instant, RFC 3339 in UTC. Written with milliseconds; seconds are accepted."""
    turnId: str
    """One user-to-agent exchange."""
    text: str
    """The words."""
    confidence: float
    """How sure the transcriber is, from 0 to 1."""
    language: str
    """Language and region, BCP 47."""


class _BillingUsageUpdatedPayloadAlways(TypedDict):
    eventId: str
    """Names this event; use it to take each event once. It is derived from what happened, so every retry and every replay repeats it, and `webhook-id` is the same."""
    tenantId: str
    """Opaque identifier. What the platform mints is a kind's prefix (`a_`, `c_`, `t_`, …) and 26 characters of Crockford base32 of a UUIDv7; a tenant's own name (`externalId`) is accepted wherever `{agentId}` or `{callId}` stands."""
    type: Literal["billing.usage.updated"]
    """Kind of event."""
    schemaVersion: Literal["billing.usage.updated.v1.4"]
    """Version of this payload."""
    callId: Literal["null"]
    """Always null; it is about no single call."""
    ts: str
    """Instant, RFC 3339 in UTC. Written with milliseconds; seconds are accepted."""
    periodStart: str
    """A calendar day in Asia/Kolkata."""
    periodEnd: str
    """A calendar day in Asia/Kolkata."""
    totals: UsageTotals
    """What was used in the period so far."""
    atRisk: bool
    """Whether a cap's first threshold is reached; false as long as there are no caps."""


class BillingUsageUpdatedPayload(_BillingUsageUpdatedPayloadAlways, total=False):
    """What the tenant used in a billing period (SRS 7.4.4), a calendar month in Asia/Kolkata: what the calls cost that were begun in it and are finished. It comes after each day of a period in which calls were finished, some minutes past midnight; days on which the platform was down are made up for by the next one. A call belongs to the period in which it was begun: what is finished after the end of a period comes as that period's total once more a day later, and the last one is final. There are no caps yet, so `atRisk` is always false and `alert` left out; with them it will also come when a threshold of a cap is reached, 80 and 100 % unless you set others (SRS 9)."""

    alert: Optional[CapAlert]
    """The cap that made it come; left out or null where none did."""


class CallAnalysis(TypedDict):
    """What was found out about the call (SRS 7.7.5)."""

    summary: Optional[str]
    """The call in a sentence or two."""
    structuredData: Optional[Dict[str, Any]]
    """Facts that were read out of it; null, as none are asked for yet."""
    successEvaluation: Optional[SuccessScore]
    """The score; null where the agent has no rubric."""


class CallArtifact(TypedDict):
    """An echo of what was said (SRS 7.7.2); only with `include=messages`."""

    messages: List[CallMessage]
    """Who said what, oldest first, the first 2000; the whole is in the transcript."""


class _CallEmotionAlways(TypedDict):
    enabled: bool
    """Whether it was looked for."""


class CallEmotion(_CallEmotionAlways, total=False):
    """How the caller felt on the whole. Null is what was not measured."""

    dominant: Optional[Literal["neutral", "positive", "frustrated", "angry", "confused", "disengaged"]]
    """What prevailed."""
    valence: Optional[float]
    """Mean over the call."""
    arousal: Optional[float]
    """Mean over the call."""


class _CallEndedPayloadAlways(TypedDict):
    eventId: str
    """Names this event; use it to take each event once. It is derived from what happened, so every retry and every replay repeats it, and `webhook-id` is the same."""
    tenantId: str
    """Opaque identifier. What the platform mints is a kind's prefix (`a_`, `c_`, `t_`, …) and 26 characters of Crockford base32 of a UUIDv7; a tenant's own name (`externalId`) is accepted wherever `{agentId}` or `{callId}` stands."""
    type: Literal["call.ended"]
    """Kind of event."""
    schemaVersion: Literal["call.ended.v1.4"]
    """Version of this payload."""
    callId: str
    """Opaque identifier. What the platform mints is a kind's prefix (`a_`, `c_`, `t_`, …) and 26 characters of Crockford base32 of a UUIDv7; a tenant's own name (`externalId`) is accepted wherever `{agentId}` or `{callId}` stands."""
    endedAt: str
    """Instant, RFC 3339 in UTC. Written with milliseconds; seconds are accepted."""
    reason: Literal["hangup", "error", "transfer"]
    """The SRS's word for why a call ended."""
    durationSec: float
    """Span of time, seconds."""


class CallEndedPayload(_CallEndedPayloadAlways, total=False):
    """A call is over (SRS 7.4.3); it is posted within a second. `agent.summary` follows."""

    reasonDetail: Literal["caller_hangup", "agent_hangup", "user_silence_timeout", "max_duration", "transfer", "provider_unavailable", "quota_exceeded", "cancelled", "owner_lost", "client_lost", "store_unavailable", "internal"]
    """Why the call ended, in full."""
    sipFinal: str
    """SIP's last answer, status and reason."""
    q850: int
    """The cause why the line was cleared, as ITU-T Q.850 numbers it."""
    media: MediaQuality
    """How the line was."""


class CallKpis(TypedDict):
    """How fast the call was, medians over its turns in milliseconds; null where nothing was measured."""

    asrFirstPartialMs: Optional[float]
    """From the caller's first sound to the first partial words."""
    eouMs: Optional[float]
    """From the caller's last sound until the turn was held to be over."""
    llmFirstTokenMs: Optional[float]
    """From asking the model to its first token."""
    ttsFirstChunkMs: Optional[float]
    """From the first words given to the voice to its first audio."""


class _CallMessageAlways(TypedDict):
    role: Literal["user", "assistant"]
    """Who said it."""
    message: str
    """The words; of the agent, those that were heard."""
    time: float
    """Seconds since the call was answered."""
    endTime: float
    """Seconds since the call was answered."""
    secondsFromStart: float
    """Seconds since the call was answered."""
    duration: float
    """Span of time, seconds."""


class CallMessage(_CallMessageAlways, total=False):
    """One thing that was said."""

    isFiltered: bool
    """Whether anything was taken out; nothing is yet."""
    detectedThreats: List[str]
    """What is wrong with the words; nothing is looked for yet."""


_CallStartedPayloadFields = TypedDict("_CallStartedPayloadFields", {"from": "Optional[str]"})


class CallStartedPayload(_CallStartedPayloadFields):
    """A call began (SRS 7.4.2)."""

    eventId: str
    """Names this event; use it to take each event once. It is derived from what happened, so every retry and every replay repeats it, and `webhook-id` is the same."""
    tenantId: str
    """Opaque identifier. What the platform mints is a kind's prefix (`a_`, `c_`, `t_`, …) and 26 characters of Crockford base32 of a UUIDv7; a tenant's own name (`externalId`) is accepted wherever `{agentId}` or `{callId}` stands."""
    type: Literal["call.started"]
    """Kind of event."""
    schemaVersion: Literal["call.started.v1.4"]
    """Version of this payload."""
    callId: str
    """Opaque identifier. What the platform mints is a kind's prefix (`a_`, `c_`, `t_`, …) and 26 characters of Crockford base32 of a UUIDv7; a tenant's own name (`externalId`) is accepted wherever `{agentId}` or `{callId}` stands."""
    startedAt: str
    """Instant, RFC 3339 in UTC. Written with milliseconds; seconds are accepted."""
    direction: Literal["inbound", "outbound"]
    """Who called; a browser that connects is inbound."""
    agentId: str
    """Opaque identifier. What the platform mints is a kind's prefix (`a_`, `c_`, `t_`, …) and 26 characters of Crockford base32 of a UUIDv7; a tenant's own name (`externalId`) is accepted wherever `{agentId}` or `{callId}` stands."""
    to: Optional[str]
    """Telephone number, E.164, masked (`x`) where the tenant says so; null where no telephone is used."""
    carrier: Optional[Carrier]
    """By what way the call came or went; null where no telephone is used."""


class _CallSummaryAlways(TypedDict):
    outcome: str
    """A label."""
    nextStep: Optional[str]
    """What happens next."""
    notes: Optional[str]
    """What is worth remembering."""


class CallSummary(_CallSummaryAlways, total=False):
    """What the call came to (SRS 7.4.1)."""

    method: Literal["model", "rules"]
    """Who said it - the model, or rules where the model could not."""


class CapAlert(TypedDict):
    """The threshold of a cap that is reached."""

    capId: str
    """Opaque identifier. What the platform mints is a kind's prefix (`a_`, `c_`, `t_`, …) and 26 characters of Crockford base32 of a UUIDv7; a tenant's own name (`externalId`) is accepted wherever `{agentId}` or `{callId}` stands."""
    scope: Literal["tenant", "agent", "campaign"]
    """Whose spending counts - all of the tenant's, one agent's or one campaign's."""
    period: Literal["daily", "weekly", "monthly"]
    """When the count begins anew, in the tenant's time zone. Weeks begin on Monday, months on the first."""
    thresholdPct: int
    """What was reached in per cent of the cap."""
    capInr: float
    """Rupees, at most six decimals; made from whole micro-rupees."""
    usedInr: float
    """Rupees, at most six decimals; made from whole micro-rupees."""


class _CarrierAlways(TypedDict):
    trunk: str
    """The trunk."""


class Carrier(_CarrierAlways, total=False):
    """The telephone line of a call. What the carrier did not say is left out."""

    sipCallId: str
    """SIP's `Call-ID`."""
    sipFinal: str
    """SIP's last answer, status and reason."""
    q850: int
    """The cause why the line was cleared, as ITU-T Q.850 numbers it."""
    ani: str
    """Who called, E.164, possibly masked."""
    dnis: str
    """Which number was called, E.164, possibly masked."""


class _CostLineAlways(TypedDict):
    type: Literal["transport", "stt", "tts", "llm", "platform", "other"]
    """What it was."""
    provider: str
    """The provider."""
    costInr: float
    """Rupees, at most six decimals; made from whole micro-rupees."""


class CostLine(_CostLineAlways, total=False):
    """What one provider was used for (SRS 6.1.1). Either `minutes` or `units` is there; of `stt` the units are minutes."""

    model: Optional[str]
    """The model, where there is one."""
    unit: Literal["minutes", "characters", "tokens_in", "tokens_out"]
    """What `minutes` or `units` counts."""
    minutes: float
    """Minutes of transport and of the platform."""
    units: float
    """Minutes of audio, characters or tokens."""
    estimated: bool
    """Whether any of it was estimated."""
    priced: bool
    """Whether there was a rate for it; without one `costInr` is 0."""


class _EndpointingSettingsAlways(TypedDict):
    pass


class EndpointingSettings(_EndpointingSettingsAlways, total=False):
    """When the caller's turn is over (FR-E2)."""

    provider: Literal["invorto", "livekit", "off"]
    """Who decides (FR-E1). `invorto` - the platform, from the caller's voice and words. `off` - nobody: the turn ends with the transcriber's final words, `text.input` or keys. `livekit` is a turn detector that this platform does not run; it is refused."""
    silenceMs: int
    """Silence that ends the caller's turn, milliseconds."""
    minWords: int
    """Number of words; below it a barge-in is not confirmed, and the end of a turn waits 600 ms longer, in case the caller is only beginning."""
    confidence: float
    """How sure it must be, from 0 to 1, that the caller has finished for `silenceMs` alone to end the turn: from `1 - x` = this on, `x` counts as 0."""
    waitFunction: Optional[str]
    """Milliseconds to wait, by `x`, the probability that the caller has not finished (judged by the last words: "and", "um", half a number). The wait is the larger of this and `silenceMs`, 3000 at most. Numbers, `x`, `+ - * / ^`, brackets, `min max sqrt abs exp log pow`. Null waits `silenceMs` always."""


class _EventsSettingsAlways(TypedDict):
    pass


class EventsSettings(_EventsSettingsAlways, total=False):
    """What events of calls show (OBS-00 4). It is kept as it was when a call began."""

    content: bool
    """Whether `listSessionEvents` and `streamSessionEvents` show `content` - what was said, typed, pressed, asked of tools and concluded - to whoever may read events. Without it they have lengths, timing and models alone. The transcript and the timeline of a call are not bound to it."""


class _LlmSettingsAlways(TypedDict):
    pass


class LlmSettings(_LlmSettingsAlways, total=False):
    """Who thinks of the answer (FR-A2)."""

    provider: Literal["openai"]
    """Who answers."""
    model: str
    """The provider's model."""
    temperature: float
    """How freely the model chooses its words, from 0 to 2."""
    maxTokens: int
    """The longest answer, in tokens."""


class _MediaQualityAlways(TypedDict):
    avgMos: Optional[float]
    """Mean opinion score from 1 to 5; null when it was not measured."""


class MediaQuality(_MediaQualityAlways, total=False):
    """How the line was."""

    pktLossPct: Optional[float]
    """Packets that were lost in per cent."""
    jitterMsP95: Optional[float]
    """95th percentile of the jitter, milliseconds."""


class QaFlag(TypedDict):
    """One moment. `ts` counts seconds since the call was answered."""

    kind: Literal["frustration_spike", "toxicity", "overlap_risk"]
    """What was found - the caller is suddenly upset, someone is rude, or both speak at once."""
    ts: float
    """Seconds since the call was answered."""
    level: float
    """How strong it is, from 0 to 1."""


class QaFlagsPayload(TypedDict):
    """Moments of a call that somebody should look at (SRS 7.4.5, FR-Q4)."""

    eventId: str
    """Names this event; use it to take each event once. It is derived from what happened, so every retry and every replay repeats it, and `webhook-id` is the same."""
    tenantId: str
    """Opaque identifier. What the platform mints is a kind's prefix (`a_`, `c_`, `t_`, …) and 26 characters of Crockford base32 of a UUIDv7; a tenant's own name (`externalId`) is accepted wherever `{agentId}` or `{callId}` stands."""
    type: Literal["qa.flags"]
    """Kind of event."""
    schemaVersion: Literal["qa.flags.v1.4"]
    """Version of this payload."""
    callId: str
    """Opaque identifier. What the platform mints is a kind's prefix (`a_`, `c_`, `t_`, …) and 26 characters of Crockford base32 of a UUIDv7; a tenant's own name (`externalId`) is accepted wherever `{agentId}` or `{callId}` stands."""
    ts: str
    """Instant, RFC 3339 in UTC. Written with milliseconds; seconds are accepted."""
    flags: List[QaFlag]
    """The moments, oldest first."""


class _SuccessScoreAlways(TypedDict):
    rubric: Literal["NumericScale", "LikertScale", "PercentageScale", "PassFail"]
    """How a call is scored - `NumericScale` 1 to 10, `LikertScale` 1 to 5, `PercentageScale` 0 to 100, `PassFail` true or false."""
    score: Optional[Union[float, bool]]
    """The score, as the rubric has it; null when nobody could give one."""


class SuccessScore(_SuccessScoreAlways, total=False):
    """How well the call went."""

    reason: str
    """Why."""
    method: Literal["model", "rules"]
    """Who said it - the model, or rules where the model could not."""


class SummaryArtifacts(TypedDict):
    """Signed links to what the call left behind (FR-CP3). They are made when the payload is posted; a replay has fresh ones."""

    recording: Optional[str]
    """Signed URL, valid for 24 hours; null when there is no such artifact."""
    transcript: Optional[str]
    """Signed URL, valid for 24 hours; null when there is no such artifact."""
    metrics: Optional[str]
    """Signed URL, valid for 24 hours; null when there is no such artifact."""
    sipPcap: Optional[str]
    """Signed URL, valid for 24 hours; null when there is no such artifact."""
    rtpPcap: Optional[str]
    """Signed URL, valid for 24 hours; null when there is no such artifact."""
    bundleZip: Optional[str]
    """Signed URL, valid for 24 hours; null when there is no such artifact."""


class _SummaryUsageAlways(TypedDict):
    asrMin: float
    """Minutes of audio that were transcribed."""
    ttsChars: int
    """Characters given to the voice."""
    llmIn: int
    """Tokens read by the model."""
    llmOut: int
    """Tokens written by the model."""
    costInr: float
    """Rupees, at most six decimals; made from whole micro-rupees."""


class SummaryUsage(_SummaryUsageAlways, total=False):
    """What the call used and what it cost (SRS 7.4.1, 7.7.1). `transport…` is 0 where no telephone was used."""

    transportMinutes: float
    """Minutes on the line."""
    transportCostInr: float
    """Rupees, at most six decimals; made from whole micro-rupees."""
    costs: List[CostLine]
    """A line for each provider, model and unit; `costInr` above is their sum."""


class _ToolCallReportAlways(TypedDict):
    name: str
    """The tool."""
    blocking: bool
    """Whether the agent waited for it before it went on."""
    ok: bool
    """Whether it was carried out."""
    latencyMs: float
    """Span of time, milliseconds."""
    httpStatus: Optional[int]
    """Status that it answered with; null where no HTTP answer came."""
    startedAt: str
    """Instant, RFC 3339 in UTC. Written with milliseconds; seconds are accepted."""
    endedAt: str
    """Instant, RFC 3339 in UTC. Written with milliseconds; seconds are accepted."""


class ToolCallReport(_ToolCallReportAlways, total=False):
    """One use of a tool and what came of it (SRS 7.8)."""

    args: Dict[str, Any]
    """What it was asked with; left out where words were erased."""
    resultSummary: Optional[Dict[str, Any]]
    """What it answered; null when it failed or its answer was no object."""
    error: Literal["bad_arguments", "unknown_tool", "refused", "no_secret", "unreachable", "timeout", "too_large", "http_status", "malformed", "bad_result", "client_error", "too_many", "cancelled", "internal"]
    """How it failed; left out when it did not."""


class _TransferDestinationAlways(TypedDict):
    type: Literal["number", "sip"]
    """What kind of destination it is."""
    mode: Literal["blind-transfer", "attended-transfer"]
    """Whether somebody was asked first."""


class TransferDestination(_TransferDestinationAlways, total=False):
    """Where the call was transferred to, and how (SRS 7.7.4, FR-T8)."""

    timeout: float
    """How long it may ring, seconds."""
    sipVerb: Literal["refer", "invite"]
    """How SIP did it."""
    holdAudioUrl: str
    """What the caller hears meanwhile."""
    transferCompleteAudioUrl: str
    """What is played when it is done."""
    summaryPlan: TransferSummaryPlan
    """Whether who takes over is told what the call was about."""


class _TransferSummaryPlanAlways(TypedDict):
    enabled: bool
    """Whether they are."""


class TransferSummaryPlan(_TransferSummaryPlanAlways, total=False):
    """Whether who takes over is told what the call was about."""

    timeoutSeconds: float
    """How long the summary may take, seconds."""


class _TtsSettingsAlways(TypedDict):
    pass


class TtsSettings(_TtsSettingsAlways, total=False):
    """The agent's voice (FR-A3)."""

    provider: Literal["deepgram"]
    """Who speaks."""
    voiceId: str
    """The provider's voice. `aura-2` alone is the default voice of that family."""
    rate: float
    """How fast it speaks, from 0.7 to 1.5; 1 is as the voice was made. Deepgram's English and Spanish voices can be set; of the others only 1 is accepted."""


class UsageTotals(TypedDict):
    """What was used in the period so far."""

    asrMin: float
    """Minutes of audio that were transcribed."""
    ttsChars: int
    """Characters given to the voice."""
    llmIn: int
    """Tokens read by the model."""
    llmOut: int
    """Tokens written by the model."""
    costInr: float
    """Rupees, at most six decimals; made from whole micro-rupees."""


WebhookEvent = Union[
    CallStartedPayload,
    AsrFinalPayload,
    AgentToolCallPayload,
    CallEndedPayload,
    AgentSummaryPayload,
    BillingUsageUpdatedPayload,
    QaFlagsPayload,
]
"""A payload whose type this package knows. Compare `type` to narrow it."""

WebhookType = Literal[
    "call.started",
    "asr.final",
    "agent.tool_call",
    "call.ended",
    "agent.summary",
    "billing.usage.updated",
    "qa.flags",
]

WEBHOOK_TYPES: Tuple[WebhookType, ...] = (
    "call.started",
    "asr.final",
    "agent.tool_call",
    "call.ended",
    "agent.summary",
    "billing.usage.updated",
    "qa.flags",
)

SAMPLES: Dict[str, str] = {
    "call.started": "{\"type\":\"call.started\",\"schemaVersion\":\"call.started.v1.4\",\"eventId\":\"evt_01jd3w7q8re5a9v6c2k4m0n7xz\",\"callId\":\"c_7f2b9\",\"tenantId\":\"t_acme\",\"startedAt\":\"2025-08-21T11:42:10Z\",\"direction\":\"inbound\",\"agentId\":\"a_1\",\"from\":null,\"to\":null,\"carrier\":null}",
    "asr.final": "{\"type\":\"asr.final\",\"schemaVersion\":\"asr.final.v1.4\",\"eventId\":\"evt_01jd3w7q8re5a9v6c2k4m0n7xz\",\"callId\":\"c_7f2b9\",\"tenantId\":\"t_acme\",\"ts\":\"2025-08-21T11:42:14.900Z\",\"turnId\":\"turn_1\",\"text\":\"I want pricing\",\"confidence\":0.98,\"language\":\"en-IN\"}",
    "agent.tool_call": "{\"type\":\"agent.tool_call\",\"schemaVersion\":\"agent.tool_call.v1.4\",\"eventId\":\"evt_01jd3w7q8re5a9v6c2k4m0n7xz\",\"callId\":\"c_7f2b9\",\"tenantId\":\"t_acme\",\"toolCallId\":\"tk-1\",\"turnId\":\"turn_1\",\"name\":\"get_order_status\",\"blocking\":true,\"ok\":false,\"latencyMs\":1000,\"httpStatus\":null,\"startedAt\":\"2025-08-21T11:43:00Z\",\"endedAt\":\"2025-08-21T11:43:00Z\",\"args\":{\"orderId\":\"A123\"},\"resultSummary\":null,\"error\":\"timeout\"}",
    "call.ended": "{\"type\":\"call.ended\",\"schemaVersion\":\"call.ended.v1.4\",\"eventId\":\"evt_01jd3w7q8re5a9v6c2k4m0n7xz\",\"callId\":\"c_7f2b9\",\"tenantId\":\"t_acme\",\"endedAt\":\"2025-08-21T11:43:12.345Z\",\"reason\":\"hangup\",\"reasonDetail\":\"caller_hangup\",\"durationSec\":62.3}",
    "agent.summary": "{\"type\":\"agent.summary\",\"schemaVersion\":\"agent.summary.v1.4\",\"eventId\":\"evt_01jd3w7q8re5a9v6c2k4m0n7xz\",\"callId\":\"c_7f2b9\",\"tenantId\":\"t_acme\",\"startedAt\":\"2025-08-21T11:42:10Z\",\"endedAt\":\"2025-08-21T11:43:12Z\",\"durationSec\":62,\"carrier\":null,\"media\":null,\"kpis\":{\"asrFirstPartialMs\":null,\"eouMs\":null,\"llmFirstTokenMs\":null,\"ttsFirstChunkMs\":null},\"usage\":null,\"summary\":null,\"emotion\":{\"enabled\":false},\"artifacts\":{\"recording\":null,\"transcript\":null,\"metrics\":null,\"sipPcap\":null,\"rtpPcap\":null,\"bundleZip\":null},\"destination\":null,\"analysis\":null,\"toolCalls\":[]}",
    "billing.usage.updated": "{\"type\":\"billing.usage.updated\",\"schemaVersion\":\"billing.usage.updated.v1.4\",\"eventId\":\"evt_01jd3w7q8re5a9v6c2k4m0n7xz\",\"callId\":null,\"tenantId\":\"t_acme\",\"ts\":\"2025-08-21T18:30:00.000Z\",\"periodStart\":\"2025-08-01\",\"periodEnd\":\"2025-08-31\",\"totals\":{\"asrMin\":1234.5,\"ttsChars\":812345,\"llmIn\":4500000,\"llmOut\":1200000,\"costInr\":8123.45},\"atRisk\":false}",
    "qa.flags": "{\"type\":\"qa.flags\",\"schemaVersion\":\"qa.flags.v1.4\",\"eventId\":\"evt_01jd3w7q8re5a9v6c2k4m0n7xz\",\"callId\":\"c_7f2b9\",\"tenantId\":\"t_acme\",\"ts\":\"2025-08-21T11:45:00.400Z\",\"flags\":[{\"kind\":\"frustration_spike\",\"ts\":170.2,\"level\":0.86}]}",
}
"""A sample of each as JSON, from the contract."""
