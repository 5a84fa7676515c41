import type { Handler } from '#handlers/handler.ts'
import { nameTaken, noTool, refuseFaults, rulesFor, withChanges } from './tool-settings.ts'

export const updateTool: Handler<'updateTool'> = async ({ path, body, caller, ifMatch }, deps) => {
  const { tools } = deps.store
  const updatedAt = new Date(deps.clock.now()).toISOString()
  const known = await tools.get(caller.tenantId, path.toolName)
  if (known === null) throw noTool(path.toolName)
  const rules = await rulesFor(deps, caller.tenantId, [withChanges(known, body)])
  const outcome = await tools.update(caller.tenantId, path.toolName, (tool) => {
    ifMatch(tool)
    const settings = withChanges(tool, body)
    refuseFaults(settings, rules)
    return { id: tool.id, ...settings, createdAt: tool.createdAt, updatedAt }
  })
  if (outcome === 'not_found') throw noTool(path.toolName)
  if (outcome === 'name_taken') throw nameTaken(body.name ?? '')
  return { status: 200, body: outcome }
}
