namespace ModelOps.Benchmarks.Registry;

/// <summary>A folder that goes with the measurement.</summary>
internal sealed class BenchmarkFolder : IDisposable
{
    private BenchmarkFolder(string parent) => Path = Directory.CreateDirectory(System.IO.Path.Combine(parent, $"modelops-{Guid.NewGuid():N}")).FullName;

    public string Path { get; }

    /// <summary>In memory where the system has such a folder, for what should not measure the disk.</summary>
    public static BenchmarkFolder InMemory() => new(Directory.Exists("/dev/shm") ? "/dev/shm" : System.IO.Path.GetTempPath());

    public static BenchmarkFolder OnDisk() => new(System.IO.Path.GetTempPath());

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
