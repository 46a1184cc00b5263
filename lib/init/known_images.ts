/** The health check for a well-known image. */
export interface KnownImage {
  /** Matches the image's name without registry and tag. */
  readonly name: RegExp;
  readonly kind: "http" | "tcp";
  /** The port inside the container. */
  readonly port: number;
  readonly path?: string;
  readonly timeoutSeconds: number;
}

const http = (name: RegExp, port: number, path: string, timeoutSeconds = 60) =>
  ({ name, kind: "http", port, path, timeoutSeconds }) as const;
const tcp = (name: RegExp, port: number, timeoutSeconds = 60) => ({ name, kind: "tcp", port, timeoutSeconds }) as const;

/** The first line that matches counts. An image with several lines uses the first one whose port is published. */
const KNOWN_IMAGES: readonly KnownImage[] = [
  // its start page answers long before Temporal does
  http(/(^|\/)temporal(io\/|-)?ui$|temporalio\/ui$/, 8080, "/api/v1/namespaces/default/workflows", 120),
  tcp(/temporalio\/(auto-setup|server|temporal|admin-tools)$/, 7233, 120),
  tcp(/(^|\/)(postgres|postgresql|postgis|timescaledb|timescaledb-ha|pgvector)$/, 5432),
  tcp(/(^|\/)(mysql|mysql-server|mariadb|percona)$/, 3306, 120),
  tcp(/(^|\/)mssql\/server$/, 1433, 120),
  tcp(/(^|\/)(redis|redis-stack|redis-stack-server|valkey|keydb|dragonfly)$/, 6379),
  tcp(/(^|\/)memcached$/, 11211),
  tcp(/(^|\/)(mongo|mongodb|mongodb-community-server)$/, 27017),
  tcp(/(^|\/)(cassandra|scylla)$/, 9042, 180),
  http(/(^|\/)rabbitmq$/, 15672, "/", 120),
  tcp(/(^|\/)rabbitmq$/, 5672, 120),
  http(/(^|\/)nats$/, 8222, "/healthz"),
  tcp(/(^|\/)nats$/, 4222),
  tcp(/(^|\/)(kafka|cp-kafka|cp-server|kafka-native)$/, 9092, 120),
  http(/(^|\/)redpanda$/, 9644, "/v1/status/ready", 90),
  tcp(/(^|\/)redpanda$/, 9092, 90),
  tcp(/(^|\/)(zookeeper|cp-zookeeper)$/, 2181),
  http(/(^|\/)cp-schema-registry$/, 8081, "/subjects", 120),
  http(/(^|\/)(elasticsearch|opensearch)$/, 9200, "/_cluster/health", 180),
  http(/(^|\/)(kibana|opensearch-dashboards)$/, 5601, "/api/status", 180),
  http(/(^|\/)cp-enterprise-control-center(-next-gen)?$/, 9021, "/", 180),
  http(/(^|\/)n8n$/, 5678, "/healthz", 120),
  http(/(^|\/)solr$/, 8983, "/solr/", 90),
  http(/(^|\/)meilisearch$/, 7700, "/health"),
  http(/(^|\/)typesense$/, 8108, "/health"),
  http(/(^|\/)qdrant$/, 6333, "/readyz"),
  http(/(^|\/)weaviate$/, 8080, "/v1/.well-known/ready", 90),
  http(/(^|\/)minio$/, 9000, "/minio/health/ready"),
  http(/(^|\/)(localstack|localstack-pro)$/, 4566, "/_localstack/health", 120),
  http(/(^|\/)clickhouse(-server)?$/, 8123, "/ping"),
  http(/(^|\/)influxdb$/, 8086, "/health"),
  http(/(^|\/)neo4j$/, 7474, "/", 120),
  http(/(^|\/)couchdb$/, 5984, "/_up"),
  http(/(^|\/)etcd$/, 2379, "/health"),
  http(/(^|\/)consul$/, 8500, "/v1/status/leader"),
  http(/(^|\/)vault$/, 8200, "/v1/sys/health?standbyok=true"),
  http(/(^|\/)keycloak$/, 8080, "/", 180),
  http(/(^|\/)grafana(-oss|-enterprise)?$/, 3000, "/api/health"),
  http(/(^|\/)prometheus$/, 9090, "/-/ready"),
  http(/(^|\/)alertmanager$/, 9093, "/-/ready"),
  http(/(^|\/)loki$/, 3100, "/ready", 90),
  http(/(^|\/)tempo$/, 3200, "/ready", 90),
  http(/(^|\/)(jaeger|all-in-one)$/, 16686, "/"),
  http(/(^|\/)zipkin$/, 9411, "/health"),
  http(/(^|\/)(mailhog|mailpit)$/, 8025, "/"),
  http(/(^|\/)(adminer|phpmyadmin|pgadmin4)$/, 80, "/"),
  http(/(^|\/)wiremock$/, 8080, "/__admin/mappings"),
  http(/(^|\/)mockserver$/, 1080, "/mockserver/dashboard"),
];

/** Returns the known health checks for an image, such as `docker.io/library/postgres:16-alpine`. */
export function knownImage(image: string): readonly KnownImage[] {
  const name = image.replace(/@.*$/, "").replace(/:[^/:]*$/, "");
  return KNOWN_IMAGES.filter((known) => known.name.test(name));
}
