/** A line of two texts: in both, in the first alone or in the second alone; `gap` stands for lines that both have. */
export interface DiffLine {
  readonly mark: ' ' | '-' | '+' | 'gap'
  readonly text: string
}

/** What is different between two short texts, with `context` common lines around it and their first line. */
export function lineDiff(before: readonly string[], after: readonly string[], context = 1): DiffLine[] {
  const lines = aligned(before, after)
  const near = (index: number): boolean =>
    lines.slice(Math.max(0, index - context), index + context + 1).some(({ mark }) => mark !== ' ')
  const shown: DiffLine[] = []
  for (const [index, line] of lines.entries()) {
    if (index === 0 || near(index)) shown.push(line)
    else if (shown.at(-1)?.mark !== 'gap') shown.push({ mark: 'gap', text: '' })
  }
  return shown
}

/** Both texts along their longest common subsequence. */
function aligned(before: readonly string[], after: readonly string[]): DiffLine[] {
  const common = before.map(() => new Array<number>(after.length + 1).fill(0))
  common.push(new Array<number>(after.length + 1).fill(0))
  for (let i = before.length - 1; i >= 0; i -= 1) {
    for (let j = after.length - 1; j >= 0; j -= 1) {
      common[i]![j] =
        before[i] === after[j] ? common[i + 1]![j + 1]! + 1 : Math.max(common[i + 1]![j]!, common[i]![j + 1]!)
    }
  }
  const lines: DiffLine[] = []
  let [i, j] = [0, 0]
  while (i < before.length || j < after.length) {
    if (i < before.length && j < after.length && before[i] === after[j]) {
      lines.push({ mark: ' ', text: before[i]! })
      i += 1
      j += 1
    } else if (j === after.length || (i < before.length && common[i + 1]![j]! >= common[i]![j + 1]!)) {
      lines.push({ mark: '-', text: before[i]! })
      i += 1
    } else {
      lines.push({ mark: '+', text: after[j]! })
      j += 1
    }
  }
  return lines
}
