import { FakeSocket } from '#runtime/transports/realtime/testing/fake-socket.ts'
import type { Frames } from '../frames.ts'

/** A client that is there, each of whose frames is judged, and each that it gets. */
export class JudgedSocket extends FakeSocket {
  override answersPings = true
  readonly #frames: Frames

  constructor(frames: Frames) {
    super()
    this.#frames = frames
  }

  override send(data: string | Buffer): void {
    this.#frames.server(data)
    super.send(data)
  }

  override say(message: object | string | Buffer): void {
    this.#frames.client(message)
    super.say(message)
  }
}
