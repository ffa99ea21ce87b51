import { type ReactNode, useId } from 'react';
import { useStore } from 'zustand';
import type { Hearth } from '../../app/hearth.ts';
import type { ModelBuild, ModelManifest, Quantization } from '../../core/models/manifest.ts';
import { formatBytes, formatCount, formatParameters } from '../shared/format-figure.ts';
import { ModalSheet } from '../shared/ModalSheet.tsx';
import { ModelState } from './ModelState.tsx';
import './models.css';

interface ModelsViewProps {
  readonly hearth: Hearth;
  readonly onClose: () => void;
}

export function ModelsView({ hearth, onClose }: ModelsViewProps): ReactNode {
  const model = useStore(hearth.state, (state) => state.model);
  return (
    <ModalSheet title="Models" onClose={onClose}>
      <ModelCard hearth={hearth} model={model} />
      <p className="hint models-later">
        Ember is the one model of this version. Larger models that run on the device, such as Phi-3 Mini and Gemma 2B,
        come to this page with a later one. Until then, what is too big for Ember can go to a cloud endpoint of your
        own, if you set one up in Settings.
      </p>
    </ModalSheet>
  );
}

const SKILLS: readonly { readonly skill: string; readonly example: string }[] = [
  { skill: 'Questions about Hearth', example: 'privacy, settings, figures, shortcuts' },
  { skill: 'Judging a short text', example: 'sentiment, urgency, topic' },
  { skill: 'Rewriting', example: 'more polite, shorter' },
  {
    skill: 'With mistakes yet',
    example: 'e-mail addresses, dates, amounts and names as JSON; bullet points; titles',
  },
];

function ModelCard({ hearth, model }: { readonly hearth: Hearth; readonly model: ModelManifest }): ReactNode {
  const titleId = useId();
  return (
    <article className="model-card" aria-labelledby={titleId}>
      <header className="model-card-header">
        <div>
          <h3 id={titleId}>{model.name}</h3>
          <p className="hint">
            The small language model that ships with Hearth, trained from scratch for it. {model.license} licence.
          </p>
        </div>
      </header>
      <ModelState hearth={hearth} />
      <dl className="model-facts">
        <div>
          <dt>Parameters</dt>
          <dd>{formatParameters(model.parameters)}</dd>
        </div>
        <div>
          <dt>Context window</dt>
          <dd>{formatCount(model.contextWindow)} tokens</dd>
        </div>
        {model.builds.webgpu !== undefined && (
          <div>
            <dt>On WebGPU</dt>
            <dd>{buildText(model.builds.webgpu)}</dd>
          </div>
        )}
        {model.builds.wasm !== undefined && (
          <div>
            <dt>On WASM</dt>
            <dd>{buildText(model.builds.wasm)}</dd>
          </div>
        )}
        <div>
          <dt>KV cache</dt>
          <dd>
            {formatBytes(model.kvBytesPerToken)} a token, {formatBytes(model.kvBytesPerToken * model.contextWindow)}{' '}
            when full
          </dd>
        </div>
      </dl>
      <h4>What it can do</h4>
      <ul className="model-skills">
        {SKILLS.map(({ skill, example }) => (
          <li key={skill}>
            <strong>{skill}</strong>
            <span className="hint">{example}</span>
          </li>
        ))}
      </ul>
      <p className="hint">In English only. It says when something needs a bigger model, and it can be wrong.</p>
    </article>
  );
}

const QUANTIZATION: Record<Quantization, string> = {
  q4: '4-bit weights (q4)',
  q8: '8-bit weights (q8)',
  q4f16: '4-bit weights, half precision (q4f16)',
  q4f16_1: '4-bit weights, half precision (q4f16_1)',
  q4f32_1: '4-bit weights (q4f32_1)',
};

function buildText({ quantization, downloadBytes }: ModelBuild): string {
  return `${QUANTIZATION[quantization]}, ${formatBytes(downloadBytes)}`;
}
