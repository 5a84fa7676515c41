import type { Readable } from 'node:stream'
import type { Deps } from '#handlers/handler.ts'
import { Problem } from '#runtime/core/problem.ts'

/** What a signed link opens (FR-CP3): one blob, for a while, as a file to be saved. */
export async function signedDownload(
  key: string,
  { expires, signature }: { expires: number; signature: string },
  { blobs, linkHolds }: Pick<Deps, 'blobs' | 'linkHolds'>,
): Promise<{ status: 200; headers: Record<string, string>; body: Readable }> {
  if (!linkHolds(key, expires, signature)) {
    throw new Problem('forbidden', "This link is wrong or too old. Ask for the call's artifacts again.")
  }
  const blob = await blobs.get(key)
  if (blob === null) throw new Problem('not_found', 'There is no such artifact any more.')
  const name = key.slice(key.indexOf('/') + 1)
  const headers = {
    'content-disposition': `attachment; filename="${name}"`,
    'content-length': String(blob.bytes),
    'x-content-type-options': 'nosniff',
  }
  return { status: 200, headers, body: blob.body }
}
