using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using ModelOps.Registry.Governance;
using ModelOps.Registry.Signing;

namespace ModelOps.Registry.Tests.Governance;

public sealed class SlsaProvenanceTests : IDisposable
{
    private readonly EcdsaSignatureProvider _builder = EcdsaSignatureProvider.Create(ECCurve.NamedCurves.nistP256);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _builder.Dispose();

    [Fact]
    public async Task Sign_Training_IsParametersMaterialsAndTheVersionAsSubject()
    {
        byte[] bundle = await SlsaProvenance.SignAsync(DemandFacts.Version, DemandFacts.Training, _builder, Token);
        JsonNode statement = JsonNode.Parse(SigstoreBundle.Read(bundle).Payload)!;

        Assert.Equal(("https://in-toto.io/Statement/v1", "https://slsa.dev/provenance/v1"), ((string)statement["_type"]!, (string)statement["predicateType"]!));
        Assert.Equal(("demand:1.3.0", new string('c', 64)), ((string)statement["subject"]![0]!["name"]!, (string)statement["subject"]![0]!["digest"]!["sha256"]!));
        JsonNode definition = statement["predicate"]!["buildDefinition"]!;
        Assert.Equal("0.1", (string)definition["externalParameters"]!["parameters"]!["learning_rate"]!);
        Assert.Equal("4.5.0", (string)definition["internalParameters"]!["libraries"]!["lightgbm"]!);
        JsonArray dependencies = definition["resolvedDependencies"]!.AsArray();
        Assert.Equal(["source", "load-2025", "load-2020-2024", "demand:1.2.0"], dependencies.Select(static d => (string)d!["name"]!));
        Assert.Equal("git+https://git.example.org/demand.git@0123456789012345678901234567890123456789", (string)dependencies[0]!["uri"]!);
        Assert.Equal("0123456789012345678901234567890123456789", (string)dependencies[0]!["digest"]!["gitCommit"]!);
        Assert.Null(dependencies[1]!["digest"]);
        Assert.Equal("ab12cd34", (string)dependencies[1]!["annotations"]!["digest"]!);
        Assert.Equal(new string('d', 64), (string)dependencies[2]!["digest"]!["sha256"]!);
        JsonNode details = statement["predicate"]!["runDetails"]!;
        Assert.Equal("https://ci.example.org/runners/7", (string)details["builder"]!["id"]!);
        Assert.Equal(("0123456789abcdef0123456789abcdef", "2026-03-01T10:05:00.250Z"), ((string)details["metadata"]!["invocationId"]!, (string)details["metadata"]!["finishedOn"]!));
    }

    [Fact]
    public async Task Verify_ThisVersion_IsBelieved_OthersAreNot()
    {
        byte[] bundle = await SlsaProvenance.SignAsync(DemandFacts.Version, DemandFacts.Training, _builder, Token);
        TrustedKey key = TrustedKey.FromPem("builder", await _builder.GetPublicKeyAsync(Token));
        using EcdsaSignatureProvider stranger = EcdsaSignatureProvider.Create(ECCurve.NamedCurves.nistP256);

        Assert.Same(key, SlsaProvenance.Verify(DemandFacts.Version, bundle, [key]));
        Assert.Equal(ModelSigningFailure.OtherModel, Failure(DemandFacts.Version with { Digest = "sha256:" + new string('0', 64) }, bundle, key));
        Assert.Equal(ModelSigningFailure.UntrustedKey, Failure(DemandFacts.Version, bundle, TrustedKey.FromPem("stranger", await stranger.GetPublicKeyAsync(Token))));
        Assert.Equal(ModelSigningFailure.Malformed, Failure(DemandFacts.Version, bundle[..^9], key));
        SigstoreBundle changed = SigstoreBundle.Read(bundle);
        changed = changed with { Payload = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(changed.Payload).Replace("0.1", "0.2", StringComparison.Ordinal)) };
        Assert.Equal(ModelSigningFailure.BadSignature, Failure(DemandFacts.Version, changed.Write(), key));
    }

    [Fact]
    public async Task Verify_SignatureOfAModel_IsNoProvenance()
    {
        ModelStatement statement = new("demand", [new("model.onnx", new string('a', 64))]);
        byte[] signature = (await SigstoreBundle.SignAsync(statement.Write(), _builder, Token)).Write();
        TrustedKey key = TrustedKey.FromPem("builder", await _builder.GetPublicKeyAsync(Token));
        Assert.Equal(ModelSigningFailure.Unsupported, Failure(DemandFacts.Version, signature, key));
    }

    [Fact]
    public async Task Sign_WithoutBuilder_IsRefused() => Assert.Contains(
        "Builder",
        (await Assert.ThrowsAsync<ArgumentException>(() => SlsaProvenance.SignAsync(DemandFacts.Version, DemandFacts.Training with { Builder = null }, _builder, Token))).Message,
        StringComparison.Ordinal);

    private static ModelSigningFailure Failure(ModelVersion version, byte[] bundle, TrustedKey key) =>
        Assert.Throws<ModelSigningException>(() => SlsaProvenance.Verify(version, bundle, [key])).Failure;
}
