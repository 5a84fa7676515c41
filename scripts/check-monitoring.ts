import { join } from 'node:path'
import { parse } from 'yaml'
import { readSources } from '../docs-site/sources.ts'
import { problemCatalogue } from './bundle/catalogue.ts'
import { type AlertRule, alertFaults, dashboardFaults } from './checks/monitoring.ts'
import { metricTable } from './emit/metric-table.ts'
import { contentsOf, filesBelow } from './files.ts'

/** Holds alert rules and dashboards below infra/ against the table of metrics and the runbooks of the guide. */
async function main(root: string): Promise<number> {
  const { metrics, documents, problems, guides } = await readSources(root)
  const table = metricTable(metrics, { ...documents, problems: problemCatalogue(problems) })
  const runbooks = new Set(
    [...(guides.get('monitoring') ?? '').matchAll(/^##+ (.+)$/gm)].map(([, title]) => anchorOf(title!)),
  )
  const files = await contentsOf(root, await filesBelow(root, 'infra'))
  let checked = 0
  const faults = [...files].flatMap(([path, text]) => {
    const rules = path.endsWith('alerts.yml') ? rulesIn(text) : []
    const found = path.startsWith('infra/grafana/')
      ? dashboardFaults(JSON.parse(text), table)
      : alertFaults(rules, table, runbooks)
    checked += path.startsWith('infra/grafana/') ? 1 : rules.length
    return found.map((fault) => `${path}: ${fault}.`)
  })
  for (const fault of faults) console.error(fault)
  if (faults.length === 0) console.log(`${checked} alerts and dashboards read what the processes tell.`)
  return faults.length === 0 ? 0 : 1
}

const rulesIn = (text: string): AlertRule[] =>
  (parse(text) as { groups: { rules: AlertRule[] }[] }).groups.flatMap(({ rules }) => rules)

const anchorOf = (title: string): string => title.toLowerCase().replace(/[^a-z0-9]+/g, '-')

try {
  process.exitCode = await main(join(import.meta.dirname, '..'))
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
