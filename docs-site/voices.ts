import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { filesBelow } from '#scripts/files.ts'

/** A recorded sentence of a caller: 16 kHz mono PCM16 as WAV. */
export interface Voice {
  readonly file: string
  readonly title: string
  readonly content: Buffer
}

/** The recorded callers of the sandbox, which it can hear. */
export async function readVoices(root: string): Promise<Voice[]> {
  const paths = (await filesBelow(root, 'simulators/voices')).filter((path) => path.endsWith('.wav'))
  return Promise.all(
    paths.map(async (path) => {
      const name = path.replace(/^.*\/|\.wav$/g, '')
      const words = name.replaceAll('-', ' ')
      return {
        file: `voice-${name}.wav`,
        title: words.charAt(0).toUpperCase() + words.slice(1),
        content: await readFile(join(root, path)),
      }
    }),
  )
}
