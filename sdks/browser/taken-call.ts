import type { CallListener } from './call-socket.ts'
import type { Connected, ServerMessage, UnknownMessage } from './generated/realtime.gen.ts'

type Message = ServerMessage | UnknownMessage

/** The platform has looked for the agent before it says this. */
const saysKnown = ({ t }: Message): boolean => t === 'connected'
/** Without an agent it looks for the call at `start`: what was asked behind it is answered then, and only a call has a log. */
const saysFound = (message: Message): boolean =>
  message.t === 'pong' || message.t === 'resumed' || ('seq' in message && message.seq !== undefined)

/**
 * The same listener, and `taken` once it is sure that the platform takes the call. What made it sure is told when whoever waited for that
 * could begin to listen.
 */
export function untilTaken(
  listener: CallListener,
  hasAgent: boolean,
  taken: (message: Connected) => void,
): CallListener {
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
    agentAudio: (frame) => void (held === null ? listener.agentAudio(frame) : held.push(frame)),
    message(message) {
      if (waits && message.t === 'connected') connected = message as Connected
      if (waits && connected !== null && saysTaken(message)) {
        waits = false
        taken(connected)
        if (message !== connected) {
          held = []
          setTimeout(release)
        }
      }
      if (held === null) listener.message(message)
      else held.push(message)
    },
  }
}
