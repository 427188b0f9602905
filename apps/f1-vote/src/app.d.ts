import type { Language } from '#lib/messages.ts';

declare global {
  namespace App {
    interface Locals {
      language: Language;
    }
  }
}
