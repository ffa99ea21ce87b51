import { lazy, Suspense, useRef, useState } from 'react';
import { useAppState } from '../shared/hearth-context.ts';
import { useMediaQuery } from '../shared/use-media-query.ts';
import { ChatPane } from './ChatPane.tsx';
import { Header } from './header/Header.tsx';
import { Sidebar } from './sidebar/Sidebar.tsx';
import { useDocumentTitle } from './use-document-title.ts';
import { useNewChatRoute } from './use-new-chat.ts';
import { useShortcuts } from './use-shortcuts.ts';

const SidebarDrawer = lazy(async () => ({ default: (await import('./sidebar/SidebarDrawer.tsx')).SidebarDrawer }));
const InsightSide = lazy(async () => ({ default: (await import('./InsightSide.tsx')).InsightSide }));

/** Below this the sidebar is a drawer. */
const WIDE = '(width >= 52rem)';

export function ChatScreen() {
  const wide = useMediaQuery(WIDE);
  const [collapsed, setCollapsed] = useState(false);
  const [drawerOpen, setDrawerOpen] = useState(false);
  const [insightOpen, setInsightOpen] = useState(false);
  const insightButton = useRef<HTMLButtonElement>(null);
  const closeInsight = () => {
    setInsightOpen(false);
    insightButton.current?.focus();
  };
  const announcement = useAppState((state) => state.announcement);
  const showSidebar = () => (wide ? setCollapsed(false) : setDrawerOpen(true));
  useShortcuts({ showSidebar });
  useNewChatRoute();
  useDocumentTitle();

  return (
    <div className="screen">
      {wide && !collapsed && <Sidebar onHide={() => setCollapsed(true)} />}
      <Suspense fallback={null}>
        {!wide && drawerOpen && <SidebarDrawer onClose={() => setDrawerOpen(false)} />}
      </Suspense>
      <main className="main">
        <Header
          onShowSidebar={!wide || collapsed ? showSidebar : null}
          insightButton={insightButton}
          insightOpen={insightOpen}
          onToggleInsight={() => setInsightOpen(!insightOpen)}
        />
        <ChatPane />
      </main>
      <Suspense fallback={null}>{insightOpen && <InsightSide onClose={closeInsight} />}</Suspense>
      <output className="visually-hidden">{announcement}</output>
    </div>
  );
}
