import type { OpencrmModule } from './opencrm-data.js';

/**
 * Every choice this simulator makes where opencrm.md says A or "not documented". A connector has to survive
 * all the values (opencrm.md §9), so each is a switch that a test can turn while the simulator runs.
 */
export interface OpencrmAssumptions {
  /** What `/login` answers (S4 knows both). */
  loginAnswer: 'string' | 'object';
  /** How long an access key lives. */
  accessKeySeconds: number;
  /** Starts of User-Agents that the firewall turns away, lower case; a call without one goes too. */
  refusedAgents: string[];
  firewallStatus: number;
  /** Calls in one second before 429; 0: no limit. */
  callsPerSecond: number;
  /** Whether a multipart body is understood beside a form-encoded one. */
  multipart: boolean;
  /** What a method outside the published list gets. */
  unknownMethod: '404' | 'error';
  /** Which of the two spellings works (S4 has the plural, S1 the singular). */
  editContractName: 'edit_contracts' | 'edit_contract' | 'both';
  count: 'number' | 'text';
  emptyList: 'array' | 'nothing' | 'null';
  /** A list answer with one record in it. */
  singleList: 'object' | 'array';
  singleFullList: 'object' | 'array';
  /** What an id that is not there gets. */
  unknownId: 'error' | 'array' | 'object';
  /** What an edit answers; `documented`: a bare number for a new record, `record_id` for a changed one. */
  editAnswer: 'documented' | 'number' | 'text' | 'record_id' | 'crmid' | 'id';
  /** Whether several conditions count, or the first alone. */
  severalConditions: 'and' | 'first';
  unknownQueryField: 'error' | 'ignored';
  /** Most records one list answer has, and how many come when no end was given. */
  pageMaximum: number;
  order: 'id' | 'reverse' | 'modified';
  /** Ids, references and flags as text or as JSON numbers. */
  numbers: 'text' | 'number';
  /** An empty text, and a reference to nothing. */
  emptyText: 'text' | 'null';
  emptyReference: 'zero' | 'text' | 'null';
  /** Under which name answers give the owner. */
  ownerField: 'smownerid' | 'assigned_user_id' | 'both';
  /** What `permission` holds; its meaning is unknown. */
  permission: string | undefined;
  /** Whether answers have `createdtime` and `modifiedtime`, and whether conditions may name them. */
  showsTimes: boolean;
  findsByTimes: boolean;
  /** The modules whose answers have `showonportal`; known are ticket, project and activity. */
  showOnPortalOn: OpencrmModule[];
  /** Whether totals are on quotes, sales orders and invoices too. */
  totalsOnSales: boolean;
  /** Whether answers give portal people's passwords away, as the sources say. */
  showsPasswords: boolean;
}

/** What the simulator does unless a test says otherwise. */
export const DEFAULT_ASSUMPTIONS: OpencrmAssumptions = {
  loginAnswer: 'string',
  accessKeySeconds: 900,
  refusedAgents: ['node', 'undici', 'axios', 'python-requests', 'curl'],
  firewallStatus: 403,
  callsPerSecond: 0,
  multipart: true,
  unknownMethod: '404',
  editContractName: 'both',
  count: 'number',
  emptyList: 'array',
  singleList: 'object',
  singleFullList: 'object',
  unknownId: 'error',
  editAnswer: 'documented',
  severalConditions: 'and',
  unknownQueryField: 'ignored',
  pageMaximum: 100,
  order: 'id',
  numbers: 'text',
  emptyText: 'text',
  emptyReference: 'zero',
  ownerField: 'smownerid',
  permission: undefined,
  showsTimes: true,
  findsByTimes: true,
  showOnPortalOn: ['ticket', 'project', 'activity', 'quote', 'salesorder', 'invoice'],
  totalsOnSales: true,
  showsPasswords: true,
};

/** Every text of ours; opencrm.md knows `Unauthorized` alone. */
export const OPENCRM_TEXTS = {
  unauthorized: 'Unauthorized',
  notFound: 'Record not found',
  noPermission: 'Permission denied',
  unknownMethod: 'Unknown method',
  unknownQueryField: 'Unknown field in query_string',
  badQuery: 'Invalid query_string',
  tooManyCalls: 'Too many requests',
  notPost: 'Method not allowed',
  firewallPage: '<html><head><title>403 Forbidden</title></head><body><h1>Forbidden</h1></body></html>',
  notFoundPage: '<html><head><title>404 Not Found</title></head><body><h1>Not Found</h1></body></html>',
} as const;
