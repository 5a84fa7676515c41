/** Runs `work` when everything that waits in this turn of the event loop was done. */
export const soon = (work: () => void): void => void setImmediate(work)
