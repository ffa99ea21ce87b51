import type { ReactNode } from 'react';
import type { AnswerSource } from '../../core/stream-part.ts';

/** The sign of a source: told apart by shape and filling, not by colour alone. */
export function SeriesMark({ source }: { readonly source: AnswerSource }): ReactNode {
  return (
    <svg className="series-mark" viewBox="-5 -5 10 10" width="10" height="10" aria-hidden="true">
      <SeriesSymbol source={source} />
    </svg>
  );
}

/** For use inside an `<svg>`, around its origin, 8 units wide. */
export function SeriesSymbol({ source }: { readonly source: AnswerSource }): ReactNode {
  return source === 'device' ? (
    <circle className="series-device" r="4" />
  ) : (
    <path className="series-cloud" d="M0-4L4 0L0 4L-4 0Z" />
  );
}
