const NAME = 'hearth.cloud-keys';

/** Keys by the origin they belong to. */
type Keys = Readonly<Record<string, string>>;

/**
 * The keys' copy in this tab's session. Where the browser blocks storage the keys live in the worker alone
 * and are asked for again after a reload: nothing is lost but convenience, so a failure is no error.
 */
export function readSessionKeys(): Keys {
  try {
    const parsed: unknown = JSON.parse(sessionStorage.getItem(NAME) ?? '{}');
    if (typeof parsed !== 'object' || parsed === null) return {};
    return Object.fromEntries(Object.entries(parsed).filter(([, key]) => typeof key === 'string'));
  } catch {
    return {};
  }
}

export function writeSessionKeys(keys: Keys): void {
  try {
    if (Object.keys(keys).length === 0) sessionStorage.removeItem(NAME);
    else sessionStorage.setItem(NAME, JSON.stringify(keys));
  } catch {
    return;
  }
}
