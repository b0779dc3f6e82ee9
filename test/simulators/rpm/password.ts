/** The "few well-known ones"; the vendor does not publish its list, these are ours. */
const WELL_KNOWN = new Set(['1234567890', 'password123', 'passwordpassword', 'qwertyuiop']);

/** RPM-24: 10 to 64 characters, not the user name, not one repeated character, not a well-known one. */
export function assertPassword(password: string, username: string): void {
  const { length } = password;
  const problem =
    length < 10 || length > 64
      ? 'must have 10 to 64 characters'
      : password.toLowerCase() === username.toLowerCase()
        ? 'must not be the user name'
        : new Set(password).size === 1
          ? 'must not be one repeated character'
          : WELL_KNOWN.has(password.toLowerCase())
            ? 'must not be a well-known one'
            : undefined;
  if (problem) throw new Error(`a password ${problem}`);
}
