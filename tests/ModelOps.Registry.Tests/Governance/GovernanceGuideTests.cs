using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ModelOps.Registry.Governance;
using ModelOps.Registry.Lineage;
using ModelOps.Registry.Signing;
using ModelOps.TestSupport;

namespace ModelOps.Registry.Tests.Governance;

public sealed class GovernanceGuideTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Guide_CardAndTraining_MakeTheDocuments()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        string file = _folder.File("lineage.jsonl");
        string path = _folder.File("registry");

        // <snippet:docs/guides/governance.md#1>
        builder.Services.AddModelOps()
            .AddRegistry(o => o.Path = path)
            .AddModelGovernance()
            .AddLineage(o => o.File = file); // or o.Url, or both
        // </snippet>

        using IHost host = builder.Build();
        await host.StartAsync(Token);
        VersionGovernance governance = host.Services.GetRequiredService<VersionGovernance>();
        ModelVersion version = await host.Services.GetRequiredService<IModelRegistry>().RegisterAsync(
            new ModelRegistration { Model = "demand", Format = "onnx", Files = [ModelFile.FromBytes("model.onnx", new byte[] { 1 })] }, Token);
        string dataDigest = DemandFacts.DataDigest;

        // <snippet:docs/guides/governance.md#2>
        await governance.PutCardAsync(version, new ModelCard
        {
            Overview = "Demand of the next hour, in MW.",
            Owners = [new("Energy team", "energy@example.org")],
            Licenses = ["Apache-2.0"],
            Task = "tabular-regression",
            UseCases = ["Hour-ahead planning"],
            Limitations = ["Not for islands"],
            EthicalConsiderations = [new("Outages fall on the same districts.", "Reviewed monthly.")],
            Metrics = [new("mae", 410.2) { Dataset = "load-2025", LowerBound = 400, UpperBound = 421.5 }],
        });
        await governance.PutTrainingAsync(version, new TrainingRecord
        {
            Job = "demand-training",
            Builder = "https://ci.example.org/runners/7",
            StartedAt = new DateTimeOffset(2026, 3, 1, 10, 0, 0, TimeSpan.Zero),
            Parameters = new Dictionary<string, string> { ["learning_rate"] = "0.1" },
            Datasets = [new("load") { Digest = dataDigest, Uri = "s3://lake/load", Role = "training" }],
            Code = new TrainingCode("https://git.example.org/demand.git", "8f6c1a0d2b7e4c5f9a3d1e0b6c8f7a2d4e5b9c01"),
        });
        // </snippet>

        using EcdsaSignatureProvider builderKey = EcdsaSignatureProvider.Create(ECCurve.NamedCurves.nistP256);

        // <snippet:docs/guides/governance.md#3>
        IReadOnlyList<string> missing = await governance.FindMissingAsync(version); // names of ModelCardFields; empty when complete
        byte[] bom = await governance.WriteBomAsync(version, CycloneDxVersion.V1_7);
        byte[] provenance = await governance.SignProvenanceAsync(version, builderKey);

        ModelCard? card = await governance.FindCardAsync(version);
        TrainingRecord? training = await governance.FindTrainingAsync(version);
        byte[] google = ModelCards.WriteGoogleJson(version, card, training);
        string readme = ModelCards.WriteHuggingFaceReadme(version, card, training);

        byte[] software = ApplicationBom.WriteOfThisApplication();
        // </snippet>

        Assert.Empty(missing);
        Assert.All(new[] { bom, provenance, google, software }, static json => Assert.NotNull(JsonNode.Parse(json)));
        Assert.Contains("license: apache-2.0", readme, StringComparison.Ordinal);

        IVersionDocumentStore documents = host.Services.GetRequiredService<IVersionDocumentStore>();
        CancellationToken cancellationToken = Token;

        // <snippet:docs/guides/governance.md#4>
        while (true)
        {
            byte[]? before = await documents.FindAsync("demand", version.Number, "notes.txt", cancellationToken);
            byte[] after = [.. before ?? [], .. "checked\n"u8];
            if (await documents.TryReplaceAsync("demand", version.Number, "notes.txt", before, after, cancellationToken)) { break; }
        }
        // </snippet>

        Assert.Equal("checked\n"u8.ToArray(), await documents.FindAsync("demand", version.Number, "notes.txt", Token));
        ILineageEmitter lineage = host.Services.GetRequiredService<ILineageEmitter>();
        Guid runId = Guid.CreateVersion7();
        DateTimeOffset now = DateTimeOffset.UnixEpoch;

        // <snippet:docs/guides/governance.md#5>
        lineage.Emit(new LineageEvent
        {
            Type = LineageEventType.Complete,
            At = now,
            RunId = runId,
            Job = "load-features",
            Inputs = [new("s3://lake", "load")],
            Outputs = [new(null, "features/load-hourly") { Version = "12" }],
        });
        // </snippet>

        await host.StopAsync(Token);
        Assert.Contains("features/load-hourly", await File.ReadAllTextAsync(file, Token), StringComparison.Ordinal);
    }
}
