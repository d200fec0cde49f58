// What checking a bill needs of the model, as a chunk of its own: a whole `import('#model')` would drag every schema into the first load.
export { didDocument, extractVcFromPdf, isPdf, verifyBill } from '#model'
