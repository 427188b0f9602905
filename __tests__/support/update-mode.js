/** Jest's `globalSetup`: tells the tests whether `-u` was given, which jest keeps to itself. */
module.exports = async ({ updateSnapshot }) => {
  process.env.TERRACHART_TESTS_UPDATE = updateSnapshot === 'all' ? 'yes' : '';
};
