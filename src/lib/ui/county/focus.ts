import type { Attachment } from 'svelte/attachments';

/** The place where the hands go next gets the focus when it appears. */
export const focusFirst: Attachment<HTMLElement> = (element) => {
  element.focus({ preventScroll: false });
};
