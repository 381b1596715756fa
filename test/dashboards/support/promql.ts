import { parser } from '@prometheus-io/lezer-promql';

/** What a PromQL query consists of, as far as its rules are about it. */
export interface Query {
  /** Where it can't be parsed. */
  readonly errors: readonly string[];
  /** The names of the metrics that it selects, once each. */
  readonly metrics: readonly string[];
  /** Each selector of series with the names of the functions around it, the innermost first. */
  readonly selectors: readonly Selector[];
}

/** One selector, such as `up{job="fpga"}`. */
export interface Selector {
  readonly metric: string;
  readonly text: string;
  readonly functions: readonly string[];
}

/** Grafana's variables, replaced by something that PromQL knows. */
export function withoutVariables(expr: string): string {
  return expr.replace(/\$__(?:rate_interval|range|interval)\b/g, '5m');
}

/** Reads a query, with the grammar that Prometheus's own page uses. */
export function readQuery(expr: string): Query {
  const text = withoutVariables(expr);
  const errors: string[] = [];
  const selectors: Selector[] = [];
  parser.parse(text).iterate({
    enter({ type, from, to, node }) {
      if (type.isError) errors.push(`at ${from}: ${text.slice(from, to + 10)}`);
      if (type.name !== 'VectorSelector') return;
      const name = node.getChild('Identifier');
      const functions: string[] = [];
      for (let around = node.parent; around !== null; around = around.parent) {
        const called = around.getChild('FunctionIdentifier');
        if (called !== null) functions.push(text.slice(called.from, called.to));
      }
      selectors.push({
        metric: name === null ? '' : text.slice(name.from, name.to),
        text: text.slice(from, to),
        functions,
      });
    },
  });
  return { errors, metrics: [...new Set(selectors.map(({ metric }) => metric))], selectors };
}
