using ModelOps.Registry.Metadata;
using ModelOps.Registry.PostgreSql.Metadata;
using Npgsql;

namespace ModelOps.Registry.PostgreSql.Tests.Metadata;

[Collection(nameof(PostgresCollection))]
public sealed class PostgresSchemaTests(PostgresFixture postgres)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task FirstCall_SchemaOfAnotherProgram_IsRefusedAndLeft()
    {
        await using RegistryHosts hosts = new(postgres.Server.ConnectionString);
        await ExecuteAsync($"CREATE SCHEMA {hosts.Schema}; CREATE TABLE {hosts.Schema}.models (id int)");

        RegistryStorageException error = await Assert.ThrowsAsync<RegistryStorageException>(() => hosts.Add().ListModelsAsync(Cancellation));

        Assert.Equal(ModelOpsErrorKind.FailedPrecondition, error.Kind);
        Assert.Contains("ModelOps:Registry:PostgreSql:Schema", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, await CountTablesAsync(hosts.Schema));
    }

    [Fact]
    public async Task FirstCall_EmptySchemaOfAnOperator_IsUsed()
    {
        await using RegistryHosts hosts = new(postgres.Server.ConnectionString);
        await ExecuteAsync($"CREATE SCHEMA {hosts.Schema}");

        Assert.Empty(await hosts.Add().ListModelsAsync(Cancellation));
    }

    [Fact]
    public async Task FirstCall_NewerSchema_IsRefused()
    {
        await using RegistryHosts hosts = new(postgres.Server.ConnectionString);
        await hosts.Add().ListModelsAsync(Cancellation);
        await ExecuteAsync($"UPDATE {hosts.Schema}.modelops_registry SET version = 999");

        RegistryStorageException error = await Assert.ThrowsAsync<RegistryStorageException>(() => hosts.Add().ListModelsAsync(Cancellation));

        Assert.Equal(RegistryErrorCodes.NewerSchema, error.Code);
    }

    [Fact]
    public async Task Write_SchemaBecameNewerMeanwhile_IsRefused()
    {
        await using RegistryHosts hosts = new(postgres.Server.ConnectionString);
        PostgreSqlModelRegistry host = hosts.Add();
        await host.ListModelsAsync(Cancellation);
        await ExecuteAsync($"UPDATE {hosts.Schema}.modelops_registry SET version = 999");

        RegistryStorageException error = await Assert.ThrowsAsync<RegistryStorageException>(
            () => host.CreateModelAsync(new ModelCreation { Name = "demand" }, Cancellation));

        Assert.Equal(RegistryErrorCodes.NewerSchema, error.Code);
    }

    [Fact]
    public async Task Write_AnotherKeepsTheLock_FailsAfterItsTimeout()
    {
        await using RegistryHosts hosts = new(postgres.Server.ConnectionString, static o => o.LockTimeout = TimeSpan.FromSeconds(1));
        PostgreSqlModelRegistry host = hosts.Add();
        await host.ListModelsAsync(Cancellation);
        await using NpgsqlConnection other = new(postgres.Server.ConnectionString);
        await other.OpenAsync(Cancellation);
        await using NpgsqlTransaction transaction = await other.BeginTransactionAsync(Cancellation);
        await using NpgsqlCommand command = new($"SELECT 1 FROM {hosts.Schema}.modelops_registry FOR UPDATE", other);
        await command.ExecuteNonQueryAsync(Cancellation);

        RegistryStorageException error = await Assert.ThrowsAsync<RegistryStorageException>(
            () => host.CreateModelAsync(new ModelCreation { Name = "demand" }, Cancellation));

        Assert.Contains("ModelOps:Registry:PostgreSql:LockTimeout", error.Message, StringComparison.Ordinal);
        Assert.Empty(await host.ListModelsAsync(Cancellation)); // reads wait for nobody
    }

    [Fact]
    public async Task FirstCall_DatabaseThatIsNotThere_SaysSo()
    {
        await using RegistryHosts hosts = new(postgres.Server.ConnectionString.Replace("Database=postgres", "Database=nothing", StringComparison.Ordinal));

        RegistryStorageException error = await Assert.ThrowsAsync<RegistryStorageException>(() => hosts.Add().ListModelsAsync(Cancellation));

        Assert.Contains("no such database", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FirstCall_UserWithoutTheRight_SaysSo()
    {
        await using RegistryHosts hosts = new(postgres.Server.ConnectionString.Replace("Username=modelops", "Username=weak", StringComparison.Ordinal));
        await ExecuteAsync("DO $do$ BEGIN CREATE ROLE weak LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $do$");

        RegistryStorageException error = await Assert.ThrowsAsync<RegistryStorageException>(() => hosts.Add().ListModelsAsync(Cancellation));

        Assert.Contains("the user may not do this", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FirstCall_DatabaseOfAnotherEncoding_IsRefused()
    {
        string name = $"latin_{Guid.NewGuid():N}"[..20];
        await ExecuteAsync($"CREATE DATABASE {name} ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0");
        await using RegistryHosts hosts = new(postgres.Server.ConnectionString.Replace("Database=postgres", $"Database={name}", StringComparison.Ordinal));

        RegistryStorageException error = await Assert.ThrowsAsync<RegistryStorageException>(() => hosts.Add().ListModelsAsync(Cancellation));

        Assert.Contains("LATIN1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tables_ChangedByHand_RefuseIt()
    {
        await using RegistryHosts hosts = new(postgres.Server.ConnectionString);
        await hosts.Add().RegisterAsync(new ModelRegistration { Model = "demand", Format = "onnx", Files = [ModelFile.FromBytes("a", "a"u8.ToArray())] }, Cancellation);

        foreach (string statement in (string[])["UPDATE {0}.log SET actor = 'me'", "DELETE FROM {0}.log", "TRUNCATE {0}.log", "UPDATE {0}.versions SET digest = ''", "DELETE FROM {0}.versions"])
        {
            PostgresException error = await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, statement, hosts.Schema)));
            Assert.Equal(PostgresErrorCodes.RaiseException, error.SqlState);
        }
    }

    [Fact]
    public async Task FirstCall_TablesOfAnOlderRelease_AreBroughtUpToDate()
    {
        await using RegistryHosts hosts = new(postgres.Server.ConnectionString);
        await using (NpgsqlConnection older = new($"{postgres.Server.ConnectionString};Search Path={hosts.Schema}"))
        {
            await older.OpenAsync(Cancellation);
            Connection connection = new(older, PostgresDialect.Instance);
            connection.ExecuteNow($"CREATE SCHEMA {hosts.Schema}");
            connection.ExecuteNow("CREATE TABLE modelops_registry (id integer PRIMARY KEY, version bigint NOT NULL)");
            connection.ExecuteNow("INSERT INTO modelops_registry (id, version) VALUES (1, 1), (2, 1)");
            FirstTables.Create(connection);
            connection.ExecuteNow("INSERT INTO models (name, last_number, top_major, top_minor) VALUES ('demand', 1, 1, 0)");
            connection.ExecuteNow(
                """
                INSERT INTO versions (model_id, number, version, format, digest, created_at, document)
                VALUES (1, 1, '1.0.0', 'onnx', 'sha256:0', '2026-01-02T03:04:05.0000000Z', '{"files":[],"tags":{"k":"v"},"description":"old"}')
                """);
            connection.ExecuteNow(
                "INSERT INTO events (kind, model_id, number, at, evidence) VALUES ('VersionRegistered', 1, 1, '2026-01-02T03:04:05.0000000Z', '{}')");
        }

        RegisteredVersion version = await hosts.Add().GetVersionAsync("demand", 1, Cancellation);

        Assert.Equal(("old", "v"), (version.Description, version.Tags["k"]));
        Assert.Single(await hosts.Add().ReadEventsAsync(0, 10, Cancellation));
        Assert.Equal(SchemaSteps.Version, await ScalarAsync($"SELECT version FROM {hosts.Schema}.modelops_registry"));
    }

    private Task<long> CountTablesAsync(string schema) => ScalarAsync($"SELECT count(*) FROM pg_tables WHERE schemaname = '{schema}'");

    private async Task ExecuteAsync(string sql)
    {
        await using NpgsqlConnection connection = new(postgres.Server.ConnectionString);
        await connection.OpenAsync(Cancellation);
        await using NpgsqlCommand command = new(sql, connection);
        await command.ExecuteNonQueryAsync(Cancellation);
    }

    private async Task<long> ScalarAsync(string sql)
    {
        await using NpgsqlConnection connection = new(postgres.Server.ConnectionString);
        await connection.OpenAsync(Cancellation);
        await using NpgsqlCommand command = new(sql, connection);
        return (long)(await command.ExecuteScalarAsync(Cancellation))!;
    }
}
