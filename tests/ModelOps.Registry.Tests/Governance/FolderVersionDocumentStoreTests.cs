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

    [Theory]
    [InlineData("Demand-2.x_y", "!Demand-2.x_y")]
    [InlineData("größe 1", "gr%C3%B6%C3%9Fe%201")]
    [InlineData("a/b", "a%2Fb")]
    [InlineData("..", "%2E%2E")]
    [InlineData("a.", "a%2E")]
    [InlineData("!%", "%21%25")]
    public void NameOf_Model_IsAFolderOfItsOwn(string model, string folder) => Assert.Equal(folder, DocumentFolders.NameOf(model));

    [Fact]
    public void NameOf_LongModel_StaysShort() => Assert.InRange(DocumentFolders.NameOf(new string('é', 128)).Length, 1, 200);
}
