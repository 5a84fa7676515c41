import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import { answerParent } from './child.ts'
import { acceptHandshake } from './web-socket.ts'

/**
 * As much of Deepgram as keeps a call going, cheaply: `/v1/listen` takes audio and says nothing; `/v1/speak` answers the
 * first flush with a voice that never ends, a second ahead and then in its time, in pieces of 100 ms.
 */
const pieceMs = 100
const aheadMs = 1_000
/** 16 kHz, PCM16, a tone: silence would compress nowhere, but looks like a fault. */
const piece = Buffer.from(
  Int16Array.from({ length: 1_600 }, (_, index) => Math.round(4_000 * Math.sin((index * Math.PI) / 20))).buffer,
)

const speakers = new WebSocketServer({ noServer: true, perMessageDeflate: false })
const server = createServer()
server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
  socket.on('error', () => socket.destroy())
  if (request.url!.startsWith('/v1/speak')) return speakers.handleUpgrade(request, socket, head, (open) => speak(open))
  socket.write(acceptHandshake(request.headers['sec-websocket-key']!))
  socket.resume()
})

function speak(open: import('ws').WebSocket): void {
  let timer: NodeJS.Timeout | undefined
  open.on('error', () => open.terminate())
  open.on('close', () => clearInterval(timer))
  open.on('message', (data: Buffer) => {
    if (timer !== undefined || !data.includes('Flush')) return
    for (let ms = 0; ms < aheadMs; ms += pieceMs) open.send(piece)
    timer = setInterval(() => open.send(piece), pieceMs)
  })
}

answerParent({
  async start(): Promise<string> {
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  },
})
