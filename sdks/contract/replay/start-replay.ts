import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { type WebSocket, WebSocketServer } from 'ws'
import { type Pack, travelling } from './pack.ts'

export interface Replay {
  readonly url: string
  close(): Promise<void>
}

export interface ReplayOptions {
  readonly port?: number
  readonly host?: string
  /** 2 is twice as fast. */
  readonly speed?: number
}

/** A server that tells every client the session, from its `start` on, whatever else the client says. */
export async function startReplay(
  pack: Pack,
  { port = 0, host = '127.0.0.1', speed = 1 }: ReplayOptions = {},
): Promise<Replay> {
  const server = new WebSocketServer({
    ...{ port, host },
    handleProtocols: (offered) => (offered.has('invorto.v1') ? 'invorto.v1' : ([...offered][0] ?? false)),
  })
  server.on('connection', (socket) => void tell(pack, socket, speed))
  await once(server, 'listening')
  return {
    url: `ws://${host}:${(server.address() as AddressInfo).port}`,
    async close() {
      for (const client of server.clients) client.terminate()
      server.close()
      await once(server, 'close')
    },
  }
}

async function tell(pack: Pack, socket: WebSocket, speed: number): Promise<void> {
  const gone = new AbortController()
  socket.on('close', () => gone.abort())
  const [first, ...rest] = travelling(pack).filter(({ from }) => from === 'server')
  socket.send(first!.data)
  await once(socket, 'message', { signal: gone.signal }).catch(() => {})
  const begun = performance.now()
  for (const { atMs, data } of rest) {
    const waitMs = atMs / speed - (performance.now() - begun)
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs))
    if (gone.signal.aborted) return
    socket.send(data)
  }
  socket.close(pack.close)
}
