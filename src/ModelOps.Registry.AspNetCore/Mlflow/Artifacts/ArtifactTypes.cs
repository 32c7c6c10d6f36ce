namespace ModelOps.Registry.AspNetCore.Mlflow.Artifacts;

/// <summary>Content types of files. Nothing is given a type in which a browser would run what somebody uploaded.</summary>
internal static class ArtifactTypes
{
    private static readonly HashSet<string> Text = new(
        [".txt", ".log", ".csv", ".tsv", ".json", ".yaml", ".yml", ".md", ".py", ".r", ".sh", ".cfg", ".conf", ".ini", ".toml", ".xml", ".html", ".htm", ".js", ".sql", ".err", ".out"],
        StringComparer.OrdinalIgnoreCase);

    private static readonly Dictionary<string, string> Images = new(StringComparer.OrdinalIgnoreCase)
    {
        [".png"] = "image/png",
        [".jpg"] = "image/jpeg",
        [".jpeg"] = "image/jpeg",
        [".gif"] = "image/gif",
        [".webp"] = "image/webp",
    };

    public static string Of(string path)
    {
        string name = path[(path.LastIndexOf('/') + 1)..];
        string extension = Path.GetExtension(name);
        return name is "MLmodel" or "MLproject" || Text.Contains(extension) ? "text/plain"
            : Images.TryGetValue(extension, out string? image) ? image
            : "application/octet-stream";
    }
}
