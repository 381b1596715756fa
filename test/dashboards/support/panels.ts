import { readFileSync } from 'node:fs';

/** A dashboard's JSON, as far as the tests look at it. */
export interface Dashboard {
  readonly uid: string;
  readonly title: string;
  readonly panels: readonly Panel[];
  readonly templating: { readonly list: readonly Variable[] };
  readonly annotations: { readonly list: readonly Annotation[] };
}

export interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly description?: string;
  readonly datasource?: { readonly uid: string };
  readonly panels?: readonly Panel[];
  readonly targets?: readonly Target[];
  readonly fieldConfig?: { readonly defaults: { readonly unit?: string } };
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
}

export interface Target {
  readonly expr: string;
  readonly refId?: string;
  readonly instant?: boolean;
  readonly legendFormat?: string;
  readonly datasource?: { readonly uid: string };
}

export interface Variable {
  readonly name: string;
  readonly type: string;
  readonly query: unknown;
  readonly multi?: boolean;
  readonly includeAll?: boolean;
  readonly allValue?: string;
  readonly definition?: string;
  readonly datasource?: { readonly uid: string };
}

export interface Annotation {
  readonly name: string;
  readonly expr: string;
  readonly step: string;
  readonly datasource: { readonly uid: string };
}

/** The committed dashboards. */
export const dashboards: readonly Dashboard[] = ['card', 'farm'].map(
  (name): Dashboard => JSON.parse(readFileSync(`dashboards/${name}.json`, 'utf8')),
);

/** The panels that show something, also those inside of rows. */
export function panelsOf({ panels }: Pick<Dashboard, 'panels'>): readonly Panel[] {
  return panels.flatMap((panel) =>
    panel.type === 'row' ? panelsOf({ panels: panel.panels ?? [] }) : [panel],
  );
}
