import { type Config, settings } from '#generated/config.gen.ts'
import { labelValues } from '#generated/metrics.gen.ts'
import type { Clock } from '#runtime/core/clock.ts'
import { ConfigError } from '#runtime/core/config.ts'
import type { MetricRecorder } from '#runtime/ports/metrics.ts'
import type { Traces } from '#runtime/ports/traces.ts'

/** Where spans go; nothing where no collector is set, and then not even its library is loaded. */
export async function openTraces(
  config: Config,
  clock: Clock,
  metrics: MetricRecorder,
  onTrouble: (error: unknown) => void,
): Promise<Traces | undefined> {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_TRACES_SAMPLER_ARG: ratio } = config
  if (endpoint === undefined) return undefined
  const headers = collectorHeaders(config.OTEL_EXPORTER_OTLP_HEADERS ?? '')
  const { OtlpTraces } = await import('#runtime/adapters/traces/otlp.ts')
  const resource = {
    'service.name': config.OTEL_SERVICE_NAME,
    'service.version': labelValues.version[0],
    'deployment.environment.name': config.INVORTO_ENV,
  }
  return new OtlpTraces({ endpoint, headers, resource, ratio, clock, metrics, onTrouble })
}

/** `name=value` with commas between, values URL-encoded (OpenTelemetry, exporter settings). Throws `ConfigError`. */
export function collectorHeaders(text: string): Record<string, string> {
  const pairs = text.split(',').filter((pair) => pair.trim() !== '')
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=')
      const name = pair.slice(0, at).trim()
      const value = decoded(pair.slice(at + 1).trim())
      if (at < 1 || !/^[!#$%&'*+.^_`|~\w-]+$/.test(name) || value === null || !/^[\t\x20-\x7e]*$/.test(value))
        throw new ConfigError(
          `OTEL_EXPORTER_OTLP_HEADERS must be name=value. ${settings.OTEL_EXPORTER_OTLP_HEADERS.doc}`,
        )
      return [name, value]
    }),
  )
}

function decoded(value: string): string | null {
  try {
    return decodeURIComponent(value)
  } catch {
    return null
  }
}
