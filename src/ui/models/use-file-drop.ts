import { useEffect, useEffectEvent, useState } from 'react';

/**
 * Files dropped anywhere on the page while the component is there: beside a target of its own, the browser would leave
 * the page to show them. True while some are held over it.
 */
export function useFileDrop(onDrop: (items: DataTransferItemList) => void): boolean {
  const [isOver, setOver] = useState(false);
  const drop = useEffectEvent(onDrop);
  useEffect(() => {
    const listening = new AbortController();
    const listen = (type: 'dragenter' | 'dragover' | 'dragleave' | 'drop', act: (event: DragEvent) => void) =>
      window.addEventListener(
        type,
        (event) => {
          // Text that is dragged into a box is none of ours.
          if (!event.dataTransfer?.types.includes('Files')) return;
          event.preventDefault();
          act(event);
        },
        listening,
      );
    listen('dragenter', () => setOver(true));
    listen('dragover', () => setOver(true));
    listen('dragleave', ({ relatedTarget }) => setOver(relatedTarget !== null));
    listen('drop', ({ dataTransfer }) => {
      setOver(false);
      if (dataTransfer !== null) drop(dataTransfer.items);
    });
    return () => listening.abort();
  }, []);
  return isOver;
}
