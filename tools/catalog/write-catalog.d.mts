import type { ModelRecord } from '@mlc-ai/web-llm';

export function writeCatalog(records: readonly ModelRecord[]): string;
