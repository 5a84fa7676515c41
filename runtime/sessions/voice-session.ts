import type { EndReason } from '#generated/events.gen.ts'
import type { Agent } from '#generated/openapi.gen.ts'
import type { Clock, Millis } from '#runtime/core/clock.ts'
import { guard, guarded } from '#runtime/core/guarded.ts'
import type { Wheel } from '#runtime/core/wheel.ts'
import type { TurnInput } from '#runtime/domain/turns/turn.ts'
import type { VoiceListener } from '#runtime/pipeline/voice-detector.ts'
import type { Asr, AsrSink } from '#runtime/ports/asr.ts'
import type { Llm } from '#runtime/ports/llm.ts'
import { ProviderError } from '#runtime/ports/provider-error.ts'
import type { Tts } from '#runtime/ports/tts.ts'
import { AgentVoice } from './agent-voice.ts'
import { Alarms } from './alarms.ts'
import { Answering } from './answering.ts'
import type { CallLog } from './call-log.ts'
import { CallNarrator } from './call-narrator.ts'
import { CallerEar } from './caller-ear.ts'
import { Conversation } from './conversation.ts'
import type { CallerLink } from './link.ts'
import { type CallerTurn, TurnTaking } from './turn-taking.ts'
import { meteredPorts } from './usage/metered-ports.ts'

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
  readonly #link: CallerLink
  readonly #alarms: Alarms
  readonly #narrator: CallNarrator
  readonly #conversation: Conversation
  readonly #turns: TurnTaking
  readonly #ear: CallerEar
  readonly #voice: AgentVoice
  readonly #answering: Answering
  readonly #answeredAt: Millis
  #ended = false

  /** Begins the call at once; the log must be empty. */
  constructor(ports: SessionPorts, settings: SessionSettings, log: CallLog, link: CallerLink) {
    const { agent, locale, sampleRateHz } = settings
    const names = { asr: ports.asr.name, llm: ports.llm.name, tts: ports.tts.name }
    this.#link = link
    this.#alarms = new Alarms(ports.clock, this.#fault)
    this.#conversation = new Conversation(agent.prompt)
    this.#answeredAt = ports.clock.now()
    this.#narrator = new CallNarrator(log, link, agent, names)
    this.#ports = meteredPorts(ports, this.#narrator)
    this.#narrator.started()
    this.#turns = this.#takeTurns(agent)
    this.#ear = this.#listen(settings)
    this.#voice = this.#speak(settings)
    this.#answering = this.#answer(agent)
    this.#narrator.answered(sampleRateHz, locale)
    this.#alarms.wakeAt(this.#answeredAt + MAX_CALL_MS, () => this.end('max_duration'))
    if (agent.firstMessage !== null) this.#say(agent.firstMessage)
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
    this.#alarms.close()
    // Both are recorded; where that breaks, the call ends all the same.
    guard(() => this.#answering.cut(), this.#ports.onFault)
    guard(() => this.#voice.cut('error'), this.#ports.onFault)
    this.#ear.close()
    this.#voice.close()
    const lastedMs = Math.min(this.#ports.clock.now() - this.#answeredAt, MAX_CALL_MS)
    guard(() => this.#narrator.ended(reason, lastedMs, fault ? 'error' : 'info'), this.#ports.onFault)
    this.#link.close()
  }

  #takeTurns(agent: Agent): TurnTaking {
    const policy = { ...agent.endpointing, interruptible: agent.interruptible }
    return new TurnTaking(this.#alarms, this.#narrator, policy, {
      flushWords: () => this.#ear.flush(),
      committed: (turn) => this.#committed(turn),
      holdAgent: () => {
        const held = this.#voice.hold()
        if (held !== null) this.#narrator.spokenOver(held)
      },
      resumeAgent: () => this.#voice.resume(),
      cutAgent: () => {
        this.#answering.cut()
        this.#conversation.add('assistant', this.#voice.cut('barge_in')?.textHeard ?? '')
      },
    })
  }

  #listen({ agent, locale, sampleRateHz }: SessionSettings): CallerEar {
    const listener: AsrSink & VoiceListener = {
      started: (_since, at) => this.#step({ type: 'speech_started' }, at),
      stopped: (stoppedAt, at) => this.#step({ type: 'speech_stopped', stoppedAt }, at),
      partial: (heard) => void (this.#ended || this.#turns.partial(heard)),
      final: (heard) => void (this.#ended || this.#turns.final(heard)),
      failed: (error) => this.#providerFailed('asr', error),
    }
    const options = { model: agent.asr.model, language: locale, sampleRateHz }
    return new CallerEar(this.#ports, options, guarded(listener, this.#fault))
  }

  #speak({ agent, sampleRateHz }: SessionSettings): AgentVoice {
    return new AgentVoice(
      this.#ports,
      { voiceId: agent.tts.voiceId, sampleRateHz },
      {
        audio: (frame) => this.#link.audio(frame),
        speaking: (report, fromMs, latencyMs) => this.#narrator.speaking(report, sampleRateHz, fromMs, latencyMs),
        silent: (report, cause, latencyMs) => this.#narrator.silent(report, cause, latencyMs),
        done: ({ textHeard }) => {
          this.#conversation.add('assistant', textHeard)
          this.#step({ type: 'reply_ended' })
        },
        failed: (error) => this.#providerFailed('tts', error),
        fault: this.#fault,
      },
    )
  }

  #answer(agent: Agent): Answering {
    return new Answering(this.#ports, agent, this.#conversation, this.#narrator, {
      delta: (turnId, text) => this.#link.delta(turnId, text),
      sentence: (text) => this.#voice.say(text),
      finished: () => this.#voice.finish(),
      failed: (error) => {
        if (error instanceof ProviderError) guard(() => this.#providerFailed('llm', error), this.#fault)
        else this.#fault(error)
      },
    })
  }

  #step(input: TurnInput, at?: Millis): void {
    if (!this.#ended) this.#turns.step(input, at)
  }

  /** The agent says something of its own. */
  #say(text: string): void {
    this.#voice.begin(this.#turns.agentBegins())
    this.#voice.say(text)
    this.#voice.finish()
  }

  #committed({ turnId, text }: CallerTurn): void {
    this.#conversation.add('user', text)
    this.#voice.begin(turnId)
    this.#answering.begin(turnId)
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
}
