/** What the promise comes to, or the signal's reason where that ends it first; the work itself may go on. */
export async function before<T>(signal: AbortSignal, promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined); // where the signal was first, nobody else hears how it ends
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const end = (): void => reject(toError(signal.reason));
    signal.addEventListener('abort', end, { once: true });
    const done = (): void => signal.removeEventListener('abort', end);
    promise.then(resolve, reject).finally(done);
  });
}

function toError(reason: unknown): Error {
  return reason instanceof Error ? reason : new DOMException('This was ended.', 'AbortError');
}
