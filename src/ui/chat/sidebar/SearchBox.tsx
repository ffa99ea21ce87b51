import { useEffect, useState } from 'react';
import { useActions, useAppState } from '../../shared/hearth-context.ts';
import { CloseIcon, SearchIcon } from '../../shared/icons.tsx';
import { SEARCH_ID } from './focus-search.ts';

/** Long enough to skip the letters between, too short to be felt. */
const SEARCH_AFTER_MS = 120;

export function SearchBox() {
  const actions = useActions();
  const shown = useAppState((state) => state.searchQuery);
  const [query, setQuery] = useState(shown);

  useEffect(() => {
    if (query === shown) return;
    const timer = setTimeout(() => void actions.search(query), SEARCH_AFTER_MS);
    return () => clearTimeout(timer);
  }, [actions, query, shown]);

  return (
    <div className="search-box">
      <SearchIcon />
      <input
        id={SEARCH_ID}
        type="search"
        aria-label="Search chats"
        placeholder="Search"
        autoComplete="off"
        spellCheck={false}
        value={query}
        onChange={(event) => setQuery(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || query === '') return;
          // The first Escape empties the box; it neither closes the drawer nor stops an answer.
          event.preventDefault();
          event.stopPropagation();
          setQuery('');
        }}
      />
      {query === '' ? (
        <kbd aria-hidden="true">{/mac|iphone|ipad/i.test(navigator.userAgent) ? '⌘K' : 'Ctrl K'}</kbd>
      ) : (
        <button type="button" className="icon-button small" aria-label="Clear search" onClick={() => setQuery('')}>
          <CloseIcon />
        </button>
      )}
    </div>
  );
}
