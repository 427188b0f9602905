import type { Act, State } from './session.ts';

export const languages = ['fr', 'en'] as const;
export type Language = (typeof languages)[number];

export function isLanguage(value: unknown): value is Language {
  return languages.some((language) => language === value);
}

/** The language that an Accept-Language header prefers, of those that there are. */
export function preferred(header: string | null): Language {
  const wishes = (header ?? '').split(',').map((wish) => {
    const [tag = '', ...parameters] = wish.trim().toLowerCase().split(';');
    const quality = parameters.map((parameter) => /^\s*q=([\d.]+)$/.exec(parameter)?.[1]).find(Boolean);
    return { language: tag.split('-')[0], quality: Number(quality ?? 1) };
  });
  const [best] = wishes
    .filter(({ language, quality }) => isLanguage(language) && quality > 0)
    .sort((a, b) => b.quality - a.quality);
  return isLanguage(best?.language) ? best.language : 'en';
}

/** A number as people of that language write it. */
export function figure(language: Language, value: number, digits = 0): string {
  return value.toLocaleString(language, { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

export function percent(language: Language, share: number): string {
  return share.toLocaleString(language, { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 });
}

export interface Messages {
  readonly title: string;
  readonly season: string;
  readonly states: Readonly<Record<State, string>>;
  readonly explained: Readonly<Record<State, string>>;
  readonly moment: string;
  readonly momentLong: string;
  readonly reconnecting: string;
  readonly choose: string;
  readonly chooseFirst: string;
  readonly voteFor: (name: string) => string;
  readonly sending: string;
  readonly accepted: (name: string) => string;
  readonly already: (name: string) => string;
  readonly closed: string;
  readonly limited: (seconds: number) => string;
  readonly cookies: string;
  readonly invalid: string;
  readonly votes: (count: number, written: string) => string;
  readonly results: string;
  readonly winner: string;
  readonly noVotes: string;
  readonly yours: string;
  readonly announced: (name: string, share: string) => string;
  readonly shared: (names: string) => string;
  readonly otherLanguage: string;
  readonly disclaimer: string;
  readonly notFound: string;
  readonly broken: string;
  readonly home: string;
  readonly admin: AdminMessages;
}

interface AdminMessages {
  readonly title: string;
  readonly acts: Readonly<Record<Act, string>>;
  readonly questions: Readonly<Record<Act, string>>;
  readonly cancel: string;
  readonly done: Readonly<Record<Act, string>>;
  readonly changed: string;
  readonly live: string;
  readonly votes: string;
  readonly votesPerSecond: string;
  readonly clients: string;
  readonly pods: string;
  readonly redisMemory: string;
  readonly redisClients: string;
  readonly redisOperations: string;
  readonly mebibytes: (count: string) => string;
  readonly of: (part: string, whole: string) => string;
  readonly control: string;
}

const fr: Messages = {
  title: 'Pilote du jour',
  season: 'Saison 2026',
  states: { WAITING: 'Bientôt', OPEN: 'Vote ouvert', CLOSED: 'Vote clos', PUBLISHED: 'Résultats' },
  explained: {
    WAITING: 'Le vote ouvrira dans les derniers tours. Restez ici : cette page change toute seule.',
    OPEN: 'Choisissez un pilote, puis votez. Un vote par appareil, définitif.',
    CLOSED: 'Le vote est clos. Les résultats s’afficheront ici.',
    PUBLISHED: 'Merci à toutes et à tous !',
  },
  moment: 'Un instant…',
  momentLong: 'Un instant… Nous rétablissons la liaison. Les votes confirmés sont conservés.',
  reconnecting: 'Connexion perdue, nouvel essai…',
  choose: 'Votre pilote du jour',
  chooseFirst: 'Choisissez un pilote',
  voteFor: (name) => `Voter pour ${name}`,
  sending: 'Envoi…',
  accepted: (name) => `Votre vote pour ${name} est compté.`,
  already: (name) => `Cet appareil a déjà voté : c’est ${name} qui compte.`,
  closed: 'Le vote n’est pas ouvert.',
  limited: (seconds) => `C’est un peu rapide ! Réessayez dans ${seconds} s. Rien n’est perdu.`,
  cookies: 'Pour voter, votre navigateur doit accepter un cookie. Il ne dit rien de vous.',
  invalid: 'Ce pilote n’est pas sur la grille.',
  votes: (count, written) => (count > 1 ? `${written} votes` : `${written} vote`),
  results: 'Classement',
  winner: 'Pilote du jour',
  noVotes: 'Personne n’a voté.',
  yours: 'votre vote',
  announced: (name, share) => `Résultats publiés. Pilote du jour : ${name}, ${share} des votes.`,
  shared: (names) => `Résultats publiés. Pilotes du jour, à égalité : ${names}.`,
  otherLanguage: 'English',
  disclaimer: 'Démonstration, sans lien avec la Formule 1 ni avec ses équipes.',
  notFound: 'Cette page n’existe pas.',
  broken: 'Quelque chose a cassé de notre côté.',
  home: 'Retour au vote',
  admin: {
    title: 'Direction de course',
    acts: { open: 'Ouvrir', close: 'Clore', publish: 'Publier', reset: 'Réinitialiser' },
    questions: {
      open: 'Ouvrir le vote à tout le monde ?',
      close: 'Clore le vote ? Plus aucun vote ne sera accepté.',
      publish: 'Publier les résultats ? Tout le monde les verra aussitôt.',
      reset: 'Réinitialiser ? Tous les votes seront effacés, définitivement.',
    },
    cancel: 'Annuler',
    done: {
      open: 'Le vote est ouvert.',
      close: 'Le vote est clos.',
      publish: 'Résultats publiés.',
      reset: 'Nouvelle session.',
    },
    changed: 'Le vote avait changé entre-temps : rien n’a été fait.',
    live: 'En direct',
    votes: 'Votes',
    votesPerSecond: 'Votes par seconde',
    clients: 'Pages connectées',
    pods: 'Pods',
    redisMemory: 'Mémoire de Redis',
    redisClients: 'Clients de Redis',
    redisOperations: 'Opérations de Redis par seconde',
    mebibytes: (count) => `${count} Mio`,
    of: (part, whole) => `${part} sur ${whole}`,
    control: 'Commandes',
  },
};

const en: Messages = {
  title: 'Driver of the day',
  season: 'Season 2026',
  states: { WAITING: 'Soon', OPEN: 'Voting is open', CLOSED: 'Voting is closed', PUBLISHED: 'Results' },
  explained: {
    WAITING: 'Voting opens in the last laps. Stay here: this page changes by itself.',
    OPEN: 'Choose a driver, then vote. One vote per device, and it is final.',
    CLOSED: 'Voting is closed. The results will appear here.',
    PUBLISHED: 'Thank you all!',
  },
  moment: 'One moment…',
  momentLong: 'One moment… We are reconnecting. Votes that were confirmed are kept.',
  reconnecting: 'Connection lost, trying again…',
  choose: 'Your driver of the day',
  chooseFirst: 'Choose a driver',
  voteFor: (name) => `Vote for ${name}`,
  sending: 'Sending…',
  accepted: (name) => `Your vote for ${name} counts.`,
  already: (name) => `This device has voted before: ${name} counts.`,
  closed: 'Voting is not open.',
  limited: (seconds) => `That was a bit fast! Try again in ${seconds} s. Nothing is lost.`,
  cookies: 'To vote, your browser must accept one cookie. It says nothing about you.',
  invalid: 'That driver is not on the grid.',
  votes: (count, written) => (count === 1 ? `${written} vote` : `${written} votes`),
  results: 'Ranking',
  winner: 'Driver of the day',
  noVotes: 'Nobody voted.',
  yours: 'your vote',
  announced: (name, share) => `Results are out. Driver of the day: ${name}, with ${share} of the votes.`,
  shared: (names) => `Results are out. Drivers of the day, tied: ${names}.`,
  otherLanguage: 'Français',
  disclaimer: 'A demonstration, connected neither to Formula 1 nor to its teams.',
  notFound: 'This page does not exist.',
  broken: 'Something broke on our side.',
  home: 'Back to the vote',
  admin: {
    title: 'Race control',
    acts: { open: 'Open', close: 'Close', publish: 'Publish', reset: 'Reset' },
    questions: {
      open: 'Open the vote to everybody?',
      close: 'Close the vote? No more votes will be taken.',
      publish: 'Publish the results? Everybody will see them at once.',
      reset: 'Reset? All votes will be erased, for good.',
    },
    cancel: 'Cancel',
    done: { open: 'Voting is open.', close: 'Voting is closed.', publish: 'Results are out.', reset: 'A new session.' },
    changed: 'The vote had changed meanwhile: nothing was done.',
    live: 'Live',
    votes: 'Votes',
    votesPerSecond: 'Votes per second',
    clients: 'Connected pages',
    pods: 'Pods',
    redisMemory: "Redis's memory",
    redisClients: "Redis's clients",
    redisOperations: "Redis's operations per second",
    mebibytes: (count) => `${count} MiB`,
    of: (part, whole) => `${part} of ${whole}`,
    control: 'Controls',
  },
};

export const messages: Readonly<Record<Language, Messages>> = { fr, en };
