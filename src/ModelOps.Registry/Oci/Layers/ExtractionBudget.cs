using ModelOps.Registry.Validation;

namespace ModelOps.Registry.Oci.Layers;

/// <summary>What unpacking a model may still use up, and the paths it has made. Not thread-safe: layers are unpacked one after the other.</summary>
internal sealed class ExtractionBudget(string registry, long maxBytes)
{
    private readonly HashSet<string> _paths = new(StringComparer.Ordinal);
    private long _taken;

    public long BytesLeft => maxBytes - _taken;

    public IReadOnlyCollection<string> Paths => _paths;

    /// <summary>Says whether a file may be made, and counts it.</summary>
    /// <exception cref="OciException">Its path is unsafe or taken, or there is no room for it.</exception>
    public void Take(string? path, long size)
    {
        if (path is null || !ModelFile.IsPath(path)) { throw Refused("it has a file whose path leads out of the model, or is none"); }
        if (!_paths.Add(path)) { throw Refused($"it has the file '{path}' twice"); }
        if (_paths.Count > RegistryLimits.MaxFiles) { throw Refused($"it has more than {RegistryLimits.MaxFiles} files"); }
        if (size > BytesLeft) { throw Refused($"its files have more than {maxBytes} bytes. Raise {OciOptions.SectionName}:{nameof(OciOptions.MaxModelBytes)} if that is right"); }
        _taken += size;
    }

    /// <exception cref="OciException">Some file system would take two of the paths for one, or cannot hold one.</exception>
    public void CheckPaths()
    {
        if (PathRules.Check(_paths).FirstOrDefault() is { } wrong) { throw Refused(wrong.TrimEnd('.')); }
    }

    public OciException Refused(string why) => OciException.Invalid(registry, why);
}
