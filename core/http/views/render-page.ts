import type { VNode } from 'preact';
import { render } from 'preact-render-to-string';

/** A page as text. Everything that is not markup of ours is escaped. */
export const renderPage = (page: VNode): string => `<!doctype html>${render(page)}`;
