import type { AgentTools } from '#generated/openapi.gen.ts'
import type { Deps } from '#handlers/handler.ts'
import { rulesFor } from '#handlers/tools/tool-settings.ts'
import { Problem, type Violation } from '#runtime/core/problem.ts'
import { toolFaults } from '#runtime/domain/tools/tool-faults.ts'
import { clientTool } from '#runtime/sessions/answers/tool-snapshot.ts'

/** What is wrong with an agent's tools: one that is not there, is there twice, or is defined wrongly (FR-G2). */
export async function agentToolFaults(
  tools: AgentTools | undefined,
  tenantId: string,
  deps: Pick<Deps, 'egress' | 'schemas' | 'store'>,
): Promise<Violation[]> {
  if (tools === undefined || tools.length === 0) return []
  const names = tools.map((tool) => (typeof tool === 'string' ? tool : tool.name))
  const kept = await deps.store.tools.named(
    tenantId,
    tools.filter((tool) => typeof tool === 'string'),
  )
  const known = new Set(kept.map(({ name }) => name))
  const rules = await rulesFor(deps, tenantId, [])
  return tools.flatMap((tool, i) => {
    const pointer = `/tools/${i}`
    if (names.indexOf(names[i]!) < i) return [{ pointer, message: 'is named twice', keyword: 'uniqueItems' }]
    if (typeof tool !== 'string')
      return toolFaults(clientTool(tool), rules).map((fault) => ({ ...fault, pointer: `${pointer}${fault.pointer}` }))
    return known.has(tool) ? [] : [{ pointer, message: `there is no tool "${tool}"`, keyword: 'tool' }]
  })
}

/** Throws `bad_request` with every wrong place. */
export async function refuseToolFaults(...asked: Parameters<typeof agentToolFaults>): Promise<void> {
  const errors = await agentToolFaults(...asked)
  const [first] = errors
  if (first !== undefined) throw new Problem('bad_request', `"${first.pointer}" ${first.message}.`, { errors })
}
