import type { Readable } from 'node:stream'

/** `transcripts/c_….jsonl`: folder and file, letters, digits, `.`, `_`, `-`. */
export type BlobKey = string

/** Files that calls leave behind (FR-D3). A blob is whole or not there. */
export interface Blobs {
  put(key: BlobKey, body: Buffer | Readable, contentType: string): Promise<void>
  /** Null when there is none. */
  get(key: BlobKey): Promise<{ body: Readable; bytes: number } | null>
  /** A link that needs no key and stops working after `ttlMs` (FR-CP3); null when there is no such blob. */
  signedUrl(key: BlobKey, ttlMs: number): Promise<string | null>
  remove(key: BlobKey): Promise<void>
}
