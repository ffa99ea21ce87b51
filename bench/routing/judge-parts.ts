export { newCalibration } from '../../src/core/routing/calibration.ts';
export { judgeAnswer } from '../../src/core/routing/confidence.ts';
export { FEATURES, measure, summariseTokens } from '../../src/core/routing/evidence.ts';
export { findProblems } from '../../src/core/routing/validators.ts';
