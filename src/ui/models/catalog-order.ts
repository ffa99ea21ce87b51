import type { JudgedModel } from '../../app/models-state.ts';
import type { Verdict } from '../../core/models/verdict.ts';

export type CatalogOrder = 'best' | 'smallest' | 'name';

const RANK: Record<Verdict['grade'], number> = { 'runs-well': 0, tight: 1, 'will-not': 2 };

/** What matches every word, in the order asked for: best first means what runs well, the recommended one at the top. */
export function listCatalog(
  judged: readonly JudgedModel[],
  query: string,
  order: CatalogOrder,
  recommended: string | null,
): readonly JudgedModel[] {
  const words = query.toLowerCase().split(/\s+/u);
  const matching = judged.filter(({ model: { name, maker, summary } }) => {
    const text = `${name} ${maker} ${summary}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  switch (order) {
    case 'best':
      return matching.toSorted(
        (a, b) =>
          Number(b.model.id === recommended) - Number(a.model.id === recommended) ||
          rankOf(a) - rankOf(b) ||
          b.model.parameters - a.model.parameters,
      );
    case 'smallest':
      return matching.toSorted((a, b) => bytesOf(a) - bytesOf(b));
    case 'name':
      return matching.toSorted((a, b) => a.model.name.localeCompare(b.model.name, 'en'));
  }
}

function rankOf({ right }: JudgedModel): number {
  return right === null ? RANK['will-not'] : RANK[right.verdict.grade];
}

function bytesOf({ right, builds }: JudgedModel): number {
  return (right ?? builds[0])?.build.downloadBytes.value ?? 0;
}
