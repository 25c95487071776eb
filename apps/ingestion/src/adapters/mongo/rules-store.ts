/** Rules of sources, every version of them. */
import { parseSourceRules } from '@tributary/domain-governance';
import { type Collection } from 'mongoose';
import { type RulesStore, type RulesVersion } from '../../ports.ts';
import { insertNew, unordered } from './bulk-insert.ts';
import { type RulesDocument } from './schemas.ts';

export class MongoRulesStore implements RulesStore {
  constructor(private readonly rules: Collection<RulesDocument>) {}

  async newest(): Promise<readonly RulesVersion[]> {
    const found = await this.rules.find({}).sort({ source: 1, version: -1 }).toArray();
    return found.filter(({ source }, index) => found[index - 1]?.source !== source).map(read);
  }

  async versions(source: string, limit: number): Promise<readonly RulesVersion[]> {
    return (await this.rules.find({ source }).sort({ version: -1 }).limit(limit).toArray()).map(read);
  }

  async find(source: string, version: number): Promise<RulesVersion | undefined> {
    const found = await this.rules.findOne({ _id: idOf(source, version) });
    return found ? read(found) : undefined;
  }

  async add({ source, version, rules, createdAt }: RulesVersion): Promise<boolean> {
    const document = { _id: idOf(source, version), source, version, rules: JSON.stringify(rules), createdAt };
    return (await insertNew([document], (inserts) => this.rules.bulkWrite(inserts, unordered))).size === 0;
  }
}

const idOf = (source: string, version: number): string => `${source}@${version}`;

function read({ source, version, rules, createdAt }: RulesDocument): RulesVersion {
  const parsed = parseSourceRules(JSON.parse(rules));
  if (parsed.ok) return { source, version, rules: parsed.rules, createdAt };
  throw new Error(`The rules of ${source}, version ${version}, cannot be read: ${JSON.stringify(parsed.errors)}`);
}
