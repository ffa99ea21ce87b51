export { learn, newCalibration, observe } from '../../src/core/routing/calibration.ts';
export { costOf, judgeAnswer } from '../../src/core/routing/confidence.ts';
export { FEATURES, measure, summariseTokens } from '../../src/core/routing/evidence.ts';
export { findProblems } from '../../src/core/routing/validators.ts';
