import assert from 'node:assert/strict'
import type { TimelineEntry } from '#generated/openapi.gen.ts'
import { deepgramAsr } from '#runtime/adapters/asr/deepgram.ts'
import { openAiLlm } from '#runtime/adapters/llm/openai.ts'
import { deepgramTts } from '#runtime/adapters/tts/deepgram.ts'
import { yazlZip } from '#runtime/adapters/zip/yazl-zip.ts'
import { frameMs } from '#runtime/core/audio.ts'
import type { Millis } from '#runtime/core/clock.ts'
import { everyCheck } from '#runtime/core/contract-checks.ts'
import { aesSealer } from '#runtime/core/seal.ts'
import { sampleAgent } from '#runtime/core/testing/sample-agent.ts'
import { sampleCaller } from '#runtime/core/testing/sample-caller.ts'
import { sequentialIds } from '#runtime/core/testing/sequential-ids.ts'
import { VirtualClock } from '#runtime/core/testing/virtual-clock.ts'
import { Wheel } from '#runtime/core/wheel.ts'
import { mergedSettings } from '#runtime/domain/agents/agent-defaults.ts'
import { timelineEntry } from '#runtime/domain/projections/timeline.ts'
import { newCircuits } from '#runtime/pipeline/steady/steady-providers.ts'
import { recordedMetrics } from '#runtime/ports/testing/recorded-metrics.ts'
import { ArtifactKeeper } from '#runtime/sessions/artifacts/artifact-keeper.ts'
import { CallDesk } from '#runtime/sessions/calls/call-desk.ts'
import { readLog } from '#runtime/sessions/log/call-reader.ts'
import { memorySpool } from '#runtime/sessions/testing/memory-spool.ts'
import { memoryBlobs, memoryStore } from '#runtime/sessions/testing/memory-store.ts'
import { noTools, plainSchemas } from '#runtime/sessions/testing/plain-schemas.ts'
import { recordingBus } from '#runtime/sessions/testing/recording-bus.ts'
import { Connection } from '#runtime/transports/realtime/connection.ts'
import type { Fault } from '#simulators/faults/fault.ts'
import { FaultPlan } from '#simulators/faults/plan.ts'
import { readRules } from '#simulators/openai/rules.ts'
import { Frames, type Watch } from '../frames.ts'
import { Microphone, sampleRateHz } from '../microphone.ts'
import { resumption } from '../resumption.ts'
import { type Faults, rulesOf, type Scenario } from '../scenario.ts'
import type { Stage } from '../stage.ts'
import { JudgedSocket } from './judged-socket.ts'
import { type Plans, virtualDeepgram } from './virtual-deepgram.ts'
import { type Asked, virtualOpenAi } from './virtual-openai.ts'

const EPOCH = Date.parse('2026-02-03T04:05:06.000Z')
/** What a sound provider takes for the first piece of an answer. */
const usual: Readonly<Record<keyof Plans, Fault>> = {
  listen: { firstByteMs: 60 },
  speak: { firstByteMs: 150 },
  chat: { firstByteMs: 250, chunkMs: 10 },
}
const caller = sampleCaller()
const names = ['listen', 'speak', 'chat'] as const
const limits = { maxFrameBytes: 131_072, idleTimeoutMs: 120_000, heartbeatMs: 15_000, resumeGraceMs: 20_000 }
const CALL = 'call-1'
const samplesPerMs = sampleRateHz / 1000
/** Longer than anything that may be under way when a call ends. */
const AFTERMATH_MS: Millis = 120_000

/** How many samples the next piece of the caller's audio has. */
export type Cut = () => number

/** Writes down every frame, and when it was sent. */
export type Recorder = (atMs: Millis, ...frame: Parameters<Watch>) => void

/** Everything of the platform but its network and its database, on a virtual clock; the providers are their simulators. */
export class EngineStage implements Stage {
  readonly slackMs = 0
  readonly lookEveryMs = 10
  readonly faults: unknown[] = []
  readonly #clock = new VirtualClock(EPOCH)
  readonly #plans: Plans = { listen: new FaultPlan(), speak: new FaultPlan(), chat: new FaultPlan() }
  readonly #asked: Asked[] = []
  readonly #store: ReturnType<typeof memoryStore>
  readonly #sealer = aesSealer(Buffer.alloc(32, 1), (count) => Buffer.alloc(count, 2))
  readonly #desk: CallDesk
  readonly #microphone = new Microphone()
  readonly #cut: Cut
  readonly frames: Frames
  #socket: JudgedSocket
  #stopFrames: () => void = () => {}

  private constructor(scenario: Scenario, cut: Cut, record: Recorder) {
    this.#cut = cut
    const clock = this.#clock
    this.frames = new Frames((end, frame) => record(clock.now() - EPOCH, end, frame))
    this.#socket = new JudgedSocket(this.frames)
    this.fault({ ...usual, ...scenario.faults })
    const deepgram = virtualDeepgram(clock, this.#plans)
    const openAi = virtualOpenAi(clock, this.#plans.chat, readRules(rulesOf(scenario)), this.#asked)
    this.#store = memoryStore([mergedSettings(sampleAgent(), scenario.agent ?? {})])
    const shared = {
      clock,
      wheel: new Wheel(clock, frameMs),
      circuits: newCircuits(clock),
      ids: sequentialIds(),
      schemas: plainSchemas,
      httpTools: noTools,
      store: this.#store,
      blobs: memoryBlobs(),
      zip: yazlZip,
      random: (count: number) => Buffer.alloc(count, 3),
      processId: 'proc_1',
      graceMs: 20_000,
      spool: memorySpool(),
      bus: recordingBus(),
      sealer: this.#sealer,
      checks: everyCheck(),
      onFault: (error: unknown) => this.faults.push(error),
      onTrouble: (error: unknown) => this.faults.push(error),
    }
    this.#desk = new CallDesk({
      ...shared,
      artifacts: new ArtifactKeeper(shared),
      asr: deepgramAsr(deepgram, clock),
      tts: deepgramTts(deepgram, clock),
      llm: openAiLlm(openAi, clock),
    })
  }

  /** The call has begun and the microphone is open. */
  static async of(
    scenario: Scenario,
    cut: Cut = () => frameMs * samplesPerMs,
    record: Recorder = () => {},
  ): Promise<EngineStage> {
    const stage = new EngineStage(scenario, cut, record)
    await stage.#connect()
    stage.send({ t: 'start' })
    stage.#speak(stage.#clock.now())
    return stage
  }

  get closed(): number | null {
    return this.#socket.ended === null ? null : Number.parseInt(this.#socket.ended, 10)
  }

  say(text: string): void {
    this.#microphone.say(text)
  }

  noise(ms: Millis): void {
    this.#microphone.noise(ms)
  }

  send(message: object): void {
    if (this.#socket.readyState === 1) this.#socket.say(message)
  }

  fault(faults: Faults): void {
    for (const name of names) if (faults[name]) this.#plans[name].set({ ...usual[name], ...faults[name] })
  }

  cut(): void {
    this.#socket.leave(1006)
  }

  async back(): Promise<void> {
    const before = this.#socket.messages
    this.#socket = new JudgedSocket(this.frames)
    await this.#connect()
    this.send(resumption(before))
  }

  hangUp(): void {
    this.send({ t: 'end', reason: 'hangup' })
  }

  pass(ms: Millis): Promise<void> {
    return this.#clock.advance(ms)
  }

  async timeline(): Promise<readonly TimelineEntry[]> {
    const call = await this.#store.calls.get(caller.tenantId, CALL)
    if (call === null) return []
    const ports = { store: this.#store, sealer: this.#sealer }
    const log = await readLog(ports, caller.tenantId, call.id, { after: 0, limit: 100_000 })
    return log.map(timelineEntry)
  }

  modelWasTold(): string {
    return JSON.stringify(this.#asked.at(-1)?.messages ?? [])
  }

  /** Everything has ended; throws when something is left over, or the log is not in order. */
  async strike(): Promise<void> {
    this.#stopFrames()
    await this.#clock.advance(AFTERMATH_MS)
    assert.equal(this.#clock.armed, 0, `the call left ${this.#clock.armed} timers armed`)
    const seqs = (await this.timeline()).map(({ seq }) => seq)
    assert.deepEqual(
      seqs,
      seqs.map((_, i) => i + 1),
      'seq has a gap',
    )
  }

  async #connect(): Promise<void> {
    const ports = {
      desk: this.#desk,
      clock: this.#clock,
      checks: everyCheck(),
      metrics: recordedMetrics(),
      onFault: (e: unknown) => this.faults.push(e),
    }
    const address = { call: CALL, agent: 'agent-abc' }
    await new Connection(ports, limits, address, this.#socket.asWebSocket).admit(Promise.resolve(caller))
  }

  /** Sends what the microphone takes next once its last sample was spoken. */
  #speak(since: Millis): void {
    const samples = this.#cut()
    const at = since + samples / samplesPerMs
    this.#stopFrames = this.#clock.wakeAt(at, () => {
      this.#speak(at)
      const frame = this.#microphone.frame(samples)
      if (this.#socket.readyState === 1) this.#socket.say(frame)
    })
  }
}
