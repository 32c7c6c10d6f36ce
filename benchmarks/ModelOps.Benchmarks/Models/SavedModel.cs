namespace ModelOps.Benchmarks.Models;

/// <summary>A model written to a folder of its own, which goes when this is disposed.</summary>
internal sealed class SavedModel : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("modelops-benchmarks-").FullName;

    public SavedModel(BenchmarkModel model)
    {
        Path = System.IO.Path.Combine(_folder, $"{model.Name}.onnx");
        File.WriteAllBytes(Path, model.Bytes);
    }

    /// <summary>Where the file is.</summary>
    public string Path { get; }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
