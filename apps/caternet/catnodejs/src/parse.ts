import { log } from '@caternet/bus';
import Parse from 'parse/node';
import { ParseServer } from 'parse-server';
import { prepareAccounts } from './accounts.ts';
import { all } from './records.ts';
import { schema } from './schema.ts';
import type { Settings } from './settings.ts';

/** Where an address may use the master key from: this pod, and whoever has the right to forward its ports. */
const HERE = ['127.0.0.1', '::1'];

/** A password is no shorter. */
const LEAST_PASSWORD = 12;

/** What its next major version will do by default. */
const strictly = {
  readOnlyMasterKeyIps: HERE,
  allowAggregationForReadOnlyMasterKey: false,
  protectedFieldsOwnerExempt: false,
  protectedFieldsTriggerExempt: true,
  protectedFieldsSaveResponseExempt: false,
  installation: { duplicateDeviceTokenActionEnforceAuth: true },
  pages: { encodePageParamHeaders: true },
};

/** Parse Server with the classes, the roles and the account of the exchange. @returns what answers below /parse */
export async function startParse(settings: Settings, cloud: () => void) {
  const { database, databaseCa, appId, masterKey, serverUrl, publicServerUrl } = settings;
  const server = ParseServer({
    databaseURI: database,
    databaseOptions: database.startsWith('mongodb') ? mongodb(databaseCa) : undefined,
    appId,
    masterKey,
    masterKeyIps: HERE,
    maintenanceKeyIps: HERE,
    serverURL: serverUrl,
    publicServerURL: publicServerUrl,
    cloud,
    schema,
    allowClientClassCreation: false,
    // Ids follow from events, so that a record cannot be made twice.
    allowCustomObjectId: true,
    enforcePrivateUsers: true,
    enableAnonymousUsers: false,
    allowExpiredAuthDataToken: false,
    passwordPolicy: {
      validatorCallback: (password: string) => password.length >= LEAST_PASSWORD,
      doNotAllowUsername: true,
    },
    // Passwords are guessed and accounts made no faster than so by an address, at each pod.
    rateLimit: ['/login', '/users'].map((requestPath) => ({
      requestPath,
      requestMethods: ['GET', 'POST'],
      requestTimeWindow: 60_000,
      requestCount: 60,
      errorResponseMessage: 'too many tries',
    })),
    // There is nothing to upload.
    fileUpload: {
      enableForPublic: false,
      enableForAnonymousUser: false,
      enableForAuthenticatedUser: false,
      allowedFileUrlDomains: [],
    },
    maxUploadSize: '64kb',
    // Nobody asks for more at once.
    requestComplexity: {
      includeDepth: 2,
      includeCount: 5,
      subqueryDepth: 1,
      queryDepth: 4,
      graphQLDepth: 1,
      graphQLFields: 1,
      batchRequestLimit: 10,
    },
    ...strictly,
    loggerAdapter: { log: (level: string, message: unknown) => void say(level, message), query: () => {} },
    // Neither a file nor the console: all goes to the adapter.
    logsFolder: null,
    silent: true,
    verifyServerUrl: false,
  } as never);
  Parse.CoreManager.set('ALLOW_CUSTOM_OBJECT_ID', true);
  await server.start();
  // From here on this program's own calls go to it without a detour.
  const { app } = server;
  await prepareAccounts(settings.exchangeKey);
  return app;
}

/** @throws Parse.Error where the database does not answer */
export async function databaseReady(): Promise<void> {
  await new Parse.Query(Parse.Role).limit(1).find(all);
}

function mongodb(tlsCAFile?: string): object {
  return { ...(tlsCAFile && { tls: true, tlsCAFile }), maxPoolSize: 50, serverSelectionTimeoutMS: 5_000 };
}

function say(level: string, message: unknown): void {
  if (level === 'error') log.error({ part: 'parse' }, String(message));
  else if (level === 'warn') log.warn({ part: 'parse' }, String(message));
  else log.debug({ part: 'parse' }, String(message));
}
