import { useModal } from '../../shared/use-modal.ts';
import { Sidebar } from './Sidebar.tsx';

/** The sidebar on a narrow screen: over the chat, with the focus kept inside by the platform. */
export function SidebarDrawer({ onClose }: { readonly onClose: () => void }) {
  const { dialogRef, dialogProps } = useModal(onClose);
  return (
    <dialog
      {...dialogProps}
      ref={dialogRef}
      className="drawer"
      aria-label="Chats"
      onPointerDown={(event) => {
        if (event.target === event.currentTarget) onClose();
      }}
    >
      <Sidebar onHide={onClose} onChosen={onClose} />
    </dialog>
  );
}
