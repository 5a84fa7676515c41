import type { Json } from '../../../bundle/json.ts'
import { errorName, liveProblems } from '../node-errors.ts'
import { pythonHeader, pythonText } from './names.ts'

/** `errors.py`: a class for every status that a live problem has. */
export function emitPythonErrors(problems: Json): string {
  const live = liveProblems(problems)
  const statuses = [...new Set(live.map(({ status }) => status))].sort((one, other) => one - other)
  const classes = statuses.map((status) => {
    const codes = live.filter((one) => one.status === status).map(({ code }) => code)
    return `class ${errorName(status)}(ApiError):
    """${status}: ${codes.join(', ')}."""


`
  })
  return `${pythonHeader('specs/problems.yaml')}from __future__ import annotations

from typing import Dict, List, Type

from ..errors import ApiError


${classes.join('')}ERROR_CLASSES: Dict[int, Type[ApiError]] = {
${statuses.map((status) => `    ${status}: ${errorName(status)},\n`).join('')}}
"""The class of each status."""

PROBLEM_CODES: List[str] = [
${live.map(({ code }) => `    ${pythonText(code)},\n`).join('')}]
"""Every code of a problem that the API knows; others may come."""
`
}
