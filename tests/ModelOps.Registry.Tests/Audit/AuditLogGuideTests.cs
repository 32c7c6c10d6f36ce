using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ModelOps.Registry.Audit;
using ModelOps.Registry.Signing;
using ModelOps.TestSupport;

namespace ModelOps.Registry.Tests.Audit;

public sealed class AuditLogGuideTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Guide_CheckpointsAreSignedAndVerifiedByTheHost_AndByAnAuditor()
    {
        string pem;
        using (Ed25519SignatureProvider made = Ed25519SignatureProvider.Create()) { pem = made.ExportEncryptedPem("password"); }
        using Ed25519SignatureProvider key = Ed25519SignatureProvider.FromPem(pem, "password");
        string publicPem = await key.GetPublicKeyAsync(Token);
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        string path = _folder.File("registry");
        string folder = _folder.File("checkpoints");

        // <snippet:docs/guides/audit-log.md#1>
        builder.Services.AddModelOps()
            .AddRegistry(o => o.Path = path)
            .AddLogCheckpoints(o =>
            {
                o.Origin = "models.example.com/production"; // a name no other registry has
                o.Folder = folder; // where those who can write the registry cannot write
                o.Signer = _ => key; // an Ed25519SignatureProvider, or a VaultSignatureProvider
            });
        // </snippet>

        using IHost host = builder.Build();
        IModelRegistry registry = host.Services.GetRequiredService<IModelRegistry>();
        IRegistryMaintenance maintenance = host.Services.GetRequiredService<IRegistryMaintenance>();
        LogCheckpoints checkpoints = host.Services.GetRequiredService<LogCheckpoints>();
        await registry.RegisterAsync(new ModelRegistration { Model = "demand", Format = "onnx", Files = [ModelFile.FromBytes("model.onnx", new byte[] { 1 })] }, Token);

        // <snippet:docs/guides/audit-log.md#2>
        SignedCheckpoint now = await checkpoints.SignAsync(); // besides those signed at each interval; give now.Note to whom you like
        LogVerification found = await checkpoints.VerifyAsync(); // the whole log, with all checkpoints that are kept
        if (!found.IsIntact) { Console.WriteLine($"{found.Fault} at event {found.FirstBroken}: {found.Problem}"); }
        // </snippet>

        Assert.True(found.IsIntact);
        string note = now.Note;

        // <snippet:docs/guides/audit-log.md#3>
        SignedCheckpoint held = SignedCheckpoint.Read(note, "models.example.com/production", [TrustedKey.FromPem("registry", publicPem)]);
        LogVerification audit = await maintenance.VerifyLogAsync([held.Checkpoint]);
        // </snippet>

        Assert.Equal((true, 1L), (audit.IsIntact, audit.LastGood.Sequence));
    }
}
