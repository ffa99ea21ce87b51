/** What the user's own word has taught about the answers of each model: JSON, one entry per build. Nothing rejects. */
export interface CalibrationStore {
  /** As it was written; null where nothing is stored or it cannot be read. */
  read(key: string): Promise<unknown>;
  write(key: string, calibration: unknown): Promise<void>;
  clear(): Promise<void>;
}
