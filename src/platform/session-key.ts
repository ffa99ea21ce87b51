const NAME = 'hearth.cloud-key';

/**
 * The key's copy in this tab's session. Where the browser blocks storage the key lives in the worker alone
 * and is asked for again after a reload: nothing is lost but convenience, so a failure is no error.
 */
export function readSessionKey(): string | null {
  try {
    return sessionStorage.getItem(NAME);
  } catch {
    return null;
  }
}

export function writeSessionKey(key: string): void {
  try {
    sessionStorage.setItem(NAME, key);
  } catch {
    return;
  }
}

export function forgetSessionKey(): void {
  try {
    sessionStorage.removeItem(NAME);
  } catch {
    return;
  }
}
