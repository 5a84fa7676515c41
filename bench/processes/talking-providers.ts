import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type WebSocket, WebSocketServer } from 'ws'
import { answerParent } from './child.ts'

/**
 * Deepgram and OpenAI that say the same to everybody, cheaply: `/v1/listen` hears four words in whatever is loud,
 * `/v1/speak` says half a second of audio for every flush with words, and the model has one answer.
 */
const WORDS = 'what are your plans'
const ANSWER = ['Sure', ', our', ' plans', ' start', ' at 999', ' rupees', ' a month', '.']
const voice = Buffer.from(
  Int16Array.from({ length: 8_000 }, (_, index) => Math.round(4_000 * Math.sin((index * Math.PI) / 20))).buffer,
)
const pieceBytes = 3_200
/** An interim transcript for each half second of voice. */
const framesPerInterim = 25
const loudSample = 2_000

const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false })
const server = createServer(chat)
server.on('upgrade', (request, socket, head) => {
  socket.on('error', () => socket.destroy())
  sockets.handleUpgrade(request, socket, head, (open) => {
    open.on('error', () => open.terminate())
    if (request.url!.startsWith('/v1/speak')) speak(open)
    else listen(open)
  })
})

function listen(open: WebSocket): void {
  let loudFrames = 0
  /** Seconds heard, and up to which results were final. */
  let heard = 0
  let final = 0
  const results = (transcript: string, isFinal: boolean): void => {
    open.send(
      JSON.stringify({
        type: 'Results',
        start: final,
        duration: heard - final,
        is_final: isFinal,
        speech_final: isFinal,
        from_finalize: isFinal,
        channel: { alternatives: [{ transcript, confidence: 0.99, words: [] }] },
      }),
    )
    if (isFinal) final = heard
  }
  open.on('message', (data: Buffer, isBinary) => {
    if (isBinary) {
      heard += data.length / 32_000
      const loud =
        data.length >= 40 && Math.max(...[10, 16, 22, 28].map((at) => Math.abs(data.readInt16LE(at)))) > loudSample
      if (loud && ++loudFrames % framesPerInterim === 0) results(WORDS, false)
    } else if (data.includes('Finalize')) {
      results(loudFrames > 0 ? WORDS : '', true)
      loudFrames = 0
    }
  })
}

function speak(open: WebSocket): void {
  let words = false
  open.on('message', (data: Buffer) => {
    if (data.includes('"Speak"')) words = true
    else if (data.includes('"Clear"')) {
      words = false
      open.send('{"type":"Cleared","sequence_id":0}')
    } else if (data.includes('"Flush"')) {
      for (let at = 0; words && at < voice.length; at += pieceBytes) open.send(voice.subarray(at, at + pieceBytes))
      words = false
      open.send('{"type":"Flushed","sequence_id":0}')
    }
  })
}

const chunk = (choices: object[], usage: object | null = null): string =>
  `data: ${JSON.stringify({ id: 'bench', object: 'chat.completion.chunk', created: 1, model: 'bench', choices, usage })}\n\n`
const stream = [
  ...ANSWER.map((content) => chunk([{ index: 0, delta: { content }, finish_reason: null }])),
  chunk([{ index: 0, delta: {}, finish_reason: 'stop' }]),
  chunk([], { prompt_tokens: 40, completion_tokens: ANSWER.length, total_tokens: 40 + ANSWER.length }),
  'data: [DONE]\n\n',
].join('')

function chat(request: IncomingMessage, response: ServerResponse): void {
  request.resume()
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  response.end(stream)
}

answerParent({
  async start(): Promise<string> {
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  },
})
