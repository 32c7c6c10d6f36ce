namespace ModelOps;

/// <summary>The files of one model version on this machine, ready for a runtime.</summary>
public sealed record ModelPackage
{
    /// <summary>Name of the model.</summary>
    public required string Model { get; init; }

    /// <summary>Version as callers see it, e.g. <c>1.2.0</c>.</summary>
    public required string Version { get; init; }

    /// <summary>What the files are, e.g. <c>onnx</c>.</summary>
    public required string Format { get; init; }

    /// <summary>Folder that holds the files under their own paths.</summary>
    public required string Directory { get; init; }

    /// <summary>Paths of the files inside <see cref="Directory"/>, with forward slashes.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>Running number of the version; null for files that come from no registry.</summary>
    public long? Number { get; init; }

    /// <summary>Digest of the version; null for files that come from no registry.</summary>
    public string? Digest { get; init; }

    /// <summary>Inputs and outputs as registered; null leaves it to the runtime.</summary>
    public ModelSignature? Signature { get; init; }

    /// <summary>Finds the one file that a runtime loads.</summary>
    /// <param name="mainFile">Path that it has when several files end alike, e.g. <c>model.onnx</c>.</param>
    /// <param name="extensions">How it may end, e.g. <c>.onnx</c>; case does not matter.</param>
    /// <returns>Its path on this machine.</returns>
    /// <exception cref="ModelLoadException">No file ends so, or several do and none is <paramref name="mainFile"/>.</exception>
    public string Locate(string mainFile, params IReadOnlyList<string> extensions)
    {
        string[] found = [.. Files.Where(file => extensions.Any(extension => file.EndsWith(extension, StringComparison.OrdinalIgnoreCase)))];
        string file = found.Length == 1 ? found[0] : Array.Find(found, f => f == mainFile) ?? throw new ModelLoadException(
            $"{Model}:{Version}",
            $"it has {found.Length} files that end in {string.Join(" or ", extensions.Select(static e => $"'{e}'"))} ({string.Join(", ", Files.Take(20))}). "
            + $"Register one, or name the one to load '{mainFile}'.");
        return Path.Combine(Directory, file);
    }

    /// <summary>A package of one file that comes from no registry.</summary>
    /// <param name="model">Name of the model.</param>
    /// <param name="file">The file, e.g. <c>model.onnx</c>; its extension names the format.</param>
    /// <param name="version">Version as callers see it.</param>
    /// <returns>The package.</returns>
    /// <exception cref="ModelLoadException">There is no such file.</exception>
    public static ModelPackage FromFile(string model, string file, string version = "1.0.0")
    {
        string path = Path.GetFullPath(file);
        if (!File.Exists(path))
        {
            throw new ModelLoadException(model, $"there is no file '{Path.GetFileName(file)}' where its path says. Correct the path.");
        }

        return new ModelPackage
        {
            Model = model,
            Version = version,
            Format = Path.GetExtension(path).TrimStart('.').ToLowerInvariant(),
            Directory = Path.GetDirectoryName(path)!,
            Files = [Path.GetFileName(path)],
        };
    }
}
