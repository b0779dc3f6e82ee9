/** `portico/testing`: what a plugin's author tries a plugin with. */
export { conformance, type ConformanceOptions, type TestRunner } from './conformance.js';
export type * from './start.js';
