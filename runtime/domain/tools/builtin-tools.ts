import { maxKeys } from '#runtime/domain/turns/keypad.ts'

/** A tool of the platform's own, as the model is told of it. */
export interface BuiltinDefinition {
  readonly name: string
  readonly description: string
  readonly inputSchema: Readonly<Record<string, unknown>>
}

/** The agent hangs up (FR-G1). */
export const endCallTool = {
  name: 'end_call',
  description:
    'Ends the call. Use it when the caller says goodbye or has no further wish. Say your goodbye in the same answer, before you call it: it is heard to its end.',
  inputSchema: { type: 'object', properties: {}, required: [], additionalProperties: false },
} as const satisfies BuiltinDefinition

/** The agent presses keys (FR-T7). */
export const sendDtmfTool = {
  name: 'send_dtmf',
  description:
    'Presses telephone keys, for a menu or an entry that asks for them. The keys are sent at once and in order.',
  inputSchema: {
    type: 'object',
    properties: {
      digits: {
        type: 'string',
        pattern: `^[0-9A-D*#]{1,${maxKeys}}$`,
        description: `The keys, 1 to ${maxKeys} of 0-9, A-D, * and #.`,
      },
    },
    required: ['digits'],
    additionalProperties: false,
  },
} as const satisfies BuiltinDefinition

const names: ReadonlySet<string> = new Set([endCallTool.name, sendDtmfTool.name])

/** Whether a tenant's tool may not have the name. */
export const isBuiltinName = (name: string): boolean => names.has(name)
