# enishi as a container image: one static binary, nothing else.
#
#   docker build -t enishi .
#   docker run --rm -p 127.0.0.1:8080:8080 -v enishi:/data enishi
#
# The base is scratch: a static binary needs no system, and what is not there needs
# no update. Give BASE_IMAGE a distroless static image for time zones and a
# passwd file, or debian:12-slim for a shell to look around with.
ARG BUILDER_IMAGE=golang:1.26
ARG BASE_IMAGE=scratch

FROM ${BUILDER_IMAGE} AS build
WORKDIR /src
COPY . .
# No `go mod download` first: it would fetch what only the tests need, three times
# as much. /out/image is laid over the base as it is, for the mode of /tmp.
RUN CGO_ENABLED=0 go build -trimpath -ldflags '-s -w' -o /out/image/enishi ./cmd/enishi \
 && mkdir -p /out/data /out/image/tmp /out/image/etc/ssl/certs \
 && chmod 1777 /out/image/tmp \
 && cp /etc/ssl/certs/ca-certificates.crt /out/image/etc/ssl/certs/

FROM ${BASE_IMAGE}
# The program, /tmp, and the certificates for neo4j+s:// and bolt+s://.
COPY --from=build /out/image/ /
COPY --from=build --chown=65532:65532 /out/data /data
# In a container every address is inside; what is published is the caller's choice.
ENV ENISHI_ADDR=0.0.0.0:8080 \
    ENISHI_STORE=file:/data/enishi.db \
    ENISHI_KEYS=/data/keys.json
USER 65532:65532
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=5s --timeout=5s --start-period=60s --retries=6 CMD ["/enishi", "health"]
ENTRYPOINT ["/enishi"]
CMD ["serve"]
