import { byId } from './elements.ts'

/** The side navigation as a drawer, where the page is narrow. */
export function setUpDrawer(): void {
  const button = byId<HTMLButtonElement>('menu-button')
  const side = byId('side')
  const turn = (open: boolean): void => {
    document.body.classList.toggle('menu-open', open)
    button.setAttribute('aria-expanded', String(open))
  }
  const isOpen = (): boolean => document.body.classList.contains('menu-open')
  button.addEventListener('click', () => {
    turn(!isOpen())
    if (isOpen()) side.querySelector<HTMLElement>('[aria-current]')?.focus()
  })
  document.addEventListener('keydown', ({ key }) => {
    if (key !== 'Escape' || !isOpen()) return
    turn(false)
    button.focus()
  })
  document.addEventListener('click', ({ target }) => {
    const place = target as Element
    if (isOpen() && !button.contains(place) && (!side.contains(place) || place.closest('a') !== null)) turn(false)
  })
  side.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' })
}
