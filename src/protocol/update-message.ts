/** Page → waiting service worker: the user took the update. The only message between the two. */
export const ACTIVATE_UPDATE = 'activate-update';
