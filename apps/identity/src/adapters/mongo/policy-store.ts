/** Policies in MongoDB. Kept by a rebuild: they are an operator's decision, which no event explains. */
import { storedPolicy, type Policy } from '@tributary/domain-identity';
import { isDuplicate } from '@tributary/mongo';
import { type Collection } from 'mongoose';
import { type Activated, type PolicyStore, type PolicyVersion } from '../../manage-policies/policy-store.ts';
import { type PolicyDocument } from './schemas.ts';

const activationsId = 'activations';
const idOf = (version: number): string => `version:${version}`;

export class MongoPolicyStore implements PolicyStore {
  constructor(private readonly policies: Collection<PolicyDocument>) {}

  async begin(first: Policy, at: number): Promise<void> {
    await this.#insert({ policy: first, createdAt: at, because: 'the policy of the product' });
    const activation = { activation: 1, version: first.version, at, because: 'first start' };
    await inserted(this.policies.insertOne({ _id: activationsId, activations: [activation] }));
  }

  async find(version: number): Promise<PolicyVersion | undefined> {
    const found = await this.policies.findOne({ _id: idOf(version) });
    return found === null ? undefined : read(found);
  }

  async list(after: number, limit: number): Promise<readonly PolicyVersion[]> {
    const found = await this.policies
      .find({ version: { $gt: after } })
      .sort({ version: 1 })
      .limit(limit)
      .toArray();
    return found.map(read);
  }

  async add(make: (version: number) => PolicyVersion): Promise<PolicyVersion> {
    for (;;) {
      const [newest] = await this.policies
        .find({ version: { $gt: 0 } })
        .sort({ version: -1 })
        .limit(1)
        .project<Pick<PolicyDocument, 'version'>>({ version: 1 })
        .toArray();
      const next = make((newest?.version ?? 0) + 1);
      if (await this.#insert(next)) return next;
    }
  }

  async activations(): Promise<readonly Activated[]> {
    return (await this.policies.findOne({ _id: activationsId }))?.activations ?? [];
  }

  async activate(next: Activated): Promise<boolean> {
    const { modifiedCount } = await this.policies.updateOne(
      { _id: activationsId, activations: { $size: next.activation - 1 } },
      { $push: { activations: next } },
    );
    return modifiedCount > 0;
  }

  #insert({ policy, createdAt, because }: PolicyVersion): Promise<boolean> {
    const { version } = policy;
    const document = { _id: idOf(version), version, text: JSON.stringify(policy), createdAt, because };
    return inserted(this.policies.insertOne(document));
  }
}

/** False: there is one already. */
async function inserted(insert: Promise<unknown>): Promise<boolean> {
  try {
    await insert;
    return true;
  } catch (error) {
    if (isDuplicate(error)) return false;
    throw error;
  }
}

function read({ _id, version, text, createdAt, because }: PolicyDocument): PolicyVersion {
  const checked = storedPolicy(JSON.parse(text ?? 'null'), version ?? 0);
  if (!checked.ok) {
    const said = checked.issues.map(({ at, detail }) => `${at}: ${detail}`).join('; ');
    throw new Error(`The policy ${_id} in the store is not one that this release understands: ${said}`);
  }
  return { policy: checked.policy, createdAt: createdAt ?? 0, because: because ?? '' };
}
