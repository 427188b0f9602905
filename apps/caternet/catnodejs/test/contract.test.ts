import { join } from 'node:path';
import { agrees } from '../../test/contract.ts';

agrees(join(import.meta.dirname, '..'));
