/* global AbortSignal */
/** Whether the service in this container is ready: 0 yes, 1 no. It asks over loopback, so that no tool is needed in the image. */
const url = `http://127.0.0.1:${process.env.PORT ?? '4400'}/readyz`;
try {
  const answer = await fetch(url, { signal: AbortSignal.timeout(4_000) });
  process.stdout.write(`${await answer.text()}\n`);
  process.exitCode = answer.ok ? 0 : 1;
} catch (error) {
  process.stdout.write(`${url} does not answer: ${error.cause?.message ?? error.message}\n`);
  process.exitCode = 1;
}
