/** The grid of 2026: eleven teams of two. Colours are decoration, close to those that each team wears. */

export interface Driver {
  /** Number on the car; identifies the driver in the vote. */
  readonly number: number;
  readonly firstName: string;
  readonly lastName: string;
}

export interface Team {
  readonly name: string;
  readonly colour: string;
  readonly drivers: readonly [Driver, Driver];
}

const driver = (number: number, firstName: string, lastName: string): Driver => ({ number, firstName, lastName });

export const teams: readonly Team[] = [
  { name: 'McLaren', colour: '#ff8000', drivers: [driver(1, 'Lando', 'Norris'), driver(81, 'Oscar', 'Piastri')] },
  { name: 'Mercedes', colour: '#00c8af', drivers: [driver(63, 'George', 'Russell'), driver(12, 'Kimi', 'Antonelli')] },
  { name: 'Red Bull', colour: '#3063c9', drivers: [driver(3, 'Max', 'Verstappen'), driver(6, 'Isack', 'Hadjar')] },
  { name: 'Ferrari', colour: '#e0001b', drivers: [driver(16, 'Charles', 'Leclerc'), driver(44, 'Lewis', 'Hamilton')] },
  { name: 'Williams', colour: '#1567e0', drivers: [driver(23, 'Alexander', 'Albon'), driver(55, 'Carlos', 'Sainz')] },
  { name: 'Racing Bulls', colour: '#6c8cff', drivers: [driver(30, 'Liam', 'Lawson'), driver(41, 'Arvid', 'Lindblad')] },
  {
    name: 'Aston Martin',
    colour: '#1f8f6b',
    drivers: [driver(14, 'Fernando', 'Alonso'), driver(18, 'Lance', 'Stroll')],
  },
  { name: 'Haas', colour: '#8f9499', drivers: [driver(31, 'Esteban', 'Ocon'), driver(87, 'Oliver', 'Bearman')] },
  { name: 'Audi', colour: '#b3122f', drivers: [driver(27, 'Nico', 'Hülkenberg'), driver(5, 'Gabriel', 'Bortoleto')] },
  { name: 'Alpine', colour: '#ff5fb4', drivers: [driver(10, 'Pierre', 'Gasly'), driver(43, 'Franco', 'Colapinto')] },
  { name: 'Cadillac', colour: '#b08d3c', drivers: [driver(11, 'Sergio', 'Pérez'), driver(77, 'Valtteri', 'Bottas')] },
];

const byNumber = new Map(teams.flatMap((team) => team.drivers.map((one) => [one.number, { ...one, team }] as const)));

/** All numbers on the grid. */
export const numbers: readonly number[] = [...byNumber.keys()];

/** The driver with that number, and the team; undefined where nobody has it. */
export function driverOf(number: number): (Driver & { readonly team: Team }) | undefined {
  return byNumber.get(number);
}

export function fullName({ firstName, lastName }: Driver): string {
  return `${firstName} ${lastName}`;
}
