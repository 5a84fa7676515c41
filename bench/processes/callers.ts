import { connect, type Socket } from 'node:net'
import { answerParent } from './child.ts'
import { askHandshake, maskedFrame } from './web-socket.ts'

/** Callers on bare sockets whose frames are masked beforehand, so that the caller is not what is measured. */
export interface Callers {
  readonly url: string
  readonly apiKey: string
  readonly calls: number
}

export interface Traffic {
  /** Frames that all callers sent, and bytes that they got, since the last asking. */
  readonly sent: number
  readonly receivedBytes: number
  /** Callers whose socket is gone. */
  readonly lost: number
}

const frameMs = 20
const groups = frameMs / 2
/** A quiet room: well below what the platform takes for a voice. */
const frame = maskedFrame(
  2,
  Buffer.from(Int16Array.from({ length: 320 }, (_, index) => ((index * 7919) % 41) - 20).buffer),
)
const startFrame = maskedFrame(1, Buffer.from('{"t":"start"}'))

let sent = 0
let receivedBytes = 0
let lost = 0

async function start({ url, apiKey, calls }: Callers): Promise<void> {
  const sockets: Socket[] = []
  for (let index = 0; index < calls; index++) {
    const agent = index % 2 === 0 ? 'speaker' : 'listener'
    const path = `/v1/realtime/bench-${process.pid}-${index}?agentId=${agent}`
    sockets.push(await begin(Number(new URL(url).port), askHandshake(path, { authorization: `Bearer ${apiKey}` })))
  }
  for (let group = 0; group < groups; group++) setTimeout(() => talk(sockets, group), group * 2)
}

/** Connects, waits for `connected` and sends `start`. */
function begin(port: number, handshake: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(handshake))
    let head = ''
    socket.setNoDelay(true)
    socket.on('error', reject)
    socket.on('close', () => {
      lost += 1
      reject(new Error(`the call was refused: ${head.slice(-300)}`))
    })
    socket.on('data', function greeted(data: Buffer) {
      head += data.toString('latin1')
      if (!head.includes('"connected"')) return
      socket.off('data', greeted)
      socket.on('data', (bytes: Buffer) => {
        receivedBytes += bytes.length
      })
      socket.write(startFrame)
      resolve(socket)
    })
  })
}

/** Sends a frame every 20 ms on every tenth socket; what a late timer missed is made up. */
function talk(sockets: readonly Socket[], group: number): void {
  let next = performance.now()
  setInterval(() => {
    for (const now = performance.now(); next <= now; next += frameMs) {
      for (let index = group; index < sockets.length; index += groups) {
        sockets[index]!.write(frame)
        sent += 1
      }
    }
  }, frameMs)
}

answerParent({
  start,
  traffic(): Traffic {
    const traffic = { sent, receivedBytes, lost }
    sent = 0
    receivedBytes = 0
    return traffic
  },
})
