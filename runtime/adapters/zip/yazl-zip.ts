import { PassThrough, pipeline, type Readable } from 'node:stream'
import { ZipFile } from 'yazl'
import type { Zip, ZipEntry } from '#runtime/ports/zip.ts'

const MODE = 0o100644

/** Archives of yazl. Nothing is compressed, so that the length is known before the first byte. */
export const yazlZip: Zip = (entries, at) => ({ bytes: lengthOf(entries, at), open: () => opened(entries, at) })

/** Calls `open` for what is read when its turn comes. */
function zipped(entries: readonly ZipEntry[], at: Date, open: (entry: ZipEntry, to: Reading) => void) {
  const zip = new ZipFile()
  const options = { compress: false, mtime: at, mode: MODE, forceDosTimestamp: true }
  for (const entry of entries) {
    if (Buffer.isBuffer(entry.body)) zip.addBuffer(entry.body, entry.name, options)
    else zip.addReadStreamLazy(entry.name, { ...options, size: entry.body.bytes }, (to) => open(entry, to))
  }
  return zip
}

type Reading = (error: unknown, body: Readable) => void

function lengthOf(entries: readonly ZipEntry[], at: Date): number {
  let length: number | undefined
  // The types of the library say that nothing is told.
  const told = ((bytes: number): void => {
    length = bytes
  }) as unknown as () => void
  zipped(entries, at, () => {}).end({ forceZip64Format: false, comment: '' }, told)
  if (length === undefined) throw new TypeError('the length of the archive is not known')
  return length
}

function opened(entries: readonly ZipEntry[], at: Date): Readable {
  const out = new PassThrough()
  const zip = zipped(entries, at, ({ body }, to) => {
    if (Buffer.isBuffer(body)) return
    body.open().then(
      (stream) => {
        // Who takes the archive has left while it was opened.
        if (out.destroyed) return stream.destroy()
        stream.on('error', (error) => out.destroy(error))
        out.on('close', () => stream.destroy())
        to(null, stream)
      },
      (error: Error) => out.destroy(error),
    )
  })
  zip.on('error', (error) => out.destroy(error))
  pipeline(zip.outputStream, out, () => {})
  zip.end()
  return out
}
