// What pages leave that the database may not come to: one that is busy, as on a slow disk, drops what it has not begun
// as soon as the page is gone. The local storage takes it at once, and the next page hands it on. Each record that is
// left so is one tab's alone, see `store::left_id` in crates/delivery, so that none takes the place of another's.

/** Bytes as a text of as many characters, and back. @param {ArrayBuffer | Uint8Array} bytes */
const write = (bytes) => Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte)).join("");
/** @param {string} text */
const read = (text) => Uint8Array.from(text, (character) => character.charCodeAt(0));

const MARK = "portico-parked ";

/** The names of what is parked under names that start so. @param {string} mark @returns {string[]} */
const names = (mark) => {
  try {
    return Object.keys(localStorage).filter((name) => name.startsWith(mark));
  } catch {
    return [];
  }
};

/** What lies under a name, if it is ours. @param {string} name */
const parked = (name) => {
  try {
    return JSON.parse(localStorage.getItem(name)) ?? {};
  } catch {
    return {};
  }
};

/** Takes away what has had its time, whosever it is: a visitor's is asked for by nobody once the tab is gone. */
export function sweepParked() {
  for (const name of names(MARK)) {
    const { until } = parked(name);
    if (until && until < Date.now()) localStorage.removeItem(name);
  }
}

/** The parked records of one scope; they can only be read with its key. */
export class Parked {
  #mark;
  #key;
  /** The revisions that this page has parked, by name; it sees to them itself. */
  #own = new Map();

  /** @param {string} scope @param {string} key  the id of the key that they are sealed with */
  constructor(scope, key) {
    // No name of a person holds a line break, so that none is the beginning of another's.
    this.#mark = `${MARK}${scope}\n`;
    this.#key = key;
  }

  /** Parks what is to be written. Where there is no room, the database may still be in time.
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

  /** The database has these changes: what this page has parked of them may go. */
  settle(changes) {
    for (const [id, text, , revision] of changes) {
      const name = this.#mark + id;
      const own = this.#own.get(name);
      if (own === undefined || (text !== undefined && own > revision)) continue;
      this.#own.delete(name);
      localStorage.removeItem(name);
    }
  }

  /** What other pages have parked, each with a way to drop it. */
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
        // That key was destroyed, so nobody can read it any more.
        drop();
        return [];
      });
  }

  clear() {
    for (const name of names(this.#mark)) localStorage.removeItem(name);
  }
}
