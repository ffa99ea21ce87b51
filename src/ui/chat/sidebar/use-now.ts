import { useEffect, useState } from 'react';

/** Often enough for what is named by days. */
const EVERY_MS = 60_000;

/** Unix time in ms, a minute old at most while the page is awake. */
export function useNow(): number {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  return nowMs;
}
