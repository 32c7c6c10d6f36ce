using ModelOps.Registry.PostgreSql.Tests.S3;

namespace ModelOps.Registry.PostgreSql.Tests;

/// <summary>Tests that share a PostgreSQL server and a light S3 server.</summary>
[CollectionDefinition(nameof(PostgresCollection))]
public sealed class PostgresCollection : ICollectionFixture<PostgresFixture>, ICollectionFixture<S3rverFixture>;
