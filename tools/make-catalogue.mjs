/** Derives the sample's catalogue from its orders: one product per stock code, with a readable title and the median price. */
import { readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';

const folder = new URL('../samples/online-retail/', import.meta.url);
const rows = parse(gunzipSync(readFileSync(fileURLToPath(new URL('orders.csv.gz', folder)))), { columns: true });

const products = new Map();
for (const { StockCode: id, Description: text, UnitPrice: price } of rows) {
  const product = products.get(id) ?? { texts: new Map(), prices: [] };
  products.set(id, product);
  // Notes of the warehouse ("damaged", "?") are in lower case; titles of products are in capitals.
  const name = text.trim().replaceAll(/\s+/g, ' ');
  if (/[A-Z]{3}/.test(name)) product.texts.set(name, (product.texts.get(name) ?? 0) + 1);
  if (Number(price) > 0) product.prices.push(Number(price));
}

const small = new Set(['a', 'an', 'and', 'at', 'by', 'for', 'from', 'in', 'of', 'on', 'the', 'to', 'with', 'w']);
const capital = (word, index) =>
  index > 0 && small.has(word) ? word : word.replace(/[a-z]/, (letter) => letter.toUpperCase());
const titleOf = (text) => text.toLowerCase().split(' ').map(capital).join(' ').replaceAll(' ,', ', ').trim();

const mostFrequent = (texts) => [...texts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]?.[0];

function median(prices) {
  const sorted = prices.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const value = sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  return Math.round(value * 100) / 100;
}

const catalogue = [...products]
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(([id, { texts, prices }]) => ({
    product_id: id,
    title: titleOf(mostFrequent(texts) ?? `Product ${id}`),
    price: prices.length === 0 ? null : median(prices),
    currency: 'GBP',
  }));
const memberOf = ([name, value]) => `"${name}": ${JSON.stringify(value)}`;
const lines = catalogue.map((product) => `  { ${Object.entries(product).map(memberOf).join(', ')} }`);
writeFileSync(fileURLToPath(new URL('catalogue.json', folder)), `[\n${lines.join(',\n')}\n]\n`);
console.log(`${catalogue.length} products`);
