/**
 * The bytes of bodies that this process holds: those that are still coming in, and those that wait for the log. Both live in
 * memory, so together they have a bound. Where it is reached, what has been coming for longest is told to come again: a
 * client that sends its body in drops costs itself, not the others.
 */
import { type Readable } from 'node:stream';
import { Problem, type ProblemParts } from '@tributary/http';
import { problems } from './edge-problems.ts';

interface Coming {
  bytes: number;
  readonly refuse: (why: ProblemParts) => void;
}

interface Held {
  /** Counts more; throws where there is no room for it. */
  readonly grow: (bytes: number) => void;
  readonly release: () => void;
}

export class BytesInFlight {
  #held = 0;
  #comingBytes = 0;
  /** In the order in which they began. */
  readonly #coming = new Set<Coming>();

  constructor(private readonly most: number) {}

  get bytes(): number {
    return this.#held + this.#comingBytes;
  }

  /** A body as it comes in, at most so many bytes of it. Rejects with a problem where it is refused. */
  gather(stream: Readable, largest: number): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      const chunks: Buffer[] = [];
      const coming: Coming = {
        bytes: 0,
        refuse: (why) => {
          end();
          reject(new Problem(why));
        },
      };
      const take = (chunk: Buffer): void => {
        chunks.push(chunk);
        coming.bytes += chunk.length;
        this.#comingBytes += chunk.length;
        if (coming.bytes > largest) coming.refuse(problems.bodyTooLarge);
        else this.#makeRoom();
      };
      const whole = (): void => {
        end();
        resolve(Buffer.concat(chunks, coming.bytes));
      };
      const cut = (): void => {
        coming.refuse(problems.cutOff);
      };
      const end = (): void => {
        stream.off('data', take).off('end', whole).off('error', cut).off('close', cut);
        this.#coming.delete(coming);
        this.#comingBytes -= coming.bytes;
      };
      this.#coming.add(coming);
      stream.on('data', take).on('end', whole).on('error', cut).on('close', cut);
    });
  }

  /** Counts them until they are released. What is alone may be larger than all may be together, or it could never pass. */
  hold(bytes: number): Held {
    let own = 0;
    const grow = (by: number): void => {
      own += by;
      this.#held += by;
      this.#makeRoom();
      if (this.bytes <= this.most || this.#held === own) return;
      own -= by;
      this.#held -= by;
      throw new Problem(problems.overloaded);
    };
    const release = (): void => {
      this.#held -= own;
      own = 0;
    };
    grow(bytes);
    return { grow, release };
  }

  #makeRoom(): void {
    for (const coming of this.#coming) {
      const isAlone = this.#held === 0 && this.#coming.size === 1;
      if (this.bytes <= this.most || isAlone) return;
      coming.refuse(problems.overloaded);
    }
  }
}
