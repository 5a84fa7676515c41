import type { Readable } from 'node:stream'

/** A file on its way into an archive: what is at hand, or so many bytes that each reading opens anew. */
export interface ZipEntry {
  readonly name: string
  readonly body: Buffer | { readonly bytes: number; open(): Promise<Readable> }
}

/** An archive that is made while it is read, of files as they are. `at` is the time of each: the same files give the same bytes. */
export type Zip = (entries: readonly ZipEntry[], at: Date) => { readonly bytes: number; open(): Readable }
