import { connect, type Socket } from 'node:net'
import { answerParent } from './child.ts'
import { askHandshake, maskedFrame } from './web-socket.ts'

/** Callers on bare sockets that ask and are answered, all in the same rhythm but not at the same instant. */
export interface Talkers {
  readonly url: string
  readonly apiKey: string
  readonly agentId: string
  readonly calls: number
  /** How often each asks. */
  readonly turns: number
  /** From one question to the next. */
  readonly turnMs: number
}

/** What came of it. */
export interface Talked {
  readonly answered: number
  /** Calls that ended otherwise than by the caller. */
  readonly lost: number
  /** Calls that the platform told why it does not take them. */
  readonly refused: number
}

const frameMs = 20
const voiceMs = 1_000
const breathMs = 200
/** A fatal `error`, with its code: the refusal comes before the first word of a call. */
const REFUSED = /"t":"error","code":"[a-z_]+".*"fatal":true/
const ANSWERED = '"cause":"completed"'

const frameOf = (sample: (index: number) => number): Buffer =>
  maskedFrame(2, Buffer.from(Int16Array.from({ length: 320 }, (_, index) => sample(index)).buffer))
const quiet = frameOf((index) => ((index * 7919) % 41) - 20)
const voice = frameOf((index) => Math.round(8_000 * Math.sin((index * Math.PI) / 16)))
const startFrame = maskedFrame(1, Buffer.from('{"t":"start"}'))
/** Answers the close of the server, which waits for it. */
const closeFrame = maskedFrame(8, Buffer.of(0x03, 0xe8))
const endFrame = maskedFrame(1, Buffer.from('{"t":"end","reason":"hangup"}'))

let count = 0

/** One call from its beginning to its end: how many answers it heard to their end, or why it heard none. */
async function talk({ url, apiKey, agentId, turns, turnMs }: Talkers): Promise<number | 'lost' | 'refused'> {
  const path = `/v1/realtime/talk-${process.pid}-${++count}?agentId=${agentId}`
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  socket.setNoDelay(true)
  socket.write(askHandshake(path, { authorization: `Bearer ${apiKey}` }))
  const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()))
  socket.on('error', () => socket.destroy())
  let rest = ''
  let answered = 0
  let ended = false
  let refused = false
  let begun = Number.NaN
  socket.on('data', (bytes: Buffer) => {
    rest += bytes.toString('latin1')
    if (Number.isNaN(begun) && rest.includes('"connected"')) {
      socket.write(startFrame)
      begun = performance.now()
    }
    if (Number.isNaN(begun) && !ended && REFUSED.test(rest)) {
      refused = true
      socket.end(closeFrame)
    }
    answered += rest.split(ANSWERED).length - 1
    if (!ended && rest.includes('"caller_hangup"')) {
      ended = true
      socket.end(closeFrame)
    }
    rest = rest.slice(-ANSWERED.length + 1).replaceAll(ANSWERED, '')
  })
  const timer = setInterval(() => {
    if (!Number.isNaN(begun)) begun = speak(socket, begun, turns, turnMs)
  }, frameMs)
  await closed
  clearInterval(timer)
  return ended ? answered : refused ? 'refused' : 'lost'
}

const sentOf = new WeakMap<Socket, number>()

/** Sends the frames that are due, and hangs up when every question had its time. */
function speak(socket: Socket, begun: number, turns: number, turnMs: number): number {
  const due = Math.floor((performance.now() - begun) / frameMs)
  for (let sent = sentOf.get(socket) ?? 0; sent < due; sent++) {
    const atMs = sent * frameMs
    const inTurn = atMs % turnMs
    const asks = atMs < turns * turnMs && inTurn >= breathMs && inTurn < breathMs + voiceMs
    socket.write(asks ? voice : quiet)
    sentOf.set(socket, sent + 1)
  }
  if (due * frameMs < turns * turnMs) return begun
  socket.write(endFrame)
  return Number.NaN
}

answerParent({
  async talk(asked: Talkers): Promise<Talked> {
    const calls = Array.from({ length: asked.calls }, async (_, index) => {
      await new Promise((resolve) => setTimeout(resolve, (index * asked.turnMs) / asked.calls))
      return talk(asked)
    })
    const answers = await Promise.all(calls)
    return {
      answered: answers.reduce<number>((sum, answered) => sum + (typeof answered === 'number' ? answered : 0), 0),
      lost: answers.filter((answered) => answered === 'lost').length,
      refused: answers.filter((answered) => answered === 'refused').length,
    }
  },
})
