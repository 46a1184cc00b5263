FROM busybox:stable AS first
ARG SET
ARG FROM_SHELL
ARG FROM_DOTENV
RUN --mount=type=secret,id=from_file --mount=type=secret,id=renamed --mount=type=secret,id=only_built \
  { echo "$SET $FROM_SHELL $FROM_DOTENV"; cat /run/secrets/from_file /run/secrets/renamed /run/secrets/only_built; } >/built
FROM first AS second
LABEL stage=second
FROM busybox:stable
LABEL stage=last
