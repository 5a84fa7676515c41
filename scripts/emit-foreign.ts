import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { emitForeign } from './foreign/surface.ts'

const help = `Makes TypeScript of an AsyncAPI 3.0 document of others: types, server, client, events and validators.

  node scripts/emit-foreign.ts DOCUMENT --out FOLDER [--discriminator PROPERTY] [--wrap] [--kind MESSAGE=KIND]
      [--join MESSAGE=MESSAGE,MESSAGE]

--discriminator names the property that says a message's kind (x-discriminator of the document where it is left out).
--wrap is for messages whose kind stands beside the payload, as a topic does: each becomes { kind, data }.
--kind says the kind of a message whose payload says a wrong one.
--join makes one message of several that have one kind.
`

async function main(root: string): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      out: { type: 'string' },
      discriminator: { type: 'string' },
      wrap: { type: 'boolean' },
      kind: { type: 'string', multiple: true, default: [] },
      join: { type: 'string', multiple: true, default: [] },
      help: { type: 'boolean' },
    },
  })
  const [path] = positionals
  if (values.help === true || path === undefined || values.out === undefined) {
    process.stdout.write(help)
    process.exitCode = values.help === true ? 0 : 1
    return
  }
  const text = await readFile(path, 'utf8')
  const kinds = Object.fromEntries(values.kind.map((pair) => pair.split('=', 2)))
  const joined = Object.fromEntries(
    values.join.map((pair) => pair.split('=', 2)).map(([key, of = '']) => [key, of.split(',')]),
  )
  const overlay = { discriminator: values.discriminator, wrapped: values.wrap, kinds, joined }
  const files = await emitForeign(path, text, overlay, root)
  for (const [name, content] of files) {
    const target = join(values.out, name)
    await mkdir(dirname(target), { recursive: true })
    await writeFile(target, content)
  }
  process.stdout.write(`${files.size} files in ${values.out}\n`)
}

main(join(import.meta.dirname, '..')).catch((error: Error) => {
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
})
