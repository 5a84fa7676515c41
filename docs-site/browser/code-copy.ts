import { made } from './elements.ts'

const TOLD_MS = 1_500

/** A button on each block of code, also on those that come later. */
export function addCopyButton(figure: HTMLElement): void {
  const title = figure.querySelector('figcaption')?.textContent ?? 'code'
  const button = made('button', { type: 'button', 'aria-label': `Copy: ${title}` }, 'Copy')
  button.addEventListener('click', async () => {
    await navigator.clipboard?.writeText(figure.querySelector('pre')?.textContent ?? '').then(
      () => {
        button.textContent = 'Copied'
      },
      () => {
        button.textContent = 'Not allowed'
      },
    )
    setTimeout(() => {
      button.textContent = 'Copy'
    }, TOLD_MS)
  })
  figure.append(button)
}
