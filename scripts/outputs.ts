import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'yaml'
import { bundleAll } from './bundle/bundle.ts'
import { problemCatalogue } from './bundle/catalogue.ts'
import {
  type DocumentName,
  type Documents,
  documentSources,
  publishedDocuments,
  wholeDocuments,
} from './bundle/documents.ts'
import type { Json, JsonObject } from './bundle/json.ts'
import { type Rendering, renderMessages } from './emit/asyncapi-generator.ts'
import { emitClientMessages } from './emit/client.ts'
import { compileValidators } from './emit/compile-validators.ts'
import { emitConfig } from './emit/config.ts'
import { emitDrafts } from './emit/drafts.ts'
import { emitEnvExample } from './emit/env-example.ts'
import { emitEvents } from './emit/events.ts'
import { emitManifest, type Manifest, manifestPath } from './emit/manifest.ts'
import { messageDocument, mirrored } from './emit/message-document.ts'
import { emitServerMessages } from './emit/messages.ts'
import { metricTable } from './emit/metric-table.ts'
import { emitMetrics } from './emit/metrics.ts'
import { emitNames } from './emit/names.ts'
import { emitOpenapiTypes } from './emit/openapi-types.ts'
import { emitOperations } from './emit/operations.ts'
import { emitPayloadSchemas } from './emit/payload-schemas.ts'
import { emitProblems } from './emit/problems.ts'
import { emitNodeSdk } from './emit/sdk/node.ts'
import { emitPythonModels, type WithoutJava } from './emit/sdk/python/core.ts'
import { emitPythonShell } from './emit/sdk/python.ts'
import { emitWebhookEvents, emitWebhookIndex, webhooksFolder } from './emit/sdk/webhooks.ts'
import { emitServerChecks, serverMessageSet } from './emit/server-checks.ts'
import { emitValidatorIndex, emitValidatorTypes } from './emit/validator-index.ts'
import { validatorPath, validatorSets } from './emit/validator-sets.ts'
import { emitViolation } from './emit/violation.ts'
import { emitWebhooks } from './emit/webhooks.ts'
import { contentOf, contentsOf, filesBelow } from './files.ts'

/** Path in the repository to content. */
export type Outputs = Map<string, string>

/** Everything that is made from `specs/`. `withoutJava`: what happens where the models of the Python SDK cannot be made anew. */
export async function computeOutputs(root: string, withoutJava: WithoutJava = 'fail'): Promise<Outputs> {
  const { outputs, documents } = await computeSurfaces(root, withoutJava)
  await addValidators(outputs, documents, root)
  outputs.set(manifestPath, emitManifest(await specFiles(root), await generatorFiles(root), outputs))
  return outputs
}

/** Documents, types and tables: what is made from `specs/` for somebody to read. */
export async function computeSurfaces(
  root: string,
  withoutJava: WithoutJava,
): Promise<{ outputs: Outputs; documents: Documents }> {
  const [problems, config, metrics, names, inherited, bundles] = await Promise.all([
    readYaml(root, 'specs/problems.yaml'),
    readYaml(root, 'specs/config.yaml'),
    readYaml(root, 'specs/metrics.yaml'),
    readYaml(root, 'specs/names.yaml'),
    readYaml(root, 'specs/rest/inherited.yaml'),
    bundleAll(root),
  ])
  const shared = { problems, inherited: inherited as JsonObject }
  const documents = publishedDocuments(bundles, shared)
  const realtime = messageDocument(documents.realtime)
  const events = messageDocument(documents.events)
  // The generator of the models is a program of its own, which runs beside the rest.
  const [models, node, messages, types] = await Promise.all([
    emitPythonModels(documents.openapi, root, withoutJava),
    emitNodeSdk(documents.openapi, documents.events, problems),
    renderMessages(renderings(documents)),
    emitOpenapiTypes(documents.openapi),
  ])
  const outputs: Outputs = new Map()
  for (const name of Object.keys(documentSources) as DocumentName[]) {
    outputs.set(`generated/documents/${name}.json`, `${JSON.stringify(documents[name], null, 2)}\n`)
  }
  outputs.set('generated/openapi.gen.ts', types)
  outputs.set('generated/operations.gen.ts', emitOperations(documents.openapi))
  outputs.set('generated/webhooks.gen.ts', emitWebhooks(documents.openapi, documentSources.openapi))
  for (const [path, content] of emitPayloadSchemas(documents.openapi)) {
    outputs.set(path, content)
  }
  outputs.set('generated/problems.gen.ts', emitProblems(problems))
  outputs.set('generated/config.gen.ts', emitConfig(config))
  const around = { openapi: documents.openapi, events: documents.events, problems: problemCatalogue(problems) }
  outputs.set('generated/metrics.gen.ts', emitMetrics(metricTable(metrics, around)))
  outputs.set('generated/names.gen.ts', emitNames(names, events, realtime))
  outputs.set('.env.example', emitEnvExample(config))
  outputs.set('generated/violation.gen.ts', emitViolation())
  for (const [path, content] of messages) {
    outputs.set(path, content)
  }
  const checks = emitServerChecks(documents.realtime, documentSources.realtime)
  outputs.set('sdks/browser/generated/server-checks.gen.ts', checks)
  const validatorTypes = emitValidatorTypes(serverMessageSet(documents.realtime), './violation.gen.ts')
  outputs.set('sdks/browser/generated/server-validators.d.mts', validatorTypes)
  outputs.set('sdks/browser/generated/violation.gen.ts', emitViolation())
  const samples = await webhookSamples(root)
  const webhookEvents = emitWebhookEvents(documents.openapi, samples)
  outputs.set(`${webhooksFolder}/events.gen.ts`, webhookEvents)
  outputs.set(`${webhooksFolder}/index.gen.ts`, emitWebhookIndex(webhookEvents))
  const sdks = [node, emitPythonShell(documents.openapi, problems, samples), models]
  for (const [path, content] of sdks.flatMap((files) => [...files])) {
    outputs.set(path, content)
  }
  outputs.set('generated/drafts.gen.json', emitDrafts(wholeDocuments(bundles, shared), problems))
  return { outputs, documents }
}

/** Whether the committed files are what `specs/` and the generator make, by the hashes of the manifest. */
export async function areCurrent(root: string): Promise<boolean> {
  const manifest = await contentOf(root, manifestPath)
  if (manifest === null) return false
  const paths = Object.keys((JSON.parse(manifest) as Manifest).outputs)
  const contents = await Promise.all(paths.map(async (path) => [path, (await contentOf(root, path)) ?? ''] as const))
  return emitManifest(await specFiles(root), await generatorFiles(root), new Map(contents)) === manifest
}

/** Every document as it would be published if nothing were a draft. */
export async function readWhole(root: string): Promise<Map<string, JsonObject>> {
  const [problems, inherited, bundles] = await Promise.all([
    readYaml(root, 'specs/problems.yaml'),
    readYaml(root, 'specs/rest/inherited.yaml'),
    bundleAll(root),
  ])
  return wholeDocuments(bundles, { problems, inherited: inherited as JsonObject })
}

/** The first valid example of each webhook, by its type. */
async function webhookSamples(root: string): Promise<Map<string, Json>> {
  const folder = 'specs/examples/webhook.'
  const files = (await filesBelow(root, 'specs/examples')).filter((path) => path.startsWith(folder)).sort()
  const valid = files.filter((path) => /\/valid-/.test(path)).reverse()
  const samples = valid.map(
    async (path) =>
      [path.slice(folder.length).split('/')[0]!, JSON.parse((await contentOf(root, path)) ?? 'null') as Json] as const,
  )
  return new Map(await Promise.all(samples))
}

function renderings(documents: Documents): Rendering[] {
  const { realtime, events } = documentSources
  return [
    {
      document: documents.realtime,
      output: 'generated/realtime.gen.ts',
      emit: (document) => emitServerMessages(document, realtime),
    },
    {
      document: mirrored(documents.realtime),
      output: 'sdks/browser/generated/realtime.gen.ts',
      emit: (document) => emitClientMessages(document, realtime),
    },
    { document: documents.events, output: 'generated/events.gen.ts', emit: (document) => emitEvents(document, events) },
  ]
}

async function addValidators(outputs: Outputs, documents: Documents, root: string): Promise<void> {
  outputs.set('generated/validators.gen.ts', emitValidatorIndex(documents))
  for (const set of validatorSets(documents)) {
    outputs.set(`generated/validators/${set.name}.d.mts`, emitValidatorTypes(set))
    outputs.set(validatorPath(set.name), await compileValidators(set, root))
  }
}

/** What the documents and tables are made of; the rest checks them, or is shown by the docs site. */
async function specFiles(root: string): Promise<Map<string, string>> {
  const paths = await filesBelow(root, 'specs')
  const aside = ['specs/examples/', 'specs/scenarios/', 'specs/style/', 'specs/quickstart.yaml']
  return contentsOf(
    root,
    paths.filter((path) => path.endsWith('.yaml') && !aside.some((folder) => path.startsWith(folder))),
  )
}

async function generatorFiles(root: string): Promise<Map<string, string>> {
  const paths = [...(await filesBelow(root, 'scripts/bundle')), ...(await filesBelow(root, 'scripts/emit'))]
  const own = paths.filter((path) => !/\.test\.ts$|\/testing\/|\/__transpiled\//.test(path))
  return contentsOf(root, ['scripts/generate.ts', 'scripts/outputs.ts', ...own])
}

async function readYaml(root: string, path: string): Promise<Json> {
  return parse(await readFile(join(root, path), 'utf8'), { merge: true }) as Json
}
