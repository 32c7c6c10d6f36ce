using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using ModelOps.Conformance;
using ModelOps.Registry.Governance;
using ModelOps.TestSupport;

namespace ModelOps.Registry.Tests.Governance;

public sealed class EmbeddedDocumentTests : RegistryDocumentContractTests, IDisposable
{
    private static readonly GarbageOptions Rules = new() { MinimumAge = TimeSpan.FromHours(1), GracePeriod = TimeSpan.FromHours(2), KeepDeletedFor = TimeSpan.Zero };
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow().AddDays(1)); // ahead of the disk's clock, so that what is stored now is old enough
    private readonly EmbeddedModelRegistry _registry;
    private readonly EmbeddedModelRegistry _other;

    public EmbeddedDocumentTests()
    {
        _registry = EmbeddedModelRegistry.Open(new RegistryOptions { Path = _folder.Path }, _time);
        _other = EmbeddedModelRegistry.Open(new RegistryOptions { Path = _folder.Path }, _time);
    }

    protected override IModelRegistry Registry => _registry;

    protected override IVersionDocumentStore Store => _registry.Documents;

    protected override IVersionDocumentStore Other => _other.Documents;

    public void Dispose()
    {
        _registry.Dispose();
        _other.Dispose();
        _folder.Dispose();
    }

    protected override async Task CollectAsync()
    {
        for (int round = 0; round < 2; round++)
        {
            _time.Advance(TimeSpan.FromDays(1));
            await _other.CollectGarbageAsync(Rules, Cancellation);
        }
    }

    protected override async Task<(long Contents, bool IsIntact)> CheckAsync()
    {
        RegistryVerification found = await _registry.VerifyAsync(Cancellation);
        return (Directory.EnumerateFiles(_folder.File("blobs"), "*", SearchOption.AllDirectories).Count(), found.IsIntact);
    }

    protected override void Tamper(string digest) => RegistryFolder.Tamper(_folder.Path, new ArtifactDescriptor("f", digest, 1));

    [Fact]
    public async Task Open_DocumentsOfAnOlderRelease_AreTakenIn()
    {
        await RegisterAsync();
        await RegisterAsync("Demand");
        FolderVersionDocumentStore older = new(_folder.File("documents"));
        await older.PutAsync("demand", 1, "a.sig", new byte[] { 1, 2 }, Cancellation);
        await older.PutAsync("demand", 1, "b.sig", new byte[] { 3 }, Cancellation);
        await older.PutAsync("Demand", 1, "a.sig", new byte[] { 4 }, Cancellation);
        await older.PutAsync("demand", 7, "a.sig", new byte[] { 5 }, Cancellation); // of no version
        await Store.PutAsync("demand", 1, "b.sig", new byte[] { 6 }, Cancellation); // newer than the folder's

        for (int time = 0; time < 2; time++)
        {
            using EmbeddedModelRegistry opened = EmbeddedModelRegistry.Open(_folder.Path);
            Assert.Equal(["a.sig", "b.sig"], await opened.Documents.ListAsync("demand", 1, Cancellation));
            Assert.Equal([1, 2], (await opened.Documents.FindAsync("demand", 1, "a.sig", Cancellation))!);
            Assert.Equal([6], (await opened.Documents.FindAsync("demand", 1, "b.sig", Cancellation))!);
            Assert.Equal([4], (await opened.Documents.FindAsync("Demand", 1, "a.sig", Cancellation))!);
            Assert.Equal(["7"], Directory.EnumerateDirectories(_folder.File("documents/demand")).Select(static d => Path.GetFileName(d)));
            Assert.True((await opened.VerifyAsync(Cancellation)).IsIntact);
        }
    }

    [Fact]
    public async Task ReadOnly_DocumentsAreReadAndNotWritten()
    {
        using TemporaryFolder kept = new();
        using (EmbeddedModelRegistry writer = EmbeddedModelRegistry.Open(kept.Path))
        {
            await writer.RegisterAsync(new ModelRegistration { Model = "demand", Format = "onnx", Files = [ModelFile.FromBytes("model.onnx", "weights"u8.ToArray())] }, Cancellation);
            await writer.Documents.PutAsync("demand", 1, "a.sig", new byte[] { 1 }, Cancellation);
        }

        using EmbeddedModelRegistry reader = EmbeddedModelRegistry.Open(new RegistryOptions { Path = kept.Path, ReadOnly = true });

        Assert.Equal([1], (await reader.Documents.FindAsync("demand", 1, "a.sig", Cancellation))!);
        RegistryStorageException error = await Assert.ThrowsAsync<RegistryStorageException>(() => reader.Documents.PutAsync("demand", 1, "a.sig", new byte[] { 2 }, Cancellation));
        Assert.Equal(RegistryErrorCodes.ReadOnly, error.Code);
    }

    [Fact]
    public void AddModelGovernance_BeforeOrAfterTheRegistry_KeepsDocumentsInIt()
    {
        ServiceCollection before = new();
        before.AddModelOps().AddModelGovernance().AddRegistry(o => o.Path = _folder.Path);
        using ServiceProvider provider = before.BuildServiceProvider(validateScopes: true);
        Assert.Same(provider.GetRequiredService<EmbeddedModelRegistry>().Documents, provider.GetRequiredService<IVersionDocumentStore>());

        ServiceCollection remote = new();
        remote.AddModelOps().AddMlflowRegistry(new Uri("http://localhost:5000")).AddModelGovernance();
        using ServiceProvider other = remote.BuildServiceProvider(validateScopes: true);
        Assert.IsType<FolderVersionDocumentStore>(other.GetRequiredService<IVersionDocumentStore>());
    }
}
