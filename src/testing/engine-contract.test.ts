import { describe, expect, it } from 'vitest';
import { EMBER } from '../core/models/ember.ts';
import { ENGINE_CONTRACT } from './engine-contract.ts';
import { Gate } from './gate.ts';
import { ScriptedEngine } from './scripted-engine.ts';

describe('the scripted engine keeps the contract: it', () => {
  it.each(Object.entries(ENGINE_CONTRACT))('%s', async (_name, check) => {
    let held: Gate | null = null;
    let made = 0;
    const engine = new ScriptedEngine({
      answer: () => ({
        tokens: ['It ', 'is ', 'a ', 'small ', 'model ', 'at ', 'home.'],
        beforeToken: async (index) => {
          if (index > 0) await held?.wait();
          made = index + 1;
        },
      }),
    });
    const hold = () => {
      const gate = new Gate();
      held = gate;
      return { tokensMade: () => made, letGo: () => gate.open() };
    };
    for await (const part of engine.load(EMBER, 'wasm', new AbortController().signal)) {
      expect(part.type).not.toBe('load-error');
    }
    await check({
      engine,
      model: EMBER,
      preference: 'wasm',
      maxTokens: 6,
      prompt: 'What is Hearth?',
      followUp: 'And where?',
      hold,
    });
  });
});
