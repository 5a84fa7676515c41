import type { TimelineEntry } from '#generated/openapi.gen.ts'
import { frameMs } from '#runtime/core/audio.ts'
import type { Millis } from '#runtime/core/clock.ts'
import { systemClock } from '#runtime/core/system-clock.ts'
import type { Dialled } from '../../contract-tests/socket.ts'
import type { Stage as Platform } from '../../contract-tests/stage.ts'
import { Frames } from '../frames.ts'
import { Microphone } from '../microphone.ts'
import { resumption } from '../resumption.ts'
import type { Faults, Scenario } from '../scenario.ts'
import type { Stage } from '../stage.ts'

const clock = systemClock()
/** Tells the calls of scenarios apart that are played at the same time. */
const promptOf = (name: string): string => `You sell plans in the scenario ${name}.`

/** A platform of its own process behind real sockets, with the simulators on the wire; time is the wall's. */
export class SocketStage implements Stage {
  readonly slackMs = 4_000
  readonly lookEveryMs = 40
  closed: number | null = null
  readonly frames = new Frames()
  readonly #platform: Platform
  readonly #name: string
  readonly #microphone = new Microphone()
  #socket: Dialled
  #over = false
  /** The last answer that was whole: the call may not be there yet. */
  #timeline: TimelineEntry[] = []

  private constructor(platform: Platform, name: string) {
    this.#platform = platform
    this.#name = name
    this.#socket = this.#dial()
  }

  /** The call has begun and the microphone is open. */
  static async of(scenario: Scenario, platform: Platform): Promise<SocketStage> {
    const { name, agent } = scenario
    const body = { name, externalId: name, prompt: promptOf(name), firstMessage: null, ...agent }
    await platform.rest.call('createAgent', { body })
    const stage = new SocketStage(platform, name)
    await stage.#socket.got('connected')
    if (scenario.faults) stage.fault(scenario.faults)
    stage.send({ t: 'start' })
    void stage.#speak()
    return stage
  }

  say(text: string): void {
    this.#microphone.say(text)
  }

  noise(ms: Millis): void {
    this.#microphone.noise(ms)
  }

  send(message: object): void {
    if (this.closed !== null) return
    this.frames.client(message)
    this.#socket.send(message)
  }

  fault(faults: Faults): void {
    for (const name of ['listen', 'speak', 'chat'] as const) {
      const fault = faults[name]
      if (fault) this.#platform.simulators.faults[name].set(fault)
    }
  }

  cut(): void {
    this.#socket.socket.terminate()
  }

  async back(): Promise<void> {
    const before = this.#socket.messages
    this.closed = null
    this.#socket = this.#dial()
    await this.#socket.got('connected')
    this.send(resumption(before))
  }

  hangUp(): void {
    this.send({ t: 'end', reason: 'hangup' })
  }

  pass(ms: Millis): Promise<void> {
    return clock.sleep(ms)
  }

  async timeline(): Promise<readonly TimelineEntry[]> {
    const after = this.#timeline.at(-1)?.seq ?? 0
    const query = { after, limit: 1000 }
    const { status, body } = await this.#platform.rest.call('getCallTimeline', { path: { callId: this.#name }, query })
    if (status === 200) this.#timeline.push(...body.data)
    return this.#timeline
  }

  modelWasTold(): string {
    const asked = this.#platform.simulators.requests.openai.map(({ body }) => body as { stream?: boolean } | null)
    // What is asked after the call comes in one piece.
    return JSON.stringify(
      asked.findLast((body) => body?.stream && JSON.stringify(body).includes(promptOf(this.#name))) ?? null,
    )
  }

  /** Lets go of the socket; what broke the document is thrown. */
  strike(): void {
    this.#over = true
    this.#socket.socket.terminate()
    if (this.#socket.complaints.length > 0) throw new Error(this.#socket.complaints.join('\n'))
  }

  #dial(): Dialled {
    const socket = this.#platform.dial(`/v1/realtime/${this.#name}?agentId=${this.#name}`)
    socket.socket.on('message', (data: Buffer, isBinary) => this.frames.server(isBinary ? data : data.toString()))
    void socket.closed.then(({ code }) => {
      if (socket === this.#socket) this.closed = code
    })
    return socket
  }

  #send(audio: Buffer): void {
    this.frames.client(audio)
    this.#socket.audio(audio)
  }

  async #speak(): Promise<void> {
    const begun = clock.now()
    for (let frame = 1; !this.#over; frame++) {
      const { socket } = this.#socket
      if (socket.readyState === socket.OPEN) this.#send(this.#microphone.frame())
      await this.pass(Math.max(0, begun + frame * frameMs - clock.now()))
    }
  }
}
