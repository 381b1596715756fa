const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text from outside, as it may stand in the page and in an attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '');
}

/** An element with content that is HTML already. */
export function element(name: string, content: string, className = ''): string {
  return `<${name}${className === '' ? '' : ` class="${className}"`}>${content}</${name}>`;
}

/** A list; `''` where there is nothing in it. */
export function list(items: readonly string[], className: string): string {
  if (items.length === 0) return '';
  return `${element('ul', items.map((item) => element('li', item)).join(''), className)}\n`;
}
