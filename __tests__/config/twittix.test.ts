import {
  callsOf,
  named,
  type OnGoogleCloudConfig,
  probePath,
  published,
  type Services,
  type Surroundings,
  secretPath,
  twittix,
  variablesOf,
} from '../../config/twittix';
import { preprod, production } from '../../config/twittix/environments';
import { accountId, databaseUser } from '../../config/twittix/google';
import { services } from '../../config/twittix/services';
import { validate } from '../../config/validate';

type Change = (config: Writable<OnGoogleCloudConfig>) => void;
type Writable<T> = { -readonly [Key in keyof T]: Writable<T[Key]> };

/** What is wrong with the built-in record after a change, as `path: message`. */
function problemsAfter(change: Change): string[] {
  const config = structuredClone(production.record) as Writable<OnGoogleCloudConfig>;
  change(config);
  return validate(production, config).map(({ keys, tell }) => `${keys.join('.')}: ${tell()}`);
}

function hostProblems(change: (config: Writable<typeof preprod.record>) => void): string[] {
  const config = structuredClone(preprod.record) as Writable<typeof preprod.record>;
  change(config);
  return validate(preprod, config).map(({ keys, tell }) => `${keys.join('.')}: ${tell()}`);
}

const service = (config: Writable<OnGoogleCloudConfig>, name: string) =>
  config.services[name] as Writable<Services[string]>;

test.each<[string, Change, string[]]>([
  [
    'a call to a service that is not there',
    (config) => {
      service(config, 'api').calls = { AUTH_API_URL: 'auth' };
    },
    ['services.api.calls.AUTH_API_URL: "auth" - expected one of user-front, admin-front, auth-api, suggestions-api'],
  ],
  [
    'a service that calls itself',
    (config) => {
      service(config, 'suggestions-api').calls = { SELF_URL: 'suggestions-api' };
    },
    [
      'services.suggestions-api.calls.SELF_URL: "suggestions-api" - expected one of user-front, admin-front, api, auth-api',
    ],
  ],
  [
    'two services on one path',
    (config) => {
      service(config, 'api').path = '/auth';
    },
    ['services.auth-api.path: "/auth" - expected a path other than that of api (/auth)'],
  ],
  [
    'a published service without a health path',
    (config) => {
      delete service(config, 'user-front').health;
    },
    [
      'services.user-front.health: missing, expected a path, e.g. /health: nobody would see that a published service is down',
    ],
  ],
  [
    'a path that Google answers itself',
    (config) => {
      service(config, 'api').health = '/healthz';
    },
    ['services.api.health: "/healthz" - expected a path that does not end in z: Google answers some of those itself'],
  ],
  [
    'an internal service with a path',
    (config) => {
      service(config, 'suggestions-api').path = '/suggestions';
    },
    ['services.suggestions-api.path: "/suggestions" - expected none: nobody but the services that call it gets there'],
  ],
  [
    'more instances at least than at most',
    (config) => {
      service(config, 'api').instances = { min: 11, max: 10 };
    },
    ['services.api.instances.min: 11 - expected at most instances.max (10)'],
  ],
  [
    'memory that Cloud Run does not give to so few CPUs',
    (config) => {
      service(config, 'api').memoryMiB = 8192;
    },
    ['services.api.memoryMiB: 8192 - expected 128 to 4096 with a cpu of 1, as Cloud Run has it'],
  ],
  [
    'a secret that nobody provides',
    (config) => {
      service(config, 'api').secrets = { APP_SECRET: 'nothing', AUTH_API_KEY: 'auth-api-key' };
    },
    [
      'services.api.secrets.APP_SECRET: "nothing" - expected a secret that somebody provides, one of app-secret, auth-api-key, jwt-secret, smtp-password; or one more in `secrets`',
    ],
  ],
  [
    'a password of the mail account that nobody provides',
    (config) => {
      delete config.secrets['smtp-password'];
    },
    ['mail.username: "twittix@example.com" - expected none, or secrets.smtp-password for its password'],
  ],
  [
    'a variable that is said twice',
    (config) => {
      service(config, 'api').environment = { AUTH_API_URL: 'https://elsewhere.example.com' };
    },
    [
      'services.api.environment.AUTH_API_URL: "https://elsewhere.example.com" - expected another variable: AUTH_API_URL comes from calls',
    ],
  ],
  [
    'a variable that the service has anyway',
    (config) => {
      service(config, 'api').environment = { PORT: '80' };
    },
    ['services.api.environment.PORT: "80" - expected another variable: PORT comes from the service itself'],
  ],
  [
    'a database without an owner',
    (config) => {
      service(config, 'suggestions-api').database = { name: 'recommendations', rights: 'read' };
    },
    ['services.suggestions-api.database.name: "recommendations" - expected a database that a service owns'],
  ],
  [
    'a database with two owners',
    (config) => {
      service(config, 'suggestions-api').database = { name: 'twittix', rights: 'owner' };
    },
    ['services.suggestions-api.database.rights: "owner" - expected read: api owns twittix'],
  ],
  [
    'a port that the Auth Proxy takes',
    (config) => {
      service(config, 'api').port = 5432;
    },
    ['services.api.port: 5432 - expected a port other than 5432 and 9801, which the way to the database takes'],
  ],
  [
    'a call to a public service without a key of both',
    (config) => {
      service(config, 'api').secrets = { APP_SECRET: 'app-secret' };
    },
    [
      'services.api.calls.AUTH_API_URL: "auth-api" - expected an internal service, or a secret that api and auth-api share: everybody reaches auth-api',
      'services.auth-api.calls.BACKEND_URL: "api" - expected an internal service, or a secret that auth-api and api share: everybody reaches api',
    ],
  ],
  [
    'a page of a service that has none',
    (config) => {
      service(config, 'auth-api').links = { CONFIRMATION_URL: { service: 'suggestions-api' } };
    },
    [
      'services.auth-api.links.CONFIRMATION_URL.service: "suggestions-api" - expected one of user-front, admin-front, api, auth-api',
    ],
  ],
  [
    'a subnet outside of the network',
    (config) => {
      config.gcp.network.egress = '10.11.0.0/24';
    },
    ['gcp.network.egress: "10.11.0.0/24" - expected a range within gcp.network.range (10.10.0.0/16)'],
  ],
  [
    'a subnet too small for the instances',
    (config) => {
      config.gcp.network.egress = '10.10.0.0/27';
    },
    ['gcp.network.egress: "10.10.0.0/27" - expected a range from /8 to /26'],
  ],
])('%s is refused, with the path and what would be right', (_, change, problems) => {
  expect(problemsAfter(change)).toEqual(problems);
});

describe('hosts', () => {
  test.each<[string, Parameters<typeof hostProblems>[0], string[]]>([
    [
      'two managers',
      ({ proxmox }) => {
        Object.assign(proxmox.hosts['twittix-2'] as object, { role: 'manager' });
      },
      ['proxmox.hosts: '],
    ],
    [
      'a machine in a range that Docker takes',
      ({ proxmox }) => {
        Object.assign(proxmox.hosts['twittix-2']?.networks.storage as object, { address: '172.21.0.5' });
      },
      [
        'proxmox.hosts.twittix-2.networks.storage.address: "172.21.0.5" - expected an address whose network lies outside 172.20.0.0/14, which Docker takes',
      ],
    ],
    [
      'one number twice',
      ({ proxmox }) => {
        Object.assign(proxmox.hosts['twittix-2'] as object, { id: 5001 });
      },
      ['proxmox.hosts.twittix-2.id: 5001 - expected a number other than that of twittix-1.id (5001)'],
    ],
    [
      'one address twice',
      ({ proxmox }) => {
        Object.assign(proxmox.hosts.monitoring?.networks.cluster as object, { address: '192.168.1.2' });
      },
      [
        'proxmox.hosts.monitoring.networks.cluster.address: "192.168.1.2" - expected an address other than that of twittix-2.networks.cluster.address (192.168.1.2)',
      ],
    ],
    [
      'a host without a way out',
      ({ proxmox }) => {
        Object.assign(proxmox.hosts.monitoring?.networks.cluster as object, { gateway: undefined });
      },
      ['proxmox.hosts.monitoring.networks: '],
    ],
    [
      'a service named like one of the stack itself',
      (config) => {
        Object.assign(config.services, { store: { ...config.services['suggestions-api'] } });
      },
      ['expected another name: the stack has a service store of its own'],
    ],
    [
      'a service on the path of the mailbox',
      (config) => {
        Object.assign(config.services.api as object, { path: '/mailpit/api' });
      },
      ['services.api.path: "/mailpit/api" - expected a path outside /mailpit, where the mail is read'],
    ],
  ])('%s: refused', (_, change, problems) => {
    const found = hostProblems(change);
    expect(found).toHaveLength(problems.length);
    problems.forEach((problem, i) => {
      expect(found[i]).toContain(problem);
    });
  });
});

describe('the map of services', () => {
  test('is the same in both environments', () => {
    expect(preprod.record.services).toBe(production.record.services);
  });

  test('has these calls and no others', () => {
    expect(callsOf(services).map(({ from, to }) => `${from} -> ${to}`)).toEqual([
      'api -> auth-api',
      'api -> suggestions-api',
      'auth-api -> api',
    ]);
  });

  test('is published longest path first, so that / takes what is left', () => {
    expect(published(services).map(({ path }) => path)).toEqual(['/admin', '/auth', '/api', '/']);
  });

  test('has probes below the path of each service, because nobody rewrites any', () => {
    const probes = named(services).map((entry) => [probePath(entry, 'health'), probePath(entry, 'ready')]);
    expect(probes).toEqual([
      ['/health', '/ready'],
      ['/admin/health', '/admin/ready'],
      ['/api/health', '/api/ready'],
      ['/auth/health', '/auth/ready'],
      ['/health', '/ready'],
    ]);
  });
});

describe('variables', () => {
  const around: Surroundings = {
    origin: (name) => `http://${name}`,
    publicOrigin: 'https://twittix.example.com',
    databaseUrl: ({ database }) => `postgresql://somebody@database/${database?.name}`,
    storeUrl: 'redis://store',
    mail: { host: 'mail', port: 587, sender: 'twittix@example.com', username: 'somebody' },
  };
  const of = (name: string) => variablesOf({ name, ...(services[name] as Services[string]) }, services, around);

  test('tell a service where it listens, whom it calls, and where its secrets are', () => {
    expect(of('auth-api')).toEqual({
      PORT: '8000',
      BASE_PATH: '/auth',
      BACKEND_URL: 'http://api/api',
      CONFIRMATION_URL: 'https://twittix.example.com/confirmation',
      DATABASE_URL: 'postgresql://somebody@database/auth',
      STORE_URL: 'redis://store',
      SMTP_HOST: 'mail',
      SMTP_PORT: '587',
      SMTP_SENDER: 'twittix@example.com',
      SMTP_USERNAME: 'somebody',
      API_KEY_FILE: secretPath('auth-api-key'),
      JWT_SECRET_FILE: secretPath('jwt-secret'),
      SMTP_PASSWORD_FILE: secretPath('smtp-password'),
    });
  });

  test('of an API name the origins that may call it', () => {
    expect(of('api').CORS_ALLOW_ORIGIN).toBe('https://twittix.example.com');
  });

  test('of a front are what its page has to know', () => {
    expect(of('user-front')).toEqual({
      PORT: '8080',
      BASE_PATH: '/',
      API_URL: 'https://twittix.example.com/api',
      AUTH_API_URL: 'https://twittix.example.com/auth',
    });
  });
});

test('names of accounts have a length that Google takes, and logins are those of Cloud SQL', () => {
  const longest = 'x'.repeat(24);
  for (const actor of [
    { service: longest },
    { build: longest },
    { migration: longest },
    'grants',
    'delivery',
  ] as const) {
    expect(accountId(actor).length).toBeLessThanOrEqual(30);
  }
  expect(databaseUser(production.record.gcp, { service: 'api' })).toBe('run-api@twittix.iam');
});

test('both environments are listed', () => {
  expect(Object.keys(twittix.environments)).toEqual(['production', 'preprod']);
});

test.each(['services', 'secrets'] as const)('a name that every object has is none for an entry of %s', (map) => {
  const found = problemsAfter((config) => {
    Object.defineProperty(config[map], '__proto__', { value: '', enumerable: true });
  });
  expect(found).toEqual([`${map}.__proto__: unknown key`]);
});
