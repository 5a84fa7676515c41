// Generated from specs/openapi.yaml by scripts/generate.ts. Do not edit.

/** With which providers the call began (SRS 7.7.3); `getAgentVersion` of `agentVersion` has every setting. */
export interface AgentConfigAtCallStart {
  readonly asr: AsrAtCallStart
  readonly llm: LlmSettings
  readonly tts: TtsSettings
  readonly endpointing: EndpointingSettings
  readonly events?: EventsSettings
}

/** What a call came to (SRS 7.4.1, 7.7, 7.8). It is posted when artifacts and costs are final, at most 60 s after the end; what is not there by then, was not asked for or was erased is null. The recording of a call whose server was lost (`owner_lost`) is waited for until 35 s after the end; one that comes later is in `getCallArtifacts` as soon as it is stored, and in a replay of this event. */
export interface AgentSummaryPayload {
  readonly eventId: WebhookEventId
  readonly tenantId: Id
  /** Kind of event. */
  readonly type: 'agent.summary'
  /** Version of this payload. */
  readonly schemaVersion: 'agent.summary.v1.4'
  readonly callId: Id
  readonly startedAt: Timestamp
  readonly endedAt: Timestamp
  readonly durationSec: DurationSec
  readonly carrier: CarrierOrNone
  /** How the line was; null where there was no telephone. */
  readonly media: MediaQuality | null
  readonly kpis: CallKpis
  /** What the call used and cost. */
  readonly usage: SummaryUsage | null
  /** What the call came to. */
  readonly summary: CallSummary | null
  readonly emotion: CallEmotion
  readonly artifacts: SummaryArtifacts
  readonly artifact?: CallArtifact
  readonly agentConfigAtCallStart?: AgentConfigAtCallStart
  /** Where the call was transferred to; left out or null where it was not. */
  readonly destination?: TransferDestination | null
  /** What was found out about the call. */
  readonly analysis?: CallAnalysis | null
  /** Every use of a tool, oldest first. */
  readonly toolCalls?: readonly ToolCallReport[]
  readonly omitted?: OmittedOfSummary
}

/** The agent has used a tool, or has tried to (FR-W2, FR-TC4); it comes when that is known. */
export interface AgentToolCallPayload {
  readonly eventId: WebhookEventId
  readonly tenantId: Id
  /** The tool. */
  readonly name: string
  /** Whether the agent waited for it before it went on. */
  readonly blocking: boolean
  /** Whether it was carried out. */
  readonly ok: boolean
  readonly latencyMs: DurationMs
  /** Status that it answered with; null where no HTTP answer came. */
  readonly httpStatus: number | null
  readonly startedAt: Timestamp
  readonly endedAt: Timestamp
  /** What it was asked with; left out where words were erased. */
  readonly args?: { readonly [name: string]: unknown }
  /** What it answered; null when it failed or its answer was no object. */
  readonly resultSummary?: { readonly [name: string]: unknown } | null
  /** How it failed; left out when it did not. */
  readonly error?: ToolFailureClass
  /** Kind of event. */
  readonly type: 'agent.tool_call'
  /** Version of this payload. */
  readonly schemaVersion: 'agent.tool_call.v1.4'
  readonly callId: Id
  readonly toolCallId: ToolCallId
  readonly turnId: TurnId
  readonly omitted?: OmittedOfToolCall
}

/** How the caller was heard, and in which language. */
export interface AsrAtCallStart {
  /** Who transcribes. */
  readonly provider?: 'deepgram'
  /** The provider's model. */
  readonly model?: string
  /** How sure the transcriber must be of the words of a turn, from 0 to 1 (FR-E2). Below it the agent does not answer but asks the caller to say it again, twice in a row at most; after that they are taken for noise. 0 answers everything. */
  readonly confidenceThreshold?: number
  /** How the agent asks again; null takes the platform's words in the agent's language. */
  readonly repeatQuestion?: string | null
  readonly language: Locale
}

/** The caller said something that will not change any more (FR-W2, FR-A1). */
export interface AsrFinalPayload {
  readonly eventId: WebhookEventId
  readonly tenantId: Id
  /** Kind of event. */
  readonly type: 'asr.final'
  /** Version of this payload. */
  readonly schemaVersion: 'asr.final.v1.4'
  readonly callId: Id
  readonly ts: Timestamp
  readonly turnId: TurnId
  /** The words. */
  readonly text: string
  /** How sure the transcriber is, from 0 to 1. */
  readonly confidence: number
  readonly language: Locale
}

/** What the tenant used in a billing period (SRS 7.4.4), a calendar month in Asia/Kolkata: what the calls cost that were begun in it and are finished. It comes after each day of a period in which calls were finished, some minutes past midnight; days on which the platform was down are made up for by the next one. A call belongs to the period in which it was begun: what is finished after the end of a period comes as that period's total once more a day later, and the last one is final. There are no caps yet, so `atRisk` is always false and `alert` left out; with them it will also come when a threshold of a cap is reached, 80 and 100 % unless you set others (SRS 9). */
export interface BillingUsageUpdatedPayload {
  readonly eventId: WebhookEventId
  readonly tenantId: Id
  /** Kind of event. */
  readonly type: 'billing.usage.updated'
  /** Version of this payload. */
  readonly schemaVersion: 'billing.usage.updated.v1.4'
  /** Always null; it is about no single call. */
  readonly callId: null
  readonly ts: Timestamp
  readonly periodStart: Day
  readonly periodEnd: Day
  readonly totals: UsageTotals
  /** Whether a cap's first threshold is reached; false as long as there are no caps. */
  readonly atRisk: boolean
  /** The cap that made it come; left out or null where none did. */
  readonly alert?: CapAlert | null
}

/** What was found out about the call (SRS 7.7.5). */
export interface CallAnalysis {
  /** The call in a sentence or two. */
  readonly summary: string | null
  /** Facts that were read out of it; null, as none are asked for yet. */
  readonly structuredData: { readonly [name: string]: unknown } | null
  /** The score; null where the agent has no rubric. */
  readonly successEvaluation: SuccessScore | null
}

/** An echo of what was said (SRS 7.7.2); only with `include=messages`. */
export interface CallArtifact {
  /** Who said what, oldest first, the first 2000; the whole is in the transcript. */
  readonly messages: readonly CallMessage[]
}

/** Who called; a browser that connects is inbound. */
export type CallDirection = 'inbound' | 'outbound'

/** How the caller felt on the whole. Null is what was not measured. */
export interface CallEmotion {
  /** Whether it was looked for. */
  readonly enabled: boolean
  /** What prevailed. */
  readonly dominant?: EmotionClass | null
  /** Mean over the call. */
  readonly valence?: number | null
  /** Mean over the call. */
  readonly arousal?: number | null
}

/** A call is over (SRS 7.4.3); it is posted within a second. `agent.summary` follows. */
export interface CallEndedPayload {
  readonly eventId: WebhookEventId
  readonly tenantId: Id
  /** Kind of event. */
  readonly type: 'call.ended'
  /** Version of this payload. */
  readonly schemaVersion: 'call.ended.v1.4'
  readonly callId: Id
  readonly endedAt: Timestamp
  readonly reason: EndReasonClass
  readonly reasonDetail?: EndReason
  readonly durationSec: DurationSec
  readonly sipFinal?: SipFinal
  readonly q850?: Q850Cause
  readonly media?: MediaQuality
}

/** How fast the call was, medians over its turns in milliseconds; null where nothing was measured. */
export interface CallKpis {
  /** From the caller's first sound to the first partial words. */
  readonly asrFirstPartialMs: number | null
  /** From the caller's last sound until the turn was held to be over. */
  readonly eouMs: number | null
  /** From asking the model to its first token. */
  readonly llmFirstTokenMs: number | null
  /** From the first words given to the voice to its first audio. */
  readonly ttsFirstChunkMs: number | null
}

/** One thing that was said. */
export interface CallMessage {
  /** Who said it. */
  readonly role: 'user' | 'assistant'
  /** The words; of the agent, those that were heard. */
  readonly message: string
  readonly time: CallSeconds
  readonly endTime: CallSeconds
  readonly secondsFromStart: CallSeconds
  readonly duration: DurationSec
  /** Whether anything was taken out; nothing is yet. */
  readonly isFiltered?: boolean
  /** What is wrong with the words; nothing is looked for yet. */
  readonly detectedThreats?: readonly string[]
}

/** Telephone number, E.164, masked (`x`) where the tenant says so; null where no telephone is used. */
export type CallParty = string | null

/** Seconds since the call was answered. */
export type CallSeconds = number

/** A call began (SRS 7.4.2). */
export interface CallStartedPayload {
  readonly eventId: WebhookEventId
  readonly tenantId: Id
  /** Kind of event. */
  readonly type: 'call.started'
  /** Version of this payload. */
  readonly schemaVersion: 'call.started.v1.4'
  readonly callId: Id
  readonly startedAt: Timestamp
  readonly direction: CallDirection
  readonly agentId: Id
  readonly from: CallParty
  readonly to: CallParty
  readonly carrier: CarrierOrNone
}

/** What the call came to (SRS 7.4.1). */
export interface CallSummary {
  /** A label. */
  readonly outcome: string
  /** What happens next. */
  readonly nextStep: string | null
  /** What is worth remembering. */
  readonly notes: string | null
  readonly method?: ConclusionMethod
}

/** The threshold of a cap that is reached. */
export interface CapAlert {
  readonly capId: Id
  readonly scope: CapScope
  readonly period: CapPeriod
  /** What was reached in per cent of the cap. */
  readonly thresholdPct: number
  readonly capInr: CostInr
  readonly usedInr: CostInr
}

/** When the count begins anew, in the tenant's time zone. Weeks begin on Monday, months on the first. */
export type CapPeriod = 'daily' | 'weekly' | 'monthly'

/** Whose spending counts - all of the tenant's, one agent's or one campaign's. */
export type CapScope = 'tenant' | 'agent' | 'campaign'

/** The telephone line of a call. What the carrier did not say is left out. */
export interface Carrier {
  /** The trunk. */
  readonly trunk: string
  /** SIP's `Call-ID`. */
  readonly sipCallId?: string
  readonly sipFinal?: SipFinal
  readonly q850?: Q850Cause
  /** Who called, E.164, possibly masked. */
  readonly ani?: string
  /** Which number was called, E.164, possibly masked. */
  readonly dnis?: string
}

/** By what way the call came or went; null where no telephone is used. */
export type CarrierOrNone = Carrier | null

/** Who said it - the model, or rules where the model could not. */
export type ConclusionMethod = 'model' | 'rules'

/** Rupees, at most six decimals; made from whole micro-rupees. */
export type CostInr = number

/** What one provider was used for (SRS 6.1.1). Either `minutes` or `units` is there; of `stt` the units are minutes. */
export interface CostLine {
  /** What it was. */
  readonly type: 'transport' | 'stt' | 'tts' | 'llm' | 'platform' | 'other'
  /** The provider. */
  readonly provider: string
  /** The model, where there is one. */
  readonly model?: string | null
  /** What `minutes` or `units` counts. */
  readonly unit?: 'minutes' | 'characters' | 'tokens_in' | 'tokens_out'
  /** Minutes of transport and of the platform. */
  readonly minutes?: number
  /** Minutes of audio, characters or tokens. */
  readonly units?: number
  readonly costInr: CostInr
  /** Whether any of it was estimated. */
  readonly estimated?: boolean
  /** Whether there was a rate for it; without one `costInr` is 0. */
  readonly priced?: boolean
}

/** A calendar day in Asia/Kolkata. */
export type Day = string

/** Span of time, milliseconds. */
export type DurationMs = number

/** Span of time, seconds. */
export type DurationSec = number

/** How the caller seems to feel. */
export type EmotionClass = 'neutral' | 'positive' | 'frustrated' | 'angry' | 'confused' | 'disengaged'

/** Why the call ended, in full. */
export type EndReason = 'caller_hangup' | 'agent_hangup' | 'user_silence_timeout' | 'max_duration' | 'transfer' | 'provider_unavailable' | 'quota_exceeded' | 'cancelled' | 'owner_lost' | 'client_lost' | 'store_unavailable' | 'internal'

/** The SRS's word for why a call ended. */
export type EndReasonClass = 'hangup' | 'error' | 'transfer'

/** When the caller's turn is over (FR-E2). */
export interface EndpointingSettings {
  /** Who decides (FR-E1). `invorto` - the platform, from the caller's voice and words. `off` - nobody: the turn ends with the transcriber's final words, `text.input` or keys. `livekit` is a turn detector that this platform does not run; it is refused. */
  readonly provider?: 'invorto' | 'livekit' | 'off'
  /** Silence that ends the caller's turn, milliseconds. */
  readonly silenceMs?: number
  /** Number of words; below it a barge-in is not confirmed, and the end of a turn waits 600 ms longer, in case the caller is only beginning. */
  readonly minWords?: number
  /** How sure it must be, from 0 to 1, that the caller has finished for `silenceMs` alone to end the turn: from `1 - x` = this on, `x` counts as 0. */
  readonly confidence?: number
  /** Milliseconds to wait, by `x`, the probability that the caller has not finished (judged by the last words: "and", "um", half a number). The wait is the larger of this and `silenceMs`, 3000 at most. Numbers, `x`, `+ - * / ^`, brackets, `min max sqrt abs exp log pow`. Null waits `silenceMs` always. */
  readonly waitFunction?: string | null
}

/** The score, as the rubric has it; null when nobody could give one. */
export type EvaluationScore = number | boolean | null

/** What events of calls show (OBS-00 4). It is kept as it was when a call began. */
export interface EventsSettings {
  /** Whether `listSessionEvents` and `streamSessionEvents` show `content` - what was said, typed, pressed, asked of tools and concluded - to whoever may read events. Without it they have lengths, timing and models alone. The transcript and the timeline of a call are not bound to it. */
  readonly content?: boolean
}

/** Opaque identifier. What the platform mints is a kind's prefix (`a_`, `c_`, `t_`, …) and 26 characters of Crockford base32 of a UUIDv7; a tenant's own name (`externalId`) is accepted wherever `{agentId}` or `{callId}` stands. */
export type Id = string

/** Who thinks of the answer (FR-A2). */
export interface LlmSettings {
  /** Who answers. */
  readonly provider?: 'openai'
  /** The provider's model. */
  readonly model?: string
  /** How freely the model chooses its words, from 0 to 2. */
  readonly temperature?: number
  /** The longest answer, in tokens. */
  readonly maxTokens?: number
}

/** Language and region, BCP 47. */
export type Locale = string

/** How the line was. */
export interface MediaQuality {
  /** Mean opinion score from 1 to 5; null when it was not measured. */
  readonly avgMos: number | null
  /** Packets that were lost in per cent. */
  readonly pktLossPct?: number | null
  /** 95th percentile of the jitter, milliseconds. */
  readonly jitterMsP95?: number | null
}

/** What was left out, in this order, until the body is not longer than 262144 bytes; not there where nothing was. `artifact` is what was said: `artifacts.transcript` has the whole, `getCall` with `include=messages` the same. `resultSummary`, then `args`, are left out of all `toolCalls`, then these themselves: each is an `agent.tool_call` of its own, `getCallTimeline` has the arguments, and `listSessionEvents` both where `events.content` of the agent is on, which it is not by default. */
export type OmittedOfSummary = readonly ('artifact' | 'toolCalls.resultSummary' | 'toolCalls.args' | 'toolCalls')[]

/** What was left out, so that the body is not longer than 262144 bytes; not there where nothing was. `getCallTimeline` has the arguments; `listSessionEvents` has both where `events.content` of the agent is on, which it is not by default. */
export type OmittedOfToolCall = readonly ('args' | 'resultSummary')[]

/** The cause why the line was cleared, as ITU-T Q.850 numbers it. */
export type Q850Cause = number

/** One moment. `ts` counts seconds since the call was answered. */
export interface QaFlag {
  readonly kind: QaFlagKind
  readonly ts: CallSeconds
  /** How strong it is, from 0 to 1. */
  readonly level: number
}

/** What was found - the caller is suddenly upset, someone is rude, or both speak at once. */
export type QaFlagKind = 'frustration_spike' | 'toxicity' | 'overlap_risk'

/** Moments of a call that somebody should look at (SRS 7.4.5, FR-Q4). */
export interface QaFlagsPayload {
  readonly eventId: WebhookEventId
  readonly tenantId: Id
  /** Kind of event. */
  readonly type: 'qa.flags'
  /** Version of this payload. */
  readonly schemaVersion: 'qa.flags.v1.4'
  readonly callId: Id
  readonly ts: Timestamp
  /** The moments, oldest first. */
  readonly flags: readonly QaFlag[]
}

/** How a call is scored - `NumericScale` 1 to 10, `LikertScale` 1 to 5, `PercentageScale` 0 to 100, `PassFail` true or false. */
export type Rubric = 'NumericScale' | 'LikertScale' | 'PercentageScale' | 'PassFail'

/** SIP's last answer, status and reason. */
export type SipFinal = string

/** How well the call went. */
export interface SuccessScore {
  readonly rubric: Rubric
  readonly score: EvaluationScore
  /** Why. */
  readonly reason?: string
  readonly method?: ConclusionMethod
}

/** Signed links to what the call left behind (FR-CP3). They are made when the payload is posted; a replay has fresh ones. */
export interface SummaryArtifacts {
  readonly recording: SummaryLink
  readonly transcript: SummaryLink
  readonly metrics: SummaryLink
  readonly sipPcap: SummaryLink
  readonly rtpPcap: SummaryLink
  readonly bundleZip: SummaryLink
}

/** Signed URL, valid for 24 hours; null when there is no such artifact. */
export type SummaryLink = string | null

/** What the call used and what it cost (SRS 7.4.1, 7.7.1). `transport…` is 0 where no telephone was used. */
export interface SummaryUsage {
  /** Minutes on the line. */
  readonly transportMinutes?: number
  readonly transportCostInr?: CostInr
  /** Minutes of audio that were transcribed. */
  readonly asrMin: number
  /** Characters given to the voice. */
  readonly ttsChars: number
  /** Tokens read by the model. */
  readonly llmIn: number
  /** Tokens written by the model. */
  readonly llmOut: number
  readonly costInr: CostInr
  /** A line for each provider, model and unit; `costInr` above is their sum. */
  readonly costs?: readonly CostLine[]
}

/** Instant, RFC 3339 in UTC. Written with milliseconds; seconds are accepted. */
export type Timestamp = string

/** One call of a tool; the answer repeats it. */
export type ToolCallId = string

/** One use of a tool and what came of it (SRS 7.8). */
export interface ToolCallReport {
  /** The tool. */
  readonly name: string
  /** Whether the agent waited for it before it went on. */
  readonly blocking: boolean
  /** Whether it was carried out. */
  readonly ok: boolean
  readonly latencyMs: DurationMs
  /** Status that it answered with; null where no HTTP answer came. */
  readonly httpStatus: number | null
  readonly startedAt: Timestamp
  readonly endedAt: Timestamp
  /** What it was asked with; left out where words were erased. */
  readonly args?: { readonly [name: string]: unknown }
  /** What it answered; null when it failed or its answer was no object. */
  readonly resultSummary?: { readonly [name: string]: unknown } | null
  /** How it failed; left out when it did not. */
  readonly error?: ToolFailureClass
}

/** What kind of failure it was. */
export type ToolFailureClass = 'bad_arguments' | 'unknown_tool' | 'refused' | 'no_secret' | 'unreachable' | 'timeout' | 'too_large' | 'http_status' | 'malformed' | 'bad_result' | 'client_error' | 'too_many' | 'cancelled' | 'internal'

/** Where the call was transferred to, and how (SRS 7.7.4, FR-T8). */
export interface TransferDestination {
  /** What kind of destination it is. */
  readonly type: 'number' | 'sip'
  /** Whether somebody was asked first. */
  readonly mode: 'blind-transfer' | 'attended-transfer'
  /** How long it may ring, seconds. */
  readonly timeout?: number
  /** How SIP did it. */
  readonly sipVerb?: 'refer' | 'invite'
  /** What the caller hears meanwhile. */
  readonly holdAudioUrl?: string
  /** What is played when it is done. */
  readonly transferCompleteAudioUrl?: string
  readonly summaryPlan?: TransferSummaryPlan
}

/** Whether who takes over is told what the call was about. */
export interface TransferSummaryPlan {
  /** Whether they are. */
  readonly enabled: boolean
  /** How long the summary may take, seconds. */
  readonly timeoutSeconds?: number
}

/** The agent's voice (FR-A3). */
export interface TtsSettings {
  /** Who speaks. */
  readonly provider?: 'deepgram'
  /** The provider's voice. `aura-2` alone is the default voice of that family. */
  readonly voiceId?: string
  /** How fast it speaks, from 0.7 to 1.5; 1 is as the voice was made. Deepgram's English and Spanish voices can be set; of the others only 1 is accepted. */
  readonly rate?: number
}

/** One user-to-agent exchange. */
export type TurnId = string

/** What was used in the period so far. */
export interface UsageTotals {
  /** Minutes of audio that were transcribed. */
  readonly asrMin: number
  /** Characters given to the voice. */
  readonly ttsChars: number
  /** Tokens read by the model. */
  readonly llmIn: number
  /** Tokens written by the model. */
  readonly llmOut: number
  readonly costInr: CostInr
}

/** Names this event; use it to take each event once. It is derived from what happened, so every retry and every replay repeats it, and `webhook-id` is the same. */
export type WebhookEventId = string

/** The payload of each type. */
export interface WebhookPayloads {
  /** A call began. Use it to show a call while it lasts. */
  readonly 'call.started': CallStartedPayload
  /** The caller said something. Use it to read along while a call lasts. */
  readonly 'asr.final': AsrFinalPayload
  /** The agent used a tool. Use it to see what agents do, and which tools fail. It comes when the tool has answered or failed. `omitted` names what was too long for the body. */
  readonly 'agent.tool_call': AgentToolCallPayload
  /** A call is over. Use it to act at once when a call ends. What the call came to follows as `agent.summary`. */
  readonly 'call.ended': CallEndedPayload
  /** What a call came to. Use it to file a call: outcome, costs, quality, links to the recording and the transcript, what the tools did. The payload's JSON Schema is `/schemas/agent.summary.v1.4.json`. What a call said or its tools answered may be too long for one body, which has 262144 bytes at the most: `omitted` tells what was left out then, and where it is. */
  readonly 'agent.summary': AgentSummaryPayload
  /** Usage and cost of the period. Use it to watch what you spend. It comes once a day, after midnight in Asia/Kolkata, as long as calls were finished in the month; the last one of a month is its total. There are no caps yet, so `atRisk` is false and `alert` left out. */
  readonly 'billing.usage.updated': BillingUsageUpdatedPayload
  /** A call wants to be looked at. Use it to send calls to a supervisor. */
  readonly 'qa.flags': QaFlagsPayload
}

/** A sample of each, from the contract. */
export const samples: WebhookPayloads = {
  'call.started': {"type":"call.started","schemaVersion":"call.started.v1.4","eventId":"evt_01jd3w7q8re5a9v6c2k4m0n7xz","callId":"c_7f2b9","tenantId":"t_acme","startedAt":"2025-08-21T11:42:10Z","direction":"inbound","agentId":"a_1","from":null,"to":null,"carrier":null},
  'asr.final': {"type":"asr.final","schemaVersion":"asr.final.v1.4","eventId":"evt_01jd3w7q8re5a9v6c2k4m0n7xz","callId":"c_7f2b9","tenantId":"t_acme","ts":"2025-08-21T11:42:14.900Z","turnId":"turn_1","text":"I want pricing","confidence":0.98,"language":"en-IN"},
  'agent.tool_call': {"type":"agent.tool_call","schemaVersion":"agent.tool_call.v1.4","eventId":"evt_01jd3w7q8re5a9v6c2k4m0n7xz","callId":"c_7f2b9","tenantId":"t_acme","toolCallId":"tk-1","turnId":"turn_1","name":"get_order_status","blocking":true,"ok":false,"latencyMs":1000,"httpStatus":null,"startedAt":"2025-08-21T11:43:00Z","endedAt":"2025-08-21T11:43:00Z","args":{"orderId":"A123"},"resultSummary":null,"error":"timeout"},
  'call.ended': {"type":"call.ended","schemaVersion":"call.ended.v1.4","eventId":"evt_01jd3w7q8re5a9v6c2k4m0n7xz","callId":"c_7f2b9","tenantId":"t_acme","endedAt":"2025-08-21T11:43:12.345Z","reason":"hangup","reasonDetail":"caller_hangup","durationSec":62.3},
  'agent.summary': {"type":"agent.summary","schemaVersion":"agent.summary.v1.4","eventId":"evt_01jd3w7q8re5a9v6c2k4m0n7xz","callId":"c_7f2b9","tenantId":"t_acme","startedAt":"2025-08-21T11:42:10Z","endedAt":"2025-08-21T11:43:12Z","durationSec":62,"carrier":null,"media":null,"kpis":{"asrFirstPartialMs":null,"eouMs":null,"llmFirstTokenMs":null,"ttsFirstChunkMs":null},"usage":null,"summary":null,"emotion":{"enabled":false},"artifacts":{"recording":null,"transcript":null,"metrics":null,"sipPcap":null,"rtpPcap":null,"bundleZip":null},"destination":null,"analysis":null,"toolCalls":[]},
  'billing.usage.updated': {"type":"billing.usage.updated","schemaVersion":"billing.usage.updated.v1.4","eventId":"evt_01jd3w7q8re5a9v6c2k4m0n7xz","callId":null,"tenantId":"t_acme","ts":"2025-08-21T18:30:00.000Z","periodStart":"2025-08-01","periodEnd":"2025-08-31","totals":{"asrMin":1234.5,"ttsChars":812345,"llmIn":4500000,"llmOut":1200000,"costInr":8123.45},"atRisk":false},
  'qa.flags': {"type":"qa.flags","schemaVersion":"qa.flags.v1.4","eventId":"evt_01jd3w7q8re5a9v6c2k4m0n7xz","callId":"c_7f2b9","tenantId":"t_acme","ts":"2025-08-21T11:45:00.400Z","flags":[{"kind":"frustration_spike","ts":170.2,"level":0.86}]},
}
