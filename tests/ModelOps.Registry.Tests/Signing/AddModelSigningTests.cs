using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using ModelOps.Registry.Governance;
using ModelOps.Registry.Signing;
using ModelOps.TestSupport;

namespace ModelOps.Registry.Tests.Signing;

public sealed class AddModelSigningTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly EcdsaSignatureProvider _release = EcdsaSignatureProvider.Create(ECCurve.NamedCurves.nistP256);
    private readonly EcdsaSignatureProvider _security = EcdsaSignatureProvider.Create(ECCurve.NamedCurves.nistP384);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _release.Dispose();
        _security.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Fetch_UnsignedThenSigned_IsRefusedThenHandedOut()
    {
        await using ServiceProvider provider = await BuildAsync();
        IModelRegistry registry = provider.GetRequiredService<IModelRegistry>();
        ModelVersion version = await RegisterAsync(registry, "demand");

        ModelSigningException error = await Assert.ThrowsAsync<ModelSigningException>(() => registry.FetchAsync(version, Token));
        Assert.Equal((ModelSigningFailure.Unsigned, ModelOpsErrorKind.FailedPrecondition), (error.Failure, error.Kind));

        VersionSigning signing = provider.GetRequiredService<VersionSigning>();
        await signing.SignAsync(version, _release, Token);
        Assert.Equal(2, (await registry.FetchAsync(version, Token)).Files.Count);
        Assert.Equal("release", Assert.Single((await signing.VerifyAsync(version, Token)).Keys).Name);
    }

    [Fact]
    public async Task Fetch_SignatureOfAnotherModelWithTheSameFiles_IsRefused()
    {
        await using ServiceProvider provider = await BuildAsync();
        IModelRegistry registry = provider.GetRequiredService<IModelRegistry>();
        ModelVersion good = await RegisterAsync(registry, "demand");
        ModelVersion other = await RegisterAsync(registry, "fraud");
        byte[] signature = await provider.GetRequiredService<VersionSigning>().SignAsync(good, _release, Token);
        await provider.GetRequiredService<IVersionDocumentStore>().PutAsync("fraud", other.Number, "model.sig", signature, Token);

        Assert.Equal(ModelSigningFailure.OtherModel, (await Assert.ThrowsAsync<ModelSigningException>(() => registry.FetchAsync(other, Token))).Failure);
    }

    [Fact]
    public async Task Fetch_ModelRenamed_IsRefusedUntilTheHostNamesItsFormerName_AndThenForVersionsOfThatTimeOnly()
    {
        await using (ServiceProvider before = await BuildAsync())
        {
            IModelRegistry registry = before.GetRequiredService<IModelRegistry>();
            await before.GetRequiredService<VersionSigning>().SignAsync(await RegisterAsync(registry, "demand"), _release, Token);
            await registry.UpdateModelAsync(new ModelChange { Model = "demand", NewName = "forecast" }, Token);
            ModelVersion renamed = await registry.ResolveAsync(ModelReference.Parse("forecast"), Token);
            ModelSigningFailure failure = (await Assert.ThrowsAsync<ModelSigningException>(() => registry.FetchAsync(renamed, Token))).Failure;
            Assert.True(failure is ModelSigningFailure.OtherModel or ModelSigningFailure.Unsigned, $"{failure}"); // as the store finds the document or not
        }

        await using ServiceProvider after = await BuildAsync(static o => o.Models["forecast"] = new ModelSigningRule { FormerNames = { ["demand"] = 1 } });
        IModelRegistry now = after.GetRequiredService<IModelRegistry>();
        VersionSigning signing = after.GetRequiredService<VersionSigning>();
        await now.FetchAsync(await now.ResolveAsync(ModelReference.Parse("forecast"), Token), Token);

        // Another model takes the old name and is signed; its content under the new name is a swap.
        byte[] swapped = await signing.SignAsync(await RegisterAsync(now, "demand"), _release, Token);
        ModelVersion second = await RegisterAsync(now, "forecast");
        await after.GetRequiredService<IVersionDocumentStore>().PutAsync("forecast", second.Number, "model.sig", swapped, Token);
        Assert.Equal(2, second.Number);
        Assert.Equal(ModelSigningFailure.OtherModel, (await Assert.ThrowsAsync<ModelSigningException>(() => now.FetchAsync(second, Token))).Failure);
        await signing.SignAsync(second, _release, Token);
        await now.FetchAsync(second, Token);
    }

    [Fact]
    public async Task Fetch_RuleOfTheModel_CountsDifferentTrustedKeys()
    {
        await using ServiceProvider provider = await BuildAsync(o =>
        {
            o.Models["fraud"] = new ModelSigningRule { RequiredSignatures = 2 };
            o.Models["demo"] = new ModelSigningRule { RequiredSignatures = 0 };
            o.Models["demand"] = new ModelSigningRule { Keys = { "security" } };
        });
        IModelRegistry registry = provider.GetRequiredService<IModelRegistry>();
        VersionSigning signing = provider.GetRequiredService<VersionSigning>();

        await registry.FetchAsync(await RegisterAsync(registry, "demo"), Token);

        ModelVersion fraud = await RegisterAsync(registry, "fraud");
        await signing.SignAsync(fraud, _release, Token);
        await signing.SignAsync(fraud, _release, Token); // the same key twice is one
        ModelSigningException few = await Assert.ThrowsAsync<ModelSigningException>(() => registry.FetchAsync(fraud, Token));
        Assert.Equal(ModelSigningFailure.TooFewSignatures, few.Failure);
        await signing.SignAsync(fraud, _security, Token);
        await registry.FetchAsync(fraud, Token);

        ModelVersion demand = await RegisterAsync(registry, "demand");
        await signing.SignAsync(demand, _release, Token);
        Assert.Equal(ModelSigningFailure.UntrustedKey, (await Assert.ThrowsAsync<ModelSigningException>(() => registry.FetchAsync(demand, Token))).Failure);
    }

    [Fact]
    public async Task Fetch_SignatureInsideTheVersion_Counts_AndLeavesNothingElseOut()
    {
        await using ServiceProvider provider = await BuildAsync();
        IModelRegistry registry = provider.GetRequiredService<IModelRegistry>();
        Directory.CreateDirectory(_folder.File("demand"));
        await File.WriteAllTextAsync(_folder.File("demand/model.onnx"), "bytes", Token);
        await File.WriteAllTextAsync(_folder.File("demand/.gitattributes"), "not covered by the default", Token);
        byte[] signature = await FolderSigning.SignAsync(_folder.File("demand"), _release, cancellationToken: Token);

        ModelVersion good = await registry.RegisterAsync(Registration("demand", ("model.onnx", "bytes"u8.ToArray()), ("model.sig", signature)), Token);
        await registry.FetchAsync(good, Token);

        ModelVersion bad = await registry.RegisterAsync(Registration("demand", ("model.onnx", "bytes"u8.ToArray()), ("model.sig", signature), (".gitattributes", "not covered by the default"u8.ToArray())), Token);
        Assert.Equal(ModelSigningFailure.FileUnexpected, (await Assert.ThrowsAsync<ModelSigningException>(() => registry.FetchAsync(bad, Token))).Failure);
    }

    [Fact]
    public async Task Fetch_DamagedSignatureBesideAGoodOne_IsHandedOut_AloneItIsRefused()
    {
        await using ServiceProvider provider = await BuildAsync();
        using MetricCollector<long> metric = new(provider.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>(), ModelOpsDiagnostics.MeterName, "modelops.registry.signature.verifications");
        IModelRegistry registry = provider.GetRequiredService<IModelRegistry>();
        IVersionDocumentStore documents = provider.GetRequiredService<IVersionDocumentStore>();
        ModelVersion version = await RegisterAsync(registry, "demand");
        await documents.PutAsync("demand", version.Number, "a.sig", "{"u8.ToArray(), Token);

        Assert.Equal(ModelSigningFailure.Malformed, (await Assert.ThrowsAsync<ModelSigningException>(() => registry.FetchAsync(version, Token))).Failure);
        await provider.GetRequiredService<VersionSigning>().SignAsync(version, _release, Token);
        await registry.FetchAsync(version, Token);

        Assert.Equal(["MODEL_SIGNING_MALFORMED", null], metric.GetMeasurementSnapshot().Select(static m => m.Tags.GetValueOrDefault("error.type")));
    }

    [Fact]
    public async Task Configuration_IsBound_KeysFromFilesToo()
    {
        await File.WriteAllTextAsync(_folder.File("release.pem"), await _release.GetPublicKeyAsync(Token), Token);
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ModelOps:Registry:Path"] = _folder.File("registry"),
            ["ModelOps:Registry:Signing:Keys:release"] = _folder.File("release.pem"),
            ["ModelOps:Registry:Signing:Models:demo:RequiredSignatures"] = "0",
            ["ModelOps:Registry:Signing:Models:fraud:Keys:0"] = "release",
            ["ModelOps:Registry:Signing:Default:RequireModelName"] = "false",
        });
        builder.Services.AddModelOps().AddRegistry().AddModelSigning().AddModelSigning();
        using IHost host = builder.Build();
        await host.StartAsync(Token);

        ModelSigningOptions options = host.Services.GetRequiredService<IOptions<ModelSigningOptions>>().Value;
        Assert.Equal((0, "release", false), (options.Models["demo"].RequiredSignatures, Assert.Single(options.Models["fraud"].Keys), options.Default.RequireModelName));
        IModelRegistry registry = Assert.Single(host.Services.GetServices<IModelRegistry>());
        await registry.FetchAsync(await RegisterAsync(registry, "demo"), Token);
        await Assert.ThrowsAsync<ModelSigningException>(async () => await registry.FetchAsync(await RegisterAsync(registry, "demand"), Token));
        await host.StopAsync(Token);
    }

    [Fact]
    public async Task BadOptions_StopTheStartWithAllThatIsWrong()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddModelOps().AddRegistry(o => o.Path = _folder.Path).AddModelSigning(o =>
        {
            o.Keys["release"] = "no key";
            o.Models["demand"] = new ModelSigningRule { Keys = { "relaese" } };
            o.Models["fraud"] = new ModelSigningRule { RequiredSignatures = 2 };
        });
        using IHost host = builder.Build();

        OptionsValidationException error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Token));

        Assert.Contains("ModelOps:Registry:Signing:Keys:release is no public key that can be read.", error.Message, StringComparison.Ordinal);
        Assert.Contains("ModelOps:Registry:Signing:Models:demand:Keys is 'relaese'. Use names of ModelOps:Registry:Signing:Keys (release).", error.Message, StringComparison.Ordinal);
        Assert.Contains("ModelOps:Registry:Signing:Models:fraud:RequiredSignatures is '2'. Use 0 to 1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RegistryAddedLater_StopsTheStart_AndNoRegistryAtAllIsSaidAtOnce()
    {
        InvalidOperationException early = Assert.Throws<InvalidOperationException>(() => new ServiceCollection().AddModelOps().AddModelSigning());
        Assert.Contains("Add the registry first", early.Message, StringComparison.Ordinal);

        string pem = await _release.GetPublicKeyAsync(Token);
        using EmbeddedModelRegistry own = EmbeddedModelRegistry.Open(_folder.File("own"));
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddModelOps().AddRegistry(o => o.Path = _folder.File("one")).AddModelSigning(o => o.Keys["release"] = pem);
        builder.Services.AddSingleton<IModelRegistry>(own);
        using IHost host = builder.Build();

        InvalidOperationException late = await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync(Token));
        Assert.Contains("Call AddModelSigning() after the registry is added.", late.Message, StringComparison.Ordinal);
    }

    private async Task<ServiceProvider> BuildAsync(Action<ModelSigningOptions>? configure = null)
    {
        string release = await _release.GetPublicKeyAsync(Token);
        string security = await _security.GetPublicKeyAsync(Token);
        ServiceCollection services = new();
        services.AddMetrics();
        services.AddModelOps().AddRegistry(o => o.Path = _folder.File("registry")).AddModelSigning(o =>
        {
            o.Keys["release"] = release;
            o.Keys["security"] = security;
            configure?.Invoke(o);
        });
        return services.BuildServiceProvider(validateScopes: true);
    }

    private static Task<ModelVersion> RegisterAsync(IModelRegistry registry, string model) =>
        registry.RegisterAsync(Registration(model, ("model.onnx", [1, 2, 3]), ("labels/en.txt", [4])), Token);

    private static ModelRegistration Registration(string model, params (string Path, byte[] Content)[] files) => new()
    {
        Model = model,
        Format = "onnx",
        Files = [.. files.Select(static f => ModelFile.FromBytes(f.Path, f.Content))],
    };
}
