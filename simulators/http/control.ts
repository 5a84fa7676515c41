import type { Fault } from '../faults/fault.ts'
import { parseFaults } from '../faults/fault.ts'
import type { FaultPlan } from '../faults/plan.ts'
import { type Answer, parseJson } from './answer.ts'
import type { RequestLog } from './request-log.ts'

export const controlPrefix = '/__simulator/'

/**
 * The control endpoints of one port: GET, PUT and DELETE `/__simulator/faults`, GET and DELETE
 * `/__simulator/requests`. A PUT replaces the faults of the simulators it names.
 */
export function control(
  method: string,
  path: string,
  body: string,
  plans: Readonly<Record<string, FaultPlan>>,
  log: RequestLog,
): Answer {
  if (path === `${controlPrefix}requests`) {
    if (method === 'DELETE') log.clear()
    else if (method !== 'GET') return refusal(405, 'Requests may be read (GET) and forgotten (DELETE).')
    return { status: 200, body: { requests: log.records } }
  }
  if (path !== `${controlPrefix}faults`) return refusal(404, 'There are /__simulator/faults and /__simulator/requests.')
  if (method === 'DELETE') for (const plan of Object.values(plans)) plan.clear()
  else if (method === 'PUT') {
    const refused = setFaults(body, plans)
    if (refused) return refusal(400, refused)
  } else if (method !== 'GET') return refusal(405, 'Faults may be read (GET), set (PUT) and cleared (DELETE).')
  return { status: 200, body: currentFaults(plans) }
}

const refusal = (status: number, error: string): Answer => ({ status, body: { error } })

function setFaults(body: string, plans: Readonly<Record<string, FaultPlan>>): string | undefined {
  const value = parseJson(body)
  if (value === undefined) return 'The body is not JSON.'
  try {
    for (const [name, fault] of parseFaults(value, Object.keys(plans))) plans[name]!.set(fault)
    return undefined
  } catch (error) {
    if (error instanceof RangeError) return error.message
    throw error
  }
}

const currentFaults = (plans: Readonly<Record<string, FaultPlan>>): Record<string, Fault> =>
  Object.fromEntries(Object.entries(plans).map(([name, plan]) => [name, plan.fault]))
