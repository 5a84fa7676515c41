import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { agentDefaults } from '#runtime/domain/agents/agent-defaults.ts'
import { withChanges } from './agent-settings.ts'

interface Shape {
  readonly $ref?: string
  readonly default?: unknown
  readonly properties?: Readonly<Record<string, Shape>>
}

test('what a setting is when nobody says is what the document says', async () => {
  const document = JSON.parse(
    await readFile(new URL('../../generated/documents/openapi.json', import.meta.url), 'utf8'),
  )
  const schemas: Record<string, Shape> = document.components.schemas
  const defaultsOf = (shape: Shape): unknown => {
    const found = shape.$ref === undefined ? shape : schemas[shape.$ref.split('/').at(-1)!]!
    if (found.properties === undefined) return found.default
    const entries = Object.entries(found.properties).map(([name, inner]) => [name, defaultsOf(inner)] as const)
    return Object.fromEntries(entries.filter(([, value]) => value !== undefined))
  }
  const { externalId: _, firstMessage: __, consent: ___, ...documented } = agentDefaults
  expect(defaultsOf(schemas.AgentCreate!)).toEqual(documented)
})

test('a change merges nested settings and clears with null', () => {
  const base = { ...agentDefaults, name: 'A', prompt: 'P', firstMessage: 'Hello' }
  const changed = withChanges(base, { llm: { temperature: 0 }, firstMessage: null })
  expect(changed).toEqual({ ...base, firstMessage: null, llm: { ...base.llm, temperature: 0 } })
})

test('an externalId that looks like an id of ours is refused', () => {
  const base = { ...agentDefaults, name: 'A', prompt: 'P' }
  expect(() => withChanges(base, { externalId: 'a_01jd3w7q8re5a9v6c2k4m0n7xz' })).toThrow('does not look like')
  expect(withChanges(base, { externalId: 'c_123' }).externalId).toBe('c_123')
})
