import Parse from 'parse/node';
import { all } from './records.ts';
import { EXCHANGE, MODERATORS } from './schema.ts';

/** Account of the exchange; its key is the password. */
export const EXCHANGE_USER = 'cadaver-exchange';

/** Makes what is missing of the roles and of the exchange's account, and lets the account have the key that it has now. */
export async function prepareAccounts(key: string): Promise<void> {
  const user = await exchangeUser(key);
  const exchange = await role(EXCHANGE);
  exchange.getUsers().add(user);
  await exchange.save(null, all);
  await role(MODERATORS);
}

async function exchangeUser(key: string): Promise<Parse.User> {
  const found = await new Parse.Query(Parse.User).equalTo('username', EXCHANGE_USER).first(all);
  if (!found) {
    const user = new Parse.User({ username: EXCHANGE_USER, password: key });
    user.id = EXCHANGE_USER;
    await user.save(null, all).catch(unlessThere);
    return user;
  }
  const same = await Parse.User.verifyPassword(EXCHANGE_USER, key).then(
    () => true,
    () => false,
  );
  // A new password ends the sessions of the old one.
  if (!same) await found.save({ password: key }, all);
  return found;
}

async function role(name: string): Promise<Parse.Role> {
  const query = () => new Parse.Query(Parse.Role).equalTo('name', name).first(all);
  const found = await query();
  if (found) return found;
  const made = new Parse.Role(name, new Parse.ACL());
  made.id = name;
  await made.save(null, all).catch(unlessThere);
  return (await query()) ?? made;
}

/** Several pods begin at the same time, and one of them is first. */
function unlessThere(error: unknown): void {
  const there = [Parse.Error.DUPLICATE_VALUE, Parse.Error.USERNAME_TAKEN];
  if (!(error instanceof Parse.Error && there.includes(error.code))) throw error;
}
