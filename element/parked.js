// Changes of closing pages that may not reach the database in time: a busy database, as on a slow disk, drops pending
// transactions as soon as the page is gone. Local storage takes the changes at once, and the next page writes them to
// the database. Each record belongs to one tab, see `store::leftover_id` in crates/delivery, so that no two can collide.

/** Bytes as a string of the same length, and back. @param {ArrayBuffer | Uint8Array} bytes */
const write = (bytes) => Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte)).join("");
/** @param {string} text */
const read = (text) => Uint8Array.from(text, (character) => character.charCodeAt(0));

const MARK = "portico-parked ";

/** The names of parked records that start with this mark. @param {string} mark @returns {string[]} */
const names = (mark) => {
  try {
    return Object.keys(localStorage).filter((name) => name.startsWith(mark));
  } catch {
    return [];
  }
};

/** The record with this name, if it is valid. @param {string} name */
const parked = (name) => {
  try {
    return JSON.parse(localStorage.getItem(name)) ?? {};
  } catch {
    return {};
  }
};

/** Deletes expired records of all users, because nobody reads a visitor's records once the tab is gone. */
export function sweepParked() {
  for (const name of names(MARK)) {
    const { until } = parked(name);
    if (until && until < Date.now()) localStorage.removeItem(name);
  }
}

/** The parked records of one scope, which are encrypted with its key. */
export class Parked {
  #mark;
  #key;
  /** The revisions that this page has parked, by name; the page handles these itself. */
  #own = new Map();

  /** @param {string} scope @param {string} key  the ID of the key that encrypts them */
  constructor(scope, key) {
    // No scope contains a line break, so that none is a prefix of another.
    this.#mark = `${MARK}${scope}\n`;
    this.#key = key;
  }

  /** Parks pending changes. If there is no room, the database may still be in time.
   * @param {[id: string, text: string | undefined, known: number, revision: number, until: number][]} changes
   * @param {({ iv: Uint8Array, data: ArrayBuffer } | false)[]} sealed */
  add(changes, sealed) {
    changes.forEach(([id, , , revision, until], index) => {
      if (!sealed[index]) return;
      const [iv, data] = [sealed[index].iv, sealed[index].data].map(write);
      try {
        localStorage.setItem(this.#mark + id, JSON.stringify({ key: this.#key, revision, until, iv, data }));
        this.#own.set(this.#mark + id, revision);
      } catch {}
    });
  }

  /** Deletes this page's parked copies of changes that the database has stored. */
  settle(changes) {
    for (const [id, text, , revision] of changes) {
      const name = this.#mark + id;
      const own = this.#own.get(name);
      if (own === undefined || (text !== undefined && own > revision)) continue;
      this.#own.delete(name);
      localStorage.removeItem(name);
    }
  }

  /** The parked records of other pages, each with a function to delete it. */
  left() {
    return names(this.#mark)
      .filter((name) => !this.#own.has(name))
      .flatMap((name) => {
        const text = localStorage.getItem(name);
        const drop = () => {
          if (localStorage.getItem(name) === text) localStorage.removeItem(name);
        };
        const { key, iv, data, revision, until } = parked(name);
        if (key === this.#key) return [{ id: name.slice(this.#mark.length), revision, until, iv: read(iv), data: read(data), drop }];
        // The key was destroyed, so the record is unreadable.
        drop();
        return [];
      });
  }

  clear() {
    for (const name of names(this.#mark)) localStorage.removeItem(name);
  }
}
