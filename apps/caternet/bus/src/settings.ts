import { readFileSync } from 'node:fs';

/** Variables of the environment; what is missing or wrong is said by name. */

/** @throws Error where it is not set */
export function required(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`${name} is not set`);
  return value;
}

/** A whole number above zero. @throws Error for anything else */
export function number(name: string, otherwise: number): number {
  const text = process.env[name];
  if (text === undefined || text === '') return otherwise;
  if (!/^[1-9]\d{0,8}$/.test(text))
    throw new Error(`${name} is ${JSON.stringify(text)}, and should be a whole number above 0`);
  return Number(text);
}

/** Names, divided by commas; none where it is not set. */
export function list(name: string): string[] {
  return (process.env[name] ?? '').split(',').filter(Boolean);
}

/** A secret is in the file that `<name>_FILE` names. @throws Error where there is none */
export function secret(name: string): string {
  const value = readFileSync(required(`${name}_FILE`), 'utf8').trimEnd();
  if (value === '') throw new Error(`${name}_FILE is empty`);
  return value;
}
