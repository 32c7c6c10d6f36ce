using ModelOps.EndToEnd.Packages;
using ModelOps.EndToEnd.Tools;
using ModelOps.TestSupport;

[assembly: AssemblyFixture(typeof(PackedFixture))]

namespace ModelOps.EndToEnd.Packages;

/// <summary>The packages of <c>src</c>, packed once from the build that these tests belong to.</summary>
public sealed class PackedFixture : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Lazy<Task<string>> _packed;

    public PackedFixture() => _packed = new(PackAsync);

    public Task<string> FolderAsync() => _packed.Value;

    public void Dispose() => _folder.Dispose();

    private async Task<string> PackAsync()
    {
        await Tool.SucceedAsync(
            SharedFiles.RepositoryRoot, "bash", ["eng/pack.sh", _folder.Path], new Dictionary<string, string?> { ["CONFIGURATION"] = Tool.Configuration });
        return _folder.Path;
    }
}
