import { lookup as resolve } from 'node:dns';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';

import ipaddr from 'ipaddr.js';

import { Fault, PorticoError } from '../contract/contract.js';

/** Where vendor calls may go (S41). Every vendor call goes out through its agents. */
export interface OutboundGuard {
  /** Throws a `config` fault for anything but http and https, and for an address that is not allowed. */
  check(url: URL): void;
  /** Keeps sockets open between calls. */
  agents: Agents;
  /**
   * A new socket for each call. A write goes this way: a kept socket that the vendor has just closed would
   * leave its outcome unknown.
   */
  freshAgents: Agents;
  close(): void;
}

interface Agents {
  httpAgent: HttpAgent;
  httpsAgent: HttpsAgent;
}

type Network = [ipaddr.IPv4 | ipaddr.IPv6, number];

const publicIpv6 = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * Refuses private, loopback, link-local and all other addresses that are not public, unless a network of
 * `allow` (config `outbound.allow`, never the database) holds them. Checked twice: on the parsed host,
 * since a literal address never reaches a lookup, and on every address that a name resolves to, at the
 * socket itself, so that a name cannot change its mind in between.
 */
export function createOutboundGuard({ allow = [] }: { allow?: readonly string[] } = {}): OutboundGuard {
  const networks = allow.map(readNetwork);
  const mayReach = (address: string): boolean => isPublic(address) || isInside(address, networks);

  const lookup: LookupFunction = (host, { all, ...options }, done) => {
    resolve(host, { ...options, all: true }, (error, found) => {
      if (error) return done(error, '');
      const allowed = found.filter(({ address }) => mayReach(address));
      const [first] = allowed;
      if (!first) return done(refusal(host, found[0]?.address ?? host), '');
      if (all) done(null, allowed);
      else done(null, first.address, first.family);
    });
  };

  const options = { lookup, maxSockets: 32, maxFreeSockets: 8, timeout: 15_000 };
  // Said explicitly: NODE_TLS_REJECT_UNAUTHORIZED=0 in the environment would switch the checks off.
  const tls = { rejectUnauthorized: true };
  const agents = (keepAlive: boolean): Agents => ({
    httpAgent: new HttpAgent({ ...options, keepAlive }),
    httpsAgent: new HttpsAgent({ ...options, ...tls, keepAlive }),
  });
  const kept = agents(true);
  const fresh = agents(false);

  return {
    agents: kept,
    freshAgents: fresh,
    check(url) {
      if (url.protocol !== 'http:' && url.protocol !== 'https:')
        throw new Fault('config', `Calls go out by http and https only, not by "${url.protocol}".`, {
          details: { neverSent: true },
        });
      const host = url.hostname.replace(/^\[|\]$/g, '');
      if (isIP(host) && !mayReach(host)) throw refusal(host, host);
    },
    close() {
      for (const { httpAgent, httpsAgent } of [kept, fresh]) {
        httpAgent.destroy();
        httpsAgent.destroy();
      }
    },
  };
}

function refusal(host: string, address: string): Fault {
  const network = `${address}/${isIP(address) === 6 ? 128 : 32}`;
  const where = host === address ? address : `${host} (${address})`;
  return new Fault(
    'config',
    `Calls to ${where} are refused: it is not a public address. If the vendor is really there, add ` +
      `"${network}" to outbound.allow in the config of this deployment.`,
    { details: { host, address, network, neverSent: true } },
  );
}

function isPublic(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== 'unicast') return false;
  // `unicast` is all that has no name; of IPv6 only 2000::/3 is given out (not so ::127.0.0.1).
  return parsed instanceof ipaddr.IPv4 || parsed.match(publicIpv6);
}

function isInside(address: string, networks: readonly Network[]): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  return networks.some(([network, bits]) =>
    parsed instanceof ipaddr.IPv4
      ? network instanceof ipaddr.IPv4 && parsed.match(network, bits)
      : network instanceof ipaddr.IPv6 && parsed.match(network, bits),
  );
}

function readNetwork(text: string): Network {
  const [address = '', bits, ...more] = text.split('/');
  const version = isIP(address);
  const most = version === 6 ? 128 : 32;
  const length = bits === undefined ? most : /^\d{1,3}$/.test(bits) ? Number(bits) : Number.NaN;
  if (version === 0 || more.length > 0 || !(length <= most))
    throw new PorticoError(
      'OUTBOUND_ALLOW_INVALID',
      `outbound.allow: "${text}" is not a network. ` +
        'Write an address and its length: 10.1.0.0/16, fd00:1::/64.',
      { details: { network: text } },
    );
  return [ipaddr.parse(address), length];
}
