import type { Request } from 'express';

/** Is a person looking at the answer, in a browser? Programs get their errors as problems (RFC 9457). */
export const isForPeople = (request: Request): boolean =>
  !/^\/(api|hooks|assets|admin)\//.test(request.path) &&
  request.accepts(['application/problem+json', 'html']) === 'html';
