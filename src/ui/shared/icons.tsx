import type { ReactNode } from 'react';

/** Drawn on a 20 × 20 grid with one stroke width. Decoration only: the control that holds one has the name. */
export function icon(drawing: ReactNode, size = 20) {
  return function Icon() {
    return (
      <svg
        aria-hidden="true"
        width={size}
        height={size}
        viewBox="0 0 20 20"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinecap="round"
        strokeLinejoin="round"
      >
        {drawing}
      </svg>
    );
  };
}

export const FlameIcon = icon(
  <path d="M10 17.5c3.2 0 5.5-2.2 5.5-5.2 0-2.6-1.5-4.1-2.7-5.6C11.7 5.3 11 4 11 2.5 8.3 3.6 7.2 5.9 7.4 8.3 6.6 7.9 6.1 7.2 5.9 6.3c-.9 1.5-1.4 3.6-1.4 5.8 0 3.1 2.3 5.4 5.5 5.4Zm0 0c-1.5 0-2.5-1-2.5-2.5S9 12.6 10 11.5c1 1.1 2.5 2 2.5 3.5s-1 2.5-2.5 2.5Z" />,
);
export const MenuIcon = icon(<path d="M3.5 6h13M3.5 10h13M3.5 14h9" />);
export const NewChatIcon = icon(
  <path d="M9.5 4H6a2.5 2.5 0 0 0-2.5 2.5V14A2.5 2.5 0 0 0 6 16.5h7.5A2.5 2.5 0 0 0 16 14v-3.5M8 12l.5-2.5 6.7-6.7a1.4 1.4 0 0 1 2 2l-6.7 6.7L8 12Z" />,
);
export const SearchIcon = icon(<path d="M9 14.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11ZM13 13l3.5 3.5" />, 18);
export const SendIcon = icon(<path d="M10 16V4.5M5 9l5-5 5 5" />);
export const StopIcon = icon(<rect x="6" y="6" width="8" height="8" rx="1.5" fill="currentColor" />);
export const CloudUpIcon = icon(
  <path d="M6.5 15.5h-.7a3.6 3.6 0 0 1-.5-7.15 4.9 4.9 0 0 1 9.45-.35 3.8 3.8 0 0 1-.6 7.5h-.65M10 16.5V10m-2.5 2.3L10 9.8l2.5 2.5" />,
);
export const CloudIcon = icon(
  <path d="M5.8 15.5a3.6 3.6 0 0 1-.5-7.15 4.9 4.9 0 0 1 9.45-.35 3.8 3.8 0 0 1-.6 7.5H5.8Z" />,
  16,
);
export const DeviceIcon = icon(
  <path d="M4.5 4.5h11a1 1 0 0 1 1 1V12a1 1 0 0 1-1 1h-11a1 1 0 0 1-1-1V5.5a1 1 0 0 1 1-1ZM7.5 16h5M10 13v3" />,
  16,
);
export const AskIcon = icon(
  <path d="M10 16.5a6.5 6.5 0 1 0-5.7-3.4L3.5 16.5l3.4-.8a6.5 6.5 0 0 0 3.1.8ZM8.3 8.2a1.75 1.75 0 1 1 2.6 1.55c-.6.35-.9.7-.9 1.25M10 13.2v.01" />,
  16,
);
export const ModelsIcon = icon(
  <path d="m10 2.8 6.5 3.5v7.4L10 17.2l-6.5-3.5V6.3L10 2.8ZM3.7 6.4 10 9.8l6.3-3.4M10 9.8v7.2" />,
);
export const SettingsIcon = icon(
  <path d="M3.5 6h5M13 6h3.5M3.5 14H7M11.5 14h5M10.7 8a2 2 0 1 0 0-4 2 2 0 0 0 0 4ZM9.3 16a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z" />,
);
export const GaugeIcon = icon(
  <path d="M4.5 15.5a7.5 7.5 0 1 1 11 0M10 11.5l3-4M10 12.5a1 1 0 1 0 0-2 1 1 0 0 0 0 2Z" />,
);
export const EditIcon = icon(
  <path d="m4 16 .7-3.3 8.7-8.7a1.83 1.83 0 0 1 2.6 2.6l-8.7 8.7L4 16ZM12 5.4l2.6 2.6" />,
  17,
);
export const TrashIcon = icon(
  <path d="M4 5.5h12M8 5.5V4.2c0-.4.3-.7.7-.7h2.6c.4 0 .7.3.7.7v1.3M5.5 5.5l.6 9.6a1.5 1.5 0 0 0 1.5 1.4h4.8a1.5 1.5 0 0 0 1.5-1.4l.6-9.6" />,
  17,
);
export const CloseIcon = icon(<path d="m5 5 10 10M15 5 5 15" />, 18);
export const WarningIcon = icon(<path d="M10 3.5 17 16H3l7-12.5ZM10 8.5v3.5M10 14v.01" />);
