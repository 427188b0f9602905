import { parser } from '@prometheus-io/lezer-promql';

/** Functions over a stretch of time: they want a range, and no other takes one. */
const OVER_RANGES = /^(\w+_over_time|rate|irate|increase|delta|idelta|deriv|changes|resets|predict_linear)$/;

/** What is wrong with a PromQL expression: its syntax, a range where none belongs, none where one does. */
export function promqlProblems(expr: string): string[] {
  const problems: string[] = [];
  parser.parse(expr).iterate({
    enter: ({ type, from, node }) => {
      if (type.isError) problems.push(`syntax error at "${expr.slice(from, from + 30)}"`);
      const body = type.name === 'FunctionCall' && node.getChild('FunctionCallBody');
      if (!body) return;
      const name = expr.slice(from, node.firstChild?.to);
      const ranged = body.getChild('MatrixSelector') ?? body.getChild('SubqueryExpr');
      if (OVER_RANGES.test(name) !== (ranged !== null))
        problems.push(`${name}() ${ranged ? 'takes no' : 'wants a'} range`);
    },
  });
  return problems;
}

/** The metrics that an expression asks for. */
export function metricsIn(expr: string): string[] {
  const found: string[] = [];
  parser.parse(expr).iterate({
    enter: ({ type, from, to, node }) => {
      if (type.name === 'Identifier' && node.parent?.name === 'VectorSelector') found.push(expr.slice(from, to));
    },
  });
  return found;
}
