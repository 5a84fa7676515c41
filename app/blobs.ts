import { randomBytes } from 'node:crypto'
import { resolve } from 'node:path'
import type { Config } from '#generated/config.gen.ts'
import type { Deps } from '#handlers/handler.ts'
import { diskBlobs } from '#runtime/adapters/blobs/disk.ts'
import { linkSigner } from '#runtime/adapters/blobs/signed-link.ts'
import type { Clock } from '#runtime/core/clock.ts'

/** Where artifacts are kept, and which links of ours open them. */
export function openBlobs(config: Config, clock: Clock, baseUrl: () => string): Pick<Deps, 'blobs' | 'linkHolds'> {
  const signer = linkSigner(config.URL_SIGNING_KEY)
  const root = resolve(config.DATA_DIR, 'artifacts')
  return {
    blobs: diskBlobs({ root, baseUrl, signer, clock, random: randomBytes }),
    linkHolds: (key, expires, signature) => signer.verify({ key, expires, signature }, clock.now()),
  }
}
