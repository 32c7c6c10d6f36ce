using ModelOps.Conformance;
using ModelOps.Registry.Governance;
using ModelOps.TestSupport;

namespace ModelOps.Registry.Tests.Governance;

public sealed class FolderVersionDocumentStoreTests : VersionDocumentStoreContractTests, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private long _registered;

    public FolderVersionDocumentStoreTests() => (Store, Other) = (new FolderVersionDocumentStore(_folder.File("documents")), new FolderVersionDocumentStore(_folder.File("documents")));

    protected override IVersionDocumentStore Store { get; }

    protected override IVersionDocumentStore Other { get; }

    public void Dispose() => _folder.Dispose();

    protected override Task<long> RegisterAsync(string model = "demand") => Task.FromResult(++_registered); // it takes any version

    [Fact]
    public async Task PutAsync_NamesThatDifferByCase_AreFoldersOfTheirOwn()
    {
        await Store.PutAsync("demand", 1, "a.sig", new byte[] { 1 }, Cancellation);
        await Store.PutAsync("Demand", 1, "a.sig", new byte[] { 2 }, Cancellation);

        Assert.Equal(["!demand", "demand"], Directory.EnumerateDirectories(_folder.File("documents")).Select(d => Path.GetFileName(d).ToLowerInvariant()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Put_ModelsOfWideNames_EachHasAFolderThatAnyFileSystemTakes()
    {
        string[] models = ["My model (v2)", "my model (v2)", "été", "需求 🚲", "CON", "con", "a.", "a", "!a", new string('é', 256), new string('é', 255) + "e"];
        for (int i = 0; i < models.Length; i++) { await Store.PutAsync(models[i], 1, "a.sig", new[] { (byte)i }, Cancellation); }

        for (int i = 0; i < models.Length; i++) { Assert.Equal([(byte)i], (await Store.FindAsync(models[i], 1, "a.sig", Cancellation))!); }
        string[] folders = [.. Directory.EnumerateDirectories(_folder.File("documents")).Select(static d => Path.GetFileName(d))];
        Assert.Equal(models.Length, folders.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.Contains("!my%20model%20%28v2%29", folders.Select(static f => f.ToLowerInvariant()));
        Assert.All(folders, static f => Assert.Matches("^[A-Za-z0-9._%!~-]{1,200}(?<![.])$", f));
    }

    [Theory]
    [InlineData("Demand-2.x_y", "!Demand-2.x_y")]
    [InlineData("größe 1", "gr%c3%b6%c3%9fe%201")]
    [InlineData("a.", "a%2e")]
    [InlineData("!%", "%21%25")]
    public void NameOf_Model_IsAFolderOfItsOwn(string model, string folder) => Assert.Equal(folder, DocumentFolders.NameOf(model));

    [Theory]
    [InlineData("..", 1, "a.sig")]
    [InlineData("%2e%2e", 1, "a.sig")]
    [InlineData("a\\b", 1, "a.sig")]
    [InlineData("demand", 1, "été")]
    [InlineData("demand", 1, "a b")]
    [InlineData("../demand", 1, "a.sig")]
    [InlineData("demand", 0, "a.sig")]
    [InlineData("demand", 1, "../a.sig")]
    [InlineData("demand", 1, "a/b")]
    [InlineData("demand", 1, "")]
    public async Task Put_NamesThatAreNone_AreRefused(string model, long number, string name)
    {
        Exception? error = await Record.ExceptionAsync(() => Store.PutAsync(model, number, name, new byte[] { 1 }, Cancellation));
        Assert.True(error is ArgumentException or InvalidModelReferenceException, error?.ToString());
        Assert.False(Directory.Exists(_folder.File("documents")));
    }

    [Fact]
    public void NameOf_LongModel_StaysShort() => Assert.InRange(DocumentFolders.NameOf(new string('é', 128)).Length, 1, 200);
}
