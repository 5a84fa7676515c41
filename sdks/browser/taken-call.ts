import type { CallListener } from './call-socket.ts'
import type { Connected, ServerMessage, UnknownMessage } from './generated/realtime.gen.ts'

type Message = ServerMessage | UnknownMessage

/** The platform has looked for the agent before it says this. */
const saysKnown = ({ t }: Message): boolean => t === 'connected'
/** Without an agent it looks for the call at `start`: what was asked behind it is answered then, and only a call has a log. */
const saysFound = (message: Message): boolean =>
  message.t === 'pong' || message.t === 'resumed' || ('seq' in message && message.seq !== undefined)

/** A listener that holds messages back for a while. */
export interface HoldingListener extends CallListener {
  /** Tells at once what is held. */
  release(): void
}

/**
 * The same listener, and `taken` once it is sure that the platform takes the call. What made it sure and what comes with it is told when
 * whoever waited for that could begin to listen; `connected` is what they get.
 */
export function untilTaken(
  listener: CallListener,
  hasAgent: boolean,
  taken: (message: Connected) => void,
): HoldingListener {
  const saysTaken = hasAgent ? saysKnown : saysFound
  let connected: Connected | null = null
  let waits = true
  let held: (Message | Uint8Array)[] | null = null
  const release = (): void => {
    const all = held ?? []
    held = null
    for (const it of all) it instanceof Uint8Array ? listener.agentAudio(it) : listener.message(it)
  }
  return {
    release,
    agentAudio: (frame) => void (held === null ? listener.agentAudio(frame) : held.push(frame)),
    message(message) {
      if (waits && message.t === 'connected') connected = message as Connected
      const isConnected = message === connected
      if (isConnected) listener.message(message)
      if (waits && connected !== null && saysTaken(message)) {
        waits = false
        held = []
        soon(release)
        taken(connected)
      }
      if (held !== null && !isConnected) held.push(message)
      else if (!isConnected) listener.message(message)
    },
  }
}

/** After everything that waits for a promise, however deep; timers would do so too, but those of a hidden page are late. */
function soon(then: () => void): void {
  const { port1, port2 } = new MessageChannel()
  const told = (): void => {
    port1.close()
    then()
  }
  port1.addEventListener('message', told)
  port1.start()
  port2.postMessage(null)
}
