import type { EndReason } from '#generated/events.gen.ts'
import type { Agent } from '#generated/openapi.gen.ts'
import type { Clock, Millis } from '#runtime/core/clock.ts'
import { guard, guarded } from '#runtime/core/guarded.ts'
import type { Wheel } from '#runtime/core/wheel.ts'
import {
  isLate,
  newTurnState,
  stepTurn,
  type TurnEffect,
  type TurnInput,
  type TurnPolicy,
  type TurnState,
} from '#runtime/domain/turns/turn.ts'
import type { VoiceListener } from '#runtime/pipeline/voice-detector.ts'
import type { Asr, AsrSink, Heard } from '#runtime/ports/asr.ts'
import type { Llm } from '#runtime/ports/llm.ts'
import { ProviderError } from '#runtime/ports/provider-error.ts'
import type { Tts } from '#runtime/ports/tts.ts'
import { AgentVoice } from './agent-voice.ts'
import type { CallLog } from './call-log.ts'
import { CallNarrator } from './call-narrator.ts'
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
  readonly agent: Agent
  /** BCP 47: the caller's, or the agent's. */
  readonly locale: string
  readonly sampleRateHz: 8000 | 16000
}

/** No call lasts longer; settings of the agent may end it before. */
const MAX_CALL_MS: Millis = 4 * 3_600_000

/** One live conversation: the caller's audio in, the agent's out, and everything that happens in its log. */
export class VoiceSession {
  readonly #ports: SessionPorts
  readonly #agent: Agent
  readonly #link: CallerLink
  readonly #narrator: CallNarrator
  readonly #policy: TurnPolicy
  readonly #conversation: Conversation
  readonly #ear: CallerEar
  readonly #voice: AgentVoice
  readonly #timers = new Set<() => void>()
  readonly #answeredAt: Millis
  #turn: TurnState = newTurnState
  #turnCount = 0
  /** The turn that the caller's words belong to; null until the next words. */
  #turnId: string | null = null
  #answeredTurnId: string | null = null
  #reply: Reply | null = null
  #flushedAt: Millis | null = null
  #ended = false

  /** Begins the call at once; the log must be empty. */
  constructor(ports: SessionPorts, settings: SessionSettings, log: CallLog, link: CallerLink) {
    const { agent, locale, sampleRateHz } = settings
    this.#ports = ports
    this.#agent = agent
    this.#link = link
    this.#policy = { ...agent.endpointing, interruptible: agent.interruptible }
    this.#conversation = new Conversation(agent.prompt)
    this.#answeredAt = ports.clock.now()
    this.#narrator = new CallNarrator(log, link, agent, {
      asr: ports.asr.name,
      llm: ports.llm.name,
      tts: ports.tts.name,
    })
    this.#narrator.started()
    this.#ear = this.#listen(locale, sampleRateHz)
    this.#voice = this.#speak(sampleRateHz)
    this.#narrator.answered(sampleRateHz, locale)
    this.#timers.add(ports.clock.wakeAt(this.#answeredAt + MAX_CALL_MS, () => this.end('max_duration')))
    if (agent.firstMessage !== null) this.#greet(agent.firstMessage)
  }

  /** Caller audio, PCM16 LE mono, whole samples; the buffer may be reused after the call. */
  hear(pcm: Buffer): void {
    if (this.#ended) return
    try {
      this.#ear.hear(pcm)
    } catch (error) {
      this.#fault(error)
    }
  }

  /** Ends the call; a second end is none. */
  end(reason: EndReason, fault?: { code: 'provider_unavailable' | 'internal'; detail: string }): void {
    if (this.#ended) return
    this.#ended = true
    if (fault) this.#link.fault(fault)
    for (const cancel of this.#timers) cancel()
    // Both are recorded; where that breaks, the call ends all the same.
    guard(() => this.#reply?.cut(), this.#ports.onFault)
    guard(() => this.#voice.cut('error'), this.#ports.onFault)
    this.#ear.close()
    this.#voice.close()
    const lastedMs = Math.min(this.#now() - this.#answeredAt, MAX_CALL_MS)
    guard(() => this.#narrator.ended(reason, lastedMs, fault ? 'error' : 'info'), this.#ports.onFault)
    this.#link.close()
  }

  #listen(language: string, sampleRateHz: 8000 | 16000): CallerEar {
    const listener: AsrSink & VoiceListener = {
      started: (_since, at) => this.#step({ type: 'speech_started' }, at),
      stopped: (stoppedAt, at) => this.#step({ type: 'speech_stopped', stoppedAt }, at),
      partial: (heard) => this.#partial(heard),
      final: (heard) => this.#final(heard),
      failed: (error) => this.#providerFailed('asr', error),
    }
    const options = { model: this.#agent.asr.model, language, sampleRateHz }
    return new CallerEar(this.#ports, options, guarded(listener, this.#fault))
  }

  #speak(sampleRateHz: 8000 | 16000): AgentVoice {
    return new AgentVoice(
      this.#ports,
      { voiceId: this.#agent.tts.voiceId, sampleRateHz },
      {
        audio: (frame) => this.#link.audio(frame),
        speaking: (report, fromMs, latencyMs) => this.#narrator.speaking(report, sampleRateHz, fromMs, latencyMs),
        silent: (report, cause, latencyMs) => this.#narrator.silent(report, cause, latencyMs),
        done: ({ textHeard }) => {
          this.#conversation.add('assistant', textHeard)
          this.#step({ type: 'reply_ended' }, this.#now())
        },
        failed: (error) => this.#providerFailed('tts', error),
        fault: this.#fault,
      },
    )
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
      case 'hold_agent': {
        const held = this.#voice.hold()
        return held === null ? undefined : this.#narrator.spokenOver(held)
      }
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
      guard(() => this.#step(input, at), this.#fault)
    })
    this.#timers.add(cancel)
  }

  /** The turn that words belong to now; it is opened with its first words and closed by `commit_turn`. */
  #openTurn(initiator: 'caller' | 'agent'): string {
    if (this.#turnId !== null) return this.#turnId
    this.#turnId = `turn_${++this.#turnCount}`
    this.#narrator.turnStarted(this.#turnId, initiator)
    return this.#turnId
  }

  /** Words that come late belong to the turn that was answered without them. */
  #turnOfWords(): string {
    const late = isLate(this.#turn, this.#now()) ? this.#answeredTurnId : null
    return late ?? this.#openTurn('caller')
  }

  #partial({ text }: Heard): void {
    if (this.#ended) return
    this.#narrator.heardSoFar(this.#turnOfWords(), text)
    this.#step({ type: 'partial', text }, this.#now())
  }

  #final(heard: Heard & { finalized: boolean }): void {
    if (this.#ended) return
    const { text, finalized } = heard
    if (text !== '') {
      const latencyMs = finalized && this.#flushedAt !== null ? this.#now() - this.#flushedAt : undefined
      this.#narrator.heard(this.#turnOfWords(), heard, latencyMs)
    }
    this.#step({ type: 'final', text, flushed: finalized }, this.#now())
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
    this.#answeredTurnId = turnId
    this.#narrator.turnEnded(turnId, waitMs, stoppedAt)
    this.#conversation.add('user', text)
    this.#voice.begin(turnId)
    this.#reply = this.#answer(turnId)
  }

  #answer(turnId: string): Reply {
    const { model, temperature, maxTokens } = this.#agent.llm
    const messages = this.#conversation.messages()
    this.#narrator.asked(turnId, messages.length)
    return new Reply(
      this.#ports,
      { model, temperature, maxTokens, messages },
      {
        firstToken: (latencyMs) => this.#narrator.firstToken(turnId, latencyMs),
        delta: (text) => this.#link.delta(turnId, text),
        sentence: (text) => this.#voice.say(text),
        responded: (response) => {
          this.#narrator.responded(turnId, response)
          if (response.reason !== 'cut') this.#voice.finish()
        },
        failed: (error) => {
          if (error instanceof ProviderError) guard(() => this.#providerFailed('llm', error), this.#fault)
          else this.#fault(error)
        },
      },
    )
  }

  #providerFailed(service: 'asr' | 'llm' | 'tts', error: ProviderError): void {
    if (this.#ended) return
    this.#ports.onFault(error)
    this.#narrator.providerFailed(service, error)
    const detail = `${service.toUpperCase()}: ${error.message}.`
    this.end('provider_unavailable', { code: 'provider_unavailable', detail })
  }

  /** Something of ours broke: the call ends, and only this call. */
  readonly #fault = (error: unknown): void => {
    this.#ports.onFault(error)
    guard(() => this.end('internal', { code: 'internal', detail: 'The call broke on our side.' }), this.#ports.onFault)
  }

  #now(): Millis {
    return this.#ports.clock.now()
  }
}
