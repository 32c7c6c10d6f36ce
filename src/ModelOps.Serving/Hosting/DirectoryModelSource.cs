namespace ModelOps.Serving;

/// <summary>A directory with a sub-directory for each version, as model repositories have: <c>demand/2/model.onnx</c>.</summary>
internal sealed class DirectoryModelSource(HostedModelOptions model, ServingOptions options, TimeProvider timeProvider) : IModelSource
{
    private Dictionary<string, ContentWatch> _watches = new(StringComparer.Ordinal);
    private bool _isRead;

    public IReadOnlyList<string> Aliases => [];

    public TimeSpan NextRead => _watches.Values.Any(static w => w.IsSettling) ? options.WatchSettleTime : options.WatchInterval;

    public bool Concerns(RegistryEvent news) => false;

    public async Task<IReadOnlyList<ModelTarget>> ReadAsync(CancellationToken cancellationToken)
    {
        DirectoryInfo directory = new(model.Directory!);
        if (!directory.Exists)
        {
            throw new ModelLoadException(model.Name, $"there is no directory '{directory.Name}' where its path says. Correct the path, or make it with a sub-directory for each version.");
        }

        Dictionary<string, ContentWatch> watches = new(StringComparer.Ordinal);
        List<ModelTarget> targets = [];
        foreach (DirectoryInfo version in directory.EnumerateDirectories().Where(static d => ModelReference.TryParse($"model:{d.Name}", out _)))
        {
            FileMark[] marks = ReadMarks(version);
            if (marks.Length == 0) { continue; }
            ContentWatch watch = watches[version.Name] = _watches.GetValueOrDefault(version.Name) ?? new ContentWatch(options.WatchSettleTime, timeProvider);
            await watch.UpdateAsync(marks, trustFirst: !_isRead, cancellationToken).ConfigureAwait(false);
            if (watch.Digest is not { } digest) { continue; } // it is being copied, it seems
            targets.Add(new ModelTarget(null, 0, version.Name, null, _ => Task.FromResult(CreatePackage(version, digest))) { Digest = digest });
        }

        _watches = watches;
        _isRead = true;
        return VersionChoice.Choose(targets, model);
    }

    private static FileMark[] ReadMarks(DirectoryInfo version) =>
    [
        .. version.EnumerateFiles("*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(version.FullName, file.FullName).Replace('\\', '/'))
            .Where(static name => !name.Split('/').Any(static part => part.StartsWith('.')))
            .Order(StringComparer.Ordinal)
            .Select(name => FileMark.TryRead(Path.Combine(version.FullName, name), name))
            .OfType<FileMark>(),
    ];

    private ModelPackage CreatePackage(DirectoryInfo version, string digest)
    {
        string[] files = Array.ConvertAll(ReadMarks(version), static mark => mark.Name);
        string main = Array.Find(files, static f => f.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase))
            ?? Array.Find(files, static f => Path.GetFileNameWithoutExtension(f) == "model") ?? files.FirstOrDefault() ?? string.Empty;
        return new ModelPackage
        {
            Model = model.Name,
            Version = version.Name,
            Format = Path.GetExtension(main).TrimStart('.').ToLowerInvariant(),
            Directory = version.FullName,
            Files = files,
            Digest = digest,
        };
    }
}
