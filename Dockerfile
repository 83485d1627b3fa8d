# Two stages: the toolchain builds one stripped binary, and a slim image runs it with the C libraries it loads.
#   docker build -t packferry .

FROM swift:6.3-bookworm AS build
WORKDIR /source
COPY scripts/setup scripts/setup
RUN scripts/setup build && rm -rf /var/lib/apt/lists/*
COPY Package.swift ./
COPY Sources Sources
# The page, which becomes a part of the binary.
COPY Public Public
COPY Tests Tests
RUN swift build -c release --static-swift-stdlib --product packferry \
    && install -D "$(swift build -c release --static-swift-stdlib --show-bin-path)/packferry" /out/packferry \
    && strip /out/packferry

FROM debian:bookworm-slim
COPY scripts/setup /usr/local/share/packferry/setup
RUN apt-get update -q \
    && apt-get install -y -q --no-install-recommends ca-certificates tzdata \
    && /usr/local/share/packferry/setup runtime \
    && rm -rf /var/lib/apt/lists/*
# The same numbers as in Verdaccio's image, so that both can write to one storage volume.
RUN groupadd --gid 65533 packferry \
    && useradd --uid 10001 --gid 65533 --no-create-home --home-dir /var/lib/packferry --shell /usr/sbin/nologin packferry \
    && install -d -o packferry -g packferry /var/lib/packferry /verdaccio /verdaccio/storage /verdaccio/storage/data
COPY --from=build /out/packferry /usr/local/bin/packferry
COPY packaging/docker/packferry.yaml /etc/packferry/packferry.yaml

ENV LC_ALL=C.UTF-8 PACKFERRY_CONFIG=/etc/packferry/packferry.yaml
USER 10001:65533
WORKDIR /var/lib/packferry
VOLUME /var/lib/packferry
EXPOSE 8470
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
    CMD ["packferry", "healthcheck"]
ENTRYPOINT ["packferry"]
CMD ["serve"]
