using Microsoft.Data.Sqlite;
using ModelOps.TestSupport;

namespace ModelOps.Registry.Tests.Audit;

public sealed class VerificationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Verify_Untouched_IsIntactAndCountsAll()
    {
        await FillAsync();
        using EmbeddedModelRegistry registry = Open();

        RegistryVerification result = await registry.VerifyAsync(Cancellation);

        Assert.Empty(result.Problems);
        Assert.True(result.IsIntact && result.Log.IsIntact);
        Assert.Equal((3L, 2L, 8L), (result.Versions, result.Contents.Count, result.Log.LastGood.Sequence));
        Assert.Equal((await registry.ReadEventsAsync(7, 1, Cancellation))[0].ChainDigest, result.Log.LastGood.ChainDigest);
    }

    [Theory]
    [InlineData("UPDATE log SET reason = 'another' WHERE sequence = 4", 4)]
    [InlineData("UPDATE log SET number = 1, previous_number = 2 WHERE sequence = 5", 5)]
    [InlineData("UPDATE log SET at = '2020-01-01T00:00:00.0000000Z' WHERE sequence = 2", 2)]
    [InlineData("UPDATE log SET actor = 'someone' WHERE sequence = 1", 1)]
    [InlineData("UPDATE log SET changes = '{}' WHERE sequence = 6", 6)]
    [InlineData("UPDATE log SET kind = 'Nonsense' WHERE sequence = 3", 3)]
    [InlineData("UPDATE log SET evidence = '{' WHERE sequence = 3", 3)]
    [InlineData("UPDATE log SET chain = zeroblob(32) WHERE sequence = 7", 7)]
    [InlineData("DELETE FROM log WHERE sequence = 5", 5)]
    [InlineData("DELETE FROM log WHERE sequence = 1", 1)]
    [InlineData("UPDATE log SET sequence = 50 WHERE sequence = 8", 8)]
    public async Task VerifyLogAsync_EventChanged_NamesTheFirst(string sql, long sequence)
    {
        await FillAsync();
        Execute("DROP TRIGGER log_never_changes; DROP TRIGGER log_never_shrinks; " + sql);
        using EmbeddedModelRegistry registry = Open();

        LogVerification result = await registry.VerifyLogAsync(cancellationToken: Cancellation);

        Assert.Equal((false, sequence, sequence - 1), (result.IsIntact, result.FirstBroken, result.LastGood.Sequence));
        RegistryVerification whole = await registry.VerifyAsync(Cancellation);
        Assert.Contains(whole.Problems, p => p.Kind == RegistryProblemKind.ChainBroken && p.Subject == $"event {sequence}");
    }

    [Fact]
    public async Task VerifyLogAsync_TailCutOff_IsFoundByACheckpoint()
    {
        await FillAsync();
        RegistryCheckpoint kept;
        using (EmbeddedModelRegistry registry = Open()) { kept = (await registry.VerifyLogAsync(cancellationToken: Cancellation)).LastGood; }
        Execute("DROP TRIGGER log_never_shrinks; DELETE FROM log WHERE sequence = 8");

        using EmbeddedModelRegistry cut = Open();
        Assert.True((await cut.VerifyLogAsync(cancellationToken: Cancellation)).IsIntact); // by itself it looks whole
        Assert.Equal(8, (await cut.VerifyLogAsync(kept, Cancellation)).FirstBroken);

        await cut.MoveAliasAsync(new AliasMove { Model = "demand", Alias = "other", Number = 1 }, Cancellation); // another event 8
        LogVerification rewritten = await cut.VerifyLogAsync(kept, Cancellation);
        Assert.Equal(8, rewritten.FirstBroken);
        Assert.Contains("rewritten", rewritten.Problem, StringComparison.Ordinal);
        Assert.True((await cut.VerifyLogAsync(new RegistryCheckpoint(0, ""), Cancellation)).IsIntact);
    }

    [Theory]
    [InlineData("UPDATE aliases SET number = 1 WHERE alias = 'champion'", RegistryProblemKind.AliasMismatch, "demand@champion")]
    [InlineData("DELETE FROM aliases WHERE alias = 'champion'", RegistryProblemKind.AliasMismatch, "demand@champion")]
    [InlineData("INSERT INTO aliases SELECT model_id, 'planted', 1, 1, updated_at FROM aliases", RegistryProblemKind.AliasMismatch, "demand@planted")]
    [InlineData("UPDATE annotations SET stage = 'Archived' WHERE number = 2", RegistryProblemKind.VersionMismatch, "demand:2")]
    [InlineData("UPDATE versions SET document = replace(document, 'model.onnx', 'other.onnx') WHERE number = 3", RegistryProblemKind.ManifestMismatch, "demand:3")]
    [InlineData("UPDATE versions SET document = '{' WHERE number = 1", RegistryProblemKind.ManifestMismatch, "demand:1")]
    [InlineData("UPDATE versions SET document = (SELECT document FROM versions WHERE number = 1), digest = (SELECT digest FROM versions WHERE number = 1) WHERE number = 3", RegistryProblemKind.ManifestMismatch, "demand:3")]
    public async Task VerifyAsync_TableChanged_IsNamed(string sql, RegistryProblemKind kind, string subject)
    {
        await FillAsync();
        Execute("DROP TRIGGER versions_never_change; " + sql);
        using EmbeddedModelRegistry registry = Open();

        RegistryVerification result = await registry.VerifyAsync(Cancellation);

        RegistryProblem problem = Assert.Single(result.Problems);
        Assert.Equal((kind, subject), (problem.Kind, problem.Subject));
        Assert.True(result.Log.IsIntact);
    }

    [Fact]
    public async Task VerifyAsync_ContentsLostAndDamaged_AreBothNamedAndMendedByRegisteringAgain()
    {
        IReadOnlyList<ModelVersion> versions = await FillAsync();
        File.Delete(RegistryFolder.BlobPath(_folder.Path, versions[0].Files[0].Digest));
        RegistryFolder.Tamper(_folder.Path, versions[2].Files[0]);
        using EmbeddedModelRegistry registry = Open();

        RegistryVerification result = await registry.VerifyAsync(Cancellation);

        Assert.Equal(
            [(RegistryProblemKind.ContentMissing, versions[0].Files[0].Digest), (RegistryProblemKind.ContentDamaged, versions[2].Files[0].Digest)],
            result.Problems.Select(static p => (p.Kind, p.Subject)).Order());
        await RegisterAsync(registry, "a");
        await RegisterAsync(registry, "ccc");
        Assert.True((await registry.VerifyAsync(Cancellation)).IsIntact);
    }

    [Fact]
    public async Task VerifyAsync_RenamedDeletedAndRevived_IsIntact()
    {
        await FillAsync();
        using EmbeddedModelRegistry registry = Open();
        await registry.UpdateModelAsync(new ModelChange { Model = "demand", NewName = "forecast" }, Cancellation);
        await registry.DeleteAsync(new RegistryDeletion { Model = "forecast", Number = 1 }, Cancellation);
        await RegisterAsync(registry, "other"); // another model with the old name
        await registry.DeleteAsync(new RegistryDeletion { Model = "demand" }, Cancellation);
        await RegisterAsync(registry, "again");

        Assert.Empty((await registry.VerifyAsync(Cancellation)).Problems);
    }

    private async Task<IReadOnlyList<ModelVersion>> FillAsync()
    {
        using EmbeddedModelRegistry registry = Open();
        List<ModelVersion> versions = [];
        foreach (string content in new[] { "a", "a", "ccc" }) { versions.Add(await RegisterAsync(registry, content)); } // 1 to 3
        foreach (long number in new[] { 1L, 2L })
        {
            await registry.MoveAliasAsync(
                new AliasMove { Model = "demand", Alias = "champion", Number = number, Reason = "better", Evidence = new Dictionary<string, string> { ["mae"] = "4" } },
                Cancellation); // 4 and 5
        }

        await registry.UpdateVersionAsync(new VersionChange { Model = "demand", Number = 2, Stage = "Staging" }, Cancellation); // 6
        await registry.UpdateVersionAsync(new VersionChange { Model = "demand", Number = 2, Stage = "Production" }, Cancellation); // 7
        await registry.UpdateModelAsync(new ModelChange { Model = "demand", Description = "d", SetTags = new Dictionary<string, string> { ["k"] = "v" } }, Cancellation); // 8
        return versions;
    }

    private EmbeddedModelRegistry Open() => EmbeddedModelRegistry.Open(_folder.Path);

    private static Task<ModelVersion> RegisterAsync(EmbeddedModelRegistry registry, string content) => registry.RegisterAsync(
        new ModelRegistration { Model = "demand", Format = "onnx", Files = [ModelFile.FromBytes("model.onnx", System.Text.Encoding.UTF8.GetBytes(content))] },
        Cancellation);

    private void Execute(string sql)
    {
        using SqliteConnection connection = new($"Data Source={RegistryFolder.DatabasePath(_folder.Path)};Pooling=False;Foreign Keys=True");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
