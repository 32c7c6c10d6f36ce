namespace ModelOps.Serving.Samples;

/// <summary>Finds recorded calls: where the settings say, in the package, or beside the model's file.</summary>
internal static class SampleFiles
{
    public const string Golden = "golden";
    public const string WarmUp = "warmup";
    private const string Extension = ".jsonl";

    /// <returns>Path of the file; null when there is none.</returns>
    public static string? Find(ModelPackage package, string kind, string? configured)
    {
        if (configured is not null) { return configured; }
        string name = kind + Extension;
        if (package.Files.Contains(name)) { return Path.Combine(package.Directory, name); }
        if (package.Files.Count != 1 || package.Number is not null) { return null; }
        string beside = Path.Combine(package.Directory, $"{Path.GetFileNameWithoutExtension(package.Files[0])}.{name}"); // demand.onnx: demand.golden.jsonl
        return File.Exists(beside) ? beside : null;
    }
}
