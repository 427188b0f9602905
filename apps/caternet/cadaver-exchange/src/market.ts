import { log } from '@caternet/bus';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import type { Api } from './api.ts';

/** How many offers one answer brings at most. */
const MOST = 100;

/** How long others may keep an answer, in seconds: an offer that is gone says so itself to who wants it. */
const KEPT = 2;

const ANIMALS = ['mouse', 'rat'];

/** The market, which everybody may look at; who wants an offer asks catnodejs for it. */
export function market(api: Api, proxies: readonly string[]): Express {
  const app = express()
    .disable('x-powered-by')
    .set('trust proxy', [...proxies]);

  app.get('/offers', async (request, response) => {
    const { animal, region, limit = String(MOST) } = request.query;
    if (animal !== undefined && !ANIMALS.includes(String(animal))) return refuse(response, 'animal is mouse or rat');
    if (region !== undefined && typeof region !== 'string') return refuse(response, 'region is one');
    if (!/^[1-9]\d{0,2}$/.test(String(limit)) || Number(limit) > MOST)
      return refuse(response, `limit is between 1 and ${MOST}`);
    const where = { reserved: false, withdrawn: false, ...(animal ? { animal } : {}), ...(region ? { region } : {}) };
    const offers = await api.find('Offer', where, Number(limit), '-caughtAt');
    response.set('cache-control', `public, max-age=${KEPT}`).json(offers.map(shown));
  });

  app.get('/offers/:id', async (request, response) => {
    const offer = await api.get('Offer', request.params.id);
    if (!offer) return void response.status(404).json({ error: 'there is no such offer' });
    response.json(shown(offer));
  });

  app.use((_request, response) => void response.status(404).json({ error: 'there is nothing here' }));
  app.use((error: unknown, request: Request, response: Response, next: NextFunction) => {
    log.warn({ path: request.path, from: request.ip, error: String(error) }, 'the market could not answer');
    if (response.headersSent) return next(error);
    response.status(502).json({ error: 'the offers cannot be had now' });
  });
  return app;
}

function refuse(response: Response, error: string): void {
  response.status(400).json({ error });
}

function shown({ objectId, animal, region, grams, caughtAt, reserved, withdrawn }: Record<string, unknown>): object {
  const { iso } = caughtAt as { iso: string };
  return { id: objectId, animal, region, grams, caughtAt: iso, available: !reserved && !withdrawn };
}
