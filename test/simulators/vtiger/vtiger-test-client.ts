import { createHash } from 'node:crypto';
import type { VtigerSimulator } from './start-vtiger-simulator.js';
import type { Row } from './vtiger-data.js';

/** An answer, whichever way it went. */
export interface VtigerAnswer {
  success: boolean;
  result: unknown;
  error?: { code: string | number; message: string };
  moreinfo?: { totalrows: string | number } | null;
}

/** The least client that can test the simulator: it knows the wire and nothing else. */
export class VtigerTestClient {
  sessionName = '';

  constructor(private readonly simulator: VtigerSimulator) {}

  async post(form: Record<string, string>): Promise<VtigerAnswer> {
    const body = new URLSearchParams({ sessionName: this.sessionName, ...form });
    const answer = await fetch(`${this.simulator.url}/webservice.php`, { method: 'POST', body });
    return (await answer.json()) as VtigerAnswer;
  }

  async get(form: Record<string, string>): Promise<Response> {
    const query = new URLSearchParams({ sessionName: this.sessionName, ...form });
    return fetch(`${this.simulator.url}/webservice.php?${query.toString()}`);
  }

  async token(username: string): Promise<string> {
    const { result } = await this.post({ operation: 'getchallenge', username });
    return (result as { token: string }).token;
  }

  async loginWith(token: string, username: string, accessKey: string): Promise<VtigerAnswer> {
    const key = createHash('md5')
      .update(token + accessKey)
      .digest('hex');
    const answer = await this.post({ operation: 'login', username, accessKey: key });
    if (answer.success) this.sessionName = (answer.result as { sessionName: string }).sessionName;
    return answer;
  }

  async login(username = this.simulator.user, accessKey = this.simulator.accessKey): Promise<VtigerAnswer> {
    return this.loginWith(await this.token(username), username, accessKey);
  }

  async query(query: string): Promise<VtigerAnswer> {
    return this.post({ operation: 'query', query });
  }

  async rows(query: string): Promise<Row[]> {
    const answer = await this.query(query);
    if (!answer.success) throw new Error(JSON.stringify(answer.error));
    return answer.result as Row[];
  }

  async create(elementType: string, element: Record<string, unknown>): Promise<VtigerAnswer> {
    return this.post({ operation: 'create', elementType, element: JSON.stringify(element) });
  }

  async revise(element: Record<string, unknown>): Promise<VtigerAnswer> {
    return this.post({ operation: 'revise', element: JSON.stringify(element) });
  }

  async retrieve(id: string): Promise<VtigerAnswer> {
    return this.post({ operation: 'retrieve', id });
  }

  async control(name: string, input: object): Promise<Response> {
    return fetch(`${this.simulator.url}/_control/${name}`, { method: 'POST', body: JSON.stringify(input) });
  }
}
