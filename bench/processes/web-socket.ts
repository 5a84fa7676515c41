import { createHash } from 'node:crypto'

/** The least of RFC 6455 that a peer without a library needs: it costs next to nothing beside what is measured. */

const MAGIC = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'

export function acceptHandshake(key: string): string {
  const accept = createHash('sha1')
    .update(key + MAGIC)
    .digest('base64')
  return `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`
}

export function askHandshake(path: string, headers: Readonly<Record<string, string>>): string {
  const more = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  const key = Buffer.alloc(16, 7).toString('base64')
  return `GET ${path} HTTP/1.1\r\nHost: bench\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\n${more.join('')}\r\n`
}

/** A client's frame, masked once for all; opcode 1 is text, 2 binary, 8 the close. */
export function maskedFrame(opcode: 1 | 2 | 8, payload: Buffer): Buffer {
  const mask = [0x12, 0x34, 0x56, 0x78]
  const long = payload.length > 125
  const head = Buffer.alloc(long ? 4 : 2)
  head[0] = 0x80 | opcode
  head[1] = 0x80 | (long ? 126 : payload.length)
  if (long) head.writeUInt16BE(payload.length, 2)
  const masked = payload.map((byte, index) => byte ^ mask[index % 4]!)
  return Buffer.concat([head, Buffer.from(mask), masked])
}
