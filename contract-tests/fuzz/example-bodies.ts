import { existsSync, readdirSync, readFileSync } from 'node:fs'

const folder = new URL('../../specs/examples/', import.meta.url)

/** The request bodies of an operation's valid examples. */
export function exampleBodies(operationId: string): unknown[] {
  const own = new URL(`${operationId}/`, folder)
  if (!existsSync(own)) return []
  const names = readdirSync(own).filter((name) => name.startsWith('valid-'))
  const examples = names.map((name) => JSON.parse(readFileSync(new URL(name, own), 'utf8')))
  return examples.flatMap(({ request, response }) =>
    request?.body !== undefined && response?.status < 400 ? [request.body] : [],
  )
}
