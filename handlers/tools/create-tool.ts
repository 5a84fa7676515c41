import { tooMany } from '#handlers/caps.ts'
import type { Handler } from '#handlers/handler.ts'
import { nameTaken, refuseFaults, rulesFor, withDefaults } from './tool-settings.ts'

export const createTool: Handler<'createTool'> = async ({ body, caller }, deps) => {
  const settings = withDefaults(body)
  refuseFaults(settings, await rulesFor(deps, caller.tenantId, [settings]))
  const now = new Date(deps.clock.now()).toISOString()
  const tool = { id: deps.ids.next('tool'), ...settings, createdAt: now, updatedAt: now }
  const outcome = await deps.store.tools.create(caller.tenantId, tool, deps.caps.tools)
  if (outcome === 'too_many') throw tooMany('tools', deps.caps)
  if (outcome === 'name_taken') throw nameTaken(tool.name)
  return { status: 201, body: tool }
}
