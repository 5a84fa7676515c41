import type { Readable } from 'node:stream'
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import type { Clock, Millis } from '#runtime/core/clock.ts'
import type { RandomBytes } from '#runtime/core/random.ts'
import type { BlobBody, BlobKey, Blobs } from '#runtime/ports/blobs.ts'
import { keyParts } from './blob-path.ts'
import { isMissing, type Patience, S3Tries, type Try } from './s3-tries.ts'
import { wholeBody } from './whole-body.ts'

export interface S3BlobsOptions {
  readonly bucketRecordings: string
  /** Transcripts and whatever else is no recording. */
  readonly bucketTranscripts: string
  readonly region: string
  /** A server that speaks S3, asked path style; without one it is AWS. */
  readonly endpoint?: string | undefined
  /** Without them, what AWS's chain finds: environment, profile, role of the machine. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string } | undefined
  /** `none` leaves it to the bucket. */
  readonly encryption: 'none' | 'AES256' | 'aws:kms'
  readonly clock: Clock
  readonly random: RandomBytes
  /** Why it is not ready. */
  readonly onTrouble: (error: unknown) => void
  readonly patience?: Partial<Patience & Idleness>
}

interface Cancelled {
  readonly abortSignal: AbortSignal
}

interface Idleness {
  /** A connection on which nothing moves for so long is given up. */
  readonly stallMs: Millis
}

/** What fails is thrown; without a logger the SDK writes to the console besides. */
const silent = { trace() {}, debug() {}, info() {}, warn() {}, error() {} }
const CONNECT_MS: Millis = 5_000
/** How long an answer about readiness holds. */
const READY_FOR_MS: Millis = 10_000
const PATIENCE: Patience & Idleness = {
  stallMs: 20_000,
  answerMs: 10_000,
  bytesPerMs: 256,
  attempts: 3,
  backoffMs: 300,
}

/**
 * Blobs as objects of two buckets (SRS 6.3), each by one PUT of known length (up to 5 GB). It needs the permissions
 * GetObject, PutObject, DeleteObject and ListBucket: without the last, S3 says 403 of an object that is not there.
 */
export class S3Blobs implements Blobs {
  readonly #options: S3BlobsOptions
  readonly #client: S3Client
  readonly #tries: S3Tries
  #asked: { readonly at: Millis; readonly ready: Promise<boolean> } | undefined

  constructor(options: S3BlobsOptions) {
    const patience = { ...PATIENCE, ...options.patience }
    this.#options = options
    this.#client = openClient(options, patience)
    this.#tries = new S3Tries(options.clock, options.random, patience)
  }

  async put(key: BlobKey, body: BlobBody, contentType: string): Promise<void> {
    const { encryption } = this.#options
    const sse = encryption !== 'none' && { ServerSideEncryption: encryption }
    const bytes = Buffer.isBuffer(body) ? body.length : body.bytes
    const place = { ...this.#placeOf(key), ContentType: contentType, ContentLength: bytes, ...sse }
    await this.#tries.run(place.Bucket, bytes, (attempt) =>
      putOnce(body, attempt, (Body, options) => this.#client.send(new PutObjectCommand({ ...place, Body }), options)),
    )
  }

  async get(key: BlobKey): Promise<{ body: Readable; bytes: number } | null> {
    const command = new GetObjectCommand(this.#placeOf(key))
    const ask = (options: Cancelled) => this.#client.send(command, options)
    const found = await this.#ask(this.#placeOf(key), ask).catch(nullWhenMissing)
    return found && { body: found.Body as Readable, bytes: found.ContentLength ?? 0 }
  }

  async signedUrl(key: BlobKey, ttlMs: Millis): Promise<string | null> {
    const place = this.#placeOf(key)
    const ask = (options: Cancelled) => this.#client.send(new HeadObjectCommand(place), options)
    const found = await this.#ask(place, ask).catch(nullWhenMissing)
    // The answer to HEAD has no body that would say whether it is the bucket that is not there.
    if (found === null) return this.#headBucket(place).then(() => null)
    const shown = {
      ResponseContentDisposition: `attachment; filename="${keyParts(key).file}"`,
      ResponseContentType: found.ContentType,
    }
    const signingDate = new Date(this.#options.clock.now())
    const expiresIn = Math.ceil(ttlMs / 1000)
    return getSignedUrl(this.#client, new GetObjectCommand({ ...place, ...shown }), { expiresIn, signingDate })
  }

  async remove(key: BlobKey): Promise<void> {
    const command = new DeleteObjectCommand(this.#placeOf(key))
    await this.#ask(this.#placeOf(key), (options) => this.#client.send(command, options))
  }

  ready(): Promise<boolean> {
    const { clock, bucketRecordings, bucketTranscripts } = this.#options
    if (this.#asked === undefined || clock.now() - this.#asked.at >= READY_FOR_MS) {
      const buckets = [...new Set([bucketRecordings, bucketTranscripts])]
      this.#asked = { at: clock.now(), ready: this.#reaches(buckets) }
    }
    return this.#asked.ready
  }

  close(): void {
    this.#client.destroy()
  }

  #placeOf(key: BlobKey): { Bucket: string; Key: string } {
    const { bucketRecordings, bucketTranscripts } = this.#options
    return { Bucket: keyParts(key).folder === 'recordings' ? bucketRecordings : bucketTranscripts, Key: key }
  }

  #ask<T>({ Bucket }: { Bucket: string }, ask: (options: Cancelled) => Promise<T>): Promise<T> {
    return this.#tries.run(Bucket, 0, ({ signal }) => ask({ abortSignal: signal }))
  }

  #headBucket({ Bucket }: { Bucket: string }): Promise<unknown> {
    return this.#ask({ Bucket }, (options) => this.#client.send(new HeadBucketCommand({ Bucket }), options))
  }

  async #reaches(buckets: readonly string[]): Promise<boolean> {
    try {
      await Promise.all(buckets.map((Bucket) => this.#headBucket({ Bucket })))
      return true
    } catch (error) {
      this.#options.onTrouble(error)
      return false
    }
  }
}

function openClient({ region, endpoint, credentials }: S3BlobsOptions, { stallMs }: Idleness): S3Client {
  return new S3Client({
    region,
    maxAttempts: 1,
    ...(endpoint !== undefined && { endpoint, forcePathStyle: true }),
    ...(credentials !== undefined && { credentials }),
    requestHandler: { connectionTimeout: CONNECT_MS, socketTimeout: stallMs },
    logger: silent,
    // Trailing checksums need the chunked encoding that only AWS takes.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  })
}

/** A stream is read from its start; one that fails by itself would fail again. */
async function putOnce(
  body: BlobBody,
  { signal, giveUp }: Try,
  send: (body: Buffer | Readable, options: Cancelled) => Promise<unknown>,
): Promise<void> {
  if (Buffer.isBuffer(body)) return void (await send(body, { abortSignal: signal }))
  const source = wholeBody(body).on('error', giveUp)
  try {
    await send(source, { abortSignal: signal })
  } finally {
    source.destroy()
  }
}

function nullWhenMissing(error: unknown): null {
  if (isMissing(error)) return null
  throw error
}
