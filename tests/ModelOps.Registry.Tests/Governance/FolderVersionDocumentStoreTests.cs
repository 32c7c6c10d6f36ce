using ModelOps.Registry.Governance;
using ModelOps.TestSupport;

namespace ModelOps.Registry.Tests.Governance;

public sealed class FolderVersionDocumentStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FolderVersionDocumentStore _store;

    public FolderVersionDocumentStoreTests() => _store = new FolderVersionDocumentStore(_folder.File("documents"));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Put_Document_IsFoundListedAndReplaced()
    {
        Assert.Null(await _store.FindAsync("demand", 1, "model-card.json", Token));
        Assert.Empty(await _store.ListAsync("demand", 1, Token));

        await _store.PutAsync("demand", 1, "model-card.json", new byte[] { 1 }, Token);
        await _store.PutAsync("demand", 1, "model-card.json", new byte[] { 2, 3 }, Token);
        await _store.PutAsync("demand", 1, "a.sig", new byte[] { 4 }, Token);
        await _store.PutAsync("Demand", 1, "a.sig", new byte[] { 5 }, Token);

        Assert.Equal([2, 3], (await _store.FindAsync("demand", 1, "model-card.json", Token))!);
        Assert.Equal(["a.sig", "model-card.json"], await _store.ListAsync("demand", 1, Token));
        Assert.Equal([5], (await _store.FindAsync("Demand", 1, "a.sig", Token))!);
        Assert.Empty(await _store.ListAsync("demand", 2, Token));
        Assert.Equal(["!demand", "demand"], Directory.EnumerateDirectories(_folder.File("documents")).Select(d => Path.GetFileName(d).ToLowerInvariant()).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("../demand", 1, "a.sig")]
    [InlineData("demand", 0, "a.sig")]
    [InlineData("demand", 1, "../a.sig")]
    [InlineData("demand", 1, "a/b")]
    [InlineData("demand", 1, "")]
    public async Task Put_NamesThatAreNone_AreRefused(string model, long number, string name)
    {
        Exception? error = await Record.ExceptionAsync(() => _store.PutAsync(model, number, name, new byte[] { 1 }, Token));
        Assert.True(error is ArgumentException or InvalidModelReferenceException, error?.ToString());
        Assert.False(Directory.Exists(_folder.File("documents")));
    }

    [Fact]
    public async Task Put_TooLargeOrCancelled_ChangesNothing()
    {
        await _store.PutAsync("demand", 1, "a.sig", new byte[] { 1 }, Token);
        await Assert.ThrowsAsync<ArgumentException>(() => _store.PutAsync("demand", 1, "a.sig", new byte[IVersionDocumentStore.MaxBytes + 1], Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _store.PutAsync("demand", 1, "a.sig", new byte[100], new CancellationToken(canceled: true)));
        Assert.Equal([1], (await _store.FindAsync("demand", 1, "a.sig", Token))!);
        Assert.Single(Directory.EnumerateFiles(_folder.File("documents"), "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Put_ManyAtOnce_LeavesOneOfThemWhole()
    {
        await Task.WhenAll(Enumerable.Range(1, 32).Select(i => Task.Run(() => _store.PutAsync("demand", 1, "a.sig", Enumerable.Repeat((byte)i, 10_000).ToArray(), Token), Token)));
        byte[] last = (await _store.FindAsync("demand", 1, "a.sig", Token))!;
        Assert.Equal(10_000, last.Length);
        Assert.Single(last.Distinct());
    }
}
