import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const voices = fileURLToPath(new URL('../../simulators/voices', import.meta.url))
const HEADER_BYTES = 44
const BYTES_PER_SEC = 32_000

/**
 * A WAV file in the folder: the voice of that name behind a second of silence. A browser reads the file from when it is allowed to listen,
 * which is before anybody does.
 */
export async function unhurriedVoice(name: string, folder: string): Promise<string> {
  const voice = await readFile(join(voices, `${name}.wav`))
  const header = Buffer.from(voice.subarray(0, HEADER_BYTES))
  const audio = Buffer.concat([Buffer.alloc(BYTES_PER_SEC), voice.subarray(HEADER_BYTES)])
  header.writeUInt32LE(HEADER_BYTES - 8 + audio.length, 4)
  header.writeUInt32LE(audio.length, 40)
  const file = join(folder, `${name}.wav`)
  await writeFile(file, Buffer.concat([header, audio]))
  return file
}
