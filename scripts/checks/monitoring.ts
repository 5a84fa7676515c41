import type { MetricTable } from '../emit/metric-table.ts'
import { promqlFaults } from './promql.ts'

/** A rule of Prometheus, as far as it is looked at. */
export interface AlertRule {
  readonly alert?: string
  readonly expr: string
  readonly labels?: Readonly<Record<string, string>>
  readonly annotations?: Readonly<Record<string, string>>
}

const severities = ['page', 'ticket']
const runbook = /^guide-monitoring\.html#([a-z0-9-]+)$/

/** What an alert lacks, or reads that no process tells. `runbooks`: the anchors of the guide. */
export function alertFaults(rules: readonly AlertRule[], table: MetricTable, runbooks: ReadonlySet<string>): string[] {
  const names = rules.map(({ alert }) => alert)
  return rules.flatMap((rule, index) => {
    const { alert = 'a rule', expr, labels = {}, annotations = {} } = rule
    const section = runbook.exec(annotations.runbook ?? '')?.[1]
    const faults = [
      rule.alert !== undefined && /^[A-Z][A-Za-z]+$/.test(rule.alert) ? null : 'needs a name in PascalCase',
      names.indexOf(rule.alert) === index ? null : 'stands twice',
      severities.includes(labels.severity ?? '') ? null : `needs a severity of ${severities.join(' or ')}`,
      (annotations.summary ?? '').length > 0 ? null : 'needs a summary',
      section !== undefined && runbooks.has(section)
        ? null
        : 'needs a runbook that is a section of the monitoring guide',
      ...promqlFaults(expr, table),
    ]
    return faults.filter((fault) => fault !== null).map((fault) => `the alert ${alert} ${fault}`)
  })
}

interface Panel {
  readonly title?: string
  readonly description?: string
  readonly type?: string
  readonly targets?: readonly { readonly expr?: string; readonly legendFormat?: string }[]
  readonly panels?: readonly Panel[]
}

/** What a panel of a Grafana dashboard reads that no process tells. */
export function dashboardFaults({ panels = [] }: { readonly panels?: readonly Panel[] }, table: MetricTable): string[] {
  return panels.flatMap((panel) => {
    if (panel.type === 'row') return dashboardFaults(panel.panels === undefined ? {} : { panels: panel.panels }, table)
    const { title = 'without a title', description, targets = [] } = panel
    const faults = [
      ...(description === undefined ? ['needs a description'] : []),
      ...(targets.length === 0 ? ['shows nothing'] : []),
      ...targets.flatMap(({ expr = '' }) => promqlFaults(expr, table)),
    ]
    return faults.map((fault) => `the panel "${title}" ${fault}`)
  })
}
