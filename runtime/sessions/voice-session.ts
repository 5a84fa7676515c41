import type { EndReason, EventType } from '#generated/events.gen.ts'
import type { Agent } from '#generated/openapi.gen.ts'
import type { Clock, Millis } from '#runtime/core/clock.ts'
import type { Wheel } from '#runtime/core/wheel.ts'
import {
  newTurnState,
  stepTurn,
  type TurnEffect,
  type TurnInput,
  type TurnPolicy,
  type TurnState,
} from '#runtime/domain/turns/turn.ts'
import type { Asr, Heard } from '#runtime/ports/asr.ts'
import type { Llm } from '#runtime/ports/llm.ts'
import { ProviderError } from '#runtime/ports/provider-error.ts'
import type { Tts } from '#runtime/ports/tts.ts'
import { AgentVoice } from './agent-voice.ts'
import type { CallLog, Happening } from './call-log.ts'
import { CallerEar } from './caller-ear.ts'
import { Conversation } from './conversation.ts'
import type { CallerLink } from './link.ts'
import { Reply } from './reply.ts'

export interface SessionPorts {
  readonly asr: Asr
  readonly llm: Llm
  readonly tts: Tts
  readonly clock: Clock
  /** The process's 20 ms wheel. */
  readonly wheel: Wheel
  /** Something broke that the caller is not told in detail. */
  readonly onFault: (error: unknown) => void
}

export interface SessionSettings {
  readonly callId: string
  readonly agent: Agent
  /** BCP 47: the caller's, or the agent's. */
  readonly locale: string
  readonly sampleRateHz: 8000 | 16000
}

/** One live conversation: the caller's audio in, the agent's out, and everything that happens in its log. */
export class VoiceSession {
  readonly #ports: SessionPorts
  readonly #settings: SessionSettings
  readonly #log: CallLog
  readonly #link: CallerLink
  readonly #policy: TurnPolicy
  readonly #conversation: Conversation
  readonly #ear: CallerEar
  readonly #voice: AgentVoice
  readonly #timers = new Set<() => void>()
  readonly #answeredAt: Millis
  #turn: TurnState = newTurnState
  #turnCount = 0
  #turnId: string | null = null
  #reply: Reply | null = null
  #flushedAt: Millis | null = null
  #ended = false

  /** Begins the call at once; the log must be empty. */
  constructor(ports: SessionPorts, settings: SessionSettings, log: CallLog, link: CallerLink) {
    const { agent, locale, sampleRateHz } = settings
    this.#ports = ports
    this.#settings = settings
    this.#log = log
    this.#link = link
    this.#policy = { ...agent.endpointing, interruptible: agent.interruptible }
    this.#conversation = new Conversation(agent.prompt)
    this.#answeredAt = ports.clock.now()
    const asr = { model: agent.asr.model, language: locale, sampleRateHz }
    const tts = { voiceId: agent.tts.voiceId, sampleRateHz }
    this.#record('call.started', { data: { direction: 'inbound', agent_id: agent.id, agent_version: agent.version } })
    this.#ear = new CallerEar(ports, asr, {
      started: (_since, at) => this.#step({ type: 'speech_started' }, at),
      stopped: (stoppedAt, at) => this.#step({ type: 'speech_stopped', stoppedAt }, at),
      partial: (heard) => this.#partial(heard),
      final: (heard) => this.#final(heard),
      failed: (error) => this.#providerFailed('asr', error),
    })
    this.#voice = new AgentVoice(ports, tts, {
      audio: (frame) => link.audio(frame),
      speaking: ({ utteranceId, turnId }, fromMs, latencyMs) => {
        const data = { utterance_id: utteranceId, sample_rate_hz: sampleRateHz, ...(fromMs > 0 && { from_ms: fromMs }) }
        this.#record('tts.started', { correlationId: turnId, latencyMs, provider: this.#ttsProvider(), data })
      },
      silent: (report, cause, latencyMs) => {
        const { utteranceId, turnId, text, textHeard, heardMs, totalMs } = report
        const heard = {
          heard_ms: heardMs,
          total_ms: totalMs,
          characters: text.length,
          method: 'rate_estimate',
        } as const
        const content = { text, text_heard: textHeard }
        const data = { utterance_id: utteranceId, cause, ...heard }
        this.#record('tts.stopped', { correlationId: turnId, latencyMs, provider: this.#ttsProvider(), data, content })
      },
      done: ({ textHeard }) => {
        this.#conversation.add('assistant', textHeard)
        this.#step({ type: 'reply_ended' }, this.#now())
      },
      failed: (error) => this.#providerFailed('tts', error),
    })
    this.#record('session.state_changed', { data: { from: 'created', to: 'live' } })
    this.#record('call.answered', { data: { sample_rate_hz: sampleRateHz, locale } })
    if (agent.firstMessage !== null) this.#greet(agent.firstMessage)
  }

  /** Caller audio, PCM16 LE mono, whole samples; the buffer may be reused after the call. */
  hear(pcm: Buffer): void {
    if (!this.#ended) this.#ear.hear(pcm)
  }

  /** Ends the call; a second end is none. */
  end(reason: EndReason, fault?: { code: 'provider_unavailable' | 'internal'; detail: string }): void {
    if (this.#ended) return
    if (fault) this.#link.fault(fault)
    this.#reply?.cut()
    for (const cancel of this.#timers) cancel()
    this.#voice.cut('error')
    this.#ended = true
    this.#ear.close()
    this.#voice.close()
    this.#record('session.state_changed', { data: { from: 'live', to: 'ended' } })
    const severity = fault ? 'error' : 'info'
    this.#record('call.ended', { severity, data: { reason, duration_ms: Math.round(this.#now() - this.#answeredAt) } })
    this.#link.close()
  }

  #step(input: TurnInput, at: Millis): void {
    if (this.#ended) return
    const { state, effects } = stepTurn(this.#turn, input, at, this.#policy)
    this.#turn = state
    for (const effect of effects) this.#carryOut(effect)
  }

  #carryOut(effect: TurnEffect): void {
    switch (effect.type) {
      case 'wake':
        return this.#wake(effect.at, effect.input)
      case 'flush_words':
        this.#flushedAt = this.#now()
        return this.#ear.flush()
      case 'commit_turn':
        return this.#commitTurn(effect)
      case 'hold_agent':
        return this.#holdAgent()
      case 'resume_agent':
        return this.#voice.resume()
      case 'cut_agent':
        this.#reply?.cut()
        return this.#conversation.add('assistant', this.#voice.cut('barge_in')?.textHeard ?? '')
    }
  }

  #wake(at: Millis, input: TurnInput): void {
    const cancel = this.#ports.clock.wakeAt(at, () => {
      this.#timers.delete(cancel)
      this.#step(input, at)
    })
    this.#timers.add(cancel)
  }

  /** The turn that words belong to now; it is opened with its first words and closed by `commit_turn`. */
  #openTurn(initiator: 'caller' | 'agent'): string {
    if (this.#turnId !== null) return this.#turnId
    this.#turnId = `turn_${++this.#turnCount}`
    this.#record('turn.started', { correlationId: this.#turnId, data: { initiator } })
    return this.#turnId
  }

  #partial({ text }: Heard): void {
    if (this.#ended) return
    const correlationId = this.#openTurn('caller')
    this.#record('stt.partial', { correlationId, data: { transcript_length: text.length }, content: { text } })
    this.#step({ type: 'partial', text }, this.#now())
  }

  #final({ text, confidence, language, finalized }: Heard & { finalized: boolean }): void {
    if (this.#ended) return
    if (text !== '') {
      const latencyMs = finalized && this.#flushedAt !== null ? this.#now() - this.#flushedAt : undefined
      const provider = { name: this.#ports.asr.name, model: this.#settings.agent.asr.model }
      const data = { transcript_length: text.length, language, confidence }
      this.#record('stt.final', {
        correlationId: this.#openTurn('caller'),
        latencyMs,
        provider,
        data,
        content: { text },
      })
    }
    this.#step({ type: 'final', text, flushed: finalized }, this.#now())
  }

  #holdAgent(): void {
    const held = this.#voice.hold()
    if (held === null) return
    const data = { utterance_id: held.utteranceId, heard_ms: held.heardMs }
    this.#record('barge_in.detected', { correlationId: held.turnId, data })
  }

  #greet(text: string): void {
    const turnId = this.#openTurn('agent')
    this.#turnId = null
    this.#step({ type: 'reply_started' }, this.#now())
    this.#voice.begin(turnId)
    this.#voice.say(text)
    this.#voice.finish()
  }

  #commitTurn({ text, stoppedAt, waitMs }: Extract<TurnEffect, { type: 'commit_turn' }>): void {
    const turnId = this.#openTurn('caller')
    this.#turnId = null
    const data = { ms: waitMs, user_last_audio_ts_ms: Math.round(stoppedAt) }
    this.#record('endpointing.delay_applied', { correlationId: turnId, data })
    this.#conversation.add('user', text)
    this.#voice.begin(turnId)
    this.#reply = this.#answer(turnId)
  }

  #answer(turnId: string): Reply {
    const { model, temperature, maxTokens } = this.#settings.agent.llm
    const provider = { name: this.#ports.llm.name, model }
    const messages = this.#conversation.messages()
    this.#record('llm.request', { correlationId: turnId, provider, data: { messages: messages.length } })
    return new Reply(
      this.#ports,
      { model, temperature, maxTokens, messages },
      {
        firstToken: (latencyMs) =>
          this.#record('llm.first_token', { correlationId: turnId, provider, latencyMs, data: {} }),
        delta: (text) => this.#link.delta(turnId, text),
        sentence: (text) => this.#voice.say(text),
        responded: ({ text, reason, tokensIn, tokensOut, latencyMs }) => {
          const usage = { tokens_in: tokensIn, tokens_out: tokensOut }
          const data = { finish_reason: reason, ...usage, response_length: text.length }
          this.#record('llm.response', { correlationId: turnId, provider, latencyMs, data, content: { text } })
          if (reason !== 'cut') this.#voice.finish()
        },
        failed: (error) => (error instanceof ProviderError ? this.#providerFailed('llm', error) : this.#fault(error)),
      },
    )
  }

  #providerFailed(service: 'asr' | 'llm' | 'tts', error: ProviderError): void {
    if (this.#ended) return
    this.#ports.onFault(error)
    const data = { class: error.failure, service, ...(error.status !== undefined && { status: error.status }) }
    this.#record('provider.request_failed', { severity: 'error', provider: { name: this.#ports[service].name }, data })
    this.end('provider_unavailable', {
      code: 'provider_unavailable',
      detail: `${service.toUpperCase()}: ${error.message}.`,
    })
  }

  #fault(error: unknown): void {
    this.#ports.onFault(error)
    this.end('internal', { code: 'internal', detail: 'The call broke on our side.' })
  }

  #record<T extends EventType>(type: T, happening: Happening<T>): void {
    this.#link.event(this.#log.append(type, happening))
  }

  #ttsProvider(): { name: string; model: string } {
    return { name: this.#ports.tts.name, model: this.#settings.agent.tts.voiceId }
  }

  #now(): Millis {
    return this.#ports.clock.now()
  }
}
