# One image for every service: docker build -t tributary . && docker run tributary <service>
ARG NODE_IMAGE=node:24.21.0-bookworm-slim

# Everything that the lockfile names, compiled; then laid out without what only the development needs.
FROM ${NODE_IMAGE} AS build
WORKDIR /app
COPY . .
RUN --mount=type=cache,target=/root/.npm npm ci --ignore-scripts --loglevel=error
RUN node tools/build.mjs
RUN node docker/lay-out.mjs /out
RUN mkdir /out/data

FROM ${NODE_IMAGE}
LABEL org.opencontainers.image.title="Tributary" \
      org.opencontainers.image.description="An open customer data platform: events in, one profile per person, live segments and decisions out." \
      org.opencontainers.image.licenses="Apache-2.0"
WORKDIR /app
COPY --from=build /out .
# The root file system may be read-only. Only the embedded engines of `standalone` write, and ingestion while it imports a file: to the volume.
COPY --from=build --chown=10001:10001 /out/data /data
VOLUME /data
ENV NODE_ENV=production HOST=0.0.0.0 PORT=4400
USER 10001:10001
EXPOSE 4400
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --start-interval=2s --retries=3 CMD ["node", "docker/health.mjs"]
ENTRYPOINT ["node", "--disable-warning=ExperimentalWarning", "docker/entry.mjs"]
