const NAME = 'hearth.remembered-keys';

/** For which origins the cloud worker keeps an encrypted key; never the key. What cannot be read is none. */
export function readRememberedOrigins(): readonly string[] {
  try {
    const parsed: unknown = JSON.parse(localStorage.getItem(NAME) ?? '[]');
    return Array.isArray(parsed) ? parsed.filter((origin) => typeof origin === 'string') : [];
  } catch {
    return [];
  }
}

export function writeRememberedOrigins(origins: readonly string[]): void {
  try {
    if (origins.length === 0) localStorage.removeItem(NAME);
    else localStorage.setItem(NAME, JSON.stringify(origins));
  } catch {
    // The worker could store nothing either, and has said so.
    return;
  }
}
