import { connect, type Socket } from 'node:net'
import { answerParent } from './child.ts'

export interface Load {
  readonly port: number
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  /** `{n}` in it, as in a header, is a number that no other request has. */
  readonly body?: string
  readonly connections: number
  readonly durationMs: number
}

export interface LoadResult {
  readonly requests: number
  readonly wallMs: number
  /** Microseconds from the request's first byte to the answer's last, of each request. */
  readonly latenciesUs: readonly number[]
}

let count = 0

function requestText({ method, path, headers, body }: Load): string {
  const numbered = (text: string): string => text.replaceAll('{n}', `${process.pid}-${count}`)
  count += 1
  const content = body === undefined ? undefined : numbered(body)
  const length = content === undefined ? {} : { 'content-length': String(Buffer.byteLength(content)) }
  const lines = Object.entries({ host: 'bench', ...headers, ...length }).map(
    ([name, value]) => `${name}: ${numbered(value)}`,
  )
  return `${method} ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n${content ?? ''}`
}

/** The bytes of the first whole answer in `text`, or 0; throws when it is no success. */
function answerLength(text: string): number {
  const head = text.indexOf('\r\n\r\n')
  if (head < 0) return 0
  const length = head + 4 + Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0)
  if (text.length < length) return 0
  if (!/^HTTP\/1\.1 20\d/.test(text)) throw new Error(`the server answers ${text.slice(0, 600)}`)
  return length
}

/** One connection: a request, its answer, the next one, until the time is over. */
function ask(load: Load, until: number, latencies: number[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket: Socket = connect(load.port, '127.0.0.1')
    let sentAt = 0
    let text = ''
    const send = (): void => {
      text = ''
      sentAt = performance.now()
      socket.write(requestText(load))
    }
    socket.setNoDelay(true).setEncoding('latin1').on('connect', send).on('error', reject)
    socket.on('data', (piece: string) => {
      text += piece
      try {
        if (answerLength(text) === 0) return
      } catch (error) {
        socket.destroy()
        return reject(error)
      }
      const now = performance.now()
      latencies.push((now - sentAt) * 1000)
      if (now < until) return send()
      socket.end()
      resolve()
    })
  })
}

answerParent({
  async load(load: Load): Promise<LoadResult> {
    const start = performance.now()
    const latenciesUs: number[] = []
    const until = start + load.durationMs
    await Promise.all(Array.from({ length: load.connections }, () => ask(load, until, latenciesUs)))
    return { requests: latenciesUs.length, wallMs: performance.now() - start, latenciesUs }
  },
})
