using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ModelOps.Registry.Signing;
using ModelOps.TestSupport;

namespace ModelOps.Registry.Tests.Signing;

public sealed class ModelSigningGuideTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Guide_KeyMadeAndTrusted_SignedVersionsLoadAndOthersDoNot()
    {
        (string pem, string publicPem) = await MakeKeyAsync("password");
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        string path = _folder.File("registry");

        // <snippet:docs/guides/model-signing.md#2>
        builder.Services.AddModelOps()
            .AddRegistry(o => o.Path = path)
            .AddModelSigning(o =>
            {
                o.Keys["release"] = publicPem; // PEM, or the path of a file that holds it
                o.Models["sandbox"] = new ModelSigningRule { RequiredSignatures = 0 };
            });
        // </snippet>

        using IHost host = builder.Build();
        await host.StartAsync(Token);
        IModelRegistry registry = host.Services.GetRequiredService<IModelRegistry>();
        VersionSigning signing = host.Services.GetRequiredService<VersionSigning>();
        ModelVersion version = await RegisterAsync(registry, "demand");
        await Assert.ThrowsAsync<ModelSigningException>(() => registry.FetchAsync(version, Token));
        await registry.FetchAsync(await RegisterAsync(registry, "sandbox"), Token);

        await SignAsync(signing, version, pem, "password", Token);

        await registry.FetchAsync(version, Token);
        await host.StopAsync(Token);
    }

    [Fact]
    public async Task Guide_Folder_IsSignedAndVerified()
    {
        (string pem, string publicPem) = await MakeKeyAsync("password");
        Directory.CreateDirectory(_folder.File("out"));
        _folder.Write("out/model.onnx", [1, 2, 3]);
        string folder = _folder.File("out");
        using EcdsaSignatureProvider signer = EcdsaSignatureProvider.FromPem(pem, "password");

        // <snippet:docs/guides/model-signing.md#4>
        byte[] signature = await FolderSigning.SignAsync(folder, signer);
        await File.WriteAllBytesAsync(Path.Combine(folder, "model.sig"), signature);

        VerifiedModel model = await FolderSigning.VerifyAsync(folder, signature, [TrustedKey.FromPem("release", publicPem)]);
        // </snippet>

        Assert.Equal("out", model.Name);
    }

    private static async Task<(string Pem, string PublicPem)> MakeKeyAsync(string password)
    {
        // <snippet:docs/guides/model-signing.md#1>
        using EcdsaSignatureProvider key = EcdsaSignatureProvider.Create(ECCurve.NamedCurves.nistP256);
        string pem = key.ExportEncryptedPem(password); // keep this with the releases, as a secret
        string publicPem = await key.GetPublicKeyAsync(); // give this to every host
        // </snippet>
        return (pem, publicPem);
    }

    private static async Task SignAsync(VersionSigning signing, ModelVersion version, string pem, string password, CancellationToken cancellationToken)
    {
        // <snippet:docs/guides/model-signing.md#3>
        using EcdsaSignatureProvider signer = EcdsaSignatureProvider.FromPem(pem, password);
        await signing.SignAsync(version, signer, cancellationToken);
        // </snippet>
    }

    private static Task<ModelVersion> RegisterAsync(IModelRegistry registry, string model) => registry.RegisterAsync(
        new ModelRegistration { Model = model, Format = "onnx", Files = [ModelFile.FromBytes("model.onnx", new byte[] { 1 })] }, Token);
}
