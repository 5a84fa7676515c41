import type { ToolCreate, ToolTrial } from '#generated/openapi.gen.ts'
import { requestBody } from '#generated/validators.gen.ts'
import { violationsOf } from '#generated/violation.gen.ts'
import type { Deps, Handler } from '#handlers/handler.ts'
import { Problem, type Violation } from '#runtime/core/problem.ts'
import { isStrict } from '#runtime/domain/tools/strict-schema.ts'
import { type ToolSettings, toolFaults } from '#runtime/domain/tools/tool-faults.ts'
import { noTool, rulesFor, withDefaults } from './tool-settings.ts'

const MOST = 100

export const validateTool: Handler<'validateTool'> = async ({ body, caller }, deps) => {
  if (body.definition !== undefined && body.tool !== undefined)
    throw new Problem('bad_request', 'Give a definition or the name of a tool, not both.', {
      errors: [{ pointer: '/tool', message: 'stands beside a definition', keyword: 'not' }],
    })
  const { tool, errors } = await definitionOf(body, deps, caller.tenantId)
  if (tool !== null && errors.length === 0 && body.args !== undefined) {
    const faults = deps.schemas.compile(tool.inputSchema)(body.args)
    errors.push(...faults.map((fault) => ({ ...fault, pointer: `/args${fault.pointer}` })))
  }
  const strict = tool !== null && errors.length === 0 && isStrict(tool.inputSchema)
  return { status: 200, body: { valid: errors.length === 0, strict, errors: errors.slice(0, MOST).map(listed) } }
}

type Found = { readonly tool: ToolSettings | null; readonly errors: Violation[] }

async function definitionOf({ definition, tool: name }: ToolTrial, deps: Deps, tenantId: string): Promise<Found> {
  if (definition === undefined) {
    if (name === undefined)
      throw new Problem('bad_request', 'Say which tool the arguments are for: "tool" or "definition".', {
        errors: [{ pointer: '/tool', message: 'is missing', keyword: 'required' }],
      })
    const tool = await deps.store.tools.get(tenantId, name)
    if (tool === null) throw noTool(name)
    return { tool, errors: [] }
  }
  const validate = requestBody('createTool', 'application/json')!
  const inDefinition = (fault: Violation): Violation => ({ ...fault, pointer: `/definition${fault.pointer}` })
  if (!validate(definition)) return { tool: null, errors: violationsOf(validate).map(inDefinition) }
  const settings = withDefaults(definition as ToolCreate)
  const faults = toolFaults(settings, await rulesFor(deps, tenantId, [settings]))
  return { tool: settings, errors: faults.map(inDefinition) }
}

const listed = ({ pointer = '', message, keyword }: Violation) => ({
  pointer: pointer.slice(0, 512),
  message: message.slice(0, 512),
  keyword,
})
