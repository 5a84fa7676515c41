import type { Handler } from '#handlers/handler.ts'
import { Problem } from '#runtime/core/problem.ts'
import { faulty, noTool } from './tool-settings.ts'

export const invokeTool: Handler<'invokeTool'> = async (
  { path, body, caller, trace },
  { store, schemas, httpTools, ids },
) => {
  const tool = await store.tools.get(caller.tenantId, path.toolName)
  if (tool === null) throw noTool(path.toolName)
  if (tool.kind === 'client')
    throw new Problem('conflict', `The tool "${tool.name}" is carried out by the client of a call, not here.`)
  const faults = schemas
    .compile(tool.inputSchema)(body.args)
    .map((fault) => ({ ...fault, pointer: `/args${fault.pointer}` }))
  const [first] = faults
  if (first !== undefined) throw faulty(first, faults)
  const { tenantId } = caller
  return {
    status: 200,
    body: await httpTools.run({
      ...{ tenantId, tool, args: body.args, idempotencyKey: ids.next('toolCall') },
      ...(trace && { trace }),
    }),
  }
}
