import { Readable } from 'node:stream'
import type { BlobBody } from '#runtime/ports/blobs.ts'

/** The bytes of a body; fails where its source fails, or when they are not as many as it says. */
export const wholeBody = (body: BlobBody): Readable =>
  Readable.from(Buffer.isBuffer(body) ? [body] : counted(body), { objectMode: false })

async function* counted({ bytes, open }: Exclude<BlobBody, Buffer>): AsyncGenerator<Buffer> {
  let read = 0
  for await (const piece of open() as AsyncIterable<Buffer>) {
    read += piece.length
    if (read > bytes) break
    yield piece
  }
  if (read !== bytes) throw new Error(`the body is not of ${bytes} bytes`)
}
