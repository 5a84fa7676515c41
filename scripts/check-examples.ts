import { join } from 'node:path'
import { type CallEvent, checkEvent } from '#generated/events.gen.ts'
import { type OperationId, routes } from '#generated/operations.gen.ts'
import * as realtimeValidators from '#generated/validators/realtime.mjs'
import { check, type Validator, type Violation } from '#generated/violation.gen.ts'
import { type AnyWebhookPayload, checkWebhook, webhookEvents } from '#generated/webhooks.gen.ts'
import type { JsonObject } from './bundle/json.ts'
import { draftSubjects } from './checks/draft-subjects.ts'
import { type ExampleFile, exampleFaults, type Subject } from './checks/examples.ts'
import { liveChecks, operationFaults } from './checks/operation-example.ts'
import { messageDocument } from './emit/message-document.ts'
import { contentOf, contentsOf, filesBelow } from './files.ts'
import { readWhole } from './outputs.ts'

/** Holds every file of `specs/examples/` against the contract, drafts too, and names what has no example. */
async function main(root: string): Promise<number> {
  const files = await exampleFiles(root)
  const subjects = await subjectsOf(root)
  const faults = [...twiceNamed(subjects), ...exampleFaults(subjects, files)]
  for (const fault of faults) {
    console.error(fault)
  }
  if (faults.length === 0) {
    console.log(`${files.length} examples of ${subjects.length} operations, webhooks, messages and events hold.`)
  }
  return faults.length === 0 ? 0 : 1
}

async function exampleFiles(root: string): Promise<ExampleFile[]> {
  const contents = await contentsOf(root, await filesBelow(root, 'specs/examples'))
  return [...contents].map(([path, content]) => {
    const [, , subject = '', ...file] = path.split('/')
    try {
      return { subject, file: file.join('/'), example: JSON.parse(content) }
    } catch (error) {
      throw new Error(`${path} is not JSON.`, { cause: error })
    }
  })
}

async function subjectsOf(root: string): Promise<Subject[]> {
  const operations = (Object.keys(routes) as OperationId[]).map((id) => {
    const checks = liveChecks(id)
    return { name: id, faultsOf: (example: ExampleFile['example']) => operationFaults(checks, example) }
  })
  const realtime = messageDocument(await document(root, 'realtime'))
  const validators: Readonly<Record<string, Validator>> = realtimeValidators
  const messages = realtime.messages.flatMap(({ key, tag, schema }) =>
    tag === null ? [] : [{ name: key, faultsOf: (example: unknown) => listed(check(validators[schema]!, example)) }],
  )
  const events = messageDocument(await document(root, 'events')).messages.map(({ tag }) => ({
    name: String(tag),
    faultsOf: (example: unknown) => {
      const event = example as CallEvent
      return listed(
        event.event_type === tag ? checkEvent(event) : { pointer: '/event_type', keyword: 'const', message: '' },
      )
    },
  }))
  const webhooks = Object.keys(webhookEvents).map((type) => ({
    name: `webhook.${type}`,
    faultsOf: (example: unknown) => {
      const payload = example as AnyWebhookPayload
      return listed(payload.type === type ? checkWebhook(payload) : { pointer: '/type', keyword: 'const', message: '' })
    },
  }))
  return [...operations, ...webhooks, ...messages, ...events, ...draftSubjects(await readWhole(root))]
}

function listed(violation: Violation | null): Violation[] {
  return violation === null ? [] : [violation]
}

async function document(root: string, name: string): Promise<JsonObject> {
  return JSON.parse((await contentOf(root, `generated/documents/${name}.json`)) ?? '{}') as JsonObject
}

function twiceNamed(subjects: readonly Subject[]): string[] {
  const names = subjects.map(({ name }) => name)
  const twice = names.filter((name, index) => names.indexOf(name) !== index)
  return twice.map((name) => `"${name}" is the name of two things that have examples.`)
}

try {
  process.exitCode = await main(join(import.meta.dirname, '..'))
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
