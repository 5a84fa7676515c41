import type { Tool } from '#generated/openapi.gen.ts'
import { looksMinted } from '#runtime/core/ids.ts'
import type { Violation } from '#runtime/core/problem.ts'
import { isBuiltinName } from './builtin-tools.ts'
import { pointerStep, schemaFaults } from './schema-limits.ts'
import { argumentsIn, sampleUrl, secretsIn, withoutPlaceholders } from './template.ts'

/** What a check of a definition asks of the world. */
export interface ToolRules {
  /** Why a URL is refused, or null (`Egress.refusal`). */
  readonly urlRefusal: (url: string) => string | null
  /** Why a schema that is within its limits cannot be used, or null. */
  readonly schemaRefusal: (schema: object) => string | null
  /** Where a secret may be sent; null when there is no such secret. */
  readonly secretHosts: (name: string) => readonly string[] | null
}

export type ToolSettings = Omit<Tool, 'id' | 'createdAt' | 'updatedAt'>

/** Headers that the connection sets, or that say who asks (RFC 9110 7.6.1); names of ours that vouch for us. */
const reserved =
  /^(host|connection|content-length|transfer-encoding|upgrade|te|trailer|expect|keep-alive|accept-encoding|idempotency-key|proxy-.*|x-signature|webhook-.*|cookie)$/i
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/
const VALUE = /^[\t\x20-\x7e]*$/
/** What a URL of plain form begins with: lenient readers take `https:/host` and `https:\\host`, too, and pass over tabs. */
const ORIGIN = /^https?:\/\/[^\s/?#\\]+(?=[/?#][^\s\\]*$|$)/i

/** Every wrong place of a tool's definition that its form alone does not show (FR-TC1, FR-TC8, FR-TC10). */
export function toolFaults(tool: ToolSettings, rules: ToolRules): Violation[] {
  const faults = [
    ...schemasOf(tool, rules),
    ...(tool.kind === 'http' ? requestFaults(tool, rules) : clientFaults(tool)),
  ]
  if (looksMinted(tool.name)) faults.push({ pointer: '/name', message: 'looks like an id of ours', keyword: 'not' })
  if (isBuiltinName(tool.name)) faults.push({ pointer: '/name', message: 'is that of a built-in tool', keyword: 'not' })
  return faults
}

function schemasOf({ inputSchema, outputSchema }: ToolSettings, { schemaRefusal }: ToolRules): Violation[] {
  const faultsOf = (schema: object, pointer: string): Violation[] => {
    const faults = schemaFaults(schema, pointer)
    const refusal = faults.length > 0 ? null : schemaRefusal(schema)
    return refusal === null ? faults : [{ pointer, message: refusal, keyword: 'schema' }]
  }
  const input = faultsOf(inputSchema, '/inputSchema')
  if ((inputSchema as { type?: unknown }).type !== 'object')
    input.push({ pointer: '/inputSchema/type', message: 'must be "object"', keyword: 'const' })
  return [...input, ...(outputSchema === null ? [] : faultsOf(outputSchema, '/outputSchema'))]
}

function clientFaults({ url, method, headers }: ToolSettings): Violation[] {
  const given = { '/url': url !== null, '/method': method !== null, '/headers': Object.keys(headers).length > 0 }
  return Object.entries(given).flatMap(([pointer, isGiven]) =>
    isGiven ? [{ pointer, message: 'belongs to tools of the kind http', keyword: 'kind' }] : [],
  )
}

function requestFaults(tool: ToolSettings, rules: ToolRules): Violation[] {
  const { url } = tool
  if (url === null) return [{ pointer: '/url', message: 'is missing', keyword: 'required' }]
  return [...urlFaults(url, tool, rules), ...headerFaults(tool), ...secretFaults(url, tool, rules)]
}

function urlFaults(url: string, { inputSchema }: ToolSettings, { urlRefusal }: ToolRules): Violation[] {
  const fault = (message: string): Violation[] => [{ pointer: '/url', message, keyword: 'url' }]
  if (/[{}]/.test(withoutPlaceholders(url, true))) return fault('has a brace that is no {argument} or ${secrets.name}')
  // Nothing that is filled in may say where the request goes, nor where else a lenient reader sees the host end (WHATWG URL).
  const [origin] = ORIGIN.exec(url) ?? []
  if (origin === undefined) return fault('must be written as https://host/, without spaces or backslashes')
  if (/[{}]/.test(origin)) return fault('must have its placeholders after the host')
  if (url.includes('#')) return fault('must have no fragment')
  const refusal = urlRefusal(sampleUrl(url))
  if (refusal !== null) return fault(refusal)
  const { properties = {}, required = [] } = inputSchema as { properties?: object; required?: unknown[] }
  const unknown = argumentsIn(url).find((name) => !Object.hasOwn(properties, name) || !required.includes(name))
  return unknown === undefined ? [] : fault(`names {${unknown}}, which inputSchema does not require`)
}

function headerFaults({ headers }: ToolSettings): Violation[] {
  return Object.entries(headers).flatMap(([name, value]) => {
    const pointer = `/headers/${pointerStep(name)}`
    if (!TOKEN.test(name)) return [{ pointer, message: 'is no name of a header', keyword: 'header' }]
    if (reserved.test(name)) return [{ pointer, message: 'is set by the platform', keyword: 'header' }]
    if (!VALUE.test(value)) return [{ pointer, message: 'must be visible ASCII', keyword: 'header' }]
    if (withoutPlaceholders(value, false).includes('${'))
      return [{ pointer, message: 'has a placeholder that is no ${secrets.name}', keyword: 'header' }]
    return []
  })
}

function secretFaults(url: string, { headers }: ToolSettings, { secretHosts }: ToolRules): Violation[] {
  const places = [
    ['/url', url],
    ...Object.entries(headers).map(([name, value]) => [`/headers/${pointerStep(name)}`, value]),
  ]
  const host = hostOf(url)
  return places.flatMap(([pointer, text]) =>
    secretsIn(text!).flatMap((name) => {
      const hosts = secretHosts(name)
      if (hosts === null) return [{ pointer: pointer!, message: `there is no secret "${name}"`, keyword: 'secret' }]
      if (mayGoTo(hosts, host)) return []
      return [{ pointer: pointer!, message: `the secret "${name}" may not be sent to this host`, keyword: 'secret' }]
    }),
  )
}

export const hostOf = (url: string): string => (URL.canParse(sampleUrl(url)) ? new URL(sampleUrl(url)).hostname : '')

/** Whether a secret that is kept for these hosts may go to this one. */
export const mayGoTo = (hosts: readonly string[], host: string): boolean => hosts.length === 0 || hosts.includes(host)
