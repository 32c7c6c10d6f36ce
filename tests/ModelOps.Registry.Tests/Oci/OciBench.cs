using ModelOps.Registry.Oci;
using ModelOps.TestSupport;

namespace ModelOps.Registry.Tests.Oci;

/// <summary>An embedded registry with a version to push, a second to import into, and a client.</summary>
internal sealed class OciBench : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public OciBench(Action<OciOptions>? configure = null)
    {
        Source = Open("source");
        Target = Open("target");
        OciOptions options = new() { RetryDelay = TimeSpan.FromMilliseconds(1), TemporaryFolder = _folder.Path };
        configure?.Invoke(options);
        Client = new OciModelClient(options);
    }

    public EmbeddedModelRegistry Source { get; }

    public EmbeddedModelRegistry Target { get; }

    public OciModelClient Client { get; }

    public string Folder(string name) => _folder.File(name);

    /// <summary>Names in the bench's folder that are leftovers of a transfer.</summary>
    public string[] Leftovers => [.. Directory.GetFileSystemEntries(_folder.Path).Where(static e => e.EndsWith(".partial", StringComparison.Ordinal) || e.Contains("modelops-oci", StringComparison.Ordinal))];

    public Task<ModelVersion> RegisterAsync(params (string Path, byte[] Bytes)[] files) => Source.RegisterAsync(new ModelRegistration
    {
        Model = "demand",
        Version = SemanticVersion.Parse("1.2.0"),
        Format = "onnx",
        Files = [.. files.Select(static f => ModelFile.FromBytes(f.Path, f.Bytes))],
        Metrics = new Dictionary<string, double> { ["mae"] = 412.3, ["bad"] = double.NaN },
        Parameters = new Dictionary<string, string> { ["trees"] = "200" },
        Tags = new Dictionary<string, string> { ["team"] = "planning" },
        Description = "Demand per store.",
    });

    public void Dispose()
    {
        Client.Dispose();
        Source.Dispose();
        Target.Dispose();
        _folder.Dispose();
    }

    private EmbeddedModelRegistry Open(string name) => EmbeddedModelRegistry.Open(_folder.File(name));
}
