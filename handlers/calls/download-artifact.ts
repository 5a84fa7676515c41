import type { Handler } from '#handlers/handler.ts'
import { signedDownload } from './signed-download.ts'

export const downloadArtifact: Handler<'downloadArtifact'> = ({ path, query }, deps) =>
  signedDownload(`${path.folder}/${path.file}`, query, deps)
