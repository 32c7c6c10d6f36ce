namespace ModelOps.TestSupport;

/// <summary>An empty folder that is the current one until the test ends. For tests of a collection that runs beside no other.</summary>
public sealed class CurrentFolder : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _before = Environment.CurrentDirectory;

    public CurrentFolder() => Environment.CurrentDirectory = _folder.Path;

    /// <summary>Writes a file, and the folders on the way to it.</summary>
    public void Write(string name, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.File(name))!);
        _folder.Write(name, content);
    }

    public void Dispose()
    {
        Environment.CurrentDirectory = _before;
        _folder.Dispose();
    }
}
