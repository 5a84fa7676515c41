import assert from 'node:assert/strict'
import type { EndReason } from '#generated/events.gen.ts'
import type { Agent } from '#generated/openapi.gen.ts'
import type { Clock, Millis } from '#runtime/core/clock.ts'
import { everyCheck } from '#runtime/core/contract-checks.ts'
import { aesSealer } from '#runtime/core/seal.ts'
import { sampleAgent } from '#runtime/core/testing/sample-agent.ts'
import { sequentialIds } from '#runtime/core/testing/sequential-ids.ts'
import { VirtualClock } from '#runtime/core/testing/virtual-clock.ts'
import { Wheel } from '#runtime/core/wheel.ts'
import { argumentsOf, type LoggedEvent } from '#runtime/domain/projections/event-text.ts'
import type { ToolSettings } from '#runtime/domain/tools/tool-faults.ts'
import { newCircuits, type ProviderPorts } from '#runtime/pipeline/steady/steady-providers.ts'
import type { LlmRequest } from '#runtime/ports/llm.ts'
import type { ClientAnswer } from '#runtime/sessions/answers/call-tools.ts'
import type { HttpTools } from '#runtime/sessions/answers/http-tools.ts'
import type { CommandReply } from '#runtime/sessions/calls/command-order.ts'
import { CallLog } from '#runtime/sessions/log/call-log.ts'
import type { SessionSettings } from '#runtime/sessions/session-ports.ts'
import { VoiceSession } from '#runtime/sessions/voice-session.ts'
import { sendCallerAudio, type Voice } from './caller-audio.ts'
import { commandedCall, type TimedCommand } from './commanded-call.ts'
import { HearingAsr, type HearingScript } from './hearing-asr.ts'
import { checkCall, type JudgedCall, type LinkMessage } from './invariants.ts'
import { MemoryEvents } from './memory-events.ts'
import { noTools, plainSchemas } from './plain-schemas.ts'
import { recordingBus } from './recording-bus.ts'
import { type AsrScript, ScriptedAsr } from './scripted-asr.ts'
import { type LlmAnswer, ScriptedLlm } from './scripted-llm.ts'
import { ScriptedTts, type TtsScript } from './scripted-tts.ts'
import { shown } from './shown.ts'

/** A call as it is written down: instants are milliseconds since it began. */
export interface CallScript {
  readonly agent?: Partial<Agent>
  /** When the caller's voice is there. */
  readonly voice?: Voice
  readonly asr?: AsrScript
  /** Instead of `asr`: a transcriber that hears the caller's audio. */
  readonly hearing?: HearingScript
  readonly llm?: readonly LlmAnswer[]
  readonly tts?: TtsScript
  /** What else the client sends, and when. */
  readonly acts?: readonly (readonly [at: Millis, act: (session: VoiceSession) => void])[]
  /** What is commanded, and when. */
  readonly commands?: readonly TimedCommand[]
  readonly tools?: readonly ToolSettings[]
  readonly httpTools?: Pick<HttpTools, 'run'>
  readonly traces?: { sampled(traceId: string): boolean }
  /** Of the client's span. */
  readonly traceparent?: string
  /** What the client answers to tool calls, and how long it takes. */
  readonly client?: (name: string, args: object) => readonly [afterMs: Millis, answer: ClientAnswer] | null
  /** Default: `caller_hangup` at 10 s. */
  readonly ends?: readonly (readonly [at: Millis, reason: EndReason])[]
  /** Default: none has failed before. */
  readonly circuits?: (clock: VirtualClock) => ProviderPorts['circuits']
  /** Which writes of the log fail. */
  readonly storeFails?: readonly ('before' | 'after')[]
}

export interface PlayedCall extends JudgedCall {
  /** The log in lines, without partial words, timers that only started, and usage. */
  readonly timeline: readonly (readonly [Millis, string])[]
  readonly requests: readonly LlmRequest[]
  readonly asr: ScriptedAsr
  readonly hearing: HearingAsr | undefined
  readonly tts: ScriptedTts
  /** Faults that only the operator sees. */
  readonly faults: readonly unknown[]
  /** What came of the commands. */
  readonly replies: readonly CommandReply[]
}

const UNSHOWN: ReadonlySet<string> = new Set(['stt.partial', 'silence.timer_started', 'usage.recorded'])
const EPOCH = Date.parse('2026-02-03T04:05:06.000Z')
/** Longer than anything that may be under way when a call ends. */
const AFTERMATH_MS: Millis = 60_000
const sampleRateHz = 16_000
export const tenantId = 't_01jd3w7q8re5a9v6c2k4m0n7xz'
export const callId = 'c_01jd3w7q8re5a9v6c2k4m0n7xz'

/**
 * Plays a written call on a virtual clock and writes down what happened. Throws when a rule that holds for every call is
 * broken, a timer stays armed, or a part of the log is not stored.
 */
export async function playCall(script: CallScript): Promise<PlayedCall> {
  const clock = new VirtualClock(EPOCH)
  const bus = recordingBus()
  const events = new MemoryEvents()
  events.break(...(script.storeFails ?? []))
  const faults: unknown[] = []
  const onFault = (error: unknown): void => void faults.push(error)
  const link: [Millis, LinkMessage][] = []
  const tell = (message: LinkMessage): void => void link.push([clock.now() - EPOCH, message])
  const asr = new ScriptedAsr(clock, script.asr ?? {})
  const hearing = script.hearing && new HearingAsr(clock, script.hearing)
  const llm = new ScriptedLlm(clock, script.llm ?? [])
  const tts = new ScriptedTts(clock, script.tts ?? {})
  const sealer = aesSealer(Buffer.alloc(32, 1), (count) => Buffer.alloc(count, 2))
  const log = new CallLog({ clock, bus, events, sealer, checks: everyCheck(), onTrouble: () => {} }, tenantId, callId)
  let commanded: ReturnType<typeof commandedCall> | null = null
  const session = new VoiceSession(
    { asr: hearing ?? asr, llm, tts, ...partsOf(script, clock), onFault },
    settingsOf(script),
    log,
    {
      event: (logged) => {
        tell({ kind: 'event', logged })
        answerTool(script, clock, () => session, logged)
      },
      delta: (_turnId, text) => tell({ kind: 'delta', text }),
      audio: (frame) => {
        commanded?.sent()
        tell({ kind: 'audio', frame: Buffer.from(frame) })
      },
      fault: ({ code, detail }) => tell({ kind: 'fault', text: `${code} ${detail}` }),
      close: () => {
        commanded?.close()
        tell({ kind: 'close' })
      },
    },
  )
  commanded = commandedCall({ clock, session, log, agent: settingsOf(script).agent, tell, onFault })
  commanded.schedule(EPOCH, script.commands ?? [])
  await drive(script, clock, session)

  const told = link.flatMap(([at, message]) => (message.kind === 'event' ? [[at, message.logged] as const] : []))
  const played: PlayedCall = {
    callId,
    log: told.map(([, logged]) => logged),
    published: bus.published,
    stored: events.stored(tenantId, callId),
    link,
    timeline: told.filter(([, { event }]) => !UNSHOWN.has(event.event_type)).map(([at, logged]) => [at, shown(logged)]),
    requests: llm.requests,
    asr,
    hearing,
    tts,
    faults,
    replies: commanded.replies,
  }
  assert.equal(clock.armed, 0, `the call left ${clock.armed} timers armed`)
  checkCall(played, sealer)
  return played
}

/** The caller's audio and the script's acts, until a minute after the call's last end. */
async function drive(
  { voice = [], acts = [], ends }: CallScript,
  clock: VirtualClock,
  session: VoiceSession,
): Promise<void> {
  const stopAudio = sendCallerAudio(clock, sampleRateHz, voice, (frame) => session.hear(frame))
  for (const [at, act] of acts) clock.wakeAt(EPOCH + at, () => act(session))
  for (const [at, reason] of ends ?? ([[10_000, 'caller_hangup']] as const)) {
    await clock.advance(at - (clock.now() - EPOCH))
    session.end(reason)
  }
  await clock.advance(1_000)
  stopAudio()
  await clock.advance(AFTERMATH_MS)
}

const partsOf = ({ httpTools = noTools, circuits = newCircuits, traces }: CallScript, clock: VirtualClock) => ({
  clock,
  ids: sequentialIds(),
  schemas: plainSchemas,
  httpTools,
  traces,
  wheel: new Wheel(clock, 20),
  random: (count: number) => Buffer.alloc(count, 255),
  circuits: circuits(clock),
})

function settingsOf({ agent, tools = [], traceparent }: CallScript): SessionSettings {
  return { agent: sampleAgent(agent), locale: 'en-IN', sampleRateHz, tools: { tenantId, tools }, traceparent }
}

/** Carries a client tool out as the script says. */
function answerTool(
  { client }: CallScript,
  clock: Clock,
  session: () => VoiceSession,
  { event, content }: LoggedEvent,
): void {
  if (event.event_type !== 'action.requested' || event.data.execution !== 'client') return
  const { name, tool_call_id } = event.data
  const answer = client?.(name, argumentsOf(content) ?? {})
  if (answer) clock.wakeAt(clock.now() + answer[0], () => session().toolAnswered(tool_call_id, answer[1]))
}

/** The agent audio between two instants, in one piece. */
export const audioOf = ({ link }: PlayedCall, from = 0, to = Number.POSITIVE_INFINITY): Buffer =>
  Buffer.concat(
    link.flatMap(([at, message]) => (message.kind === 'audio' && at >= from && at < to ? [message.frame] : [])),
  )
