import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const folder = new URL('../pacts/', import.meta.url)

interface Pact {
  readonly consumer: { readonly name: string }
  readonly interactions: readonly { readonly type: string; readonly description: string }[]
}

type Row = readonly [consumer: string, path: string, pact: Pact]

/** Every pact that is committed, of whatever language its consumer is. */
export function pactFiles(): Row[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'))
  return files.map((file) => {
    const url = new URL(file, folder)
    const pact = JSON.parse(readFileSync(url, 'utf8')) as Pact
    return [pact.consumer.name, fileURLToPath(url), pact]
  })
}

const of = (type: string): Row[] =>
  pactFiles().filter(([, , { interactions }]) => interactions.some((interaction) => interaction.type === type))

export const httpPacts = (): Row[] => of('Synchronous/HTTP')
export const messagePacts = (): Row[] => of('Asynchronous/Messages')
