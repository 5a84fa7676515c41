import { writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { Ear } from '#simulators/speech/ear.ts'
import type { Artifacts } from './rest.ts'

const HEADER_BYTES = 44
const RATE_AT = 24

/** Downloads what the call left behind by its signed links, without a key; says where each file is. */
export async function download(artifacts: Artifacts, out: string): Promise<string> {
  const names = { recording: 'recording.wav', transcript: 'transcript.jsonl', metrics: 'metrics.ndjson' } as const
  const lines = Object.entries(names).map(async ([kind, name]) => {
    const link = artifacts[kind as keyof Artifacts]
    if (link === null) throw new Error(`The call has no ${kind}.`)
    const response = await fetch(link)
    if (!response.ok) throw new Error(`The link to the ${kind} answers ${response.status}.`)
    const file = resolve(join(out, name))
    const bytes = Buffer.from(await response.arrayBuffer())
    await writeFile(file, bytes)
    return `${kind.padEnd(11)}${file}${kind === 'recording' ? `\n${spoken(bytes)}\n           ${link}` : ''}`
  })
  return (await Promise.all(lines)).join('\n')
}

/** What stands in a stereo recording: the caller on the left, the agent on the right. Real voices have no marks. */
function spoken(wav: Buffer): string {
  const frames = new Int16Array(wav.buffer.slice(wav.byteOffset + HEADER_BYTES, wav.byteOffset + wav.length))
  return ['left: ', 'right:']
    .map((side, channel) => {
      const ear = new Ear(wav.readUInt32LE(RATE_AT))
      ear.push(frames.filter((_, index) => index % 2 === channel))
      return `           ${side} ${ear.text || '(no marked speech)'}`
    })
    .join('\n')
}
