namespace ModelOps.Registry.PostgreSql.Tests;

/// <summary>Tests that share a PostgreSQL server.</summary>
[CollectionDefinition(nameof(PostgresCollection))]
public sealed class PostgresCollection : ICollectionFixture<PostgresFixture>;
