// The portal's storage in this browser: encrypted records in IndexedDB, for one backend and one user at a time.
// Loaded when the portal first needs it. src/delivery/store.rs is the only caller.
//
// Records are stored under [scope, id], where a scope is a backend and a user; one AES-GCM key, which cannot be
// exported, encrypts all records of a scope. The ciphertext is stored with the record's revision and expiry time. A
// record with a revision that its writer did not know is never overwritten. A closing page leaves its changes in a
// separate record, which the next page merges.

import { beMorePatient, database, done, finished, soon, under } from "./database.js";
import { Parked, sweepParked } from "./parked.js";

/** Matches any revision. `store::ANY` in crates/delivery. */
const ANY = Number.MAX_SAFE_INTEGER;
/** The number of bytes of a file that are encrypted at once. */
const CHUNK = 1 << 20;

/**
 * @param {string} api  the backend's address
 * @param {boolean} kept  whether anything was ever stored in this browser
 * @returns {Promise<Store>} rejects with an Error whose message is `insecure` or `refused`
 */
export async function openStore(api, kept) {
  if (kept) beMorePatient();
  if (!globalThis.isSecureContext || !globalThis.crypto?.subtle) throw new Error("insecure");
  try {
    const store = new Store(await database(), api);
    await soon(store.sweep()).catch((error) => {
      store.close();
      throw error;
    });
    return store;
  } catch {
    throw new Error("refused");
  }
}

class Store {
  #db;
  #api;

  /** @param {IDBDatabase} db @param {string} api */
  constructor(db, api) {
    this.#db = db;
    this.#api = api;
    // A newer version of the portal in another tab can upgrade the database only while no tab has it open.
    db.addEventListener("versionchange", () => db.close());
  }

  /** A value for this backend in this browser, outside any user's scope. @param {string} name */
  async note(name) {
    return soon(done(this.#db.transaction("notes").objectStore("notes").get([this.#api, name])));
  }

  /** @param {string} name @param {string | undefined} text  nothing removes it */
  async setNote(name, text) {
    const transaction = this.#db.transaction("notes", "readwrite");
    const notes = transaction.objectStore("notes");
    if (text === undefined) notes.delete([this.#api, name]);
    else notes.put(text, [this.#api, name]);
    await soon(finished(transaction));
  }

  /**
   * The records of one user, with a key that is generated on the first visit.
   * @param {string} user
   * @param {(message: string) => void} heard  called with messages of other tabs about the same records
   * @param {number} until  the expiry time of the key and its records, if the key is generated now; 0 for never
   */
  async enter(user, heard, until) {
    const scope = `${this.#api} ${user}`;
    const read = () => soon(done(this.#db.transaction("keys").objectStore("keys").get(scope)));
    let held = await read();
    if (!held) {
      const key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
      const transaction = this.#db.transaction("keys", "readwrite", { durability: "strict" });
      const keys = transaction.objectStore("keys");
      // Another tab may have been faster; there must be only one key.
      keys.get(scope).onsuccess = ({ target }) => {
        if (!target.result) keys.put({ key, id: crypto.randomUUID(), until }, scope);
      };
      await soon(finished(transaction));
      held = await read();
    }
    return new Scope(this.#db, scope, held, heard);
  }

  /** Deletes the expired records of all users. */
  async sweep() {
    sweepParked();
    const now = Date.now();
    const transaction = this.#db.transaction(["keys", "records", "chunks"], "readwrite");
    transaction.objectStore("keys").openCursor().onsuccess = ({ target }) => {
      const cursor = target.result;
      if (!cursor) return;
      if (cursor.value.until && cursor.value.until < now) {
        cursor.delete();
        for (const name of ["records", "chunks"]) transaction.objectStore(name).delete(under(cursor.key));
      }
      cursor.continue();
    };
    for (const name of ["records", "chunks"]) {
      const over = transaction.objectStore(name).index("until").openCursor(IDBKeyRange.bound(1, now));
      over.onsuccess = ({ target }) => {
        target.result?.delete();
        target.result?.continue();
      };
    }
    await finished(transaction);
  }

  close() {
    this.#db.close();
  }
}

class Scope {
  #db;
  #scope;
  #held;
  #channel;
  #closed = new AbortController();
  /** @type {AbortController | undefined} */
  #lock;
  /** Resolves when the previous write has been passed to the database. */
  #turn = Promise.resolve();
  #parked;

  constructor(db, scope, held, heard) {
    this.#db = db;
    this.#scope = scope;
    this.#held = held;
    this.#parked = new Parked(scope, held.id);
    this.#channel = new BroadcastChannel(`portico ${scope}`);
    this.#channel.onmessage = ({ data }) => heard(String(data));
    // Closed by the browser, which may clear it, or by a newer version in another tab.
    const { signal } = this.#closed;
    for (const event of ["close", "versionchange"]) db.addEventListener(event, () => heard("closed"), { signal });
  }

  /** A snapshot of all records whose IDs start with one of these: `[id, text, revision]`; without a text if it is
   * unreadable. @param {string[]} prefixes */
  async list(prefixes) {
    this.#unpark();
    const records = this.#db.transaction("records").objectStore("records");
    const all = prefixes.map((prefix) => {
      const range = IDBKeyRange.bound([this.#scope, prefix], [this.#scope, `${prefix}\uffff`]);
      return Promise.all([done(records.getAllKeys(range)), done(records.getAll(range))]);
    });
    const rows = (await soon(Promise.all(all))).flatMap(([keys, values]) =>
      values.map(async (value, index) => {
        const [, id, revision] = keys[index];
        const bytes = await this.#open(id, value).catch(() => undefined);
        return [id, bytes && new TextDecoder().decode(bytes), revision];
      }),
    );
    // Keys are sorted: of two revisions of a record, the later one comes last and is used.
    return [...new Map((await Promise.all(rows)).map((row) => [row[0], row])).values()];
  }

  /**
   * Writes and deletes in one transaction. Writes take effect in the order of the calls.
   *
   * Every revision is a separate row, so that "only if nobody has written in the meantime" needs no response from the
   * database, which a closing tab would not receive.
   * @param {[id: string, text: string | undefined, known: number, revision: number, until: number][]} changes
   *   without text: deleted; `known` is the last revision that the writer saw, 0 for none, ANY to skip the check;
   *   `until` is 0 for no expiry
   * @param {"relaxed" | "strict" | "leaving"} durability  `leaving` is for a closing tab: the next page finds its
   *   changes even if the database does not store them in time; its `known` is ANY
   * @returns {Promise<"done" | "changed" | "full" | "failed">}
   */
  async write(changes, durability) {
    const seals = changes.map(([id, text]) => text !== undefined && this.#seal(id, new TextEncoder().encode(text)));
    const before = this.#turn;
    let next;
    this.#turn = new Promise((resolve) => (next = resolve));
    let transaction;
    let changed = false;
    try {
      const sealed = await Promise.all(seals);
      if (durability === "leaving") this.#parked.add(changes, sealed);
      await before;
      transaction = this.#begin("records", durability);
      const records = transaction.objectStore("records");
      const clash = () => {
        if (!changed) transaction.abort();
        changed = true;
      };
      changes.forEach(([id, text, known, revision, until], index) => {
        const row = (number) => [this.#scope, id, number];
        if (known !== ANY) {
          records.getKey(known ? row(known) : under(this.#scope, id)).onsuccess = ({ target }) => {
            if ((target.result !== undefined) !== known > 0) clash();
          };
        }
        records.delete(IDBKeyRange.bound(row(0), row(known)));
        if (text === undefined) return;
        records.add({ ...sealed[index], until }, row(revision)).onerror = ({ target }) => {
          if (target.error.name === "ConstraintError") changed = true;
        };
      });
      // An explicitly committed transaction completes even if the tab is closed now.
      if (durability === "leaving") transaction.commit();
    } catch {
      return "failed";
    } finally {
      next();
    }
    try {
      await finished(transaction);
      this.#parked.settle(changes);
      return "done";
    } catch (error) {
      if (changed) return "changed";
      return error.name === "QuotaExceededError" ? "full" : "failed";
    }
  }

  /**
   * Stores a file, if the remaining space is then at least the size of the file.
   * @param {string} id @param {Blob} file @param {number} until
   * @returns {Promise<boolean>} whether there was room
   */
  async putFile(id, file, until) {
    askToPersist();
    const { quota = 0, usage = 0 } = (await navigator.storage?.estimate?.()) ?? {};
    if (file.size * 2 > quota - usage) return false;
    const count = Math.max(Math.ceil(file.size / CHUNK), 1);
    for (let part = 0; part < count; part += 1) {
      const bytes = await file.slice(part * CHUNK, (part + 1) * CHUNK).arrayBuffer();
      const sealed = await this.#seal(`${id}/${part}/${count}`, bytes);
      const transaction = this.#begin("chunks", "relaxed");
      transaction.objectStore("chunks").put({ ...sealed, count, until }, [this.#scope, id, part]);
      await finished(transaction);
    }
    return true;
  }

  /** The stored file; undefined if it is incomplete.
   * @param {string} id @param {string} name @param {string} type @returns {Promise<File | undefined>} */
  async file(id, name, type) {
    const chunks = await done(this.#db.transaction("chunks").objectStore("chunks").getAll(under(this.#scope, id)));
    if (!chunks.length || chunks.length !== chunks[0].count) return undefined;
    const parts = await Promise.all(chunks.map((chunk, part) => this.#open(`${id}/${part}/${chunk.count}`, chunk)));
    return new File(parts, name, { type });
  }

  /** The IDs of all files that expire before this time; all of them without one. @param {number} [until] */
  async files(until = Infinity) {
    const index = this.#db.transaction("chunks").objectStore("chunks").index("until");
    const keys = await done(index.getAllKeys(IDBKeyRange.upperBound(until)));
    return [...new Set(keys.filter(([scope]) => scope === this.#scope).map(([, id]) => id))];
  }

  /** @param {string} id */
  async dropFile(id) {
    const transaction = this.#db.transaction("chunks", "readwrite");
    transaction.objectStore("chunks").delete(under(this.#scope, id));
    await finished(transaction);
  }

  /** Sends a message to the other tabs. @param {string} message */
  say(message) {
    if (!this.#closed.signal.aborted) this.#channel.postMessage(message);
  }

  /** Whether the browser supports locks between tabs. */
  get locks() {
    return Boolean(navigator.locks);
  }

  /** Acquires this scope's lock, and waits while another tab holds it. */
  hold() {
    const { signal } = (this.#lock = new AbortController());
    return new Promise((resolve, reject) => {
      const held = () =>
        new Promise((release) => {
          resolve();
          signal.addEventListener("abort", release);
        });
      navigator.locks.request(`portico ${this.#scope}`, { signal }, held).catch(reject);
    });
  }

  /** Releases the lock, or stops waiting for it. */
  letGo() {
    this.#lock?.abort();
  }

  /** Whether the key still exists. */
  async isThere() {
    const held = await done(this.#db.transaction("keys").objectStore("keys").get(this.#scope));
    return held?.id === this.#held.id;
  }

  /** Destroys this user's key and everything that it decrypts. */
  async destroy() {
    const transaction = this.#db.transaction(["keys", "records", "chunks"], "readwrite", { durability: "strict" });
    transaction.objectStore("keys").delete(this.#scope);
    transaction.objectStore("records").delete(under(this.#scope));
    transaction.objectStore("chunks").delete(under(this.#scope));
    this.#parked.clear();
    await finished(transaction);
  }

  close() {
    this.#closed.abort();
    this.letGo();
    this.#channel.close();
  }

  /** Writes the parked records of closed pages to the database, where later reads find them. */
  #unpark() {
    const parked = this.#parked.left();
    if (!parked.length) return;
    const transaction = this.#begin("records", "relaxed");
    const records = transaction.objectStore("records");
    for (const { id, revision, until, iv, data } of parked) {
      const all = under(this.#scope, id);
      records.getAllKeys(all).onsuccess = ({ target }) => {
        if ((target.result.at(-1)?.[2] ?? 0) >= revision) return;
        records.delete(all);
        records.put({ iv, data, until }, [this.#scope, id, revision]);
      };
    }
    finished(transaction).then(() => parked.forEach((one) => one.drop()), () => {});
  }

  /** A transaction that is aborted if its key was destroyed in the meantime. */
  #begin(store, durability) {
    const strict = durability === "strict";
    if (strict) askToPersist();
    const options = { durability: strict ? "strict" : "relaxed" };
    const transaction = this.#db.transaction(["keys", store], "readwrite", options);
    transaction.objectStore("keys").get(this.#scope).onsuccess = ({ target }) => {
      if (target.result?.id !== this.#held.id && durability !== "leaving") transaction.abort();
    };
    return transaction;
  }

  async #seal(id, bytes) {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    return { iv, data: await crypto.subtle.encrypt(this.#cipher(id, iv), this.#held.key, bytes) };
  }

  #open(id, { iv, data }) {
    return crypto.subtle.decrypt(this.#cipher(id, iv), this.#held.key, data);
  }

  #cipher(id, iv) {
    return { name: "AES-GCM", iv, additionalData: new TextEncoder().encode(`${this.#scope} ${id}`) };
  }
}

let asked = false;

/** Asks the browser, once, not to evict this data when it runs out of space. */
function askToPersist() {
  if (asked) return;
  asked = true;
  navigator.storage?.persist?.().catch(() => {});
}
