import { areas } from '../../core/conformance/check.js';
import type { Summary } from '../../core/conformance/grade.js';
import type { Result } from '../../core/conformance/results.js';
import { count } from '../table.js';

/** What `plugin check` found out about one plugin; under --json, this is the answer. */
export interface PluginReport extends Summary {
  /** Nothing where it cannot be loaded. */
  plugin: { id: string; version: string; title: string } | undefined;
  from: string;
  simulator: string | undefined;
  seconds: number;
  checks: Result[];
}

const signs = { passed: '✓', failed: '✗', notApplicable: '–' } as const;

/** The report by areas: every check in a line, with the reason and the remedy of each failure. */
export function reportText(report: PluginReport): string {
  const { plugin, from, simulator, checks } = report;
  const parts = Object.entries(areas).flatMap(([area, title]) => {
    const lines = checks.filter((each) => each.area === area).flatMap(linesOf);
    return lines.length ? [[title, ...lines].join('\n')] : [];
  });
  const head = [
    plugin ? `${plugin.id} ${plugin.version}  ${plugin.title}` : 'A plugin that cannot be loaded',
    `from       ${from}`,
    `simulator  ${simulator ?? 'none: only what needs no vendor was checked'}`,
  ];
  return [head.join('\n'), ...parts, summaryOf(report)].join('\n\n');
}

function linesOf({ outcome, name, reasons, remedy, notes }: Result): string[] {
  if (outcome === 'notApplicable')
    return [`  ${signs[outcome]} ${name}`, ...reasons.map((why) => `      not applicable: ${why}`)];
  return [
    `  ${signs[outcome]} ${name}`,
    ...reasons.map((reason) => `      ${reason}`),
    ...(outcome === 'failed' && remedy ? [`      → ${remedy}`] : []),
    ...notes.map((note) => `      (${note})`),
  ];
}

const summaryOf = ({ grade, says, checks, passed, failed, notApplicable, seconds }: PluginReport): string =>
  [
    `${count(checks.length, 'check')}: ${passed} passed, ${failed} failed, ${notApplicable} not applicable, in ${seconds} s.`,
    grade === 'none' ? `No grade. ${says}` : `Grade ${grade}. ${says}`,
  ].join('\n');
