// Made from schemas/facts.json by `npm run generate`; a test fails when the two differ.

/**
 * What a plugin's discover found out about one connection; stored, shown to the admin, given to streams, actions and policy.
 */
export interface Facts {
  /**
   * IANA zone or UTC offset of the vendor account: UTC+02:00.
   */
  zone: string;
  modules: {
    [k: string]: ModuleFacts;
  };
  /**
   * Whatever else the plugin needs again: prefixes, formats, profiles. Any JSON.
   */
  vendor: unknown;
}
export interface ModuleFacts {
  label: string;
  types?: TypeFacts[];
  statuses?: StatusFacts[];
  fields: Field[];
}
export interface TypeFacts {
  /**
   * The vendor's id of the type.
   */
  id: string;
  label: string;
  /**
   * Opened to portal users.
   */
  open: boolean;
}
export interface StatusFacts {
  name: string;
  group: 'open' | 'closed';
}
export interface Field {
  name: string;
  label: string;
  type:
    | 'text'
    | 'longText'
    | 'integer'
    | 'number'
    | 'money'
    | 'date'
    | 'dateTime'
    | 'boolean'
    | 'choice'
    | 'reference';
  options?: string[];
  required?: boolean;
  editable?: boolean;
}
