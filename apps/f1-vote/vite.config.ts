import adapter from '@sveltejs/adapter-node';
import { sveltekit } from '@sveltejs/kit/vite';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'vite';
import { liveInDevelopment } from './src/server/development.ts';

export default defineConfig({
  plugins: [
    tailwindcss(),
    sveltekit({
      adapter: adapter(),
      csp: {
        mode: 'auto',
        directives: {
          'default-src': ['self'],
          'img-src': ['self', 'data:'],
          // A team's colour is a custom property in a style attribute.
          'style-src-attr': ['unsafe-inline'],
          'object-src': ['none'],
          'base-uri': ['none'],
          'form-action': ['self'],
          'frame-ancestors': ['none'],
        },
      },
      // Who has the page open during a rollout keeps it: it talks to the new pods as it did to the old ones.
      version: { pollInterval: 0 },
    }),
    liveInDevelopment(),
  ],
  environments: {
    // Our server is one more entry beside the adapter's: both share one instance of every module.
    ssr: { build: { rolldownOptions: { input: { main: 'src/server/main.ts' } } } },
  },
});
