/** Somebody who is in other systems too, under the same address. */
export interface SharedPerson {
  firstName: string;
  lastName: string;
  email: string;
}
