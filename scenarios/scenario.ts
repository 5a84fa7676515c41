import { readdirSync, readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { parse, stringify } from 'yaml'
import type { Millis } from '#runtime/core/clock.ts'
import type { Fault } from '#simulators/faults/fault.ts'

/** Fields that an entry of the timeline must have; a text between slashes is a pattern. */
export type Match = Readonly<Record<string, unknown>> & { readonly type: string }

/** What providers do wrong (simulators/README.md). */
export type Faults = Partial<Readonly<Record<'listen' | 'speak' | 'chat', Fault>>>

export type Step =
  | { readonly say: string }
  | { readonly noise: Millis }
  | { readonly wait: Millis }
  | { readonly until: Match & { readonly within: Millis } }
  | { readonly quiet: Match & { readonly for: Millis } }
  | { readonly send: Readonly<Record<string, unknown>> }
  | { readonly fault: Faults }
  | { readonly line: 'cut' | 'back' }
  | { readonly hangUp: true }

/** A conversation as data (specs/style/scenario.schema.yaml says what each field means). */
export interface Scenario {
  readonly name: string
  readonly title: string
  readonly requirement: readonly string[]
  readonly sockets?: boolean
  readonly agent?: Readonly<Record<string, unknown>>
  readonly rules?: readonly object[]
  readonly faults?: Faults
  readonly steps: readonly Step[]
  readonly expect: {
    readonly end: string
    readonly close?: number
    readonly said?: readonly ({ readonly caller: string } | { readonly agent: string })[]
    readonly never?: readonly Match[]
    readonly times?: readonly { readonly of: Match; readonly is: number }[]
    readonly modelWasTold?: readonly string[]
    readonly modelWasNotTold?: readonly string[]
  }
}

const folder = new URL('../specs/scenarios/', import.meta.url)
const schema = new URL('../specs/style/scenario.schema.yaml', import.meta.url)
const modelRules = new URL('../simulators/openai/rules/default.yaml', import.meta.url)

/** Every scenario; throws when one does not fit the schema. */
export function readScenarios(): Scenario[] {
  const fits = new Ajv2020({ strict: false }).compile(parse(readFileSync(schema, 'utf8')))
  return readdirSync(folder).map((file) => {
    const scenario: unknown = parse(readFileSync(new URL(file, folder), 'utf8'))
    if (!fits(scenario)) throw new Error(`specs/scenarios/${file}: ${JSON.stringify(fits.errors?.[0])}`)
    return { ...(scenario as Scenario), name: file.replace(/\.yaml$/, '') }
  })
}

/** The rules of the simulated model: those of the scenarios before those of the sandbox. */
export function rulesOf(...scenarios: readonly Scenario[]): string {
  const rules = scenarios.flatMap(({ rules: own = [] }) => own)
  const usual = parse(readFileSync(modelRules, 'utf8')) as { rules: object[]; fallback: string }
  return stringify({ ...usual, rules: [...rules, ...usual.rules] })
}
