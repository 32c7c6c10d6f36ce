using Microsoft.Data.Sqlite;
using ModelOps.TestSupport;

namespace ModelOps.Registry.Tests;

public sealed class DamageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string DatabasePath => RegistryFolder.DatabasePath(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Open_FileThatIsNoDatabase_IsDamagedAndUntouched() => AssertRefused(RegistryErrorCodes.Damaged, _ => "this is a text, not a database"u8.ToArray());

    [Fact]
    public async Task Open_TruncatedFile_IsDamagedAndUntouched()
    {
        await FillAsync();
        AssertRefused(RegistryErrorCodes.Damaged, static bytes => bytes[..((bytes.Length / 2) + 100)]);
    }

    [Fact]
    public async Task Open_OverwrittenPages_IsDamagedAndUntouched()
    {
        await FillAsync();
        AssertRefused(RegistryErrorCodes.Damaged, static bytes =>
        {
            bytes.AsSpan(4096, bytes.Length - 8192).Fill(0xA5);
            return bytes;
        });
    }

    [Fact]
    public async Task Open_EmptyFileThoughThereAreArtifacts_IsDamagedAndUntouched()
    {
        await FillAsync();
        AssertRefused(RegistryErrorCodes.Damaged, static _ => []);
    }

    [Fact]
    public async Task Open_LostFileThoughThereAreArtifacts_IsDamagedAndNotMadeAnew()
    {
        await FillAsync();
        File.Delete(DatabasePath);

        RegistryStorageException error = Assert.Throws<RegistryStorageException>(() => EmbeddedModelRegistry.Open(_folder.Path));

        Assert.Equal((RegistryErrorCodes.Damaged, ModelOpsErrorKind.DataLoss), (error.Code, error.Kind));
        Assert.False(File.Exists(DatabasePath));
    }

    [Fact]
    public async Task File_RemovedWhileOpen_EveryCallFailsAndStaysSo()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows does not remove a file that is open");
        await FillAsync();
        byte[] backup = await File.ReadAllBytesAsync(DatabasePath, Cancellation);
        using EmbeddedModelRegistry registry = EmbeddedModelRegistry.Open(_folder.Path);
        await registry.ListModelsAsync(Cancellation);

        File.Delete(DatabasePath);
        AssertRemoved(await Assert.ThrowsAsync<RegistryStorageException>(() => registry.ListModelsAsync(Cancellation)));
        AssertRemoved(await Assert.ThrowsAsync<RegistryStorageException>(
            () => registry.MoveAliasAsync(new AliasMove { Model = "demand", Alias = "champion", Number = 1 }, Cancellation)));
        Assert.False(File.Exists(DatabasePath));

        await File.WriteAllBytesAsync(DatabasePath, backup, Cancellation);
        AssertRemoved(await Assert.ThrowsAsync<RegistryStorageException>(
            async () => await registry.WatchAsync(0, Cancellation).GetAsyncEnumerator(Cancellation).MoveNextAsync()));
        static void AssertRemoved(RegistryStorageException error)
        {
            Assert.Equal(RegistryErrorCodes.Damaged, error.Code);
            Assert.Contains("was removed while it was open", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Open_DatabaseOfAnotherProgram_IsRefusedAndUntouched()
    {
        Execute("CREATE TABLE theirs (x)");
        AssertRefused(RegistryErrorCodes.Damaged, static bytes => bytes);
    }

    [Fact]
    public async Task Open_NewerSchema_IsRefusedWithBothVersionsAndUntouched()
    {
        await FillAsync();
        Execute("PRAGMA user_version = 99");

        RegistryStorageException error = AssertRefused(RegistryErrorCodes.NewerSchema, static bytes => bytes);

        Assert.Contains("schema version 99", error.Message, StringComparison.Ordinal);
        Assert.Contains("Update ModelOps.Registry", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("model.onnx", "../../escape")]
    [InlineData("model.onnx", "other.onnx")]
    [InlineData("\"size\":7", "\"size\":8")]
    public async Task FetchAsync_ListOfFilesChangedInTheDatabase_IsRefused(string from, string to)
    {
        ModelVersion version = await FillAsync();
        Execute($"DROP TRIGGER versions_never_change; UPDATE versions SET document = replace(document, '{from}', '{to}')");
        using EmbeddedModelRegistry registry = EmbeddedModelRegistry.Open(_folder.Path);

        await Assert.ThrowsAsync<ArtifactDigestMismatchException>(() => registry.FetchAsync(version, Cancellation));
    }

    [Fact]
    public async Task ResolveAsync_RowThatCannotBeRead_IsDamaged()
    {
        await FillAsync();
        Execute("DROP TRIGGER versions_never_change; UPDATE versions SET document = '{'");
        using EmbeddedModelRegistry registry = EmbeddedModelRegistry.Open(_folder.Path);

        RegistryStorageException error = await Assert.ThrowsAsync<RegistryStorageException>(
            () => registry.ResolveAsync(ModelReference.Parse("demand"), Cancellation));

        Assert.Equal(RegistryErrorCodes.Damaged, error.Code);
    }

    [Theory]
    [InlineData("DELETE FROM log")]
    [InlineData("UPDATE log SET reason = 'because'")]
    [InlineData("UPDATE versions SET digest = 'other'")]
    [InlineData("DELETE FROM versions")]
    public async Task Database_ChangeOfHistory_IsRefusedByTheDatabaseItself(string sql)
    {
        await FillAsync();

        Assert.Throws<SqliteException>(() => Execute(sql));
    }

    private RegistryStorageException AssertRefused(string code, Func<byte[], byte[]> change)
    {
        byte[] damaged = change(File.Exists(DatabasePath) ? File.ReadAllBytes(DatabasePath) : []);
        File.WriteAllBytes(DatabasePath, damaged);

        RegistryStorageException error = Assert.Throws<RegistryStorageException>(() => EmbeddedModelRegistry.Open(_folder.Path));

        Assert.Equal(code, error.Code);
        Assert.DoesNotContain(_folder.Path, error.Message, StringComparison.Ordinal);
        Assert.Equal(damaged, File.ReadAllBytes(DatabasePath));
        return error;
    }

    private async Task<ModelVersion> FillAsync()
    {
        using EmbeddedModelRegistry registry = EmbeddedModelRegistry.Open(_folder.Path);
        ModelVersion? version = null;
        for (int i = 0; i < 20; i++)
        {
            version = await registry.RegisterAsync(
                new ModelRegistration { Model = "demand", Format = "onnx", Files = [ModelFile.FromBytes("model.onnx", "weights"u8.ToArray())], Description = new string('d', 2000) },
                Cancellation);
        }

        return version!;
    }

    private void Execute(string sql)
    {
        using SqliteConnection connection = new($"Data Source={DatabasePath};Pooling=False;Foreign Keys=True");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
