using YamlDotNet.RepresentationModel;

namespace ModelOps.Registry.Dvc;

/// <summary>A stage of a pipeline as it ran: one entry of <c>dvc.lock</c>.</summary>
public sealed record DvcStage
{
    /// <summary>Name of the stage.</summary>
    public required string Name { get; init; }

    /// <summary>Commands it ran.</summary>
    public required IReadOnlyList<string> Commands { get; init; }

    /// <summary>What it read.</summary>
    public IReadOnlyList<DvcOutput> Dependencies { get; init; } = [];

    /// <summary>What it wrote.</summary>
    public IReadOnlyList<DvcOutput> Outputs { get; init; } = [];

    /// <summary>Parameters it ran with, by file and then by key; a value that is not a scalar is left out here, and kept in the file.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Parameters { get; init; } = new Dictionary<string, IReadOnlyDictionary<string, string>>();

    internal YamlMappingNode? Source { get; init; }
}
