import type { EndReason, EventType, SessionState, StopCause } from '#generated/events.gen.ts'
import { endReasonClass } from '#generated/names.gen.ts'
import type { Agent, ToolOutcome } from '#generated/openapi.gen.ts'
import type { Millis } from '#runtime/core/clock.ts'
import { callTrace } from '#runtime/core/trace-context.ts'
import type { SilenceKind } from '#runtime/domain/silence/silence.ts'
import type { ProviderHappening, Service } from '#runtime/pipeline/steady/attempts.ts'
import type { Heard } from '#runtime/ports/asr.ts'
import type { ReplyResponse } from '#runtime/sessions/answers/reply.ts'
import type { CallerLink } from '#runtime/sessions/link.ts'
import type { SessionSettings } from '#runtime/sessions/session-ports.ts'
import type { UtteranceReport } from '#runtime/sessions/speech/agent-voice.ts'
import type { KeyedEntry } from '#runtime/sessions/speech/keypad.ts'
import type { UsageListener } from '#runtime/sessions/usage/metered-ports.ts'
import type { UsedPiece } from '#runtime/sessions/usage/usage-meter.ts'
import type { CallLog, Happening } from './call-log.ts'

/** Whoever dials a socket calls the agent. */
const call = { direction: 'inbound' } as const

type Arguments = Readonly<Record<string, unknown>>

/** One call of a tool, as the log names it. */
export interface ToolCallFacts {
  readonly id: string
  readonly name: string
}

/** Puts what happens in a call into OBS-00's words: into the log, and from there to the caller's link. */
export class CallNarrator implements UsageListener {
  readonly #log: CallLog
  readonly #link: CallerLink
  readonly #agent: Agent
  readonly #trace: { readonly traceparent?: string }
  #state: SessionState = 'created'
  readonly #providers: Readonly<Record<Service, { name: string; model: string }>>

  #turnId: string | null = null

  /** `names`: the provider of each service. */
  constructor(
    log: CallLog,
    link: CallerLink,
    { agent, traceparent }: Pick<SessionSettings, 'agent' | 'traceparent'>,
    names: Readonly<Record<Service, string>>,
  ) {
    this.#log = log
    this.#link = link
    this.#agent = agent
    this.#trace = traceparent === undefined ? {} : { traceparent }
    this.#providers = {
      asr: { name: names.asr, model: agent.asr.model },
      llm: { name: names.llm, model: agent.llm.model },
      tts: { name: names.tts, model: agent.tts.voiceId },
    }
  }

  get sessionId(): string {
    return this.#log.sessionId
  }

  /** Of its spans. */
  get traceId(): string {
    return callTrace(this.sessionId, this.#trace.traceparent).traceId
  }

  /** The turn in which the agent speaks, or spoke last. */
  get turnId(): string | null {
    return this.#turnId
  }

  started(): void {
    const { id, version } = this.#agent
    this.#record('call.started', { call, data: { ...call, agent_id: id, agent_version: version, ...this.#trace } })
  }

  /** The session is in another state now. */
  moved(to: SessionState): void {
    this.#record('session.state_changed', { data: { from: this.#state, to } })
    this.#state = to
  }

  consentPrompted(turnId: string, { length }: string): void {
    this.#record('consent.prompted', { correlationId: turnId, data: { prompt_length: length } })
  }

  consentCompleted({ turnId, heardMs }: UtteranceReport): void {
    this.#record('consent.completed', { correlationId: turnId, data: { heard_ms: tenths(heardMs) } })
  }

  typed(turnId: string, text: string): void {
    this.#record('text.received', { correlationId: turnId, data: { text_length: text.length }, content: { text } })
  }

  /** `turnId`: undefined where the call ended before the keys became a turn. */
  keyed(turnId: string | undefined, { keys, method, endedBy }: KeyedEntry): void {
    const data = { digit_count: keys.length, ended_by: endedBy, ...(method !== undefined && { method }) }
    this.#record('dtmf.received', { correlationId: turnId, data, content: { text: keys } })
  }

  /** The agent pressed a key. */
  pressed(digit: string): void {
    this.#record('dtmf.sent', { data: {}, content: { text: digit } })
  }

  silence(what: 'started' | 'fired', kind: SilenceKind, thresholdMs: Millis): void {
    this.#record(`silence.timer_${what}`, { data: { kind, threshold_ms: thresholdMs } })
  }

  acknowledged(turnId: string, messageKey: string): void {
    this.#record('ux.delay_acknowledged', { correlationId: turnId, data: { message_key: messageKey } })
  }

  answered(sampleRateHz: 8000 | 16000, locale: string): void {
    this.#record('call.answered', { call, data: { sample_rate_hz: sampleRateHz, locale } })
  }

  ended(reason: EndReason, durationMs: Millis): void {
    this.moved('ended')
    const severity = endReasonClass[reason] === 'error' ? 'error' : 'info'
    const data = { reason, duration_ms: Math.round(durationMs), ...this.#trace }
    this.#record('call.ended', { call, severity, data })
  }

  turnStarted(turnId: string, initiator: 'caller' | 'agent', lastVoiceAt: Millis | null): void {
    if (initiator === 'agent') this.#turnId = turnId
    const data = { initiator, ...(lastVoiceAt !== null && { user_last_audio_ts_ms: Math.round(lastVoiceAt) }) }
    this.#record('turn.started', { correlationId: turnId, data })
  }

  /** The caller's turn was over `waitMs` after its last sound at `stoppedAt`. */
  turnEnded(turnId: string, waitMs: Millis, stoppedAt: Millis): void {
    this.#turnId = turnId
    const data = { ms: waitMs, user_last_audio_ts_ms: Math.round(stoppedAt) }
    this.#record('endpointing.delay_applied', { correlationId: turnId, data })
  }

  /** `latencyMs`: of the first words of a turn, since the first sound of the voice. */
  heardSoFar(turnId: string, text: string, latencyMs?: Millis): void {
    const data = { transcript_length: text.length }
    this.#record('stt.partial', { ...this.#by('asr', turnId), latencyMs, data, content: { text } })
  }

  heard(turnId: string, { text, language, confidence }: Heard, latencyMs: Millis | undefined): void {
    const data = { transcript_length: text.length, language, confidence }
    this.#record('stt.final', { ...this.#by('asr', turnId), latencyMs, data, content: { text } })
  }

  /** The caller's words were too uncertain to be answered. */
  misheard(turnId: string, confidence: number, askedAgain: boolean): void {
    this.#record('stt.rejected', { correlationId: turnId, data: { confidence, asked_again: askedAgain } })
  }

  /** A sentence of the model is not said. */
  blocked(turnId: string): void {
    this.#record('guardrail.blocked', { severity: 'warn', correlationId: turnId, data: {} })
  }

  asked(turnId: string, messages: number): void {
    this.#record('llm.request', { ...this.#by('llm', turnId), data: { messages } })
  }

  firstToken(turnId: string, latencyMs: Millis): void {
    this.#record('llm.first_token', { ...this.#by('llm', turnId), latencyMs, data: {} })
  }

  /** `execution` is `builtin` where nobody else is asked: the tool is the platform's own, or the call is wrong in itself. */
  toolRequested(
    turnId: string,
    call: ToolCallFacts,
    execution: 'client' | 'http' | 'builtin',
    deadlineMs: Millis,
    args: Arguments,
  ): void {
    const data = { ...actionOf(call), execution, deadline_ms: deadlineMs }
    this.#record('action.requested', { correlationId: turnId, data, content: { args } })
  }

  toolCompleted(turnId: string, call: ToolCallFacts, { latencyMs, attempts, httpStatus, result }: ToolOutcome): void {
    const bytes = Buffer.byteLength(JSON.stringify(result))
    const data = { ...actionOf(call), bytes, ...(httpStatus !== null && { http_status: httpStatus }) }
    this.#record('action.completed', { correlationId: turnId, latencyMs, attempt: attempts, data, content: { result } })
  }

  toolFailed(turnId: string, call: ToolCallFacts, { latencyMs, attempts, httpStatus, error }: ToolOutcome): void {
    const status = httpStatus !== null && { http_status: httpStatus }
    const data = { ...actionOf(call), class: error?.class ?? 'internal', ...status }
    const attempt = attempts === 0 ? undefined : attempts
    this.#record('action.failed', { correlationId: turnId, severity: 'warn', latencyMs, attempt, data })
  }

  responded(turnId: string, { text, reason, tokensIn, tokensOut, latencyMs }: ReplyResponse): void {
    const usage = { tokens_in: tokensIn, tokens_out: tokensOut }
    const data = { finish_reason: reason, ...usage, response_length: text.length }
    this.#record('llm.response', { ...this.#by('llm', turnId), latencyMs, data, content: { text } })
  }

  speaking(report: UtteranceReport, sampleRateHz: 8000 | 16000, fromMs: Millis, latencyMs: Millis | undefined): void {
    const { utteranceId, turnId } = report
    const data = {
      utterance_id: utteranceId,
      sample_rate_hz: sampleRateHz,
      ...(fromMs > 0 && { from_ms: tenths(fromMs) }),
    }
    this.#record('tts.started', { ...this.#by('tts', turnId), latencyMs, data })
  }

  silent(report: UtteranceReport, cause: StopCause, latencyMs: Millis): void {
    const { utteranceId, turnId, text, textHeard, heardMs, totalMs, method } = report
    const heard = {
      heard_ms: tenths(heardMs),
      total_ms: tenths(totalMs),
      characters: text.length,
      method,
    } as const
    const data = { utterance_id: utteranceId, cause, ...heard }
    this.#record('tts.stopped', {
      ...this.#by('tts', turnId),
      latencyMs,
      data,
      content: { text, text_heard: textHeard },
    })
  }

  /** `latencyMs`: from the first sound of the caller's voice to the agent's silence. */
  spokenOver({ utteranceId, turnId, heardMs }: UtteranceReport, latencyMs: Millis | undefined): void {
    const data = { utterance_id: utteranceId, heard_ms: tenths(heardMs) }
    this.#record('barge_in.detected', { correlationId: turnId, latencyMs, data })
  }

  /** What happened to a provider (OBS-00 3.5). */
  provider(service: Service, happening: ProviderHappening): void {
    const provider = this.#providers[service]
    switch (happening.type) {
      case 'failed':
        return this.#providerFailed(service, happening)
      case 'retry_scheduled': {
        const { attempt, backoffMs } = happening
        const data = { service, backoff_ms: backoffMs }
        const rest = { severity: 'warn', provider, attempt, latencyMs: backoffMs, data } as const
        return this.#record('provider.retry_scheduled', rest)
      }
      case 'recovered': {
        const { attempt, tookMs, replayedMs } = happening
        const data = { service, ...(replayedMs !== undefined && { replayed_ms: tenths(replayedMs) }) }
        return this.#record('provider.recovered', { provider, attempt, latencyMs: tookMs, data })
      }
      case 'circuit_opened': {
        const data = { service, open_ms: happening.openMs }
        return this.#record('provider.circuit_opened', { severity: 'error', provider, data })
      }
      case 'circuit_closed':
        return this.#record('provider.circuit_closed', { provider, data: { service } })
    }
  }

  apologised(turnId: string): void {
    const data = { message_key: 'provider_unavailable' } as const
    this.#record('ux.recoverable_error_message', { severity: 'warn', correlationId: turnId, data })
  }

  #providerFailed(service: Service, { error, attempt, final }: Extract<ProviderHappening, { type: 'failed' }>): void {
    const { failure, status, retryAfterMs } = error
    const provider = this.#providers[service]
    if (failure === 'rate_limited') {
      const data = { service, ...(retryAfterMs !== undefined && { retry_after_ms: retryAfterMs }) }
      this.#record('provider.rate_limited', { severity: 'warn', provider, attempt, latencyMs: retryAfterMs, data })
    }
    const data = { class: failure, service, ...(status !== undefined && { status }) }
    this.#record('provider.request_failed', { severity: final ? 'error' : 'warn', provider, attempt, data })
  }

  used({ provider, turnId, ...data }: UsedPiece): void {
    this.#record('usage.recorded', { provider, correlationId: turnId ?? undefined, data })
  }

  #by(service: Service, turnId: string) {
    return { correlationId: turnId, provider: this.#providers[service] }
  }

  #record<T extends EventType>(type: T, happening: Happening<T>): void {
    this.#link.event(this.#log.append(type, happening))
  }
}

const actionOf = ({ id, name }: ToolCallFacts) => ({ action_type: 'tool', name, tool_call_id: id }) as const

/** To a tenth of a millisecond. */
const tenths = (ms: Millis): Millis => Math.round(ms * 10) / 10
