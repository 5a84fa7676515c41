import type { Handler } from '#handlers/handler.ts'
import { noTool } from './tool-settings.ts'

export const deleteTool: Handler<'deleteTool'> = async ({ path, caller, ifMatch }, { store }) => {
  if (!(await store.tools.remove(caller.tenantId, path.toolName, ifMatch))) throw noTool(path.toolName)
  return { status: 204 }
}
