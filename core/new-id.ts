/** An id of our own: ordered by time, so that indexes grow at their end. */
export { v7 as newId } from 'uuid';
