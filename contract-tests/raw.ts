import { connect } from 'node:net'

export interface Raw {
  readonly text: string
  readonly status: number
  readonly head: string
  readonly body: string
  readonly tookMs: number
}

/** Sends bytes as they are and gives what came until the server closed, or said all of a first answer. */
export function sendRaw(url: string, bytes: string | Buffer, { whole = true } = {}): Promise<Raw> {
  const { hostname, port } = new URL(url)
  const begun = performance.now()
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(bytes))
    let text = ''
    const done = (): void => {
      const [head = '', ...rest] = text.split('\r\n\r\n')
      const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1] ?? 0)
      resolve({ text, status, head, body: rest.join('\r\n\r\n'), tookMs: performance.now() - begun })
      socket.destroy()
    }
    socket.setEncoding('utf8').on('data', (piece: string) => {
      text += piece
      const length = Number(/content-length: (\d+)/i.exec(text)?.[1] ?? Number.NaN)
      if (whole && Buffer.byteLength(text.split('\r\n\r\n').slice(1).join('\r\n\r\n')) >= length) done()
    })
    socket.on('close', done)
    socket.on('error', reject)
    socket.setTimeout(30_000, () => reject(new Error(`nothing came: ${text}`)))
  })
}
