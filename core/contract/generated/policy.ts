// Made from schemas/policy.json by `npm run generate`; a test fails when the two differ.

export type Subject =
  | 'ticket'
  | 'form'
  | 'invoice'
  | 'quote'
  | 'salesOrder'
  | 'project'
  | 'document'
  | 'faq'
  | 'event'
  | 'opportunity'
  | 'product'
  | 'priceBook'
  | 'workOrder'
  | 'location'
  | 'report'
  | 'link'
  | 'customer'
  | 'contact';
export type Condition =
  | {
      true: 1;
    }
  | {
      false: 1;
    }
  | {
      all: Condition[];
    }
  | {
      any: Condition[];
    }
  | {
      not: Condition;
    }
  | {
      f: string;
      eq: Value;
    }
  | {
      f: string;
      lt: Value;
    }
  | {
      f: string;
      lte: Value;
    }
  | {
      f: string;
      gt: Value;
    }
  | {
      f: string;
      gte: Value;
    }
  | {
      f: string;
      in: Literal[] | Variable;
    }
  | {
      f: string;
      set: boolean;
    }
  | {
      link: 'contact' | 'participant' | 'member';
      in: Variable;
    }
  | {
      via: Subject;
      where: Condition;
    };
export type Value = Literal | Variable;
export type Literal = string | number | boolean;

/**
 * Who may see and do what over one connection: grants are OR-ed, limits AND-ed, nothing listed is hidden.
 */
export interface Policy {
  version: 1;
  /**
   * Where contacts of this connection with a good sign-in share an e-mail address, none of them comes in. Without it they do (the second is refused when it is enabled).
   */
  duplicates?: 'none';
  /**
   * @maxItems 500
   */
  limits: Limit[];
  /**
   * @maxItems 2000
   */
  grants: Grant[];
}
export interface Limit {
  id: string;
  /**
   * The vendor's rules that it carries, by their numbers: O-23.
   *
   * @maxItems 50
   */
  rules?: string[];
  module?: Subject;
  when: Condition;
}
export interface Variable {
  var:
    | 'contact'
    | 'contacts'
    | 'customer'
    | 'customers'
    | 'principalCustomer'
    | 'today'
    | 'now'
    | 'capabilities';
}
export interface Grant {
  id: string;
  /**
   * The vendor's rules that it carries, by their numbers: O-23.
   *
   * @maxItems 50
   */
  rules?: string[];
  module: Subject;
  types?: string[];
  /**
   * @minItems 1
   */
  actions: string[];
  needs?: string[];
  when: Condition;
  fields: {
    read?: string[];
    edit?: string[];
    required?: string[];
  };
  set?: {
    [k: string]: Value;
  };
  obligations?: ('notify.viewed' | 'notify.downloaded' | 'contact.complete' | 'pin')[];
}
