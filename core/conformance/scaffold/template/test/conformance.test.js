// @ts-check
import { after, describe, it } from 'node:test';

import { conformance } from 'portico/testing';

import { plugin } from '../plugin.js';
import { start } from './start.js';

conformance({ plugin, start, folder: new URL('..', import.meta.url) }, { describe, it, after });
