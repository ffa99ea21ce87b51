import { LICENSES, MODELS } from './facts.mjs';
import { MLC_CONTEXT_WINDOW, mlcBuilds } from './mlc-builds.mjs';
import { onnxBuilds } from './onnx-builds.mjs';

const HEAD = `// Made by \`node tools/make-catalog.mjs\` from tools/catalog and web-llm's own configuration; not edited by hand.
import { buildId, modelId } from '../ids.ts';
import { estimated } from '../quantity.ts';
import type { CatalogModel } from './catalog-entry.ts';

/** Best first. No size here is measured: the hub tells them before a download, and the engine after a load. */
export const CATALOG: readonly CatalogModel[] = `;

const IDS = { model: 'modelId', build: 'buildId' };
const ESTIMATES = new Set(['downloadBytes', 'weightBytesPerToken', 'baseMemoryBytes']);

/**
 * The catalog as TypeScript source, before formatting.
 *
 * @param {readonly import('@mlc-ai/web-llm').ModelRecord[]} records of web-llm's prebuilt configuration
 */
export function writeCatalog(records) {
  const models = MODELS.map((model) => {
    const { id, name, maker, license, summary, parameters, trainedContextWindow } = model;
    const contextWindow = Math.min(MLC_CONTEXT_WINDOW, trainedContextWindow);
    const builds = [...mlcBuilds(model, records), ...onnxBuilds(model)];
    return { id, name, maker, license: LICENSES[license], summary, parameters, contextWindow, builds };
  });
  return `${HEAD}[${models.map((model) => source(model, IDS.model)).join(',\n')}];\n`;
}

/**
 * @param {object} value
 * @param {string} idOf name of the function that brands its `id`
 * @returns {string}
 */
function source(value, idOf) {
  const fields = Object.entries(value).map(([key, field]) => {
    if (key === 'id') return `id: ${idOf}(${JSON.stringify(field)})`;
    if (key === 'builds')
      return `builds: [${field.map((/** @type {object} */ build) => source(build, IDS.build)).join(',')}]`;
    if (ESTIMATES.has(key)) return `${key}: estimated(${digits(field)})`;
    return `${key}: ${literal(field)}`;
  });
  return `{${fields.join(',')}}`;
}

/**
 * @param {unknown} value
 * @returns {string}
 */
function literal(value) {
  if (typeof value === 'number') return digits(value);
  if (Array.isArray(value)) return `[${value.map(literal).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([key, field]) => `${JSON.stringify(key)}: ${literal(field)}`)
    .join(',')}}`;
}

/** @param {number} value */
function digits(value) {
  return String(value).replaceAll(/\B(?=(?:\d{3})+$)/gu, value >= 10_000 ? '_' : '');
}
