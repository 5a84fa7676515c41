import type { Tool, ToolCreate, ToolPatch } from '#generated/openapi.gen.ts'
import type { Deps } from '#handlers/handler.ts'
import { Problem, type Violation } from '#runtime/core/problem.ts'
import { secretsIn } from '#runtime/domain/tools/template.ts'
import { type ToolRules, type ToolSettings, toolFaults } from '#runtime/domain/tools/tool-faults.ts'

const DEFAULT_TIMEOUT_MS = 2_000
const safe = new Set(['GET', 'PUT', 'DELETE'])

/** A definition with its defaults filled in (SRS 7.8). */
export function withDefaults(given: ToolCreate): ToolSettings {
  const { name, description = '', kind = 'http', url = null, headers = {}, outputSchema = null } = given
  const { inputSchema = { type: 'object', properties: {} }, timeoutMs = DEFAULT_TIMEOUT_MS } = given
  const method = kind === 'http' ? (given.method ?? 'GET') : (given.method ?? null)
  const idempotent = given.idempotent ?? safe.has(method ?? '')
  return { name, description, kind, method, url, headers, inputSchema, outputSchema, timeoutMs, idempotent }
}

/** The tool, changed by what is given (RFC 7396); headers merge, schemas are replaced. */
export function withChanges({ id, createdAt, updatedAt, ...base }: Tool, given: ToolPatch): ToolSettings {
  const headers = Object.entries({ ...base.headers, ...given.headers }).filter(([, value]) => value !== null)
  const changed = { ...base, ...given, headers: Object.fromEntries(headers) as Record<string, string> }
  return { ...changed, method: changed.kind === 'http' ? (changed.method ?? 'GET') : changed.method }
}

/** What a check of these definitions asks of the world, with the secrets that they name. */
export async function rulesFor(
  { egress, schemas, store }: Pick<Deps, 'egress' | 'schemas' | 'store'>,
  tenantId: string,
  tools: readonly Pick<ToolSettings, 'url' | 'headers'>[],
): Promise<ToolRules> {
  const names = tools.flatMap(({ url, headers }) => [url ?? '', ...Object.values(headers)].flatMap(secretsIn))
  const kept = new Map(
    (await store.secrets.named(tenantId, [...new Set(names)])).map((secret) => [secret.name, secret]),
  )
  return {
    urlRefusal: (url) => egress.refusal(url),
    secretHosts: (name) => kept.get(name)?.hosts ?? null,
    schemaRefusal: (schema) => {
      try {
        schemas.compile(schema)
        return null
      } catch (error) {
        return (error as Error).message
      }
    },
  }
}

/** Throws `bad_request` with every wrong place. */
export function refuseFaults(tool: ToolSettings, rules: ToolRules): void {
  const errors = toolFaults(tool, rules)
  const [first] = errors
  if (first !== undefined) throw faulty(first, errors)
}

export const faulty = (first: Violation, errors: readonly Violation[]): Problem =>
  new Problem('bad_request', `"${first.pointer}" ${first.message}.`.replace('..', '.'), { errors: errors.slice(0, 50) })

export const nameTaken = (name: string): Problem =>
  new Problem('conflict', `Another tool has the name "${name}". Choose another one.`, {
    errors: [{ pointer: '/name', message: 'is taken', keyword: 'unique' }],
  })

export const noTool = (tool: string): Problem => new Problem('not_found', `There is no tool "${tool}".`)
