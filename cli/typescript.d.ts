export function withSources(stack: string): string;
