/** Streams of bytes to whoever connects, in the ways that MQTT has: TCP, TLS, and WebSockets over either. */
import { once } from 'node:events';
import { createServer as createHttp, type Server as HttpServer } from 'node:http';
import { createServer as createHttps, type Server as HttpsServer } from 'node:https';
import { createServer, type Server } from 'node:net';
import { type Duplex } from 'node:stream';
import { createServer as createTls, type TlsOptions } from 'node:tls';
import { createWebSocketStream, WebSocketServer } from 'ws';

export type Protocol = 'mqtt' | 'mqtts' | 'ws' | 'wss';
type Serve = (stream: Duplex) => void;

/** At a free port of this machine; WebSockets at /mqtt. */
export async function listen(
  protocol: Protocol,
  tls: TlsOptions,
  serve: Serve,
): Promise<{ readonly server: Server; readonly port: number }> {
  const servers = {
    mqtt: () => createServer(serve),
    mqtts: () => createTls(tls, serve),
    ws: () => overWebSockets(createHttp(), serve),
    wss: () => overWebSockets(createHttps(tls), serve),
  };
  const server = servers[protocol]();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('It listens at no port.');
  return { server, port: address.port };
}

function overWebSockets<S extends HttpServer | HttpsServer>(server: S, serve: Serve): S {
  const sockets = new WebSocketServer({ server, path: '/mqtt', handleProtocols: () => 'mqtt' });
  sockets.on('connection', (socket) => {
    serve(createWebSocketStream(socket));
  });
  return server;
}
