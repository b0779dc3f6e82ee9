import type { RpmSimulator } from './start-rpm-simulator.js';

export interface WireForm {
  FormID: number;
  AlternateID: string;
  Number: string;
  Title: string;
  Status: string;
  Archived: boolean;
  Modified: string;
  Fields: { Field: string; Uid: string; Value: string; ID?: number; Values: string[] }[];
  Participants: { ParticipantID: number; UserID: number; Name: string }[];
  Notes: { Note: string; Added: string; By: string }[];
  NotesForStaff: { Note: string }[];
  Files: { FileID: number; FileName: string; Size: number; StaffOnly: boolean }[];
}

export interface WireCustomer {
  CustomerID: number;
  Name: string;
  Modified: string;
  Contacts: {
    IsPrimary: boolean;
    Contact: { ContactID: number; FirstName: string; Email: string; PhoneNumbers: { Number: string }[] };
  }[];
}

/** Calls the simulator as a stranger would: real HTTP, and only what rpm.md says about the wire. */
export function callRpm(rpm: RpmSimulator) {
  const post = (name: string, body?: string): Promise<Response> =>
    fetch(`${rpm.url}/rpm/Api2.svc/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', RpmApiKey: rpm.apiKey },
      ...(body !== undefined && { body }),
    });
  const result = async <T = Record<string, unknown>>(name: string, input: object = {}): Promise<T> => {
    const { Result } = (await (await post(name, JSON.stringify(input))).json()) as { Result: T };
    return Result;
  };
  return {
    post,
    result,
    async errorOf(name: string, input: object = {}): Promise<string | undefined> {
      return (await result<{ Error?: { Message: string } }>(name, input)).Error?.Message;
    },
    customer: (CustomerID: number) => result<WireCustomer>('Customer', { CustomerID }),
    form: async (FormID: number) => (await result<{ Form: WireForm }>('ProcForm', { FormID })).Form,
    async age(type: string, id?: number): Promise<number> {
      const { Modified } = await result<{ Modified: { Type: string; ID?: number; Age: number }[] }>(
        'Modified',
      );
      return Modified.find((each) => each.Type === type && each.ID === id)?.Age ?? Number.NaN;
    },
  };
}

export type RpmCaller = ReturnType<typeof callRpm>;
