import { type ReactNode, useId, useState } from 'react';
import type { JudgedBuild, JudgedModel, Models } from '../../app/models-state.ts';
import { formatBytes, formatCount, formatParameters } from '../shared/format-figure.ts';
import { useMove, useWishedFocus } from './focus-wish.ts';
import { hostsText } from './hosts-text.ts';
import { buildName } from './quantization-name.ts';
import { TRY, VerdictText } from './VerdictText.tsx';

interface CatalogCardProps {
  readonly models: Models;
  readonly judged: JudgedModel;
  readonly isRecommended: boolean;
  /** The host that a download asks. */
  readonly host: string;
}

/** A model that is not here yet: what it would be like, and the button that fetches it. */
export function CatalogCard({ models, judged, isRecommended, host }: CatalogCardProps): ReactNode {
  const { model, builds, right } = judged;
  const titleId = useId();
  const heading = useWishedFocus(model.id);
  const move = useMove();
  const [chosenId, setChosenId] = useState<string | null>(null);
  const chosen =
    builds.find(({ build }) => build.id === chosenId) ??
    right ??
    builds.find(({ verdict }) => verdict.canBeTried) ??
    null;
  const shown = chosen ?? builds[0];
  return (
    <article className="model-card" aria-labelledby={titleId}>
      <header className="model-card-header">
        <h4 ref={heading} id={titleId} tabIndex={-1}>
          {model.name}
        </h4>
        {isRecommended && <span className="model-badge">Recommended</span>}
      </header>
      <p className="hint">
        {model.maker}, {formatParameters(model.parameters)} parameters, {formatCount(model.contextWindow)} tokens of
        context, licence:{' '}
        <a href={model.license.url} target="_blank" rel="noreferrer">
          {model.license.name}
        </a>
      </p>
      <p>{model.summary}</p>
      {shown !== undefined && <VerdictText verdict={shown.verdict} />}
      {chosen !== null && (
        <div className="model-actions">
          <button
            type="button"
            className={isRecommended ? 'button primary' : 'button'}
            onClick={() => move(chosen.build.id, () => models.actions.download(model, chosen.build))}
          >
            {chosen.verdict.canBeTried ? TRY : 'Download'}
          </button>
          <p className="hint">
            {chosen.build.downloadBytes.basis === 'estimated' && '≈ '}
            {formatBytes(chosen.build.downloadBytes.value)} from {hostsText(host, chosen.build.selection)}
          </p>
        </div>
      )}
      {builds.length > 1 && <Builds builds={builds} chosen={chosen} onChoose={setChosenId} />}
    </article>
  );
}

interface BuildsProps {
  readonly builds: readonly JudgedBuild[];
  readonly chosen: JudgedBuild | null;
  readonly onChoose: (buildId: string) => void;
}

/** The right one is chosen already; what cannot run is shown with why, and cannot be chosen. */
function Builds({ builds, chosen, onChoose }: BuildsProps): ReactNode {
  const group = useId();
  return (
    <details className="model-builds">
      <summary>Builds</summary>
      <fieldset>
        <legend className="visually-hidden">Build</legend>
        {builds.map(({ build, verdict }) =>
          verdict.grade === 'will-not' && !verdict.canBeTried ? (
            <div key={build.id} className="model-build">
              <span>{buildName(build)}</span>
              <span className="hint">Will not run. {verdict.reasons.join(' ')}</span>
            </div>
          ) : (
            <label key={build.id} className="model-build">
              <span>
                <input
                  type="radio"
                  name={group}
                  checked={build.id === chosen?.build.id}
                  onChange={() => onChoose(build.id)}
                />{' '}
                {buildName(build)}
              </span>
              <span className="hint">
                {verdict.canBeTried && `${verdict.reasons.join(' ')} `}
                {formatBytes(build.downloadBytes.value)}
              </span>
            </label>
          ),
        )}
      </fieldset>
    </details>
  );
}
