import { randomBytes } from 'node:crypto'
import { resolve } from 'node:path'
import type { Config } from '#generated/config.gen.ts'
import type { Deps } from '#handlers/handler.ts'
import { diskBlobs } from '#runtime/adapters/blobs/disk.ts'
import { S3Blobs } from '#runtime/adapters/blobs/s3.ts'
import { linkSigner } from '#runtime/adapters/blobs/signed-link.ts'
import type { Clock } from '#runtime/core/clock.ts'

/** Where artifacts are kept, and which links of ours open them: none where S3 has links of its own. */
export function openBlobs(
  config: Config,
  clock: Clock,
  baseUrl: () => string,
  onTrouble: (error: unknown) => void,
  started: (stop: () => Promise<void>) => void,
): Pick<Deps, 'blobs' | 'linkHolds'> {
  const s3 = openS3(config, clock, onTrouble)
  if (s3 !== null) {
    started(async () => s3.close())
    return { blobs: s3, linkHolds: () => false }
  }
  const signer = linkSigner(config.URL_SIGNING_KEY)
  const root = resolve(config.DATA_DIR, 'artifacts')
  return {
    blobs: diskBlobs({ root, baseUrl, signer, clock, random: randomBytes }),
    linkHolds: (key, expires, signature) => signer.verify({ key, expires, signature }, clock.now()),
  }
}

/** S3 when its buckets are set (SRS appendix A). */
function openS3(config: Config, clock: Clock, onTrouble: (error: unknown) => void): S3Blobs | null {
  const { S3_BUCKET_RECORDINGS: bucketRecordings, S3_BUCKET_TRANSCRIPTS: bucketTranscripts } = config
  if (bucketRecordings === undefined || bucketTranscripts === undefined) return null
  const { S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey } = config
  return new S3Blobs({
    bucketRecordings,
    bucketTranscripts,
    region: config.REGION,
    endpoint: config.S3_ENDPOINT,
    credentials: accessKeyId && secretAccessKey ? { accessKeyId, secretAccessKey } : undefined,
    encryption: config.S3_SSE,
    clock,
    random: randomBytes,
    onTrouble,
  })
}
