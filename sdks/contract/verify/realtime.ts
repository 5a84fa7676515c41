import { randomBytes } from 'node:crypto'
import { WebSocket } from 'ws'
import { checkServerMessage, type ServerMessage } from '#generated/realtime.gen.ts'
import { until } from '../until.ts'
import { create } from './deployment.ts'

type Kind = ServerMessage['t']
type Of<T extends Kind> = Extract<ServerMessage, { t: T }>

/** A conversation with the platform, each frame of which is held against the contract. */
interface Line {
  got<T extends Kind>(kind: T): Promise<Of<T>>
  send(message: object | Buffer): void
  /** The close code; throws when a frame broke the contract. */
  over(): Promise<number>
  drop(): void
  readonly audioBytes: () => number
  readonly messages: readonly ServerMessage[]
}

interface Place {
  readonly url: string
  readonly key: string
  /** An agent that greets. */
  readonly agentId: string
}

type Script = (place: Place) => Promise<void>

const PATIENCE_MS = 20_000
const FRAME = Buffer.alloc(640)

function dial({ url, key, agentId }: Place, callId: string): Line {
  const address = new URL(`/v1/realtime/${callId}?agentId=${encodeURIComponent(agentId)}`, url.replace(/^http/, 'ws'))
  const socket = new WebSocket(address, ['invorto.v1', `key.${key}`])
  const messages: ServerMessage[] = []
  const complaints: string[] = []
  let [audio, code] = [0, 0]
  socket.on('error', (error) => complaints.push(error.message))
  socket.on('close', (given) => {
    code = given
  })
  socket.on('message', (data: Buffer, isBinary) => {
    if (!isBinary) return take(data.toString(), messages, complaints)
    audio += data.length
    if (data.length === 0 || data.length % 2 !== 0)
      complaints.push(`${data.length} bytes of audio are no whole samples`)
  })
  return {
    messages,
    audioBytes: () => audio,
    got: (kind) =>
      until(
        `"${kind}"`,
        () => {
          const found = messages.find((message) => message.t === kind)
          if (found === undefined && code !== 0) throw new Error(`The socket closed with ${code} before "${kind}".`)
          return found
        },
        PATIENCE_MS,
      ) as Promise<never>,
    send: (message) => socket.send(Buffer.isBuffer(message) ? message : JSON.stringify(message)),
    drop: () => socket.terminate(),
    async over() {
      await until('the close', () => code !== 0, PATIENCE_MS)
      if (complaints.length > 0) throw new Error(complaints.join('\n'))
      return code
    },
  }
}

function take(text: string, messages: ServerMessage[], complaints: string[]): void {
  try {
    const message = JSON.parse(text) as ServerMessage
    const violation = checkServerMessage(message)
    if (violation !== null)
      complaints.push(`"${message.t}" breaks the contract: ${violation.pointer} ${violation.message}`)
    messages.push(message)
  } catch {
    complaints.push(`a text frame is not JSON: ${text.slice(0, 200)}`)
  }
}

const newCall = (): string => `kit-${randomBytes(6).toString('hex')}`

/** What is of the log must come without a gap. */
function unbroken(messages: readonly ServerMessage[]): void {
  let before = 0
  for (const message of messages) {
    const { seq, prevSeq } = message as { seq?: number; prevSeq?: number }
    if (prevSeq === undefined) continue
    if (prevSeq !== before) throw new Error(`"${message.t}" says that ${prevSeq} came before it; it was ${before}.`)
    before = seq!
  }
}

function expect(is: unknown, wanted: unknown, what: string): void {
  if (is !== wanted) throw new Error(`${what} is ${String(is)}, not ${String(wanted)}.`)
}

export const scripts: Readonly<Record<string, Script>> = {
  async 'a greeting is spoken, words are answered, and the call is ended'(place) {
    const line = dial(place, newCall())
    await line.got('connected')
    line.send({ t: 'start' })
    const { utteranceId } = await line.got('tts.started')
    line.send(FRAME)
    expect((await line.got('tts.stopped')).utteranceId, utteranceId, 'The utterance that stopped')
    line.send({ t: 'text.input', text: 'what are your plans' })
    await line.got('turn.started')
    await line.got('llm.delta')
    await line.got('turn.ended')
    line.send({ t: 'end' })
    await line.got('end')
    expect(await line.over(), 1000, 'The close code')
    if (line.audioBytes() === 0) throw new Error('No audio came.')
    unbroken(line.messages)
  },
  async 'the agent stops when it is interrupted'(place) {
    const line = dial(place, newCall())
    await line.got('connected')
    line.send({ t: 'start' })
    await line.got('tts.started')
    line.send({ t: 'interrupt' })
    await line.got('control.bargein')
    expect((await line.got('tts.stopped')).cause, 'barge_in', 'The cause')
    line.send({ t: 'end' })
    expect(await line.over(), 1000, 'The close code')
  },
  async 'a message that is none is named, and the call goes on'(place) {
    const line = dial(place, newCall())
    await line.got('connected')
    line.send({ t: 'start' })
    line.send({ t: 'text.input' })
    const { code, fatal, field } = await line.got('error')
    expect(`${code} ${fatal} ${field}`, 'bad_request false /text', 'The error')
    line.send({ t: 'ping' })
    await line.got('pong')
    line.send({ t: 'end' })
    expect(await line.over(), 1000, 'The close code')
  },
  async 'a call of an agent that is not there is refused'(place) {
    const line = dial({ ...place, agentId: 'kit-nobody' }, newCall())
    expect((await line.got('error')).code, 'not_found', 'The error')
    expect(await line.over(), 4404, 'The close code')
  },
  async 'a key of nobody is refused'(place) {
    const line = dial({ ...place, key: 'kit-no-key-of-anybody-0000000000' }, newCall())
    expect((await line.got('error')).code, 'invalid_api_key', 'The error')
    expect(await line.over(), 4401, 'The close code')
  },
  async 'a call whose socket was lost is taken up again, and nothing of its log is missing'(place) {
    const callId = newCall()
    const first = dial(place, callId)
    const { resumeToken: token } = await first.got('connected')
    first.send({ t: 'start' })
    await first.got('tts.started')
    first.drop()
    const second = dial(place, callId)
    await second.got('connected')
    second.send({ t: 'resume', token, lastSeq: 0 })
    expect((await second.got('resumed')).fromSeq, 1, 'What follows')
    await second.got('tts.started')
    second.send({ t: 'end' })
    expect(await second.over(), 1000, 'The close code')
    unbroken(second.messages)
  },
}

/** The agent that the scripts call. */
export async function newAgent(url: string, key: string): Promise<string> {
  const body = {
    name: `Contract ${newCall()}`,
    prompt: 'You answer in one sentence.',
    firstMessage: 'Hello, how can I help you today?',
  }
  return (await create(url, key, 'createAgent', body)).id
}
