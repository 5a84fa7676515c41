import { parse } from 'yaml'
import { isObject } from './json-shape.ts'
import type { ChatRequest, Message } from './request.ts'
import { type AnswerSchema, fitted } from './response-format.ts'

/** What the simulated model answers: words, or one call of a tool. */
export type Reply =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'call'; readonly name: string; readonly arguments: string }

type Rule = {
  /** Matched against the last user message, or the name of the tool that has just answered. */
  readonly pattern: RegExp
  readonly on: 'user' | 'tool'
} & (
  | { readonly reply: string }
  | { readonly call: { readonly name: string; readonly arguments: unknown } }
  /** For answers that must fit the schema of this name. */
  | { readonly schema: string; readonly fill: Record<string, unknown> }
)

export interface Rules {
  readonly rules: readonly Rule[]
  readonly fallback: string
}

const quotedWords = 8
const longestResult = 200

/**
 * Reads a rules file; README.md describes it. Throws RangeError with a sentence about the first rule that is wrong.
 */
export function readRules(yaml: string): Rules {
  const file = fieldsOf(parse(yaml), 'The rules file', ['rules', 'fallback'])
  if (!Array.isArray(file.rules)) throw new RangeError('The rules file needs a list "rules".')
  if (typeof file.fallback !== 'string') throw new RangeError('The rules file needs a text "fallback".')
  return { rules: file.rules.map((rule, index) => readRule(rule, `Rule ${index + 1}`)), fallback: file.fallback }
}

function readRule(value: unknown, where: string): Rule {
  const rule = fieldsOf(value, where, ['when', 'after_tool', 'reply', 'call', 'schema', 'fill'])
  const on = rule.after_tool === undefined ? 'user' : 'tool'
  const pattern = patternOf(rule.when ?? rule.after_tool, on, where)
  if (rule.when !== undefined && on === 'tool')
    throw new RangeError(`${where} has "when" and "after_tool"; it may have one.`)
  if (rule.schema !== undefined) return readSchemaRule(rule, pattern, where)
  if (typeof rule.reply === 'string' && rule.call === undefined) return { pattern, on, reply: rule.reply }
  if (rule.reply !== undefined) throw new RangeError(`${where} needs a text "reply" or a "call", one of them.`)
  const call = fieldsOf(rule.call, `The call of ${where}`, ['name', 'arguments'])
  if (typeof call.name !== 'string') throw new RangeError(`The call of ${where} needs a "name".`)
  return { pattern, on, call: { name: call.name, arguments: call.arguments ?? {} } }
}

function readSchemaRule(
  { schema, fill, reply, call, after_tool }: Record<string, unknown>,
  pattern: RegExp,
  where: string,
): Rule {
  if (typeof schema !== 'string' || [reply, call, after_tool].some((other) => other !== undefined)) {
    throw new RangeError(`${where} has a "schema": it needs "when" and "fill", and nothing else.`)
  }
  const fields = isObject(fill) ? Object.keys(fill) : []
  return { pattern, on: 'user', schema, fill: fieldsOf(fill, `The fill of ${where}`, fields) }
}

function patternOf(value: unknown, on: Rule['on'], where: string): RegExp {
  if (value === 'always') return /^/
  if (typeof value !== 'string') throw new RangeError(`${where} needs "when" or "after_tool": a pattern, or always.`)
  if (on === 'tool') return new RegExp(`^(?:${value})$`)
  try {
    return new RegExp(`(?<![\\p{L}\\p{M}\\p{N}])(?:${value})(?![\\p{L}\\p{M}\\p{N}])`, 'iu')
  } catch {
    throw new RangeError(`The pattern of ${where} is no regular expression: ${value}`)
  }
}

/** The first rule that fits answers; a call only when the request offers its tool. */
export function replyTo(request: ChatRequest, { rules, fallback }: Rules): Reply {
  const said = request.messages.findLast(({ role }) => role === 'user')?.text ?? ''
  if (request.answerSchema !== undefined) return { type: 'text', text: formOf(request.answerSchema, said, rules) }
  const last = request.messages.at(-1)!
  const tool = last.role === 'tool' ? nameOfTool(request.messages, last) : undefined
  const result = last.role === 'tool' ? last.text : ''
  const forced = tool === undefined ? forcedTool(request) : undefined
  for (const rule of rules) {
    if ('schema' in rule || (rule.on === 'tool') !== (tool !== undefined)) continue
    const match = rule.pattern.exec(tool ?? said)
    if (!match) continue
    const fill = (text: string): string => filled(text, match, said, result)
    if ('reply' in rule) {
      if (forced === undefined) return { type: 'text', text: fill(rule.reply) }
    } else if (
      mayCall(request, rule.call.name) &&
      (forced === undefined || forced === rule.call.name || request.toolChoice === 'any')
    ) {
      return {
        type: 'call',
        name: rule.call.name,
        arguments: JSON.stringify(rule.call.arguments, (_, at) => (typeof at === 'string' ? fill(at) : at)),
      }
    }
  }
  if (forced !== undefined) return { type: 'call', name: forced, arguments: '{}' }
  return { type: 'text', text: filled(fallback, undefined, said, result) }
}

/** The first rule for the schema that fits fills it in; where it says nothing, the plainest value does. */
function formOf({ name, schema }: AnswerSchema, said: string, rules: readonly Rule[]): string {
  for (const rule of rules) {
    const match = 'schema' in rule && rule.schema === name ? rule.pattern.exec(said) : null
    if (!('schema' in rule) || !match) continue
    const fill = JSON.stringify(rule.fill, (_, at) => (typeof at === 'string' ? filled(at, match, said, '') : at))
    return JSON.stringify(fitted(schema, JSON.parse(fill)))
  }
  return JSON.stringify(fitted(schema, undefined))
}

const mayCall = (request: ChatRequest, name: string): boolean =>
  request.toolChoice !== 'none' && request.tools.includes(name)

/** The tool that `tool_choice` demands; any tool stands for the first. */
function forcedTool({ toolChoice, tools }: ChatRequest): string | undefined {
  if (toolChoice === 'any') return tools[0]
  return typeof toolChoice === 'object' ? toolChoice.name : undefined
}

const nameOfTool = (messages: readonly Message[], { toolCallId }: Message): string =>
  messages.flatMap(({ toolCalls }) => toolCalls).find(({ id }) => id === toolCallId)?.function.name ?? ''

/** `{words}`: the first words of the user; `{result}`: the tool's answer; `$1`: what the pattern caught. */
function filled(text: string, match: RegExpExecArray | undefined, said: string, result: string): string {
  return text
    .replace(/\$(\d)/g, (_, group: string) => match?.[Number(group)] ?? '')
    .replaceAll('{words}', () => said.trim().split(/\s+/).slice(0, quotedWords).join(' '))
    .replaceAll('{result}', () => result.slice(0, longestResult))
}

function fieldsOf(value: unknown, where: string, fields: readonly string[]): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new RangeError(`${where} must be a mapping.`)
  const unknown = Object.keys(value).find((field) => !fields.includes(field))
  if (unknown !== undefined) throw new RangeError(`${where} has an unknown field "${unknown}".`)
  return value as Record<string, unknown>
}
