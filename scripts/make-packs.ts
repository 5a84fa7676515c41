import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { packs, record } from './packs/record.ts'
import { packText } from './packs/text.ts'

/** Records the sessions that the kit ships. */
const folder = join(import.meta.dirname, '../sdks/contract/packs')
await mkdir(folder, { recursive: true })
for (const [name, scenario] of Object.entries(packs))
  await writeFile(join(folder, `${name}.json`), packText(await record(name, scenario)))
