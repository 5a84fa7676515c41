import { Readable } from 'node:stream'
import type { Zip, ZipEntry } from '#runtime/ports/zip.ts'

const lengthOf = ({ body }: ZipEntry): number => (Buffer.isBuffer(body) ? body.length : body.bytes)
const header = (entry: ZipEntry): Buffer => Buffer.from(`${entry.name} ${lengthOf(entry)}\n`)

/** Archives that are a line of name and length before each file, one file behind the other. */
export const plainZip: Zip = (entries) => ({
  bytes: entries.reduce((sum, entry) => sum + header(entry).length + lengthOf(entry), 0),
  open: () => Readable.from(pieces(entries), { objectMode: false }),
})

async function* pieces(entries: readonly ZipEntry[]): AsyncGenerator<Buffer> {
  for (const entry of entries) {
    yield header(entry)
    if (Buffer.isBuffer(entry.body)) yield entry.body
    else yield* await entry.body.open()
  }
}

/** The files of such an archive. */
export function unpacked(archive: Buffer): Record<string, Buffer> {
  const files: Record<string, Buffer> = {}
  for (let at = 0; at < archive.length; ) {
    const end = archive.indexOf('\n', at)
    const [name, bytes] = archive.toString('utf8', at, end).split(' ')
    at = end + 1 + Number(bytes)
    files[name!] = archive.subarray(end + 1, at)
  }
  return files
}
