import { clients, isEveryone, ownRanges, someClients } from '../../config/clients';

const own = { office: '198.51.100.0/24', anna: '192.0.2.7/32' };

/** What a value is told, as `path: expected`. */
function told(type: typeof clients, value: unknown): string[] {
  const { issues = [] } = type.safeParse(value).error ?? {};
  return issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
}

test('those who are let in have a name and a range each', () => {
  expect([own, {}, { everyone: '0.0.0.0/0' }].map((value) => told(clients, value))).toEqual([[], [], []]);
  expect(told(clients, ['198.51.100.0/24'])).toEqual([
    ': ranges by the name of who has them, e.g. { office: 198.51.100.0/24 }',
  ]);
  expect(told(clients, { office: '198.51.100.1/24' })).toEqual([
    'office: an IPv4 range without host bits, e.g. 10.0.0.0/16',
  ]);
  expect(told(clients, { 'Anna Smith': '192.0.2.7/32' })).toEqual([expect.stringMatching(/^Anna Smith: /)]);
});

test('nobody is let in by accident beside everybody, or where somebody must be', () => {
  expect(told(clients, { everyone: '0.0.0.0/0', ...own })).toEqual([
    ': 0.0.0.0/0, which is everybody, beside no other range, or others without it: null unsets a built-in one',
  ]);
  expect(told(someClients, {})).toEqual([': at least one range']);
  expect([isEveryone({ all: '0.0.0.0/0' }), isEveryone(own)]).toEqual([true, false]);
});

test('ranges of one own are no wider than a company', () => {
  const { reads, check } = ownRanges('door.admins', 'the port is scanned');
  const checked = (admins?: object) => check({ door: { admins } });
  expect(reads).toEqual(['door.admins']);
  expect([checked(own), checked({ company: '198.51.0.0/16' }), checked()]).toEqual([undefined, undefined, undefined]);
  const problem = 'ranges of your own, a /16 at most: the port is scanned';
  expect([checked({ all: '0.0.0.0/0' }), checked({ ...own, low: '0.0.0.0/1' })]).toEqual([problem, problem]);
});
