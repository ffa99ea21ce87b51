import { useEffect, useRef } from 'react';

interface RenameBoxProps {
  readonly title: string;
  /** The new name, or null when it was given up. Not by a key: the focus went elsewhere. */
  readonly onEnd: (name: string | null, byKey: boolean) => void;
}

/** Enter or leaving the box keeps the name, Escape gives it up. */
export function RenameBox({ title, onEnd }: RenameBoxProps) {
  const box = useRef<HTMLInputElement>(null);
  const ended = useRef(false);
  useEffect(() => box.current?.select(), []);

  const end = (name: string | null, byKey: boolean) => {
    // Removing the focused box blurs it: the first end counts.
    if (ended.current) return;
    ended.current = true;
    onEnd(name, byKey);
  };
  return (
    <input
      ref={box}
      className="field rename-box"
      aria-label="Name of the chat"
      defaultValue={title}
      maxLength={120}
      onBlur={(event) => end(event.target.value, false)}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return;
        if (event.key === 'Enter') end(event.currentTarget.value, true);
        if (event.key !== 'Escape') return;
        event.preventDefault();
        event.stopPropagation();
        end(null, true);
      }}
    />
  );
}
