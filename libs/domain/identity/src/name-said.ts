/** The name that traits say, whatever parts of it they have: a name in full where one of its halves is not said by itself. */
import { readName, type PersonName } from '@tributary/domain-cleansing';
import { whatIsSaid } from './matching/form-of/traits.ts';

export function nameSaid(traits: Parameters<typeof whatIsSaid>[0]): PersonName | undefined {
  const said = whatIsSaid(traits);
  const [given, middle, family, full] = [said.get('first'), said.get('middle'), said.get('last'), said.get('full')];
  const isHalf = given === undefined || family === undefined;
  const fields = isHalf && full !== undefined ? { full } : { given, middle, family };
  return readName(Object.fromEntries(Object.entries(fields).filter(([, text]) => text !== undefined)));
}
