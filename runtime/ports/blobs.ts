import type { Readable } from 'node:stream'

/** `transcripts/c_….jsonl`: folder and file, letters, digits, `.`, `_`, `-`. */
export type BlobKey = string

/**
 * What is at hand, or so many bytes that each try reads anew. `file`: they are on the disk under this name, nobody changes
 * them any more, and who has them there may keep them by a name of its own.
 */
export type BlobBody = Buffer | { readonly bytes: number; readonly file?: string; open(): Readable }

/** Files that calls leave behind (FR-D3). A blob is whole or not there. */
export interface Blobs {
  put(key: BlobKey, body: BlobBody, contentType: string): Promise<void>
  /** Null when there is none. */
  get(key: BlobKey): Promise<{ body: Readable; bytes: number } | null>
  /** A link that needs no key and stops working after `ttlMs` (FR-CP3); null when there is no such blob. */
  signedUrl(key: BlobKey, ttlMs: number): Promise<string | null>
  remove(key: BlobKey): Promise<void>
  /** Whether blobs can be put. Cheap enough to be asked every second; never rejects. */
  ready(): Promise<boolean>
}
