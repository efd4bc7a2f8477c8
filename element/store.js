// What the portal keeps in this browser: encrypted records in IndexedDB, for one backend and one person at a time.
// Loaded when the portal first has something to keep. src/delivery/store.rs is the only caller.
//
// Records lie under [scope, id], a scope being a backend and a person; the same key of AES-GCM, which nobody can export,
// encrypts all records of a scope. Beside the ciphertext stand the record's revision and the time after which it may go.
// A record of another revision than its writer knew is never overwritten. What a page leaves that goes has a record of
// its own, which the next page takes in.

import { beMorePatient, database, done, finished, soon, under } from "./database.js";
import { Parked, sweepParked } from "./parked.js";

/** In place of a revision: whatever is there. `store::ANY` in crates/delivery. */
const ANY = Number.MAX_SAFE_INTEGER;
/** How much of a file is encrypted in one go, in bytes. */
const CHUNK = 1 << 20;

/**
 * @param {string} api  the backend's address
 * @param {boolean} kept  whether anything was ever kept in this browser
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
    // A later version of the portal in another tab may change the database only when nobody holds it.
    db.addEventListener("versionchange", () => db.close());
  }

  /** A word about this backend in this browser, outside any person's scope. @param {string} name */
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
   * The records of one person, with a key made on the first visit.
   * @param {string} user
   * @param {(message: string) => void} heard  what other tabs say about the same records
   * @param {number} until  after which the key may go, if it is made now, and all that it opens; 0 for never
   */
  async enter(user, heard, until) {
    const scope = `${this.#api} ${user}`;
    const read = () => soon(done(this.#db.transaction("keys").objectStore("keys").get(scope)));
    let held = await read();
    if (!held) {
      const key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
      const transaction = this.#db.transaction("keys", "readwrite", { durability: "strict" });
      const keys = transaction.objectStore("keys");
      // Another tab may have been faster; there must be one key only.
      keys.get(scope).onsuccess = ({ target }) => {
        if (!target.result) keys.put({ key, id: crypto.randomUUID(), until }, scope);
      };
      await soon(finished(transaction));
      held = await read();
    }
    return new Scope(this.#db, scope, held, heard);
  }

  /** Takes away what has had its time, whosever it is. */
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
  /** Resolves when the write before the next one has been handed to the database. */
  #turn = Promise.resolve();
  #parked;

  constructor(db, scope, held, heard) {
    this.#db = db;
    this.#scope = scope;
    this.#held = held;
    this.#parked = new Parked(scope, held.id);
    this.#channel = new BroadcastChannel(`portico ${scope}`);
    this.#channel.onmessage = ({ data }) => heard(String(data));
    // Closed by the browser, which may clear it, or by a later version in another tab.
    const { signal } = this.#closed;
    for (const event of ["close", "versionchange"]) db.addEventListener(event, () => heard("closed"), { signal });
  }

  /** All records whose ids start with one of these, as they are at one moment: `[id, text, revision]`; no text where it
   * cannot be read. @param {string[]} prefixes */
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
    // Keys are in order: of two revisions of one record the later one comes last and counts.
    return [...new Map((await Promise.all(rows)).map((row) => [row[0], row])).values()];
  }

  /**
   * Writes and removes in one go, or does nothing at all. Writes take effect in the order of the calls.
   *
   * Every revision is a row of its own, so that "only if nobody wrote meanwhile" needs no answer from the database: a
   * tab that is being closed would not live to see it.
   * @param {[id: string, text: string | undefined, known: number, revision: number, until: number][]} changes
   *   without text: removed; `known` is the revision that the writer saw last, 0 for none, ANY where that does not
   *   matter; `until` is 0 for ever
   * @param {"relaxed" | "strict" | "leaving"} durability  `leaving` is for a tab that is about to go: what it writes is
   *   found by the next page even if the database does not come to it in time; its `known` is ANY
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
      // What is committed by its writer is carried out even if the tab dies now.
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
   * Keeps a file, if it leaves the browser at least as much room as it takes.
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

  /** The file as it was kept; nothing where it is not there in whole.
   * @param {string} id @param {string} name @param {string} type @returns {Promise<File | undefined>} */
  async file(id, name, type) {
    const chunks = await done(this.#db.transaction("chunks").objectStore("chunks").getAll(under(this.#scope, id)));
    if (!chunks.length || chunks.length !== chunks[0].count) return undefined;
    const parts = await Promise.all(chunks.map((chunk, part) => this.#open(`${id}/${part}/${chunk.count}`, chunk)));
    return new File(parts, name, { type });
  }

  /** The ids of all files that were kept to go before this time; all of them without one. @param {number} [until] */
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

  /** Tells the other tabs. @param {string} message */
  say(message) {
    if (!this.#closed.signal.aborted) this.#channel.postMessage(message);
  }

  /** Whether tabs can take turns by a lock. */
  get locks() {
    return Boolean(navigator.locks);
  }

  /** Waits until no other tab holds this scope's lock, and holds it. */
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

  /** Lets go of the lock, or of waiting for it. */
  letGo() {
    this.#lock?.abort();
  }

  /** Whether nobody has destroyed the key. */
  async isThere() {
    const held = await done(this.#db.transaction("keys").objectStore("keys").get(this.#scope));
    return held?.id === this.#held.id;
  }

  /** Destroys this person's key and with it everything that it opens. */
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

  /** Hands to the database what pages have parked that are gone; whoever reads after that finds it. */
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

  /** A transaction that comes to nothing when the key it writes with was destroyed meanwhile. */
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

/** Asks the browser, once, not to clear this away when it runs out of room. */
function askToPersist() {
  if (asked) return;
  asked = true;
  navigator.storage?.persist?.().catch(() => {});
}
