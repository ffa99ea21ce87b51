import { describe, expect, it } from 'vitest';
import type { JudgedModel } from '../../app/models-state.ts';
import { modelId } from '../../core/ids.ts';
import type { CatalogBuild } from '../../core/models/catalog-entry.ts';
import type { Grade } from '../../core/models/verdict.ts';
import { estimated } from '../../core/quantity.ts';
import { PHI } from '../../testing/scripted-models.ts';
import { listCatalog } from './catalog-order.ts';

function judged(name: string, parameters: number, bytes: number, grade: Grade): JudgedModel {
  const [first] = PHI.builds;
  if (first === undefined) throw new Error('no build');
  const build: CatalogBuild = { ...first, downloadBytes: estimated(bytes) };
  const verdict = {
    grade,
    canBeTried: false,
    contextTokens: 4096,
    memoryBytes: null,
    tokensPerSecond: null,
    storageShortBytes: 0,
    reasons: [],
  };
  const entry = { build, verdict };
  return {
    model: { ...PHI, id: modelId(name), name, parameters },
    builds: [entry],
    right: grade === 'will-not' ? null : entry,
  };
}

const MODELS = [
  judged('Big', 8e9, 5e9, 'will-not'),
  judged('Small', 1e8, 1e8, 'runs-well'),
  judged('Middle', 3e9, 2e9, 'tight'),
  judged('Good', 2e9, 1e9, 'runs-well'),
];
const names = (...args: Parameters<typeof listCatalog>) => listCatalog(...args).map(({ model }) => model.name);

describe('the catalog', () => {
  it('begins with the recommended one, then what runs well, the larger first; what cannot run comes last', () => {
    expect(names(MODELS, '', 'best', 'Middle')).toEqual(['Middle', 'Good', 'Small', 'Big']);
    expect(names(MODELS, '', 'best', null)).toEqual(['Good', 'Small', 'Middle', 'Big']);
  });

  it('is listed by size and by name too', () => {
    expect(names(MODELS, '', 'smallest', 'Good')).toEqual(['Small', 'Good', 'Middle', 'Big']);
    expect(names(MODELS, '', 'name', 'Good')).toEqual(['Big', 'Good', 'Middle', 'Small']);
  });

  it('is filtered by every word, in any case, in name, maker and summary', () => {
    expect(names(MODELS, ' makers  MID', 'best', null)).toEqual(['Middle']);
    expect(names(MODELS, 'middle nothing', 'best', null)).toEqual([]);
  });
});
