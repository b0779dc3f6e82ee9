/**
 * How Node runs a child of `serve`. A small young generation: a sync makes much garbage that dies at once, and
 * without the limit Node lets the process grow by tens of megabytes before it looks.
 */
export const childFlags = ['--enable-source-maps', '--max-semi-space-size=8'];
