import { toWire, wrapped, type AppTable } from './app-table.js';
import { ASSUMED_TEXTS } from './apptivo-assumptions.js';
import type { ApptivoRow } from './apptivo-data.js';
import { ApptivoFailure, toText, type JsonInput, type Params } from './apptivo-input.js';
import type { ApptivoState, Author } from './apptivo-state.js';
import { configData } from './config-data.js';
import { fromFirmDay } from './firm-date.js';
import { listPage, sortedRows } from './list-page.js';
import { matchesSearch, matchesText } from './match-search.js';
import { unknownReply } from './unknown-reply.js';

export type Action = (params: Params, author: Author) => unknown;

/** The calls that every app has, by the name in `a=` (apptivo.md §3.1, §3.2). */
export function appCalls<R extends ApptivoRow>(
  state: ApptivoState,
  table: AppTable<R>,
): Record<string, Action> {
  const { assumptions } = state;
  const search = (params: Params, key?: string): JsonInput => {
    const rows = sortedRows(state, table, params).filter(searchFor(state, table, params));
    return listPage(state, table, { rows, params, depth: assumptions.searchDepth, ...(key && { key }) });
  };
  const found = (params: Params): R => {
    const row = table.find(params.needed(table.idParameter));
    if (!row || row.deleted) throw new ApptivoFailure(ASSUMED_TEXTS.notFound);
    return row;
  };

  return {
    getConfigData: () => configData(state, table.app),
    getAll: (params) =>
      listPage(state, table, {
        rows: sortedRows(state, table, params),
        params,
        ...(assumptions.getAllIsCut && { depth: assumptions.searchDepth }),
      }),
    getAllBySearchText: (params) => {
      const text = params.text('searchText');
      const rows = sortedRows(state, table, params).filter((row) => matchesText(table.texts(row), text));
      return listPage(state, table, { rows, params, depth: assumptions.searchDepth });
    },
    getAllByAdvancedSearch: (params) => search(params),
    ...(table.app === 'customers' && {
      getAllCustomersByAdvancedSearch: (params: Params) => search(params, 'customers'),
    }),
    getById(params) {
      const row = table.find(params.needed(table.idParameter));
      if (row && !row.deleted) return wrapped(assumptions.getByIdWrapper, toWire(state, table, row));
      if (assumptions.unknownId === 'failure') throw new ApptivoFailure(ASSUMED_TEXTS.notFound);
      return assumptions.unknownId === 'null' ? null : {};
    },
    save(params, author) {
      const input = params.object(table.dataParameter);
      const row = table.create(input, author);
      state.changed();
      for (const { keys, write } of Object.values(table.attributes))
        if (keys.some((key) => key in input)) write(row, { input });
      return replyTo(state, table, row, true);
    },
    update(params, author) {
      const row = found(params);
      const input = params.object(table.dataParameter);
      const names = new Set(namesOf(state, table, params));
      for (const [name, { flag, write }] of Object.entries(table.attributes)) {
        const byFlag = flag !== undefined && params.isOn(flag);
        const byName = names.has(name) && (flag === undefined || !assumptions.flagsNeeded);
        if (byFlag || byName) write(row, { input, names });
      }
      state.touch(row, author.name);
      return replyTo(state, table, row, false);
    },
    delete(params, author) {
      const row = found(params);
      row.deleted = true;
      state.touch(row, author.name);
      return unknownReply(state, { id: params.text(table.idParameter) });
    },
  };
}

function searchFor<R extends ApptivoRow>(
  state: ApptivoState,
  table: AppTable<R>,
  params: Params,
): (row: R) => boolean {
  const searchData = params.text('searchData') ? params.object('searchData') : {};
  const multi = params.text('multiSelectData') ? params.object('multiSelectData') : {};
  const { firm } = state.data;
  const day = (key: string): string | undefined =>
    state.assumptions.lastUpdateDateFilters && searchData[key]
      ? fromFirmDay(toText(searchData[key]), firm)
      : undefined;
  const [from, to] = [day('lastUpdateDate'), day('lastUpdateDateTo')];
  return (row) => {
    if (from && row.lastUpdateDate.slice(0, 10) < from) return false;
    if (to && row.lastUpdateDate.slice(0, 10) > to) return false;
    const fields = { ...table.fields(row), customAttributes: row.customAttributes };
    return matchesSearch(fields, searchData, multi);
  };
}

/** An update without the right spelling writes nothing and says nothing (apptivo.md §3.1, §9). */
function namesOf<R extends ApptivoRow>(state: ApptivoState, table: AppTable<R>, params: Params): string[] {
  if (state.assumptions.attributeSpelling === 'documented') return params.names(table.attributeParameter);
  return [...params.names('attributeName'), ...params.names('attributeNames')];
}

function replyTo<R extends ApptivoRow>(
  state: ApptivoState,
  table: AppTable<R>,
  row: R,
  isNew: boolean,
): unknown {
  state.changed();
  const wire = toWire(state, table, row);
  return table.reply(wire, Number(table.fields(row)[table.idParameter]), isNew);
}
