import { f1Vote } from './f1-vote';
import { flaskMesh } from './flask-mesh';
import { reactivite } from './reactivite';
import type { System } from './system';

/** The systems that exist. A line here, three folders of the same name, and its tests: that is a system. */
export const systems: readonly System[] = [reactivite, f1Vote, flaskMesh];
