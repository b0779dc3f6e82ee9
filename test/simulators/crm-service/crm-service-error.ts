/** A failure that goes out as JSON:API errors, or as a single message from reporting (crm-service.md §5). */
export class CrmServiceError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

export const badRequest = (text: string): CrmServiceError => new CrmServiceError(400, text);
export const notFound = (text: string): CrmServiceError => new CrmServiceError(404, text);
