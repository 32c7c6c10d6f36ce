using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using ModelOps.Registry.Governance;
using ModelOps.Registry.Signing;
using ModelOps.TestSupport;

namespace ModelOps.Registry.Tests.Governance;

public sealed class VersionGovernanceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ServiceProvider _provider;
    private readonly VersionGovernance _governance;

    public VersionGovernanceTests()
    {
        ServiceCollection services = new();
        services.AddModelOps().AddRegistry(o => o.Path = _folder.Path).AddModelGovernance().AddModelGovernance();
        _provider = services.BuildServiceProvider(validateScopes: true);
        _governance = _provider.GetRequiredService<VersionGovernance>();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _provider.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Put_CardAndTraining_MakeEveryDocumentOfTheVersion()
    {
        ModelVersion version = await RegisterAsync();
        Assert.Null(await _governance.FindCardAsync(version, Token));
        Assert.Equal(ModelCardFields.Default.Except(["metrics"]), await _governance.FindMissingAsync(version, cancellationToken: Token));

        await _governance.PutCardAsync(version, DemandFacts.Card, Token);
        await _governance.PutTrainingAsync(version, DemandFacts.Training, Token);

        Assert.Empty(await _governance.FindMissingAsync(version, cancellationToken: Token));
        JsonNode bom = JsonNode.Parse(await _governance.WriteBomAsync(version, CycloneDxVersion.V1_7, Token))!;
        Assert.Equal(4, bom["components"]!.AsArray().Count);

        using EcdsaSignatureProvider builder = EcdsaSignatureProvider.Create(ECCurve.NamedCurves.nistP256);
        byte[] provenance = await _governance.SignProvenanceAsync(version, builder, Token);
        SlsaProvenance.Verify(version, provenance, [TrustedKey.FromPem("builder", await builder.GetPublicKeyAsync(Token))]);
        IVersionDocumentStore documents = _provider.GetRequiredService<IVersionDocumentStore>();
        Assert.Equal(["model-card.json", "provenance.intoto.json", "training.json"], await documents.ListAsync("demand", version.Number, Token));
        Assert.Equal(provenance, await documents.FindAsync("demand", version.Number, VersionDocumentNames.Provenance, Token));
        Assert.False(Directory.Exists(_folder.File("documents"))); // they are in the registry
    }

    [Fact]
    public async Task SignProvenance_TrainingUnknown_SaysWhatToDo()
    {
        using EcdsaSignatureProvider builder = EcdsaSignatureProvider.Create(ECCurve.NamedCurves.nistP256);
        ModelVersion version = await RegisterAsync();
        InvalidOperationException error = await Assert.ThrowsAsync<InvalidOperationException>(() => _governance.SignProvenanceAsync(version, builder, Token));
        Assert.Contains("PutTrainingAsync", error.Message, StringComparison.Ordinal);
    }

    private Task<ModelVersion> RegisterAsync() => _provider.GetRequiredService<IModelRegistry>().RegisterAsync(
        new ModelRegistration
        {
            Model = "demand",
            Format = "onnx",
            Files = [ModelFile.FromBytes("model.onnx", new byte[] { 1 })],
            Metrics = new Dictionary<string, double> { ["mae"] = 1 },
        },
        Token);
}
