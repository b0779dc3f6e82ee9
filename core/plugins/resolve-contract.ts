import type { ResolveHook } from 'node:module';

const exported: Record<string, string> = {
  'portico/contract': new URL('../contract/contract.js', import.meta.url).href,
};

/** A module hook: `portico/contract` is this Portico's own, wherever the plugin lies that imports it. */
export const resolve: ResolveHook = (specifier, context, next) => {
  const url = exported[specifier];
  return url ? { url, format: 'module', shortCircuit: true } : next(specifier, context);
};
