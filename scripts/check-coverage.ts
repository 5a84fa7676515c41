import { basename, join } from 'node:path'
import { parse } from 'yaml'
import { pagesOf } from '../docs-site/site.ts'
import { readSources, type Sources } from '../docs-site/sources.ts'
import { problemCatalogue } from './bundle/catalogue.ts'
import { coverageFaults, type LiveItem, type Surroundings } from './checks/coverage.ts'
import { handlerFindings, operationsIn } from './checks/handler-files.ts'
import { isTest, type Source, sourcesOf } from './checks/sources.ts'
import { messageDocument } from './emit/message-document.ts'
import { metricTable } from './emit/metric-table.ts'
import { operationsOf } from './emit/operations.ts'
import { settingsOf } from './emit/settings.ts'
import { webhooksOf } from './emit/webhooks.ts'
import { contentsOf, filesBelow } from './files.ts'

/** Operations of tenants' servers, which have no handler of ours. */
const webhooksOut = 'specs/rest/webhooks-out.yaml'
const program = /^(app|handlers|runtime)\//

/** Looks for the code, the examples, the place in the docs and the test of everything that is live. */
async function main(root: string): Promise<number> {
  const [sources, site] = await Promise.all([sourcesOf(root), readSources(root)])
  const items = itemsOf(site)
  const handlers = handlerFindings(await operationsWithHandlers(root), sources)
  const faults = [
    ...handlers.map(({ path, message }) => `${path} ${message}.`),
    ...coverageFaults(items, await surroundings(root, sources, site)),
  ]
  for (const fault of faults) console.error(fault)
  if (faults.length === 0) console.log(`${items.length} live things have code, examples, docs and tests.`)
  return faults.length === 0 ? 0 : 1
}

function itemsOf({ documents, problems, config, metrics }: Sources): LiveItem[] {
  const around = { ...documents, problems: problemCatalogue(problems) }
  return [
    ...operationsOf(documents.openapi).map(
      ({ id }): LiveItem => ({ kind: 'operation', name: id, called: [`'${id}'`], examples: id, place: id }),
    ),
    ...messageDocument(documents.realtime).messages.map(({ key, tag }): LiveItem => {
      const item = { name: key, place: `message-${key}` }
      // What is bytes has no tag, and no examples.
      if (tag === null) return { kind: 'audio', called: [key], ...item }
      return { kind: 'message', called: [`'${tag}'`, `"${tag}"`, key], examples: key, ...item }
    }),
    ...messageDocument(documents.events).messages.map(({ tag }): LiveItem => {
      const type = String(tag)
      return {
        kind: 'event',
        name: type,
        called: [`'${type}'`, `type: ${type}`],
        examples: type,
        place: `event-${type}`,
      }
    }),
    ...webhooksOf(documents.openapi).map(({ type }): LiveItem => {
      const name = `webhook.${type}`
      return { kind: 'webhook', name, called: [`'${type}'`], examples: name, place: `webhook-${type}` }
    }),
    ...Object.keys(problemCatalogue(problems)).map(
      (code): LiveItem => ({ kind: 'problem', name: code, called: [`'${code}'`, `: ${code}`], place: code }),
    ),
    ...settingsOf(config).map(({ name }): LiveItem => ({ kind: 'setting', name, called: [name], place: name })),
    ...metricTable(metrics, around).metrics.map(
      ({ name }): LiveItem => ({ kind: 'metric', name, called: [name, `${name}_count`], place: name }),
    ),
  ]
}

async function operationsWithHandlers(root: string) {
  const resources = (await filesBelow(root, 'specs/rest')).filter((path) => path !== webhooksOut)
  return [...(await contentsOf(root, resources))].flatMap(([path, text]) =>
    operationsIn(basename(path, '.yaml'), parse(text, { merge: true })),
  )
}

async function surroundings(root: string, sources: readonly Source[], site: Sources): Promise<Surroundings> {
  const played = [...(await contentsOf(root, await filesBelow(root, 'specs/scenarios'))).values()]
  const tests = sources.filter(({ path }) => isTest(path)).map(({ text }) => text)
  const code = sources.filter(({ path }) => program.test(path) && !isTest(path)).map(({ text }) => text)
  return {
    code: code.join('\n'),
    tests: [...tests, ...played].join('\n'),
    examples: (await filesBelow(root, 'specs/examples')).map((path) => path.replace('specs/examples/', '')),
    places: new Set(pagesOf(site, []).flatMap(({ entries }) => entries.map(({ id }) => id))),
  }
}

try {
  process.exitCode = await main(join(import.meta.dirname, '..'))
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
