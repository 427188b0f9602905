export { buildLaptop as build } from './laptop';
