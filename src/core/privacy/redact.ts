import type { PersonalDataType } from './personal-data.ts';

/** A placeholder and what it stands for. */
export interface Redaction {
  readonly placeholder: string;
  readonly type: PersonalDataType;
  readonly value: string;
  /** Off: the value itself leaves. */
  readonly isOn: boolean;
}
