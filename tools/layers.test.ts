import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Which layers each may import, as `src/README.md` draws them. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  core: [],
  ports: ['core'],
  protocol: ['core', 'ports'],
  engine: ['core', 'ports', 'protocol'],
  downloads: ['core', 'ports', 'protocol'],
  cloud: ['core', 'ports', 'protocol'],
  sw: ['core', 'ports', 'protocol'],
  platform: ['core', 'ports', 'protocol'],
  app: ['core', 'ports'],
  ui: ['core', 'ports', 'app'],
  testing: ['core', 'ports', 'protocol', 'app'],
};
const LAYERS = Object.keys(MAY_IMPORT);
const WITHOUT_DOM = ['core', 'engine', 'downloads', 'cloud', 'sw'];

/** One line of the compiler's output about a planted file: `src/core/imports-ports.ts(1,21): error TS6307: …`. */
const PLANTED_ERROR = /^(src\/\w+\/[\w-]+\.ts)\(.*error (TS\d+):/gm;

let folder: string;
/** Error codes by planted file. */
let errors: Map<string, Set<string>>;

/** The project's own walls around small planted files: every import from every layer, in one build. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hearth-layers-'));
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  for (const config of ['tsconfig.base.json', ...LAYERS.map((layer) => `src/${layer}/tsconfig.json`)]) {
    mkdirSync(dirname(join(folder, config)), { recursive: true });
    cpSync(join(ROOT, config), join(folder, config));
  }
  for (const layer of LAYERS) {
    plant(layer, 'exported', 'export const exported = 1;');
    plant(layer, 'touches-the-page', 'export const title = document.title;');
    for (const other of LAYERS) {
      if (other === layer) continue;
      plant(
        layer,
        `imports-${other}`,
        `import { exported } from '../${other}/exported.ts';\nexport const used = exported;`,
      );
    }
  }
  errors = build();
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function plant(layer: string, name: string, text: string): void {
  writeFileSync(join(folder, 'src', layer, `${name}.ts`), text);
}

function build(): Map<string, Set<string>> {
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
  const projects = LAYERS.map((layer) => `src/${layer}`);
  const found = new Map<string, Set<string>>();
  let output = '';
  try {
    execFileSync(process.execPath, [tsc, '-b', '--pretty', 'false', ...projects], { cwd: folder, encoding: 'utf8' });
  } catch (caught) {
    if (!(caught instanceof Error && 'stdout' in caught && typeof caught.stdout === 'string')) throw caught;
    output = caught.stdout;
  }
  for (const [, file = '', code = ''] of output.matchAll(PLANTED_ERROR)) {
    found.set(file, (found.get(file) ?? new Set()).add(code));
  }
  return found;
}

describe('the walls between the layers', () => {
  it('are around every folder of src', () => {
    const folders = readdirSync(join(ROOT, 'src'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
    expect(folders.toSorted()).toEqual(LAYERS.toSorted());
  });

  for (const layer of LAYERS) {
    for (const other of LAYERS) {
      if (other === layer) continue;
      const isAllowed = MAY_IMPORT[layer]?.includes(other) ?? false;
      it(`${isAllowed ? 'let' : 'do not let'} ${layer} import ${other}`, () => {
        const codes = [...(errors.get(`src/${layer}/imports-${other}.ts`) ?? [])];
        if (isAllowed) expect(codes).toEqual([]);
        else expect(codes).toContain('TS6307');
      });
    }
  }

  it.each(WITHOUT_DOM)('keep %s away from the page', (layer) => {
    expect([...(errors.get(`src/${layer}/touches-the-page.ts`) ?? [])]).toContain('TS2584');
  });

  it('keep packages out of core and ports', () => {
    const imports = ['core', 'ports'].flatMap((layer) =>
      readdirSync(join(ROOT, 'src', layer), { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
        .flatMap((file) => [
          ...readFileSync(join(ROOT, 'src', layer, file), 'utf8').matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g),
        ])
        .map(([, specifier = '']) => specifier),
    );
    expect(imports.length).toBeGreaterThan(20);
    expect(imports.filter((specifier) => !specifier.startsWith('.'))).toEqual([]);
  });
});
