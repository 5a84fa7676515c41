import { type Json, type JsonObject, objectAt } from '../../bundle/json.ts'
import { longestEvent } from './longest-event.ts'
import { pythonFolder } from './python/core.ts'
import { emitPythonErrors } from './python/errors.ts'
import { emitPythonExports } from './python/exports.ts'
import { pythonHeader, pythonText } from './python/names.ts'
import { emitPythonOperations, emitPythonResources } from './python/resources.ts'
import { emitPythonWebhookEvents } from './python/webhook-events.ts'

/** What of the Python SDK stands around its models: path to content. `samples`: of webhooks, by their type. */
export function emitPythonShell(
  document: JsonObject,
  problems: Json,
  samples: ReadonlyMap<string, Json>,
): Map<string, string> {
  const errors = emitPythonErrors(problems)
  const version = pythonText(String(objectAt(document, 'info').version))
  const files = {
    '__init__.py': pythonHeader('specs/openapi.yaml'),
    'models/__init__.py': pythonHeader('specs/openapi.yaml'),
    'version.py': `${pythonHeader('specs/openapi.yaml')}VERSION = ${version}\n"""The contract that this SDK was made from."""\n`,
    'limits.py': `${pythonHeader('specs/openapi.yaml')}LONGEST_EVENT_BYTES = ${longestEvent(document)}\n"""No block of a stream has more bytes, its empty line among them."""\n`,
    'errors.py': errors,
    'operations.py': emitPythonOperations(document),
    'resources.py': emitPythonResources(document, 'blocking'),
    'async_resources.py': emitPythonResources(document, 'async'),
    'webhook_events.py': emitPythonWebhookEvents(document, samples),
    'exports.py': emitPythonExports(document, errors),
  }
  return new Map(Object.entries(files).map(([name, text]) => [`${pythonFolder}/${name}`, text]))
}
