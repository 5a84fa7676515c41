import { isProblem, type Operation } from '#scripts/emit/operations.ts'
import { type Field, fieldOf, fieldsOf, flat } from '../pieces/schema-tree.ts'
import { curlOf, requestOf } from './request-sample.ts'
import type { RestContext } from './rest-context.ts'
import { pythonOf, typescriptOf } from './sdk-sample.ts'

/** An operation in Markdown. */
export function operationMarkdown(operation: Operation, { schemas, examples, methods }: RestContext): string {
  const { id, method, path, roles, source, parameters, bodies, responses } = operation
  const [body] = Object.values(bodies)
  const given = parameters.map((parameter) => {
    const field = fieldOf(String(parameter.name), parameter.schema, schemas, parameter.required === true)
    return {
      ...field,
      type: `${field.type}, ${String(parameter.in)}`,
      description: String(parameter.description ?? ''),
    }
  })
  const answers = responses.map(({ status, description }) => `${status} ${description}`)
  const success = responses.find((response) => !isProblem(response) && response.schema !== undefined)
  const request = requestOf(operation, examples.get(id) ?? [])
  const sdk = methods.get(id)
  return `## ${String(source.summary ?? id)}

\`${method} ${path}\`, operation \`${id}\`, ${roles === null ? 'no key' : `roles ${roles.join(', ')}`}

${String(source.description ?? '').trim()}

${listed('Parameters', given)}${listed('Body', fieldsOf(body, schemas))}${listed('Answer', fieldsOf(success?.schema, schemas))}Statuses: ${answers.join(' ')}

\`\`\`sh
${curlOf(operation, request)}
\`\`\`
${sdk === undefined ? '' : `\n${fenced('ts', typescriptOf(sdk, request))}\n${fenced('python', pythonOf(sdk, request))}`}`
}

const fenced = (language: string, code: string): string => `\`\`\`${language}\n${code}\`\`\`\n`

/** A titled list of fields, or nothing. */
export function listed(title: string, fields: readonly Field[]): string {
  return fields.length === 0 ? '' : `${title}:\n${flat(fields).map(fieldLine).join('\n')}\n\n`
}

function fieldLine({ path, type, required, description, limits }: Field): string {
  const about = [description.trim().replaceAll(/\s+/g, ' '), limits.join('; ')].filter((text) => text !== '').join(' ')
  return `- \`${path}\` ${type}${required ? ', required' : ''}${about === '' ? '' : `: ${about}`}`
}
