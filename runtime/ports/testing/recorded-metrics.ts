import type { MetricRecorder } from '#runtime/ports/metrics.ts'

/** Keeps what is recorded, as `name{label=value} number`. */
export function recordedMetrics(): MetricRecorder & { readonly lines: string[] } {
  const lines: string[] = []
  const keep = (name: string, labels: object, value: number): void => {
    const named = Object.entries(labels).map(([label, of]) => `${label}=${of}`)
    lines.push(`${name}${named.length === 0 ? '' : `{${named.join(',')}}`} ${value}`)
  }
  return {
    lines,
    add: (name, labels, by = 1) => keep(name, labels, by),
    observe: keep,
    set: keep,
  }
}
