import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import S3rver from 's3rver'
import { systemClock } from '#runtime/core/system-clock.ts'
import { S3Faults } from './faults.ts'
import { openS3Front } from './front.ts'
import type { S3Credentials, SignedRequest } from './signature.ts'

export interface S3Simulator {
  /** Its endpoint, path style. */
  readonly url: string
  readonly region: string
  readonly credentials: S3Credentials
  readonly faults: S3Faults
  /** Every request that came, refused ones too. */
  readonly requests: readonly SignedRequest[]
  close(): Promise<void>
}

const credentials = { accessKeyId: 'AKIASIMULATOR0000001', secretAccessKey: 'secret-of-the-simulated-s3' }
/** Not the platform's default: whoever signs for that one is refused. */
const region = 'eu-central-1'

/** An S3-compatible server with these buckets, its files in `folder`; both are gone when it is closed. */
export async function startS3(folder: string, buckets: readonly string[]): Promise<S3Simulator> {
  const bodies = join(folder, 'bodies')
  await mkdir(bodies, { recursive: true })
  const server = new S3rver({
    address: '127.0.0.1',
    port: 0,
    silent: true,
    directory: join(folder, 'objects'),
    vhostBuckets: false,
    configureBuckets: buckets.map((name) => ({ name })),
  })
  const { port } = await server.run()
  const faults = new S3Faults()
  const requests: SignedRequest[] = []
  const log = (request: SignedRequest): void => void requests.push(request)
  const front = await openS3Front({ clock: systemClock(), credentials, region, port, folder: bodies, faults, log })
  return {
    url: `http://127.0.0.1:${front.port}`,
    region,
    credentials,
    faults,
    requests,
    async close() {
      await front.close()
      await server.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
