/** Rules of sources, every version of them. */
import { readStoredRules } from '@tributary/domain-governance';
import { inOneAnswer } from '@tributary/mongo';
import { type Collection } from 'mongoose';
import { type RulesStore, type RulesVersion } from '../../ports.ts';
import { insertNew, unordered } from './bulk-insert.ts';
import { type RulesDocument } from './schemas.ts';

export class MongoRulesStore implements RulesStore {
  constructor(private readonly rules: Collection<RulesDocument>) {}

  async newest(): Promise<readonly RulesVersion[]> {
    // Asked for every few seconds: the old versions of a source stay where they are.
    const tops = await this.rules
      .aggregate<{ _id: string; version: number }>([{ $group: { _id: '$source', version: { $max: '$version' } } }])
      .toArray();
    const ids = tops.map(({ _id, version }) => idOf(_id, version));
    return (await this.rules.find({ _id: { $in: ids } }, inOneAnswer).toArray()).map(read);
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
  const parsed = readStoredRules(JSON.parse(rules));
  if (parsed.ok) return { source, version, rules: parsed.rules, createdAt };
  throw new Error(`The rules of ${source}, version ${version}, cannot be read: ${JSON.stringify(parsed.errors)}`);
}
