import type { Agent, AgentTools } from '#generated/openapi.gen.ts'
import type { ToolSettings } from '#runtime/domain/tools/tool-faults.ts'
import type { ToolStore } from '#runtime/ports/store.ts'

/** The tools of one call, as they were when it began. */
export interface ToolSnapshot {
  readonly tenantId: string
  readonly tools: readonly ToolSettings[]
}

const DEFAULT_TIMEOUT_MS = 2_000

/** The agent's tools as they are now; one that was deleted is left out (FR-G2). */
export async function snapshotTools(tools: ToolStore, tenantId: string, agent: Agent): Promise<ToolSnapshot> {
  const names = agent.tools.filter((tool) => typeof tool === 'string')
  const kept = new Map((await namedTools(tools, tenantId, names)).map((tool) => [tool.name, tool]))
  const all = agent.tools.map((tool) => (typeof tool === 'string' ? kept.get(tool) : clientTool(tool)))
  return { tenantId, tools: all.filter((tool) => tool !== undefined) }
}

const namedTools = async (tools: ToolStore, tenantId: string, names: readonly string[]) =>
  names.length === 0 ? [] : await tools.named(tenantId, names)

type InPlace = Exclude<AgentTools[number], string>

/** A client tool that an agent defines in place, as a tool like any other. */
export const clientTool = ({ name, description, inputSchema, timeoutMs }: InPlace): ToolSettings => ({
  name,
  description,
  kind: 'client',
  method: null,
  url: null,
  headers: {},
  inputSchema: inputSchema ?? { type: 'object', properties: {} },
  outputSchema: null,
  timeoutMs: timeoutMs ?? DEFAULT_TIMEOUT_MS,
  idempotent: false,
})
