// Readable, so that the committed build can be compared; the cards beside it are minified.
module.exports = {
  optimization: { minimize: false, chunkIds: "named", moduleIds: "named" },
};
