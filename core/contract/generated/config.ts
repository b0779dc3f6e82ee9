// Made from schemas/config.json by `npm run generate`; a test fails when the two differ.

/**
 * The hub's one configuration file.
 */
export interface HubConfig {
  $schema?: string;
  database?: {
    /**
     * postgres://user:password@host/name; absent: a local PostgreSQL in the data folder.
     */
    url?: string;
  };
  /**
   * Plugins beside the bundled ones: a plugin's folder, a folder of such folders, or a package name.
   */
  plugins?: string[];
  connections?: ConnectionConfig[];
  /**
   * The file that holds the key for secrets; made in the data folder when absent and the database is local.
   */
  secretKey?: string;
  outbound?: {
    /**
     * Private networks that vendor calls may reach: 127.0.0.1/32, 10.1.0.0/16.
     */
    allow?: string[];
  };
  /**
   * express' trust proxy.
   */
  trustProxy?: boolean | number | string;
  mail?: {
    url?: string;
    from?: string;
  };
  notify?: {
    /**
     * Items: One address, as the vendor spells it.
     */
    uploads?: string[];
  };
  branding?: {
    name?: string;
    address?: string;
    phone?: string;
    logo?: string;
    colours?: {
      [k: string]: string;
    };
    texts?: {
      [k: string]: string;
    };
  };
  links?: {
    title: string;
    url: string;
  }[];
  landing?: 'modules' | 'welcome' | 'me';
  baseUrl?: string;
  port?: number;
  retention?: {
    tombstones?: string;
    runs?: string;
  };
  sync?: {
    concurrency?: number;
  };
  logLevel?: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
}
export interface ConnectionConfig {
  id: string;
  plugin: string;
  title?: string;
  settings: {
    [k: string]: unknown;
  };
  /**
   * A cron expression (five or six fields); absent: every 15 minutes; empty: never by itself.
   */
  schedule?: string;
  /**
   * Auto-add by type: the moment since when, or off.
   */
  participants?: {
    [k: string]: string;
  };
  /**
   * Field overrides: ticket.fields.severity → cf_812.
   */
  map?: {
    [k: string]: string;
  };
}
