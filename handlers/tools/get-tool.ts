import type { Handler } from '#handlers/handler.ts'
import { noTool } from './tool-settings.ts'

export const getTool: Handler<'getTool'> = async ({ path, caller }, { store }) => {
  const tool = await store.tools.get(caller.tenantId, path.toolName)
  if (tool === null) throw noTool(path.toolName)
  return { status: 200, body: tool }
}
