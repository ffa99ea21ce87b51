// Writes src/core/models/catalog.ts anew: `node tools/make-catalog.mjs`, after an upgrade of web-llm or a new model.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { prebuiltAppConfig } from '@mlc-ai/web-llm';
import { writeCatalog } from './catalog/write-catalog.mjs';

const target = fileURLToPath(new URL('../src/core/models/catalog.ts', import.meta.url));
writeFileSync(target, writeCatalog(prebuiltAppConfig.model_list));
execFileSync('npx', ['oxfmt', target], { stdio: 'inherit' });
