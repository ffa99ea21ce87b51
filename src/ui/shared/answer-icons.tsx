import { icon } from './icons.tsx';

// Apart from the others: the first paint needs none of these.
export const CopyIcon = icon(
  <path d="M8.5 7h6A1.5 1.5 0 0 1 16 8.5v6a1.5 1.5 0 0 1-1.5 1.5h-6A1.5 1.5 0 0 1 7 14.5v-6A1.5 1.5 0 0 1 8.5 7ZM13 4.5A1.5 1.5 0 0 0 11.5 4h-6A1.5 1.5 0 0 0 4 5.5v6A1.5 1.5 0 0 0 4.5 13" />,
  17,
);
export const CheckIcon = icon(<path d="m4.5 10.5 3.5 3.5 7.5-8" />, 17);
export const RegenerateIcon = icon(<path d="M15.8 11.5a6 6 0 1 1-1.3-5.7L16.5 8M16.5 4v4h-4" />, 17);
export const DownIcon = icon(<path d="M10 4v12M5 11l5 5 5-5" />, 18);
