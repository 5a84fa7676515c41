import type { Agent } from '#generated/openapi.gen.ts'
import { type BuiltinDefinition, endCallTool, sendDtmfTool } from '#runtime/domain/tools/builtin-tools.ts'

/** A tool that the session itself carries out, at once. */
export interface BuiltinTool extends BuiltinDefinition {
  readonly kind: 'builtin'
  /** Whether the agent hangs up after it. */
  readonly endsCall: boolean
  /** The arguments fit the schema. The result is what the model reads. */
  run(args: Readonly<Record<string, unknown>>): object
}

/** The built-in tools that the agent may use (FR-G1, FR-T7). */
export function builtinTools({ endCall, dtmf }: Agent, press: (digit: string) => void): BuiltinTool[] {
  const kind = 'builtin'
  return [
    ...(endCall.tool ? [{ ...endCallTool, kind, endsCall: true, run: () => ENDING } as const] : []),
    ...(dtmf.tool
      ? [
          {
            ...sendDtmfTool,
            kind,
            endsCall: false,
            run: ({ digits }: { digits?: unknown }) => {
              const keys = String(digits)
              for (const key of keys) press(key)
              return { pressed: keys.length }
            },
          } as const,
        ]
      : []),
  ]
}

/** The model reads it only where the call goes on. */
const ENDING = {
  status: 'ending',
  note: 'It ends when the caller has heard your words. If you read this, it goes on: they spoke over you, or something else failed.',
}
