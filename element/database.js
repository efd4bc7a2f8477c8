// IndexedDB with promises and time limits.

/** The time limit for opening the database and for reads that the screen waits for, in milliseconds. */
let patience = 4_000;
/** The same if records were stored before, because users would otherwise continue with an older copy. */
const PATIENCE_FOR_KEPT = 12_000;
export const beMorePatient = () => (patience = PATIENCE_FOR_KEPT);
/** Limits the time for browsers whose database never responds.
 * @template T @param {Promise<T>} work @returns {Promise<T>} */
export const soon = (work) => {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error("late")), patience);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
};
/** @param {IDBRequest} request @returns {Promise<any>} */
export const done = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** @param {IDBTransaction} transaction @returns {Promise<void>} */
export const finished = (transaction) =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new DOMException("given up", "AbortError"));
  });

/** The range of all keys that start with these parts. @param {...string} parts */
export const under = (...parts) => IDBKeyRange.bound(parts, [...parts, []]);

/** @returns {Promise<IDBDatabase>} */
export function database() {
  const request = indexedDB.open("portico", 1);
  request.onupgradeneeded = () => {
    for (const name of ["keys", "notes"]) request.result.createObjectStore(name);
    for (const name of ["records", "chunks"]) request.result.createObjectStore(name).createIndex("until", "until");
  };
  return soon(done(request)).catch((error) => {
    request.onsuccess = () => request.result.close();
    throw error;
  });
}
