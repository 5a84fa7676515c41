import { problemCatalogue } from '#scripts/bundle/catalogue.ts'
import { type MetricEntry, metricTable } from '#scripts/emit/metric-table.ts'
import type { Page } from '../page.ts'
import { type Html, html, prose } from '../pieces/html.ts'
import type { Sources } from '../sources.ts'

/** Values of a label that are listed; of those that are operations or events there are too many. */
const FEW = 20

/** Every metric of `/metrics`, and the labels that they have. */
export function metricsPage({ metrics: source, documents, problems }: Sources): Page {
  const { metrics, labels } = metricTable(source, { ...documents, problems: problemCatalogue(problems) })
  return {
    file: 'metrics.html',
    group: 'Catalogues',
    title: 'Metrics',
    summary: 'What a process tells Prometheus of itself. No label names a tenant or a call.',
    body: html`<p><code>GET /metrics</code> is for a scraper with <code>METRICS_API_KEY</code>; the <a href="guide-monitoring.html">guide</a> says how to set it up.</p>
<ul class="fields">${metrics.map(metricItem)}</ul>
<h2 id="metric-labels">Labels</h2>
<ul class="fields">${labels.map(
      ({
        name,
        doc,
        values,
      }) => html`<li id="label-${name}"><p class="field"><code class="name">${name}</code> <span class="type">${values.length} values</span></p>
<p>${prose(doc)}</p>${values.length <= FEW ? html`<p class="limits">${prose(values.map((value) => `\`${value}\``).join(', '))}</p>` : null}</li>
`,
    )}</ul>`,
    entries: metrics.map(({ name, doc }) => ({ id: name, title: name, kind: 'metric', words: doc })),
    markdown: metrics
      .map((metric) => `- \`${metric.name}\` ${metric.type}, ${metric.unit}: ${metric.doc} ${notes(metric)}`.trim())
      .join('\n'),
  }
}

const metricItem = (metric: MetricEntry): Html =>
  html`<li id="${metric.name}"><p class="field"><code class="name">${metric.name}</code> <span class="type">${metric.type}, ${metric.unit}</span></p>
<p>${prose(metric.doc)}</p><p class="limits">${prose(notes(metric))}</p></li>
`

const notes = ({ labels, buckets }: MetricEntry): string =>
  [
    ...(labels.length > 0 ? [`by ${labels.map((label) => `\`${label}\``).join(', ')}`] : []),
    ...(buckets === null ? [] : [`buckets up to ${buckets.join(', ')}`]),
  ].join(' · ')
