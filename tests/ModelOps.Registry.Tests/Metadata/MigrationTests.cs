using System.Text;
using Microsoft.Data.Sqlite;
using ModelOps.Registry.Metadata;
using ModelOps.TestSupport;

namespace ModelOps.Registry.Tests.Metadata;

/// <summary>Opens what the release with the first schema wrote: <c>registry-schema-1.sql</c> is the dump of a registry of its.</summary>
public sealed class MigrationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Open_FirstSchema_KeepsVersionsAliasesEventsAndFiles()
    {
        await MakeAsync();
        using EmbeddedModelRegistry registry = EmbeddedModelRegistry.Open(_folder.Path);

        Assert.Equal([2L, 1L], (await registry.ListVersionsAsync("demand", Cancellation)).Select(static v => v.Number));
        Assert.Equal(("champion", 2L, 2L), Assert.Single((await registry.ListAliasesAsync("demand", Cancellation)).Select(static a => (a.Alias, a.Number, a.Revision))));
        IReadOnlyList<RegistryEvent> events = await registry.ReadEventsAsync(0, 100, Cancellation);
        Assert.Equal([1L, 2L, 3L, 4L, 5L, 6L], events.Select(static e => e.Sequence));
        Assert.Equal((RegistryEventKind.AliasMoved, "demand", "shadow", "try", "ana", "4"), (events[4].Kind, events[4].Model, events[4].Alias, events[4].Reason, events[4].Actor, events[4].Evidence["mae"]));
        ModelPackage package = await registry.FetchAsync(await registry.ResolveAsync(ModelReference.Parse("demand@champion"), Cancellation), Cancellation);
        Assert.Equal("content 1", await File.ReadAllTextAsync(Path.Combine(package.Directory, "model.onnx"), Cancellation));
        RegistryVerification verification = await registry.VerifyAsync(Cancellation);
        Assert.Empty(verification.Problems);
        Assert.Equal(6, verification.Log.LastGood.Sequence);
    }

    [Fact]
    public async Task Open_FirstSchema_GivesVersionsWhatMayChangeAboutThem()
    {
        await MakeAsync();
        using EmbeddedModelRegistry registry = EmbeddedModelRegistry.Open(_folder.Path);

        RegisteredVersion version = await registry.GetVersionAsync("demand", 2, Cancellation);
        RegisteredModel model = await registry.GetModelAsync("demand", Cancellation);

        Assert.Equal(("None", "second", 1L, "supply", "x"), (version.Stage, version.Description, version.Revision, version.Tags["team"], version.Tags["é"]));
        Assert.Equal((2L, 1L, version.Version.CreatedAt), (model.LatestNumber, model.Revision, model.UpdatedAt));
        Assert.Single((await registry.SearchVersionsAsync(new RegistryQuery { Filters = [new("tag:team", RegistryOperator.Equal, "supply")] }, Cancellation)).Items);
        Assert.Equal([5L, 6L], (await registry.ReadAliasHistoryAsync("demand", "shadow", cancellationToken: Cancellation)).Select(static e => e.Sequence));
    }

    [Fact]
    public async Task Open_FirstSchema_GoesOnWhereItWas()
    {
        await MakeAsync();
        using (EmbeddedModelRegistry registry = EmbeddedModelRegistry.Open(_folder.Path))
        {
            ModelRegistration registration = Registration("demand");
            Assert.Equal(2, (await registry.RegisterAsync(registration with { IdempotencyKey = "run-2" }, Cancellation)).Number);
            Assert.Equal(3, (await registry.RegisterAsync(registration, Cancellation)).Number);
            Assert.Equal(3, (await registry.MoveAliasAsync(new AliasMove { Model = "demand", Alias = "shadow", Number = 3 }, Cancellation)).Revision);
        }

        using EmbeddedModelRegistry again = EmbeddedModelRegistry.Open(_folder.Path);
        Assert.Equal(8, (await again.VerifyLogAsync(cancellationToken: Cancellation)).LastGood.Sequence);
    }

    [Fact]
    public async Task Open_FirstSchemaReadOnly_IsRefusedWithTheMend()
    {
        await MakeAsync();

        RegistryStorageException error = Assert.Throws<RegistryStorageException>(
            () => EmbeddedModelRegistry.Open(new RegistryOptions { Path = _folder.Path, ReadOnly = true }));

        Assert.Equal((RegistryErrorCodes.OlderSchema, ModelOpsErrorKind.FailedPrecondition), (error.Code, error.Kind));
        Assert.Contains("schema version 1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_FirstSchemaThatCannotBeCarriedOver_StaysAsItWas()
    {
        await MakeAsync("DROP TRIGGER versions_never_change; UPDATE versions SET document = '{' WHERE number = 2;");

        RegistryStorageException error = Assert.Throws<RegistryStorageException>(() => EmbeddedModelRegistry.Open(_folder.Path));

        Assert.Equal(RegistryErrorCodes.Damaged, error.Code);
        using SqliteConnection connection = Connect();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT (SELECT user_version FROM pragma_user_version) * 10 + (SELECT count(*) FROM events)";
        Assert.Equal(16L, command.ExecuteScalar());
    }

    [Fact]
    public async Task Open_NameThatADeletedModelGaveUp_IsFreeForAnother()
    {
        using (EmbeddedModelRegistry registry = EmbeddedModelRegistry.Open(_folder.Path))
        {
            await registry.RegisterAsync(Registration("demand"), Cancellation);
            await registry.DeleteAsync(new RegistryDeletion { Model = "demand" }, Cancellation);
        }

        using (SqliteConnection connection = Connect()) // as the releases before names could have '#' left it
        {
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = "UPDATE models SET name = 'demand#1'";
            Assert.Equal(1, command.ExecuteNonQuery());
            command.CommandText = $"PRAGMA user_version = {SqliteFile.Registry.Version - 1}";
            command.ExecuteNonQuery();
        }

        using EmbeddedModelRegistry again = EmbeddedModelRegistry.Open(_folder.Path);
        Assert.Equal(1, (await again.RegisterAsync(Registration("demand#1"), Cancellation)).Number);
        Assert.Equal(["demand#1"], await again.ListModelsAsync(Cancellation));
    }

    [Fact]
    public async Task Open_FirstSchemaByManyAtOnce_IsCarriedOverOnce()
    {
        await MakeAsync();

        EmbeddedModelRegistry[] opened = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => EmbeddedModelRegistry.Open(_folder.Path), Cancellation)));

        foreach (EmbeddedModelRegistry registry in opened)
        {
            Assert.Equal(6, (await registry.ReadEventsAsync(0, 100, Cancellation)).Count);
            registry.Dispose();
        }
    }

    private static ModelRegistration Registration(string model) => new() { Model = model, Format = "onnx", Files = [ModelFile.FromBytes("model.onnx", "content 0"u8.ToArray())] };

    private async Task MakeAsync(string? more = null)
    {
        foreach (string content in new[] { "content 0", "content 1" })
        {
            byte[] bytes = Encoding.UTF8.GetBytes(content);
            string path = RegistryFolder.BlobPath(_folder.Path, "sha256:" + Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)));
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllBytesAsync(path, bytes, Cancellation);
        }

        using SqliteConnection connection = Connect();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Metadata", "registry-schema-1.sql"), Cancellation) + more;
        command.ExecuteNonQuery();
    }

    private SqliteConnection Connect()
    {
        SqliteConnection connection = new($"Data Source={RegistryFolder.DatabasePath(_folder.Path)};Pooling=False");
        connection.Open();
        return connection;
    }
}
