import { EngineLab } from './engine-lab.ts';

declare global {
  var lab: EngineLab;
}

globalThis.lab = new EngineLab();
