namespace ModelOps.Serving;

/// <summary>What a host serves and on what machine.</summary>
public sealed record ModelHostReport
{
    /// <summary>Processors this process may use, a container's quota considered.</summary>
    public required int Processors { get; init; }

    /// <summary>Processor time that the container may use, in processors, e.g. 1.5; null where there is no quota or the system does not tell.</summary>
    public double? ProcessorQuota { get; init; }

    /// <summary>Memory that this process may use, in bytes.</summary>
    public required long MemoryBytes { get; init; }

    /// <summary>Memory that loaded models take, as far as the host can tell.</summary>
    public required long ResidentBytes { get; init; }

    /// <summary>What bounds it; null when nothing does.</summary>
    public long? MaxResidentBytes { get; init; }

    /// <summary>Width of the widest vectors that are fast here, in bits, and the instruction sets that matter to models.</summary>
    public required string Vectors { get; init; }

    /// <summary>Loaded versions, by name and then newest version first.</summary>
    public required IReadOnlyList<ModelReport> Models { get; init; }

    /// <summary>Versions that are not loaded, with the reason.</summary>
    public IReadOnlyList<HostedModelStatus> NotLoaded { get; init; } = [];

    /// <summary>For people.</summary>
    /// <returns>A few lines for the machine and for each model.</returns>
    public override string ToString()
    {
        string quota = ProcessorQuota is { } processors ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $" (quota {processors:0.##})") : string.Empty;
        string most = MaxResidentBytes is { } bytes ? $" of {Mebibytes(bytes)}" : string.Empty;
        IEnumerable<string> lines =
        [
            $"Host: {Processors} processors{quota}, {Mebibytes(MemoryBytes)} of memory, vectors {Vectors}; models take about {Mebibytes(ResidentBytes)}{most}.",
            .. Models.Select(static m => m.ToString()),
            .. NotLoaded.Select(static m => $"{m.Name}{(m.Version is { } version ? $":{version}" : string.Empty)}: {m.State}{(m.Reason.Length > 0 ? $", {m.Reason}" : string.Empty)}"),
        ];
        return string.Join(Environment.NewLine, lines);
    }

    private static string Mebibytes(long bytes) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{bytes / 1024.0 / 1024:F0} MiB");
}
