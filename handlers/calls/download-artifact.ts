import type { Handler } from '#handlers/handler.ts'
import { Problem } from '#runtime/core/problem.ts'

export const downloadArtifact: Handler<'downloadArtifact'> = async ({ path, query }, { blobs, linkHolds }) => {
  const key = `${path.folder}/${path.file}`
  if (!linkHolds(key, query.expires, query.signature)) {
    throw new Problem('forbidden', "This link is wrong or too old. Ask for the call's artifacts again.")
  }
  const blob = await blobs.get(key)
  if (blob === null) throw new Problem('not_found', 'There is no such artifact any more.')
  return { status: 200, body: blob.body }
}
