import { z } from "zod";

export const PASSWORD_LENGTH_MIN = 12;
export const PASSWORD_LENGTH_MAX = 128;

/** A new password, as typed: nothing is trimmed and every character is allowed. */
export const passwordInput = z
  .string()
  .min(PASSWORD_LENGTH_MIN, `Use at least ${PASSWORD_LENGTH_MIN} characters.`)
  .max(PASSWORD_LENGTH_MAX, `Use at most ${PASSWORD_LENGTH_MAX} characters.`);

/** An e-mail address, in lower case: two spellings are one person. */
export const addressInput = z.string().trim().toLowerCase().max(254).pipe(z.email());

/** The part of a better-auth instance that keeps passwords (scrypt). */
export type PasswordKeeper = {
  $context: Promise<{
    password: {
      hash(password: string): Promise<string>;
      verify(pair: { hash: string; password: string }): Promise<boolean>;
    };
  }>;
};

/** The hash to store. Slow on purpose, so it is made before a transaction begins. */
export async function hashPassword(keeper: PasswordKeeper, password: string): Promise<string> {
  return (await keeper.$context).password.hash(password);
}

export async function verifyPassword(
  keeper: PasswordKeeper,
  hash: string,
  password: string,
): Promise<boolean> {
  return (await keeper.$context).password.verify({ hash, password });
}
