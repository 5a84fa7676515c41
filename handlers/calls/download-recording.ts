import type { Handler } from '#handlers/handler.ts'
import { signedDownload } from './signed-download.ts'

export const downloadRecording: Handler<'downloadRecording'> = ({ path, query }, deps) =>
  signedDownload(`recordings/${path.file}`, query, deps)
