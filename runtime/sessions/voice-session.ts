import type { EndReason } from '#generated/events.gen.ts'
import type { Agent } from '#generated/openapi.gen.ts'
import type { ProblemCode } from '#generated/problems.gen.ts'
import type { Millis } from '#runtime/core/clock.ts'
import { guard, guarded } from '#runtime/core/guarded.ts'
import { stockPhrase } from '#runtime/domain/agents/stock-phrases.ts'
import type { SilenceInput, SilenceKind } from '#runtime/domain/silence/silence.ts'
import { keysAsWords } from '#runtime/domain/turns/keypad.ts'
import { phraseFinder } from '#runtime/domain/turns/phrases.ts'
import type { TurnInput } from '#runtime/domain/turns/turn.ts'
import { turnPolicy } from '#runtime/domain/turns/turn-policy.ts'
import type { Tape } from '#runtime/pipeline/recorder.ts'
import type { Service } from '#runtime/pipeline/steady/attempts.ts'
import { steadyProviders } from '#runtime/pipeline/steady/steady-providers.ts'
import type { VoiceListener } from '#runtime/pipeline/voice-detector.ts'
import type { AsrSink, Heard } from '#runtime/ports/asr.ts'
import { ProviderError } from '#runtime/ports/provider-error.ts'
import { Answering } from './answers/answering.ts'
import { builtinTools } from './answers/builtin-tools.ts'
import { CallTools, type ClientAnswer } from './answers/call-tools.ts'
import { Conversation } from './answers/conversation.ts'
import type { CallerLink } from './link.ts'
import type { CallLog } from './log/call-log.ts'
import { CallNarrator } from './log/call-narrator.ts'
import { farewellMs, type Phase, unsayable } from './phase.ts'
import type { SessionPorts, SessionSettings } from './session-ports.ts'
import { AgentVoice, type UtteranceReport } from './speech/agent-voice.ts'
import { Alarms } from './speech/alarms.ts'
import { Apology } from './speech/apology.ts'
import { CallerEar } from './speech/caller-ear.ts'
import { systemPrompt } from './speech/guardrails.ts'
import { type DtmfMethod, type KeyedEntry, Keypad } from './speech/keypad.ts'
import { SilenceWatch } from './speech/silence-watch.ts'
import { type CallerTurn, TurnTaking } from './speech/turn-taking.ts'
import { UnclearTurns } from './speech/unclear-turns.ts'
import { meteredPorts } from './usage/metered-ports.ts'

/** One live conversation: the caller's audio in, the agent's out, and everything that happens in its log. */
export class VoiceSession {
  readonly #ports: SessionPorts
  readonly #agent: Agent
  readonly #link: CallerLink
  readonly #tape: Tape | undefined
  readonly #alarms: Alarms
  readonly #narrator: CallNarrator
  readonly #conversation: Conversation
  readonly #turns: TurnTaking
  readonly #ear: CallerEar
  readonly #voice: AgentVoice
  readonly #tools: CallTools
  readonly #answering: Answering
  readonly #silence: SilenceWatch
  readonly #keypad: Keypad
  readonly #unclear: UnclearTurns
  readonly #endsCall: (text: string) => boolean
  readonly #answeredAt: Millis
  #phase: Phase = { name: 'live' }
  /** Nobody hears the agent: the caller's socket is lost. */
  #away = false
  /** The agent hangs up when what it says was heard. */
  #hangsUp = false

  /** Begins the call at once; the log must be empty. */
  constructor(ports: SessionPorts, settings: SessionSettings, log: CallLog, link: CallerLink) {
    const { agent, locale, sampleRateHz } = settings
    this.#agent = agent
    this.#link = link
    this.#tape = settings.tape
    this.#alarms = new Alarms(ports.clock, this.#fault)
    this.#conversation = new Conversation(systemPrompt(agent))
    this.#answeredAt = ports.clock.now()
    const names = { asr: ports.asr.name, llm: ports.llm.name, tts: ports.tts.name }
    this.#narrator = new CallNarrator(log, link, settings, names)
    // What is tried again is used again.
    this.#ports = steadyProviders(meteredPorts(ports, this.#narrator), (service, happening) =>
      guard(() => this.#phase.name !== 'ended' && this.#narrator.provider(service, happening), this.#fault),
    )
    this.#narrator.started()
    this.#turns = this.#takeTurns(agent)
    this.#ear = this.#listen(settings)
    this.#voice = this.#speak(settings)
    const builtins = builtinTools(agent, (digit) => this.#narrator.pressed(digit))
    this.#tools = new CallTools(ports, this.#narrator, settings.tools, builtins, () => this.#attend())
    this.#answering = this.#answer(agent)
    this.#silence = new SilenceWatch(this.#alarms, this.#narrator, agent.silence, (kind) => this.#silent(kind))
    this.#keypad = new Keypad(this.#alarms, (entry) => this.#keyed(entry))
    this.#unclear = new UnclearTurns(agent, this.#narrator)
    this.#endsCall = phraseFinder(agent.endCall.phrases)
    this.#narrator.moved(agent.consent === null ? 'live' : 'consent')
    this.#narrator.answered(sampleRateHz, locale)
    this.#alarms.wakeAt(this.#answeredAt + agent.maxDurationSec * 1000, () => this.#leave('max_duration'))
    if (agent.consent === null) this.#greet()
    else this.#askConsent(agent.consent.prompt)
  }

  /** Caller audio, PCM16 LE mono, whole samples; the buffer may be reused after the call. */
  hear(pcm: Buffer): void {
    if (this.isDeaf) return
    try {
      this.#tape?.caller(pcm, this.#ports.clock.now())
      this.#ear.hear(pcm)
    } catch (error) {
      this.#fault(error)
    }
  }

  /** Words that the caller typed: a turn at once. False while nothing of the caller is taken in. */
  type(text: string): boolean {
    return this.#takes(() => {
      this.#turns.typed(text, (turnId) => this.#narrator.typed(turnId, text))
      this.#watch({ type: 'sign_of_life' })
    })
  }

  /** Keys that the caller pressed. False while nothing of the caller is taken in. */
  press(digits: string, method: DtmfMethod | undefined): boolean {
    return this.#takes(() => {
      this.#turns.step({ type: 'interrupted' })
      this.#keypad.press(digits, method)
      this.#watch({ type: 'sign_of_life' })
    })
  }

  /** The caller wants the agent to be silent. */
  interrupt(): void {
    this.#takes(() => this.#turns.step({ type: 'interrupted' }))
  }

  /** Makes the agent say this where nobody speaks or is awaited. */
  announce(text: string): 'said' | 'busy' | { readonly never: string } {
    const unsaid = unsayable(this.#phase)
    if (unsaid !== null || this.#away || this.#turns.engaged) return unsaid ?? 'busy'
    guard(() => this.#say(text), this.#fault)
    return 'said'
  }

  /** For whoever measures the call. */
  get parts(): { readonly ear: CallerEar; readonly voice: AgentVoice; readonly turns: TurnTaking } {
    return { ear: this.#ear, voice: this.#voice, turns: this.#turns }
  }

  /** How much of an utterance the client has played. */
  mark(utteranceId: string, playedMs: Millis): void {
    this.#voice.mark(utteranceId, playedMs)
  }

  /** The caller's socket is lost: what the agent says waits for its return. */
  leave(): void {
    if (this.#phase.name === 'ended' || this.#away) return
    this.#away = true
    guard(() => {
      this.#voice.leave()
      this.#attend()
      this.#narrator.moved('detached')
    }, this.#fault)
  }

  /** The caller is there again; the agent goes on. */
  comeBack(): void {
    if (this.#phase.name === 'ended' || !this.#away) return
    this.#away = false
    guard(() => {
      this.#narrator.moved(this.#phase.name === 'consent' ? 'consent' : 'live')
      this.#attend()
      this.#voice.comeBack()
    }, this.#fault)
  }

  /** What the client made of a `tool.call`; says whether it was waited for. */
  toolAnswered(id: string, answer: ClientAnswer): 'taken' | 'late' | 'unknown' {
    return this.#tools.answered(id, answer)
  }

  /** Ends the call; a second end is none. */
  end(reason: EndReason, fault?: { code: ProblemCode; detail: string }): void {
    if (this.#phase.name === 'ended') return
    this.#phase = { name: 'ended' }
    if (fault) this.#link.fault(fault)
    this.#alarms.close()
    // Both are recorded; where that breaks, the call ends all the same.
    guard(() => this.#answering.cut(), this.#ports.onFault)
    guard(() => this.#keypad.close(), this.#ports.onFault)
    guard(() => this.#voice.cut(fault ? 'error' : 'barge_in'), this.#ports.onFault)
    guard(() => this.#tools.close(), this.#ports.onFault)
    this.#ear.close()
    this.#voice.close()
    const lastedMs = this.#ports.clock.now() - this.#answeredAt
    guard(() => this.#narrator.ended(reason, lastedMs), this.#ports.onFault)
    this.#link.close()
  }

  #takeTurns(agent: Agent): TurnTaking {
    return new TurnTaking(this.#alarms, this.#narrator, turnPolicy(agent), {
      flushWords: () => this.#ear.flush(),
      lastVoiceAt: () => this.#ear.lastVoiceAt,
      committed: (turn) => this.#committed(turn),
      holdAgent: (latencyMs) => {
        const held = this.#voice.hold()
        if (held !== null) this.#narrator.spokenOver(held, latencyMs)
      },
      resumeAgent: () => this.#voice.resume(),
      cutAgent: () => {
        this.#hangsUp = false
        this.#answering.cut()
        this.#conversation.add('assistant', this.#voice.cut('barge_in')?.textHeard ?? '')
      },
      stepped: () => this.#attend(),
    })
  }

  #listen({ agent, locale, sampleRateHz }: SessionSettings): CallerEar {
    const listener: AsrSink & VoiceListener = {
      started: (since, at) => {
        this.#turns.voiced(since)
        this.#voiced(true, { type: 'speech_started' }, at)
      },
      stopped: (stoppedAt, at) => this.#voiced(false, { type: 'speech_stopped', stoppedAt }, at),
      partial: (heard) => this.#worded(heard, () => this.#turns.partial(heard)),
      final: (heard) => this.#worded(heard, () => this.#turns.final(heard)),
      late: (isLate) => this.#turns.wordsAreLate(isLate),
      failed: (error) => this.#providerFailed('asr', error),
    }
    const options = { model: agent.asr.model, language: locale, sampleRateHz }
    return new CallerEar(this.#ports, options, guarded(listener, this.#fault))
  }

  #speak({ agent, sampleRateHz }: SessionSettings): AgentVoice {
    return new AgentVoice(
      this.#ports,
      { voiceId: agent.tts.voiceId, rate: agent.tts.rate, sampleRateHz },
      {
        audio: (frame) => this.#link.audio(frame),
        ...(this.#tape && { heard: this.#tape.agent }),
        speaking: (report, fromMs, latencyMs) => this.#narrator.speaking(report, sampleRateHz, fromMs, latencyMs),
        silent: (report, cause, latencyMs) => this.#narrator.silent(report, cause, latencyMs),
        done: (report) => this.#said(report),
        failed: (error) => this.#providerFailed('tts', error),
        fault: this.#fault,
      },
    )
  }

  #answer(agent: Agent): Answering {
    return new Answering(this.#ports, agent, this.#tools, this.#conversation, this.#narrator, {
      delta: (turnId, text) => this.#link.delta(turnId, text),
      sentence: (text) => this.#voice.say(text),
      finished: () => this.#voice.finish(),
      hangUp: (said) => this.#hangUp(said),
      failed: (error) => {
        if (error instanceof ProviderError) guard(() => this.#providerFailed('llm', error), this.#fault)
        else this.#fault(error)
      },
    })
  }

  #voiced(there: boolean, input: TurnInput, at: Millis): void {
    if (this.#phase.name === 'ended') return
    if (there) this.#watch({ type: 'voice', there }, at)
    this.#turns.step(input, at)
    // Only then: a pause inside a turn is no silence.
    if (!there) this.#watch({ type: 'voice', there }, at)
  }

  #worded({ text }: Heard, take: () => void): void {
    if (this.#phase.name !== 'ended') take()
    if (text !== '') this.#watch({ type: 'sign_of_life' })
  }

  /** Whether time counts as silence: not while the caller waits for the agent, or for a tool (FR-END1). */
  #attend(): void {
    this.#watch({ type: 'agent', busy: this.#turns.busy || this.#away || this.#tools.busy })
  }

  #watch(input: SilenceInput, at?: Millis): void {
    if (this.#phase.name !== 'ended') this.#silence.step(input, at)
  }

  /** Whether what the caller types and presses is taken in now; then it is. */
  #takes(take: () => void): boolean {
    if (this.isDeaf) return false
    guard(take, this.#fault)
    return true
  }

  /** Nothing of the caller is taken in. */
  get isDeaf(): boolean {
    return this.#phase.name === 'consent' || this.#phase.name === 'apologising' || this.#phase.name === 'ended'
  }

  #keyed(entry: KeyedEntry): void {
    if (entry.endedBy === 'call_end') return this.#narrator.keyed(undefined, entry)
    this.#turns.typed(keysAsWords(entry.keys), (turnId) => this.#narrator.keyed(turnId, entry))
  }

  #greet(): void {
    if (this.#agent.firstMessage !== null) this.#say(this.#agent.firstMessage)
    else this.#turns.step({ type: 'reply_ended' })
  }

  #askConsent(prompt: string): void {
    this.#phase = { name: 'consent' }
    this.#say(prompt, { firm: true, first: (turnId) => this.#narrator.consentPrompted(turnId, prompt) })
  }

  /** The agent says something of its own; `firm`: it cannot be interrupted. */
  #say(text: string, { firm = false, first }: { firm?: boolean; first?: (turnId: string) => void } = {}): void {
    const turnId = this.#turns.agentBegins(firm)
    first?.(turnId)
    this.#utter(turnId, text)
  }

  #utter(turnId: string, text: string): void {
    this.#voice.begin(turnId)
    this.#voice.say(text)
    this.#voice.finish()
  }

  /** The agent's utterance was heard to its end. */
  #said(report: UtteranceReport): void {
    this.#conversation.add('assistant', report.textHeard)
    if (this.#phase.name === 'apologising') return this.#phase.apology.said()
    if (this.#phase.name === 'consent') return this.#consented(report)
    if (this.#phase.name === 'closing') return this.#bidFarewell(this.#phase)
    if (this.#hangsUp || this.#endsCall(report.text)) return this.end('agent_hangup')
    this.#turns.step({ type: 'reply_ended' })
  }

  #consented(report: UtteranceReport): void {
    // A prompt that made no sound was not heard.
    if (report.heardMs === 0) {
      return this.#providerFailed('tts', new ProviderError('malformed', 'the consent prompt has no audio'))
    }
    this.#narrator.consentCompleted(report)
    this.#phase = { name: 'live' }
    this.#narrator.moved('live')
    this.#greet()
  }

  #committed(turn: CallerTurn): void {
    if (this.#phase.name === 'closing') return this.#bidFarewell(this.#phase)
    const verdict = this.#unclear.judge(turn)
    if (verdict === 'noise') return this.#turns.step({ type: 'reply_ended' })
    if (verdict !== 'clear') return this.#utter(turn.turnId, verdict.question)
    this.#conversation.add('user', turn.text)
    this.#voice.begin(turn.turnId)
    this.#answering.begin(turn.turnId)
  }

  /** Nobody spoke for long enough. */
  #silent(kind: SilenceKind): void {
    if (this.#phase.name !== 'live') return
    if (kind === 'hang_up') return this.#leave('user_silence_timeout')
    const question = this.#agent.silence.question ?? stockPhrase(this.#agent.locale, 'stillThere')
    this.#say(question, { first: (turnId) => this.#narrator.acknowledged(turnId, 'silence_question') })
  }

  /** The model ends the call: once its words were heard, or with the farewell where it `said` nothing. */
  #hangUp(said: string): void {
    if (said === '' && this.#phase.name === 'live') this.#leave('agent_hangup')
    else this.#hangsUp = true
    this.#voice.finish()
  }

  /** Ends the call with a farewell, if there is one: once what is being said was said. */
  #leave(reason: EndReason): void {
    const { farewell } = this.#agent.endCall
    if (farewell === null || this.#away || this.#phase.name !== 'live') return this.end(reason)
    const closing: Phase = { name: 'closing', reason, farewell, said: false }
    this.#phase = closing
    this.#alarms.wakeAt(this.#ports.clock.now() + farewellMs, () => this.end(reason))
    if (!this.#turns.agentBusy) this.#bidFarewell(closing)
  }

  #bidFarewell(closing: Extract<Phase, { name: 'closing' }>): void {
    if (closing.said) return this.end(closing.reason)
    this.#phase = { ...closing, said: true }
    this.#say(closing.farewell, { firm: true })
  }

  /** For good. Where the voice still speaks, the caller is told before the end. */
  #providerFailed(service: Service, error: ProviderError): void {
    if (this.#phase.name === 'ended') return
    this.#ports.onFault(error)
    const detail = `${service.toUpperCase()}: ${error.message}.`
    const end = (): void => this.end('provider_unavailable', { code: 'provider_unavailable', detail })
    if (service === 'tts' || this.#away || this.#agent.apology === null) return end()
    // The call is about to end anyway.
    if (this.#phase.name === 'closing' || this.#phase.name === 'apologising') return
    const parts = { ...this.parts, alarms: this.#alarms, answering: this.#answering, narrator: this.#narrator }
    const apology = new Apology(parts, this.#agent.apology, end)
    this.#phase = { name: 'apologising', apology }
    apology.begin()
  }

  /** Something of ours broke: the call ends, and only this call. */
  readonly #fault = (error: unknown): void => {
    this.#ports.onFault(error)
    guard(() => this.end('internal', { code: 'internal', detail: 'The call broke on our side.' }), this.#ports.onFault)
  }
}
