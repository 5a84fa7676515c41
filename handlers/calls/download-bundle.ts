import type { Handler } from '#handlers/handler.ts'
import { signedDownload } from './signed-download.ts'

export const downloadBundle: Handler<'downloadBundle'> = ({ path, query }, deps) =>
  signedDownload(`bundles/${path.file}`, query, deps)
