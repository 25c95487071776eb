/** The HTTP API of all services as they are built, without starting one. */
export async function openApi() {
  const { describeHttpApi } = await import('../../apps/standalone/dist/index.js');
  return describeHttpApi();
}
